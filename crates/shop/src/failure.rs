//! What goes wrong, as the page gets it: `{"reason", "err_code", "err_msg"}`.
//!
//! `reason` is for the page, which has words for it in the person's language. `err_code` and `err_msg` are the platform's
//! own where it refused, and otherwise say to a programmer what is the matter.

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

/// Why a request of the page's was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The page sent what makes no sense: which field, and what is expected.
    BadRequest(String),
    /// Not from the shop's own page.
    Foreign,
    /// There is no visit (any more): the page begins one, and tries again.
    NoVisit,
    /// What came back is no answer to what this visitor was asked.
    StateMismatch,
    /// The token is for something else than what was asked for.
    OtherScope,
    /// The visitor has no such order.
    NoSuchOrder,
    /// The platform says that an order is paid, but not with its amount.
    OtherAmount,
    /// The platform refused, did not answer, or answered with nonsense.
    Platform(vvchat_openapi::Error),
    /// The shop's own store failed.
    Store(Box<redb::Error>),
    /// The operating system gave no random bytes.
    Random(getrandom::Error),
}

impl Failure {
    pub(crate) fn bad_request(what: &str) -> Self {
        Self::BadRequest(what.to_owned())
    }

    pub(crate) fn no_such_product() -> Self {
        Self::bad_request("product: the id of a tea is expected")
    }

    /// The status, the reason, and what a programmer needs to know.
    fn parts(&self) -> (StatusCode, &'static str, String) {
        use vvchat_openapi::Error as Platform;
        match self {
            Self::BadRequest(what) => (StatusCode::BAD_REQUEST, "bad_request", what.clone()),
            Self::Foreign => (StatusCode::FORBIDDEN, "foreign", "not from the shop's own page".to_owned()),
            Self::NoVisit => (StatusCode::UNAUTHORIZED, "no_visit", "no visit has begun: POST /api/visit".to_owned()),
            Self::StateMismatch => {
                (StatusCode::FORBIDDEN, "state_mismatch", "state: not one that this visit was given".to_owned())
            }
            Self::OtherScope => (StatusCode::FORBIDDEN, "other_scope", "scope: not what was asked for".to_owned()),
            Self::NoSuchOrder => (StatusCode::NOT_FOUND, "no_such_order", "this visitor has no such order".to_owned()),
            Self::OtherAmount => (StatusCode::BAD_GATEWAY, "other_amount", "amount: not the order's".to_owned()),
            Self::Platform(Platform::Refused { err_msg, .. }) => {
                (StatusCode::BAD_GATEWAY, "platform_refused", err_msg.clone())
            }
            Self::Platform(error) => (StatusCode::BAD_GATEWAY, "platform_failed", error.to_string()),
            Self::Store(_) | Self::Random(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "see the server's log".to_owned())
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, reason, err_msg) = self.parts();
        match &self {
            Self::Store(source) => eprintln!("shop: the store failed: {source}"),
            Self::Random(source) => eprintln!("shop: no random bytes: {source}"),
            _ if status.is_server_error() => eprintln!("shop: {reason}: {err_msg}"),
            _ => {}
        }
        let err_code = match self {
            Self::Platform(vvchat_openapi::Error::Refused { err_code, .. }) => err_code,
            _ => status.as_u16().into(),
        };
        (status, Json(json!({ "reason": reason, "err_code": err_code, "err_msg": err_msg }))).into_response()
    }
}

impl From<vvchat_openapi::Error> for Failure {
    fn from(error: vvchat_openapi::Error) -> Self {
        Self::Platform(error)
    }
}

impl From<redb::Error> for Failure {
    fn from(error: redb::Error) -> Self {
        Self::Store(Box::new(error))
    }
}

/// The JSON body of a request. What is wrong with it is told as every failure is.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Json::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(Failure::BadRequest(rejection.body_text())),
        }
    }
}
