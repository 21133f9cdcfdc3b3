//! `/device/notifications`: what shops were told, and telling them again.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::fields::Body;
use crate::notifications::Notification;
use crate::refusal::Refusal;
use crate::simulation::Shared;

pub(super) async fn all(State(simulation): State<Shared>) -> Result<Json<Vec<Notification>>, Refusal> {
    Ok(Json(simulation.notifications()?))
}

pub(super) async fn send(
    State(simulation): State<Shared>,
    Path(id): Path<String>,
    Body(_): Body,
) -> Result<Json<Value>, Refusal> {
    simulation.send_again(id.parse().map_err(|_| Refusal::UnknownNotification)?)?;
    Ok(Json(json!({})))
}
