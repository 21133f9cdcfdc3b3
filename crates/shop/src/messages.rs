//! Sending a message to a conversation of the person's, the one that the page was opened from or one that they chose.
//!
//! The page finds out which conversation it is (`vvchat.getSession`, `vvchat.selectSession`), the person allows this app to
//! write to that one, and the server sends. The words are the server's own: a page in the wrong hands could otherwise have
//! the shop say anything.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use crate::App;
use crate::catalog::{self, Lang};
use crate::consent::{self, AuthParams, AuthResult};
use crate::failure::{Body, Failure};
use crate::visits::Visitor;

/// What `vvchat.getSession` and `vvchat.selectSession` answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Conversation {
    session_id: String,
    session_type: u8,
}

/// What to send where VVChat's user allowed it.
#[derive(Debug, Deserialize)]
pub(crate) struct Invitation {
    product: String,
    lang: Lang,
    #[serde(flatten)]
    answer: AuthResult,
}

/// `POST /api/messages/ask`: what the page is to call `vvchat.auth` with.
pub(crate) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Body(Conversation { session_id, session_type }): Body<Conversation>,
) -> Result<Json<AuthParams>, Failure> {
    if session_id.is_empty() || session_id.contains(|char: char| char.is_whitespace() || char.is_control()) {
        return Err(Failure::bad_request("session_id: a text without white space is expected"));
    }
    if !(1..=2).contains(&session_type) {
        return Err(Failure::bad_request("session_type: 1 or 2 is expected"));
    }
    consent::ask(&app, &visitor, format!("sessionapi_sendmsg:{session_id}:{session_type}")).map(Json)
}

/// `POST /api/messages`: sends the invitation to that tea. The token is good for that conversation alone.
pub(crate) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Body(invitation): Body<Invitation>,
) -> Result<Json<()>, Failure> {
    let product = catalog::product(&invitation.product).ok_or_else(Failure::no_such_product)?;
    let authorization = consent::redeem(&app, &visitor, invitation.answer).await?;
    app.platform.send_message(authorization.token, product.invitation.in_lang(invitation.lang)).await?;
    Ok(Json(()))
}
