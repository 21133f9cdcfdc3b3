//! What must hold whatever a page sends: messages made up at random, by one who knows the protocol.
//!
//! 256 of each by default. For a long run, as a fuzzer would do:
//!
//! ```sh
//! PROPTEST_CASES=100000 cargo test --release -p vvchat-host --test properties
//! ```

mod support;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};
use support::{App, ORIGIN, Waiting, open};
use vvchat_host::{Origins, jsbridge, origin_of, wvjb};

/// Any JSON, some of it of the protocol's words.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        word().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            vec((word(), inner), 0..4).prop_map(|properties| Json::Object(properties.into_iter().collect())),
        ]
    })
}

/// A text that means something, or any.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "jsonrpc",
        "2.0",
        "id",
        "1",
        "method",
        "params",
        "result",
        "error",
        "state",
        "app_id",
        "test",
        "scope",
        "snsapi_userinfo",
        "imprest_code",
        "versions",
        "vvchat.pay",
        "vvchat.auth",
        "vvchat.getSession",
        "vvchat.hello",
        "vvchat.share",
        "$/cancelRequest",
        "handlerName",
        "data",
        "callbackId",
        "pay",
        "auth",
        "getSession",
        "https://shop.example/tea",
        "share_title",
        "share_url",
    ];
    prop_oneof![3 => select(words.to_vec()).prop_map(str::to_string), 1 => any::<String>(), 1 => ".{0,8}"]
}

/// A message that is a request, or nearly.
fn message() -> impl Strategy<Value = Json> {
    let methods = ["auth", "pay", "getSession", "selectSession", "share", "hello", "later"];
    let method = prop_oneof![
        4 => select(methods.to_vec()).prop_map(|name| json!(format!("vvchat.{name}"))),
        1 => Just(json!("$/cancelRequest")),
        1 => any_json()
    ];
    let params = prop_oneof![
        Just(json!({"app_id": "test", "scope": "snsapi_userinfo", "state": "x", "imprest_code": "P1",
            "share_title": "t", "share_url": "https://shop.example", "versions": [1], "id": "1"})),
        any_json()
    ];
    let id = prop_oneof![3 => word().prop_map(Json::from), 1 => any_json()];
    let version = prop_oneof![9 => Just(json!("2.0")), 1 => any_json()];
    let more = vec((word(), any_json()), 0..2);
    (version, option::of(id), option::of(method), option::of(params), more).prop_map(
        |(version, id, method, params, more)| {
            let members = [("jsonrpc", Some(version)), ("id", id), ("method", method), ("params", params)];
            let declared = members.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?)));
            Json::Object(more.into_iter().chain(declared).collect::<Map<_, _>>())
        },
    )
}

/// A text that is JSON, or was before something happened to it.
fn text() -> impl Strategy<Value = String> {
    let damaged = (message(), any::<proptest::sample::Index>(), any::<char>()).prop_map(|(message, at, with)| {
        let mut characters: Vec<_> = message.to_string().chars().collect();
        let at = at.index(characters.len());
        characters[at] = with;
        characters.into_iter().collect()
    });
    let halves = "(\\{\"jsonrpc\":\"2\\.0\",\"id\":\"1\",\"method\":\"vvchat\\.(auth|pay)\",\"params\":\\{\"(app_id|state)\":\"(\\\\u[dD][89a-fA-F][0-9]{2}|\\\\\\\\|u|x){0,4}\"\\}\\})";
    prop_oneof![3 => message().prop_map(|message| message.to_string()), 2 => damaged, 1 => halves, 1 => any::<String>()]
}

proptest! {
    /// Nothing panics, what comes back is JSON-RPC 2.0, and a request of a page that may ask gets one answer with its own id, at
    /// once or after a person has decided.
    #[test]
    fn any_message(text in text(), origin in prop_oneof![9 => Just(ORIGIN.to_string()), 1 => any::<String>()]) {
        let (app, page) = open(App::default());
        let mut call = Waiting::new(page.receive(&text, &origin));
        let mut answer = call.poll();
        if answer.is_none() {
            app.sheet().expect("only a payment waits").paid("T1");
            answer = call.poll();
        }
        let answer = answer.expect("a person has decided").map(|text| serde_json::from_str::<Json>(&text).expect("it is JSON"));
        let request: Option<Json> = serde_json::from_str(&text).ok();
        if let Some(answer) = &answer {
            prop_assert_eq!(&answer["jsonrpc"], "2.0");
            prop_assert_eq!(answer.get("result").is_some(), answer.get("error").is_none());
            prop_assert_eq!(answer.as_object().expect("it is an object").len(), 3);
            if let Some(error) = answer.get("error") {
                prop_assert!(error["code"].is_i64() && error["message"].is_string(), "{}", error);
            }
        }
        if let Some(request) = request.filter(Json::is_object) {
            let wants_answer = request["jsonrpc"] == "2.0" && request["method"].is_string() && request["id"].is_string();
            if wants_answer {
                prop_assert_eq!(&answer.as_ref().expect("it is answered")["id"], &request["id"]);
            }
        }
        if origin != ORIGIN {
            prop_assert!(app.asked().is_empty());
        }
    }

    /// The app is asked nothing that breaks a rule, and answers in the platform's own form.
    #[test]
    fn any_call_of_a_handler(name in word(), params in text()) {
        let (app, page) = open(App::default());
        let mut call = Waiting::new(page.call_handler(&name, &params, ORIGIN));
        let mut answer = call.poll();
        if answer.is_none() {
            app.sheet().expect("only a payment waits").paid("T1");
            answer = call.poll();
        }
        let answer = answer.flatten().expect("every call is answered");
        let answer: Json = serde_json::from_str(&answer).expect("it is JSON");
        prop_assert!(answer.is_object());
        prop_assert_eq!(app.problems().is_empty(), answer.get("err_code").is_none_or(|code| *code == 0));
    }

    /// No queue and no address panics.
    #[test]
    fn any_queue(calls in vec(any_json(), 0..3), text in text()) {
        let (_app, page) = open(App::default());
        for queue in [json!(calls).to_string(), text.clone()] {
            for call in wvjb::receive(&page, &queue, ORIGIN) {
                Waiting::new(call).poll();
            }
            for call in jsbridge::receive(&page, &queue, ORIGIN) {
                Waiting::new(call).poll();
            }
        }
        for address in [text.clone(), format!("https://{text}"), format!("yy://return/_fetchQueue/{text}")] {
            let _ = (wvjb::navigation(&address), jsbridge::navigation(&address));
        }
    }

    /// What is taken as an origin is allowed, and is the origin of addresses below it; of others it is not.
    #[test]
    fn any_origin(text in prop_oneof![any::<String>(), "(https?|app)://[a-z.]{1,8}(:[0-9]{1,4})?[/?#@a-z]{0,3}"], other in any::<String>()) {
        if let Ok(origins) = Origins::new([text.clone()]) {
            prop_assert!(origins.allow(&text));
            prop_assert!(text == "null" || origin_of(&format!("{text}/{other}")) == text, "{}", text);
            prop_assert_eq!(origins.allow(&other), other == text);
        }
        prop_assert!(Origins::new([origin_of(&text)]).is_ok(), "{}", origin_of(&text));
    }
}
