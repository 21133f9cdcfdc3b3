//! `GET /userservices/v2/authorization/token`: a code for a token. Guide: 通过code获取token.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use vvchat_openapi::AppKey;

use super::app;
use crate::fields::Query;
use crate::refusal::Refusal;
use crate::simulation::Shared;

#[derive(Debug, Serialize)]
pub(super) struct Granted {
    open_id: String,
    scope: String,
    token: String,
    /// The moment of expiry, in seconds since 1970.
    expire_in: u64,
}

pub(super) async fn exchange(State(simulation): State<Shared>, Query(query): Query) -> Result<Json<Granted>, Refusal> {
    let (app_id, app_key, code) = (query.text("app_id")?, query.text("app_key")?, query.text("code")?);
    let app = app(&simulation, app_id)?;
    // Keys are compared in constant time.
    if AppKey::new(app_key).ok() != Some(app.key()) {
        return Err(Refusal::WrongAppKey);
    }
    let token = simulation.exchange(app, code)?;
    let user = simulation.world.user(&token.user_id).ok_or(Refusal::UnknownUser)?;
    Ok(Json(Granted {
        open_id: user.open_id.clone(),
        scope: token.scope.to_string(),
        token: token.token,
        expire_in: token.expires / 1000,
    }))
}
