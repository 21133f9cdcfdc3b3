//! `/device/conversations`, `/device/read`: one person's list of conversations.

use axum::Json;
use axum::extract::State;

use super::{conversation, user};
use crate::fields::{Body, Query};
use crate::messages::Listed;
use crate::refusal::Refusal;
use crate::simulation::Shared;

pub(super) async fn of_user(
    State(simulation): State<Shared>,
    Query(query): Query,
) -> Result<Json<Vec<Listed>>, Refusal> {
    Ok(Json(simulation.conversations_of(user(&simulation, &query)?)?))
}

pub(super) async fn read(
    State(simulation): State<Shared>,
    Body(body): Body,
) -> Result<Json<serde_json::Value>, Refusal> {
    let (user, conversation) = (user(&simulation, &body)?, conversation(&simulation, &body)?);
    if !conversation.has(user) {
        return Err(Refusal::NotAMember);
    }
    simulation.read_all(conversation, user)?;
    Ok(Json(serde_json::json!({})))
}
