//! `GET /userservices/v2/authorization/userinfo`: a person's profile. Guide: 获取用户个人信息.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;

use super::token;
use crate::authorizations::Scope;
use crate::refusal::Refusal;
use crate::simulation::Shared;
use crate::world::Sex;

#[derive(Debug, Serialize)]
pub(super) struct Profile {
    open_id: String,
    nickname: String,
    avatar: String,
    sex: Sex,
}

pub(super) async fn profile(State(simulation): State<Shared>, headers: HeaderMap) -> Result<Json<Profile>, Refusal> {
    let token = token(&simulation, &headers)?;
    if token.scope != Scope::Userinfo {
        return Err(Refusal::OutOfScope { scope: token.scope.to_string() });
    }
    let user = simulation.world.user(&token.user_id).ok_or(Refusal::UnknownUser)?;
    Ok(Json(Profile {
        open_id: user.open_id.clone(),
        nickname: user.name.zh.clone(),
        avatar: format!("{}/avatars/{}.svg", simulation.origin, user.user_id),
        sex: user.sex,
    }))
}
