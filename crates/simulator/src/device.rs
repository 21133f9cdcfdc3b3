//! What the phone asks VVChat's servers for. Only the app's own pages may: here people agree and pay.

mod authorizations;
mod cards;
mod clock;
mod conversations;
mod exchanges;
mod messages;
mod notifications;
mod orders;
mod world;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};

use crate::authorizations::writable;
use crate::fields::{Fields, text_header};
use crate::platform::{no_such_interface, wrong_method};
use crate::refusal::Refusal;
use crate::simulation::{Shared, Simulation};
use crate::world::{App, Conversation, User};

pub(crate) fn routes(simulation: &Shared) -> Router {
    Router::new()
        .route("/device/world", get(world::all))
        .route("/device/conversations", get(conversations::of_user))
        .route("/device/messages", get(messages::in_conversation).post(messages::send))
        .route("/device/read", post(conversations::read))
        .route("/device/authorizations", post(authorizations::agree))
        .route("/device/order", get(orders::one))
        .route("/device/orders", get(orders::all))
        .route("/device/payments", post(orders::pay))
        .route("/device/shares", post(cards::share))
        .route("/device/card-data", get(cards::data))
        .route("/device/notifications", get(notifications::all))
        .route("/device/notifications/{id}/send", post(notifications::send))
        .route("/device/exchanges", get(exchanges::all))
        .route("/device/events", get(exchanges::events))
        .route("/device/clock", post(clock::advance))
        .route("/device/reset", post(clock::reset))
        .fallback(no_such_interface)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(simulation.clone(), own_pages_only))
        .with_state(simulation.clone())
}

/// Turns away every page but the app's own: other origins' (`Origin`, `Sec-Fetch-Site`), and those that got another name
/// to point here (`Host`; DNS rebinding). A browser sets all three, and a page cannot. What is no browser may leave out the
/// latter two, except that it must name the origin when it changes something.
async fn own_pages_only(State(simulation): State<Shared>, request: Request, next: Next) -> Result<Response, Refusal> {
    let (method, headers) = (request.method(), request.headers());
    let host = text_header(headers, header::HOST.as_str());
    let origin = text_header(headers, header::ORIGIN.as_str());
    let site = text_header(headers, "sec-fetch-site");
    let reads = method == Method::GET || method == Method::HEAD;

    let is_own_host = host == simulation.origin.strip_prefix("http://");
    let is_own_origin = origin.map_or(reads, |origin| origin == simulation.origin);
    let is_own_site = site.is_none_or(|site| site == "same-origin" || site == "none");
    if is_own_host && is_own_origin && is_own_site { Ok(next.run(request).await) } else { Err(Refusal::ForeignOrigin) }
}

/// The user that a request names.
fn user<'a>(simulation: &'a Simulation, fields: &Fields) -> Result<&'a User, Refusal> {
    simulation.world.user(fields.text("user_id")?).ok_or(Refusal::UnknownUser)
}

/// The app that a request names.
fn app<'a>(simulation: &'a Simulation, fields: &Fields) -> Result<&'a App, Refusal> {
    simulation.world.app(fields.text("app_id")?).ok_or(Refusal::UnknownApp)
}

/// The conversation that a request names.
fn conversation<'a>(simulation: &'a Simulation, fields: &Fields) -> Result<&'a Conversation, Refusal> {
    simulation.world.conversation(fields.text("session_id")?).ok_or(Refusal::UnknownConversation)
}

/// The conversation that a request names, and the member of it who writes.
fn writer<'a>(simulation: &'a Simulation, fields: &Fields) -> Result<(&'a User, &'a Conversation), Refusal> {
    let (user, conversation) = (user(simulation, fields)?, conversation(simulation, fields)?);
    writable(conversation, user)?;
    Ok((user, conversation))
}
