//! Who is there: a visit, known by a cookie, and the customer once they have logged in.
//!
//! The cookie is the visit's secret: no script may read it (`HttpOnly`), and no other site's page may have it sent
//! (`SameSite=Lax`). VVChat's simulator shows the shop in a frame of another port of 127.0.0.1. That is another *origin*
//! but the same *site*, so the cookie is sent. A shop that is online adds `Secure` and calls its cookie `__Host-…`.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, IntoResponseParts};
use serde::{Deserialize, Serialize};

use crate::consent::Consent;
use crate::failure::Failure;
use crate::{App, random, time};

const NAME: &str = "vvchat_shop_visit";

/// Seconds: thirty days.
const LASTS: u64 = 30 * 24 * 60 * 60;

/// A visit, as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Visit {
    /// Whom its orders belong to: a customer, by `open_id`, or somebody unknown, by a random name.
    pub(crate) owner: String,
    /// Who logged in.
    pub(crate) customer: Option<Customer>,
    /// The consents that the page is to ask for.
    pub(crate) consents: Vec<Consent>,
    ends_at: u64,
}

/// What the shop knows of somebody who logged in. The token is not kept: nobody needs it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(crate) open_id: String,
    pub(crate) nickname: String,
    /// The URL of a picture.
    pub(crate) avatar: Option<String>,
    pub(crate) sex: Option<Sex>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sex {
    Male,
    Female,
}

impl Visit {
    /// The visit of somebody unknown.
    pub(crate) fn of_guest() -> Result<Self, Failure> {
        let owner = format!("guest-{}", random::secret()?);
        Ok(Self { owner, customer: None, consents: Vec::new(), ends_at: time::now() + LASTS })
    }

    /// The visit of a customer.
    pub(crate) fn of_customer(customer: Customer) -> Self {
        let owner = customer.open_id.clone();
        Self { owner, customer: Some(customer), consents: Vec::new(), ends_at: time::now() + LASTS }
    }

    /// Whether it is not over yet.
    pub(crate) fn goes_on(&self, now: u64) -> bool {
        now < self.ends_at
    }
}

/// Whose request it is. A handler that takes this runs for visitors only.
pub(crate) struct Visitor {
    /// The secret in their cookie.
    pub(crate) id: String,
    pub(crate) visit: Visit,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let id = cookie(parts).ok_or(Failure::NoVisit)?;
        match app.store.visit(id)? {
            Some(visit) if visit.goes_on(time::now()) => Ok(Self { id: id.to_owned(), visit }),
            _ => Err(Failure::NoVisit),
        }
    }
}

fn cookie(parts: &Parts) -> Option<&str> {
    let lines = parts.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split("; ")).filter_map(|cookie| cookie.split_once('='));
    cookies.find(|(name, _)| *name == NAME).map(|(_, value)| value)
}

/// The header that gives a visitor their cookie.
pub(crate) fn set_cookie(id: &str) -> impl IntoResponseParts + use<> {
    [(SET_COOKIE, format!("{NAME}={id}; Max-Age={LASTS}; Path=/; HttpOnly; SameSite=Lax"))]
}

/// `POST /api/visit`: the page's first request. Begins a visit, unless there is one.
pub(crate) async fn begin(
    State(app): State<App>,
    visitor: Result<Visitor, Failure>,
) -> Result<impl IntoResponse, Failure> {
    let (id, visit) = match visitor {
        Ok(Visitor { id, visit }) => (id, visit),
        Err(Failure::NoVisit) => start_anew(&app)?,
        Err(failure) => return Err(failure),
    };
    Ok((set_cookie(&id), Json(visit.customer)))
}

/// `POST /api/logout`: ends the visit, and begins that of somebody unknown.
pub(crate) async fn log_out(State(app): State<App>, visitor: Visitor) -> Result<impl IntoResponse, Failure> {
    app.store.end_visit(&visitor.id)?;
    let (id, visit) = start_anew(&app)?;
    Ok((set_cookie(&id), Json(visit.customer)))
}

fn start_anew(app: &App) -> Result<(String, Visit), Failure> {
    let (id, visit) = (random::secret()?, Visit::of_guest()?);
    app.store.begin_visit(&id, &visit)?;
    Ok((id, visit))
}
