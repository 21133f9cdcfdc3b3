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

impl Consent {
    fn asked(state: String, scope: String, now: u64) -> Self {
        Self { state, scope, until: now + LASTS }
    }
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
    let consent = Consent::asked(state.clone(), scope.clone(), time::now());
    let known = app.store.change_visit(&visitor.id, |visit| remember(&mut visit.consents, consent))?;
    known.ok_or(Failure::NoVisit)?;
    Ok(AuthParams { app_id: app.credentials.app_id().to_owned(), scope, state })
}

/// After `vvchat.auth`: exchanges the code for a token, if the answer belongs to what was asked.
pub(crate) async fn redeem(app: &App, visitor: &Visitor, answer: AuthResult) -> Result<Authorization, Failure> {
    // Taken out before anything else, so that it is used up whatever comes of it.
    let asked = app.store.change_visit(&visitor.id, |visit| take(&mut visit.consents, &answer.state, time::now()))?;
    let asked = asked.flatten().ok_or(Failure::StateMismatch)?;

    let authorization = app.platform.exchange_code(answer.code).await?;
    if authorization.scope != asked.scope {
        return Err(Failure::OtherScope);
    }
    Ok(authorization)
}

fn remember(consents: &mut Vec<Consent>, consent: Consent) {
    consents.push(consent);
    let surplus = consents.len().saturating_sub(MOST);
    consents.drain(..surplus);
}

/// The consent that was asked for with that state, unless it is too late. It is no longer there afterwards.
fn take(consents: &mut Vec<Consent>, state: &str, now: u64) -> Option<Consent> {
    let place = consents.iter().position(|consent| consent.state == state)?;
    Some(consents.remove(place)).filter(|consent| now < consent.until)
}

#[cfg(test)]
mod tests {
    use super::{Consent, MOST, remember, take};

    fn consent(state: &str) -> Consent {
        Consent::asked(state.to_owned(), "snsapi_userinfo".to_owned(), 1000)
    }

    #[test]
    fn a_state_counts_once_and_in_time() {
        // A quarter of an hour, in seconds.
        let (in_time, too_late) = (1000 + 899, 1000 + 900);
        let mut consents = vec![consent("a"), consent("b"), consent("c")];
        assert!(take(&mut consents, "b", in_time).is_some());
        assert!(take(&mut consents, "b", in_time).is_none(), "used");
        assert!(take(&mut consents, "c", too_late).is_none(), "too late");
        assert!(take(&mut consents, "c", in_time).is_none(), "used, too late as it was");
        assert!(take(&mut consents, "", in_time).is_none());
        assert_eq!(consents.len(), 1);
    }

    #[test]
    fn the_oldest_is_forgotten_first() {
        let mut consents = Vec::new();
        for number in 0..=MOST {
            remember(&mut consents, consent(&number.to_string()));
        }
        assert_eq!(consents.len(), MOST);
        assert!(take(&mut consents, "0", 0).is_none());
        assert!(take(&mut consents, "1", 0).is_some());
    }
}
