//! Asking VVChat's user for consent, and making sure that an answer belongs to what was asked.
//!
//! The server makes the `state`; the page hands it to `vvchat.auth` and brings it back with the code. Only a code that comes
//! with a `state` of the same visit, once, within the time, is exchanged: nobody can slip a visitor a code of their own
//! (login CSRF). And only a token of the scope that was asked for is used.

use serde::{Deserialize, Serialize};
use vvchat_openapi::Code;
use vvchat_openapi::token::Authorization;

use crate::failure::Failure;
use crate::visits::Visitor;
use crate::{App, random, time};

/// Seconds: as long as VVChat's sheet may be open, and then some.
const LASTS: u64 = 15 * 60;

/// How many a visit may have open. The oldest goes first.
const MOST: usize = 8;

/// A consent that the page is to ask for, as it is stored with the visit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Consent {
    state: String,
    scope: String,
    until: u64,
}

/// What the page hands to `vvchat.auth`, as it is.
#[derive(Debug, Serialize)]
pub(crate) struct AuthParams {
    app_id: String,
    scope: String,
    state: String,
}

/// What the page brings back.
#[derive(Debug, Deserialize)]
pub(crate) struct AuthResult {
    code: Code,
    state: String,
}

/// Before `vvchat.auth`: remembers what is asked for.
pub(crate) fn ask(app: &App, visitor: &Visitor, scope: String) -> Result<AuthParams, Failure> {
    let state = random::secret()?;
    let consent = Consent { state: state.clone(), scope: scope.clone(), until: time::now() + LASTS };
    let known = app.store.change_visit(&visitor.id, |visit| {
        visit.consents.push(consent);
        let surplus = visit.consents.len().saturating_sub(MOST);
        visit.consents.drain(..surplus);
    })?;
    known.ok_or(Failure::NoVisit)?;
    Ok(AuthParams { app_id: app.credentials.app_id().to_owned(), scope, state })
}

/// After `vvchat.auth`: exchanges the code for a token, if the answer belongs to what was asked.
pub(crate) async fn redeem(app: &App, visitor: &Visitor, answer: AuthResult) -> Result<Authorization, Failure> {
    // Taken out first: whatever happens from here on, this state is used up.
    let asked = app.store.change_visit(&visitor.id, |visit| {
        let place = visit.consents.iter().position(|consent| consent.state == answer.state)?;
        Some(visit.consents.remove(place))
    })?;
    let asked = asked.flatten().filter(|consent| time::now() < consent.until).ok_or(Failure::StateMismatch)?;

    let authorization = app.platform.exchange_code(answer.code).await?;
    if authorization.scope != asked.scope {
        return Err(Failure::OtherScope);
    }
    Ok(authorization)
}
