//! What is allowed but looks like a slip. Said in debug mode only; nothing is held back for it.

use crate::schema::{Method, Rule};
use crate::scope::Scope;
use crate::value::Value;
use core::cmp::min;

/// A remark on a call's params. How it reads: `npm/words.mjs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip<'a> {
    /// A param that the method does not declare.
    UnknownParam {
        /// Its name.
        name: &'a str,
        /// The declared one it resembles, if any.
        nearest: Option<&'static str>,
    },
    /// A scope that is well-formed but unknown.
    UnknownScope {
        /// The scope.
        scope: &'a str,
    },
}

/// Finds what looks like a slip in valid params.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::advice::{self, Slip};
/// use vvchat_protocol::methods;
///
/// let params = json!({"app_id": "test", "imprest_code": "P1", "imprestcode": "P1"});
/// let mut nearest_of = Vec::new();
/// advice::each(methods::find("pay").unwrap(), &params, &mut |slip| {
///     if let Slip::UnknownParam { name, nearest } = slip {
///         nearest_of.push((name.to_string(), nearest));
///     }
/// });
/// assert_eq!(nearest_of, [("imprestcode".to_string(), Some("imprest_code"))]);
/// ```
#[inline(never)]
pub fn each<V: Value>(method: &Method, params: &V, found: &mut impl FnMut(Slip)) {
    params.each(&mut |name, value| match method.params.iter().find(|field| field.name == name) {
        None => {
            let nearest = nearest(name, method.params.iter().map(|field| field.name));
            found(Slip::UnknownParam { name, nearest });
        }
        Some(field) if field.rule == Rule::Scope => {
            if let Some(scope) = value.text()
                && Scope::parse(scope) == Some(Scope::Unknown)
            {
                found(Slip::UnknownScope { scope });
            }
        }
        Some(_) => {}
    });
}

/// The candidate that takes the fewest edits to get to, if that is at most a third of the name.
fn nearest(name: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let mut nearest: Option<(usize, &str)> = None;
    for candidate in candidates {
        let edits = edits(name, candidate);
        // The first by name of two equally near.
        if nearest.is_none_or(|best| edits < best.0 || (edits == best.0 && candidate < best.1)) {
            nearest = Some((edits, candidate));
        }
    }
    nearest.filter(|(edits, nearest)| edits * 3 <= nearest.len()).map(|(_, nearest)| nearest)
}

/// The most characters that are compared: no name of a param is longer.
const LONGEST: usize = 31;

/// The Levenshtein distance, a row at a time. Of what is too long to be a param's name, whatever it is: its length.
fn edits(from: &str, to: &str) -> usize {
    if from.len() > LONGEST || to.len() > LONGEST {
        return from.len();
    }
    let mut row = [0; LONGEST + 1];
    for (distance, cell) in row.iter_mut().enumerate() {
        *cell = distance + 1;
    }
    let mut last = to.len();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = i;
        last = i + 1;
        for (cell, b) in row.iter_mut().zip(to.bytes()) {
            // Each cell is about one more character of `to` than `last` is.
            let substituted = diagonal + usize::from(a != b);
            diagonal = *cell;
            last = min(min(last, diagonal) + 1, substituted);
            *cell = last;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::{Slip, each, edits, nearest};
    use crate::methods::{auth, get_session, pay, share};
    use crate::schema::Method;
    use serde_json::{Value as Json, json};

    #[track_caller]
    fn finds(method: &Method, params: &Json, expected: &[Slip]) {
        let mut rest = expected.iter();
        each(method, params, &mut |slip| assert_eq!(Some(&slip), rest.next()));
        assert_eq!(rest.next(), None);
    }

    #[test]
    fn nothing_in_params_that_are_as_documented() {
        finds(&pay::METHOD, &json!({"app_id": "test", "imprest_code": "P1"}), &[]);
        finds(&auth::METHOD, &json!({"app_id": "test", "scope": "snsapi_userinfo", "state": "x"}), &[]);
        finds(&auth::METHOD, &json!({"app_id": "test", "scope": "sessionapi_sendmsg:s:1"}), &[]);
        finds(&get_session::METHOD, &json!({}), &[]);
    }

    #[test]
    fn unknown_params() {
        let unknown = |name, nearest| Slip::UnknownParam { name, nearest };
        finds(
            &pay::METHOD,
            &json!({"app_id": "test", "appid": "test", "imprest_code": "P1"}),
            &[unknown("appid", Some("app_id"))],
        );
        finds(
            &pay::METHOD,
            &json!({"app_id": "test", "imprest_code": "P1", "coupon": null}),
            &[unknown("coupon", None)],
        );
        finds(&get_session::METHOD, &json!({"app_id": "test"}), &[unknown("app_id", None)]);
        finds(
            &share::METHOD,
            &json!({"shareTitle": 1, "{name}": 2, "": 3}),
            &[unknown("", None), unknown("shareTitle", Some("share_title")), unknown("{name}", None)],
        );
    }

    #[test]
    fn unknown_scopes() {
        finds(
            &auth::METHOD,
            &json!({"app_id": "test", "scope": "snsapi_base"}),
            &[Slip::UnknownScope { scope: "snsapi_base" }],
        );
        // A malformed one is an error, not an advice.
        finds(&auth::METHOD, &json!({"app_id": "test", "scope": "sessionapi_sendmsg:s"}), &[]);
        finds(&auth::METHOD, &json!({"app_id": "test", "scope": 7}), &[]);
        // Only where it is asked for.
        finds(&pay::METHOD, &json!({"scope": "snsapi_base"}), &[Slip::UnknownParam { name: "scope", nearest: None }]);
        finds(&auth::METHOD, &json!({"app_id": "snsapi_base", "state": "snsapi_base"}), &[]);
    }

    #[test]
    fn nearest_is_at_most_a_third_of_the_name_away() {
        #[track_caller]
        fn to(name: &str, expected: Option<&'static str>) {
            assert_eq!(nearest(name, ["abcdef", "share_url", "thumb_url"].into_iter()), expected);
        }
        to("abcde", Some("abcdef"));
        to("abcd", Some("abcdef"));
        to("abc", None);
        to("abcdefgh", Some("abcdef"));
        to("abcdefghi", None);
        to("abcdxy", Some("abcdef"));
        to("abcxyz", None);
        to("shareurl", Some("share_url"));
        to("sharp_uri", Some("share_url"));
        to("thumb_uri", Some("thumb_url"));
        to("", None);
        assert_eq!(nearest("a", core::iter::empty()), None);
        // The first of two equally near, by name, whatever their order.
        assert_eq!(nearest("aaax", ["aaac", "aaab"].into_iter()), Some("aaab"));
    }

    #[test]
    fn edits_is_the_levenshtein_distance() {
        #[track_caller]
        fn distance(a: &str, b: &str, expected: usize) {
            assert_eq!((edits(a, b), edits(b, a)), (expected, expected));
        }
        distance("", "", 0);
        distance("", "abc", 3);
        distance("abc", "abc", 0);
        distance("abc", "abd", 1);
        distance("abc", "ab", 1);
        distance("abc", "xabc", 1);
        distance("abc", "bc", 1);
        distance("ab", "ba", 2);
        distance("kitten", "sitting", 3);
        distance("flaw", "lawn", 2);
        distance("abc", "xyz", 3);
        distance("intention", "execution", 5);
    }
}
