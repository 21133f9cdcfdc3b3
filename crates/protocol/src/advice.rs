//! What is allowed but looks like a slip. Said in debug mode only; nothing is held back for it.

use crate::schema::{Method, Rule};
use crate::scope::Scope;
use crate::value::Value;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::min;

/// A remark on a call's params. How it reads: [`message`](Advice::message).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// A param that the method does not declare.
    UnknownParam {
        /// Its name.
        name: String,
        /// The declared one it resembles, if any.
        nearest: Option<&'static str>,
    },
    /// A scope that is well-formed but unknown.
    UnknownScope {
        /// The scope.
        scope: String,
    },
}

/// The remarks there are on valid params.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::{advice, error::Lang, methods};
///
/// let params = json!({"app_id": "test", "imprest_code": "P1", "imprestcode": "P1"});
/// let advice = advice::on(methods::find("pay").unwrap(), &params);
/// assert_eq!(
///     advice[0].message("pay", Lang::En),
///     "pay: there is no param imprestcode; did you mean imprest_code? It is sent as it is"
/// );
/// ```
pub fn on<V: Value>(method: &Method, params: &V) -> Vec<Advice> {
    let mut advice = Vec::new();
    each(method, params, &mut |slip| {
        advice.push(match slip {
            Slip::UnknownParam { name, nearest } => Advice::UnknownParam { name: name.to_owned(), nearest },
            Slip::UnknownScope { scope } => Advice::UnknownScope { scope: scope.to_owned() },
        });
    });
    advice
}

/// What an [`Advice`] is about, for those who word it themselves.
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
    use super::{Advice, edits, nearest, on};
    use crate::error::Lang;
    use crate::methods::{auth, get_session, pay, share};
    use crate::schema::Method;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use serde_json::{Value as Json, json};

    #[track_caller]
    fn says(method: &Method, params: &Json, expected: &[(&str, &str)]) {
        let advice = on(method, params);
        let message = |lang| advice.iter().map(|advice| advice.message(method.name, lang)).collect::<Vec<_>>();
        assert_eq!(message(Lang::En), expected.iter().map(|(en, _)| *en).collect::<Vec<_>>());
        assert_eq!(message(Lang::Zh), expected.iter().map(|(_, zh)| *zh).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_on_params_that_are_as_documented() {
        says(&pay::METHOD, &json!({"app_id": "test", "imprest_code": "P1"}), &[]);
        says(&auth::METHOD, &json!({"app_id": "test", "scope": "snsapi_userinfo", "state": "x"}), &[]);
        says(&auth::METHOD, &json!({"app_id": "test", "scope": "sessionapi_sendmsg:s:1"}), &[]);
        says(&get_session::METHOD, &json!({}), &[]);
    }

    #[test]
    fn unknown_params() {
        says(
            &pay::METHOD,
            &json!({"app_id": "test", "appid": "test", "imprest_code": "P1"}),
            &[(
                "pay: there is no param appid; did you mean app_id? It is sent as it is",
                "pay：没有参数 appid，是否应为 app_id？已原样发送",
            )],
        );
        says(
            &pay::METHOD,
            &json!({"app_id": "test", "imprest_code": "P1", "coupon": null}),
            &[("pay: there is no param coupon. It is sent as it is", "pay：没有参数 coupon，已原样发送")],
        );
        says(
            &get_session::METHOD,
            &json!({"app_id": "test"}),
            &[("getSession: there is no param app_id. It is sent as it is", "getSession：没有参数 app_id，已原样发送")],
        );
        says(
            &share::METHOD,
            &json!({"shareTitle": 1, "{name}": 2, "": 3}),
            &[
                ("share: there is no param . It is sent as it is", "share：没有参数 ，已原样发送"),
                (
                    "share: there is no param shareTitle; did you mean share_title? It is sent as it is",
                    "share：没有参数 shareTitle，是否应为 share_title？已原样发送",
                ),
                ("share: there is no param {name}. It is sent as it is", "share：没有参数 {name}，已原样发送"),
            ],
        );
    }

    #[test]
    fn unknown_scopes() {
        says(
            &auth::METHOD,
            &json!({"app_id": "test", "scope": "snsapi_base"}),
            &[(
                "auth: this version does not know the scope snsapi_base. It is sent as it is",
                "auth：当前版本不认识 scope snsapi_base，已原样发送",
            )],
        );
        // A malformed one is an error, not an advice.
        says(&auth::METHOD, &json!({"app_id": "test", "scope": "sessionapi_sendmsg:s"}), &[]);
        says(&auth::METHOD, &json!({"app_id": "test", "scope": 7}), &[]);
        // Only where it is asked for.
        assert_eq!(
            on(&pay::METHOD, &json!({"scope": "snsapi_base"})),
            [Advice::UnknownParam { name: "scope".to_string(), nearest: None }]
        );
        says(&auth::METHOD, &json!({"app_id": "snsapi_base", "state": "snsapi_base"}), &[]);
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
