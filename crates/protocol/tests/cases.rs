//! Params and results that are valid, and others that are not: `cases.json`. `tests/docs/schema.test.mjs` holds the JSON Schema
//! against the same file, so that both draw the line in one place.

use serde_json::Value as Json;
use vvchat_protocol::{METHODS, check};

/// Every case of a method: a value, and whether it is valid.
fn cases(of: &str, method: &str) -> Vec<(Json, bool)> {
    let all: Json = serde_json::from_str(include_str!("cases.json")).expect("it is JSON");
    let of_method = |kind: &str| all[of][method][kind].as_array().expect("every method has both kinds").clone();
    let valid = of_method("valid").into_iter().map(|value| (value, true));
    let invalid = of_method("invalid").into_iter().map(|value| (value, false));
    let cases: Vec<_> = valid.chain(invalid).collect();
    assert!(cases.len() > 1, "{of} of {method}");
    cases
}

#[test]
fn params() {
    for method in METHODS {
        for (value, is_valid) in cases("params", method.name) {
            assert_eq!(check::params(method, &value).is_ok(), is_valid, "{}: {value}", method.name);
        }
    }
}

#[test]
fn results() {
    for method in METHODS {
        for (value, is_valid) in cases("results", method.name) {
            assert_eq!(check::reply(method, &value).is_ok(), is_valid, "{}: {value}", method.name);
        }
    }
}
