//! `/device/clock`, `/device/reset`: letting time pass, and going back to the beginning.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::fields::Body;
use crate::refusal::Refusal;
use crate::simulation::Shared;

pub(super) async fn advance(State(simulation): State<Shared>, Body(body): Body) -> Result<Json<Value>, Refusal> {
    let seconds = body.positive("advance_seconds", "正整数")?;
    let now = simulation.advance(seconds)?;
    Ok(Json(json!({ "now": now })))
}

pub(super) async fn reset(State(simulation): State<Shared>, Body(_): Body) -> Result<Json<Value>, Refusal> {
    simulation.reset()?;
    Ok(Json(json!({})))
}
