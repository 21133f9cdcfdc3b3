//! `GET /device/world`: who and what there is.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::clock::Millis;
use crate::simulation::Shared;
use crate::world::{Conversation, Name, User};

#[derive(Debug, Serialize)]
pub(super) struct World {
    now: Millis,
    users: Vec<User>,
    apps: Vec<App>,
    conversations: Vec<Conversation>,
}

/// What everybody may know of an app.
#[derive(Debug, Serialize)]
struct App {
    app_id: String,
    name: Name,
    icon: String,
    /// Nothing: the shop that the simulator was started for, `shop_url` in `/settings.json`.
    url: Option<String>,
}

pub(super) async fn all(State(simulation): State<Shared>) -> Json<World> {
    let world = &simulation.world;
    let app = |app: &crate::world::App| App {
        app_id: app.app_id.clone(),
        name: app.name.clone(),
        icon: app.icon.clone(),
        url: app.url.clone(),
    };
    Json(World {
        now: simulation.clock.now(),
        users: world.users.clone(),
        apps: world.apps.iter().map(app).collect(),
        conversations: world.conversations.iter().filter(|conversation| !conversation.service).cloned().collect(),
    })
}
