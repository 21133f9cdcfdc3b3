//! `vectors.json`: what every implementation must give, byte for byte. The tests of the Node build read the same file.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fmt::Debug;
use vvchat_openapi::agent_pay::PayOut;
use vvchat_openapi::message::SendMessage;
use vvchat_openapi::notification::{Notification, Rejected};
use vvchat_openapi::order_query::QueryOrder;
use vvchat_openapi::test_order::PlaceTestOrder;
use vvchat_openapi::token::ExchangeCode;
use vvchat_openapi::unified_order::PlaceOrder;
use vvchat_openapi::userinfo::GetUserInfo;
use vvchat_openapi::{AppKey, Attempt, BaseUrl, Call, Credentials, Nonce, Platform, Response, Timestamp, sign};

#[derive(Deserialize)]
struct Vectors {
    signatures: Signatures,
    platform: PlatformVector,
    attempt: AttemptVector,
    requests: Vec<RequestVector>,
    replies: Vec<ReplyVector>,
    notifications: Vec<NotificationVector>,
}

#[derive(Deserialize)]
struct Signatures {
    data: Vec<SignatureVector>,
    base: Vec<SignatureVector>,
    joint: Vec<SignatureVector>,
}

#[derive(Deserialize)]
struct SignatureVector {
    name: String,
    #[serde(default)]
    fields: Vec<(String, String)>,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    base: String,
    app_key: AppKey,
    sign: String,
}

#[derive(Deserialize)]
struct PlatformVector {
    base_url: String,
    app_id: String,
    app_key: String,
}

#[derive(Deserialize)]
struct AttemptVector {
    nonce: String,
    time: u64,
}

#[derive(Deserialize)]
struct RequestVector {
    name: String,
    call: String,
    input: Value,
    request: Option<Value>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct ReplyVector {
    name: String,
    call: String,
    input: Value,
    status: u16,
    body: String,
    #[serde(default)]
    reply: Value,
    reason: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct NotificationVector {
    name: String,
    content_type: String,
    body: String,
    #[serde(default)]
    without_app_id: bool,
    notification: Option<Value>,
    deduplication_key: Option<String>,
    error: Option<String>,
}

impl Vectors {
    fn read() -> Self {
        serde_json::from_str(include_str!("../vectors.json")).unwrap()
    }

    fn platform(&self) -> Platform {
        let PlatformVector { base_url, app_id, app_key } = &self.platform;
        Platform::new(BaseUrl::new(base_url).unwrap(), Credentials::new(app_id, app_key).unwrap())
    }

    fn attempt(&self) -> Attempt {
        Attempt {
            nonce: Nonce::new(&self.attempt.nonce).unwrap(),
            time: Timestamp::from_seconds(self.attempt.time).unwrap(),
        }
    }
}

/// What is done with a call, whichever it is.
trait Visit {
    type Output;
    fn visit<C: Call<Reply: serde::Serialize>>(&self, call: C) -> Self::Output;
}

fn with_call<V: Visit>(name: &str, input: &Value, visit: &V) -> V::Output {
    fn read<C: for<'de> Deserialize<'de>>(input: &Value) -> C {
        serde_json::from_value(input.clone()).unwrap()
    }
    match name {
        "exchange_code" => visit.visit(read::<ExchangeCode>(input)),
        "user_info" => visit.visit(read::<GetUserInfo>(input)),
        "send_message" => visit.visit(read::<SendMessage>(input)),
        "place_order" => visit.visit(read::<PlaceOrder>(input)),
        "query_order" => visit.visit(read::<QueryOrder>(input)),
        "pay_out" => visit.visit(read::<PayOut>(input)),
        "place_test_order" => visit.visit(read::<PlaceTestOrder>(input)),
        other => panic!("no such call: {other}"),
    }
}

/// Fails with all vectors that give something else, not with the first one alone.
#[track_caller]
fn same<T: PartialEq + Debug>(pairs: impl IntoIterator<Item = (String, T, T)>) {
    let wrong: Vec<String> = pairs
        .into_iter()
        .filter(|(_, came, expected)| came != expected)
        .map(|(name, came, expected)| format!("{name}:\n  came     {came:?}\n  expected {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pairs(fields: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

#[test]
fn signatures() {
    let Signatures { data, base, joint } = Vectors::read().signatures;
    same(data.iter().map(|v| (v.name.clone(), sign::data(pairs(&v.fields), &v.app_key), v.sign.clone())));
    same(base.iter().map(|v| (v.name.clone(), sign::base(&v.nonce, &v.timestamp, &v.app_key), v.sign.clone())));
    same(joint.iter().map(|v| (v.name.clone(), sign::joint(pairs(&v.fields), &v.base, &v.app_key), v.sign.clone())));
}

#[test]
fn requests() {
    struct Build {
        platform: Platform,
        attempt: Attempt,
    }

    impl Visit for Build {
        type Output = Value;
        fn visit<C: Call>(&self, call: C) -> Value {
            match call.request(&self.platform, &self.attempt) {
                Ok(request) => json!({
                    "method": request.method.name(),
                    "url": request.url,
                    "headers": request.headers,
                    "body": String::from_utf8(request.body).unwrap(),
                }),
                Err(error) => {
                    assert_eq!((error.reason(), error.may_have_arrived()), ("invalid_input", false));
                    json!(error.to_string())
                }
            }
        }
    }

    let vectors = Vectors::read();
    let build = Build { platform: vectors.platform(), attempt: vectors.attempt() };
    same(vectors.requests.into_iter().map(|vector| {
        let came = with_call(&vector.call, &vector.input, &build);
        let expected = vector.request.or(vector.error.map(Value::String)).unwrap();
        (vector.name, came, expected)
    }));
}

#[test]
fn replies() {
    struct Decode {
        platform: Platform,
        response: Response,
    }

    impl Visit for Decode {
        type Output = Value;
        fn visit<C: Call<Reply: serde::Serialize>>(&self, call: C) -> Value {
            match call.decode(&self.platform, &self.response) {
                Ok(reply) => json!({"reply": reply}),
                Err(error) => json!({"reason": error.reason(), "error": error.to_string()}),
            }
        }
    }

    let vectors = Vectors::read();
    let platform = vectors.platform();
    same(vectors.replies.into_iter().map(|vector| {
        let response = Response { status: vector.status, body: vector.body.into_bytes() };
        let came = with_call(&vector.call, &vector.input, &Decode { platform: platform.clone(), response });
        let expected = match vector.error {
            Some(error) => json!({"reason": vector.reason, "error": error}),
            None => json!({"reply": vector.reply}),
        };
        (vector.name, came, expected)
    }));
}

fn verify(vector: &NotificationVector, credentials: &Credentials) -> Result<Notification, Rejected> {
    let body = vector.body.as_bytes();
    let content_type = Some(match vector.content_type.as_str() {
        "form" => "application/x-www-form-urlencoded",
        "json" => "application/json",
        other => panic!("no such content type: {other}"),
    });
    if vector.without_app_id {
        Notification::from_body(body, content_type, credentials.app_key())
    } else {
        Notification::from_body(body, content_type, credentials)
    }
}

#[test]
fn notifications() {
    let vectors = Vectors::read();
    let credentials = vectors.platform().credentials;
    same(vectors.notifications.into_iter().map(|vector| {
        let came = match verify(&vector, &credentials) {
            Ok(notification) => json!([notification, notification.deduplication_key()]),
            Err(rejected) => json!(rejected.to_string()),
        };
        let expected = match vector.error {
            Some(error) => json!(error),
            None => json!([vector.notification.unwrap(), vector.deduplication_key.unwrap()]),
        };
        (vector.name, came, expected)
    }));
}

#[test]
fn the_vectors_have_what_they_must_have() {
    let vectors = Vectors::read();
    let names: Vec<&str> = vectors.notifications.iter().map(|vector| vector.name.as_str()).collect();
    assert_eq!(names.len(), names.iter().collect::<HashSet<_>>().len(), "each name once");
    let forged = vectors.notifications.iter().filter(|vector| vector.error.is_some()).count();
    assert!(forged >= 25, "{forged}");
    for call in
        ["exchange_code", "user_info", "send_message", "place_order", "query_order", "pay_out", "place_test_order"]
    {
        assert!(vectors.requests.iter().any(|vector| vector.call == call && vector.request.is_some()), "{call}");
        assert!(vectors.replies.iter().any(|vector| vector.call == call && vector.error.is_none()), "{call}");
        assert!(vectors.replies.iter().any(|vector| vector.call == call && vector.error.is_some()), "{call}");
    }
}
