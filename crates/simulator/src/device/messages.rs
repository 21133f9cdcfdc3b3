//! `/device/messages`: reading a conversation, and writing in it.

use axum::Json;
use axum::extract::State;

use super::{conversation, writer};
use crate::fields::{Body, Query};
use crate::messages::{Author, Content, Message};
use crate::refusal::Refusal;
use crate::simulation::Shared;

pub(super) async fn in_conversation(
    State(simulation): State<Shared>,
    Query(query): Query,
) -> Result<Json<Vec<Message>>, Refusal> {
    Ok(Json(simulation.messages_in(conversation(&simulation, &query)?)?))
}

pub(super) async fn send(State(simulation): State<Shared>, Body(body): Body) -> Result<Json<Message>, Refusal> {
    let (user, conversation) = writer(&simulation, &body)?;
    let text = body.text("text")?.trim();
    if text.is_empty() {
        return Err(Refusal::missing("text"));
    }
    let from = Author { app_id: None, user_id: user.user_id.clone() };
    Ok(Json(simulation.say(conversation, from, Content::Text { text: text.to_owned() })?))
}
