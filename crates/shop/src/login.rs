//! Logging in.
//!
//! ```text
//! page                          this server                       VVChat's platform
//!  │ POST /api/login/ask ───────► makes a state, keeps it
//!  │ ◄── app_id, scope, state
//!  │ vvchat.auth(…)  ► the person agrees
//!  │ POST /api/login ───────────► is it our state?
//!  │     code, state              code + app_key ─────────────────► token
//!  │                              token ──────────────────────────► profile
//!  │ ◄── customer, new cookie
//! ```

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;

use vvchat_openapi::userinfo;

use crate::App;
use crate::consent::{self, AuthParams, AuthResult};
use crate::failure::{Body, Failure};
use crate::random;
use crate::visits::{Customer, Sex, Visit, Visitor, set_cookie};

const SCOPE: &str = "snsapi_userinfo";

/// `POST /api/login/ask`: what the page is to call `vvchat.auth` with.
pub(crate) async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Json<AuthParams>, Failure> {
    consent::ask(&app, &visitor, SCOPE.to_owned()).map(Json)
}

/// `POST /api/login`: what VVChat answered makes the visitor a customer.
pub(crate) async fn log_in(
    State(app): State<App>,
    visitor: Visitor,
    Body(answer): Body<AuthResult>,
) -> Result<impl IntoResponse, Failure> {
    let authorization = consent::redeem(&app, &visitor, answer).await?;
    let profile = app.platform.user_info(authorization.token).await?;
    let customer = Customer {
        open_id: profile.open_id,
        nickname: profile.nickname,
        avatar: profile.avatar,
        sex: profile.sex.map(|sex| match sex {
            userinfo::Sex::Male => Sex::Male,
            userinfo::Sex::Female => Sex::Female,
        }),
    };

    // A new secret for the cookie: one that somebody may have planted before the log-in is worth nothing afterwards.
    let (id, visit) = (random::secret()?, Visit::of_customer(customer));
    app.store.replace_visit(&visitor.id, &visitor.visit, &id, &visit)?;
    Ok((set_cookie(&id), Json(visit.customer)))
}
