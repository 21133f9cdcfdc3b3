//! `POST /device/authorizations`: a person agrees on the consent sheet.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::{app, user};
use crate::fields::Body;
use crate::refusal::Refusal;
use crate::simulation::Shared;

pub(super) async fn agree(State(simulation): State<Shared>, Body(body): Body) -> Result<Json<Value>, Refusal> {
    let (user, app) = (user(&simulation, &body)?, app(&simulation, &body)?);
    let code = simulation.authorize(user, app, body.text("scope")?)?;
    Ok(Json(json!({ "code": code })))
}
