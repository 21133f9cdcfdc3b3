//! The types of params and results have the fields that the methods' declarations have, no more and no less.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};
use vvchat_host::{AuthParams, AuthResult, Method, PayParams, PayResult, Session, ShareParams, ShareResult};
use vvchat_protocol::METHODS;
use vvchat_protocol::schema::{Field, Presence, Rule};

/// A value that keeps a rule.
fn sample(rule: Rule) -> Json {
    match rule {
        Rule::Text | Rule::NonEmpty | Rule::NonBlank | Rule::TransactionNumber => json!("x"),
        Rule::HttpUrl => json!("https://shop.example/"),
        Rule::Scope => json!("snsapi_userinfo"),
        Rule::Integer => json!(200),
        Rule::SessionType => json!(2),
    }
}

/// An object of those of the fields that are wanted.
fn object<'a>(fields: impl Iterator<Item = &'a Field>) -> Json {
    Json::Object(fields.map(|field| (field.name.to_string(), sample(field.rule))).collect::<Map<_, _>>())
}

/// The type takes all fields, and gives them all back; it does without the optional ones, and without no other.
#[track_caller]
fn has_fields<'a, T: Serialize + DeserializeOwned>(fields: impl Iterator<Item = &'a Field> + Clone) {
    let through = |given: &Json| serde_json::from_value::<T>(given.clone()).map(|typed| json!(typed));
    let all = object(fields.clone());
    assert_eq!(through(&all).ok().as_ref(), Some(&all), "all fields");
    let optional = |field: &&Field| field.presence == Presence::Optional;
    let required = object(fields.clone().filter(|field| !optional(field)));
    assert_eq!(through(&required).ok().as_ref(), Some(&required), "the required ones");
    for field in fields.filter(|field| !optional(field)) {
        let mut without = all.clone();
        without.as_object_mut().expect("it is an object").remove(field.name);
        assert!(through(&without).is_err(), "{} was not missed", field.name);
    }
}

#[test]
fn every_method_is_there() {
    let all: Vec<_> = Method::ALL.iter().map(|method| method.declaration().name).collect();
    let declared: Vec<_> = METHODS.iter().map(|method| method.name).collect();
    assert_eq!(all, declared);
}

#[test]
fn params() {
    for method in Method::ALL {
        let fields = method.declaration().params.iter();
        match method {
            Method::Auth => has_fields::<AuthParams>(fields),
            Method::Pay => has_fields::<PayParams>(fields),
            Method::Share => has_fields::<ShareParams>(fields),
            Method::GetSession | Method::SelectSession => assert_eq!(fields.count(), 0, "{}", method.name()),
        }
    }
}

/// What comes back with the result by itself is none of the app's.
#[test]
fn results() {
    for method in Method::ALL {
        let declaration = method.declaration();
        let fields = declaration.result.iter().filter(|field| !declaration.echoes.contains(&field.name));
        match method {
            Method::Auth => has_fields::<AuthResult>(fields),
            Method::Pay => has_fields::<PayResult>(fields),
            Method::GetSession | Method::SelectSession => has_fields::<Session>(fields),
            Method::Share => has_fields::<ShareResult>(fields),
        }
    }
}

/// A session's type is 1 or 2, as the rule has it.
#[test]
fn kinds_of_sessions() {
    let session = |session_type: Json| {
        serde_json::from_value::<Session>(json!({"session_id": "x", "session_type": session_type}))
    };
    assert!(session(json!(1)).is_ok() && session(json!(2)).is_ok());
    assert_eq!(
        session(json!(3)).expect_err("there is no such type").to_string(),
        "session_type must be 1 (single chat) or 2 (group), but it is the number 3"
    );
}
