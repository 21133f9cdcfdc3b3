//! `/device/exchanges`, `/device/events`: what the inspector shows, so far and as it happens.

use axum::Json;
use axum::extract::State;
use axum::response::Response;

use crate::exchanges::Exchange;
use crate::simulation::Shared;

pub(super) async fn all(State(simulation): State<Shared>) -> Json<Vec<Exchange>> {
    Json(simulation.exchanges.all())
}

pub(super) async fn events(State(simulation): State<Shared>) -> Response {
    simulation.events.stream()
}
