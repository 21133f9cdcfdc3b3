//! What a merchant's server signs.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use vvchat_openapi::{AppKey, sign};

use super::http::{Answer, Call};
use super::{APP_ID, APP_KEY};

/// Texts of the fields, as they are signed.
fn texts(fields: &Value) -> Vec<(&str, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fields.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), text(value))).collect()
}

fn key() -> AppKey {
    AppKey::new(APP_KEY).unwrap()
}

/// The data signature of the fields.
pub(crate) fn data(fields: &Value) -> String {
    sign::data(texts(fields).iter().map(|(name, value)| (*name, value.as_str())), &key())
}

/// The fields, and `sign` with them.
pub(crate) fn signed(mut fields: Value) -> Value {
    fields["sign"] = data(&fields).into();
    fields
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// An agent pay, signed at that time.
pub(crate) fn agent_pay(origin: &str, body: &Value, timestamp: u64) -> Call {
    let timestamp = timestamp.to_string();
    let base = sign::base("abc123", &timestamp, &key());
    let joint = sign::joint(texts(body).iter().map(|(name, value)| (*name, value.as_str())), &base, &key());
    Call::post(origin, "/paybusapi/v1/app/agentpay", body)
        .header("app_id", APP_ID)
        .header("noncestr", "abc123")
        .header("timestamp", &timestamp)
        .header("sign", &joint)
}

/// The same, signed now and sent.
pub(crate) async fn pay_out(origin: &str, body: &Value) -> Answer {
    agent_pay(origin, body, now()).send().await
}
