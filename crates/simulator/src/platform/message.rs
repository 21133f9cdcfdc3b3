//! `POST /messageapi/v1/authorization/sendmsg`: a text to the conversation that the token is for. Guide: 发送消息.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;

use super::{done, token};
use crate::authorizations::Scope;
use crate::fields::{Body, quoted};
use crate::messages::{Author, Content};
use crate::refusal::Refusal;
use crate::simulation::Shared;

pub(super) async fn send(
    State(simulation): State<Shared>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<impl IntoResponse, Refusal> {
    let token = token(&simulation, &headers)?;
    let Scope::Sendmsg { session_id, .. } = &token.scope else {
        return Err(Refusal::OutOfScope { scope: token.scope.to_string() });
    };
    let kind = body.text("type")?;
    if kind != "text" {
        return Err(Refusal::wrong("type", "text", quoted(kind)));
    }
    let text = body.text("content")?.to_owned();
    let conversation = simulation.world.conversation(session_id).ok_or(Refusal::UnknownConversation)?;
    simulation.say(
        conversation,
        Author { app_id: Some(token.app_id), user_id: token.user_id },
        Content::Text { text },
    )?;
    Ok(done())
}
