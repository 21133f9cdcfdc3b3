//! The host's half of the wire: reading what a page sends, writing what it is answered.

use super::{CANCEL, NAMESPACE, READY, VERSION};
use crate::value::Make;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
use serde::Serialize;
use serde_json::Value as Json;

/// What a page sent, as far as it can be understood.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::host::Incoming;
///
/// let message = json!({"jsonrpc": "2.0", "id": "6f1d", "method": "vvchat.getSession", "params": {}});
/// let (id, method) = ("6f1d".to_string(), "vvchat.getSession".to_string());
/// assert_eq!(Incoming::read(&message), Incoming::Request { id, method, params: json!({}) });
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// A request, which wants an answer.
    Request {
        /// Its id: the answer carries the same.
        id: String,
        /// The method's name as it is on the wire; [`own_name`] takes it apart.
        method: String,
        /// Its params, not checked yet. `{}` where it has none.
        params: Json,
    },
    /// The request of that id is no longer wanted.
    Cancel {
        /// The request's id.
        id: String,
    },
    /// Another notification, or a response: nothing that is answered.
    Other,
    /// JSON, but no message of JSON-RPC 2.0.
    Malformed {
        /// The id that an answer carries, if there is a proper one.
        id: Option<String>,
        /// What is wrong, in English: `id must be a string, but it is 7`.
        wrong: String,
    },
}

impl Incoming {
    /// Reads what a page sent.
    pub fn read(message: &Json) -> Self {
        let member = |name: &str| message.get(name);
        let id = member("id").and_then(Json::as_str).map(ToString::to_string);
        let malformed = |wrong: String| Incoming::Malformed { id: id.clone(), wrong };
        if !message.is_object() {
            return malformed(format!("a message must be an object, but it is {}", shown(Some(message))));
        }
        let jsonrpc = member("jsonrpc");
        if jsonrpc.and_then(Json::as_str) != Some("2.0") {
            return malformed(format!("jsonrpc must be \"2.0\", but it is {}", shown(jsonrpc)));
        }
        // Answering a response could go on for ever, if the other side did the same.
        if member("method").is_none() && (member("result").is_some() || member("error").is_some()) {
            return Incoming::Other;
        }
        let Some(method) = member("method").and_then(Json::as_str) else {
            return malformed(format!("method must be a string, but it is {}", shown(member("method"))));
        };
        let cancelled = || member("params")?.get("id")?.as_str();
        match (member("id"), cancelled()) {
            (None, Some(cancelled)) if method == CANCEL => Incoming::Cancel { id: cancelled.to_string() },
            (None, _) => Incoming::Other,
            (Some(Json::String(id)), _) => Incoming::Request {
                id: id.clone(),
                method: method.to_string(),
                params: member("params").cloned().unwrap_or_else(|| Json::from_properties(vec![])),
            },
            (other, _) => malformed(format!("id must be a string, but it is {}", shown(other))),
        }
    }
}

/// How a value reads in an error: at most 40 characters of it.
fn shown(value: Option<&Json>) -> String {
    let Some(value) = value else { return "missing".to_string() };
    let json = value.to_string();
    let short: String = json.chars().take(40).collect();
    if short.len() < json.len() { short + "…" } else { short }
}

/// A method's own name: `pay` for `vvchat.pay`. `None` for what is no method of this protocol.
///
/// ```
/// use vvchat_protocol::wire::host::own_name;
///
/// assert_eq!(own_name("vvchat.pay"), Some("pay"));
/// assert_eq!(own_name("pay"), None);
/// ```
pub fn own_name(method: &str) -> Option<&str> {
    method.strip_prefix(NAMESPACE)
}

/// Whether the params of a handshake list the version that this crate speaks.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::host::speaks_our_version;
///
/// assert!(speaks_our_version(&json!({"versions": [1, 2]})));
/// assert!(!speaks_our_version(&json!({"versions": [2]})));
/// ```
pub fn speaks_our_version(params: &Json) -> bool {
    let versions = params.get("versions").and_then(Json::as_array);
    versions.is_some_and(|versions| versions.iter().any(|version| version.as_u64() == Some(VERSION.into())))
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
}

/// The result of a handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Welcome<'a> {
    version: u32,
    host: Party<'a>,
    methods: Vec<&'a str>,
}

impl<'a> Welcome<'a> {
    /// The handshake of a host that offers these methods.
    pub fn of(host: Party<'a>, methods: Vec<&'a str>) -> Self {
        Self { version: VERSION, host, methods }
    }
}

/// What a host answers. Its serialisation is the message.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::host::Response;
///
/// let paid = Response::result("6f1d", json!({"trade_no": "201712023384923834"}));
/// assert_eq!(
///     serde_json::to_string(&paid).unwrap(),
///     r#"{"jsonrpc":"2.0","id":"6f1d","result":{"trade_no":"201712023384923834"}}"#
/// );
/// assert_eq!(
///     serde_json::to_string(&Response::error(Some("6f1d"), 400.0, "用户取消")).unwrap(),
///     r#"{"jsonrpc":"2.0","id":"6f1d","error":{"code":400,"message":"用户取消"}}"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response<'a, R> {
    jsonrpc: &'static str,
    /// `null` in the answer to what has no id that could be read.
    id: Option<&'a str>,
    #[serde(flatten)]
    outcome: Outcome<'a, R>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome<'a, R> {
    Result(R),
    Error { code: Json, message: &'a str },
}

impl<'a, R> Response<'a, R> {
    /// It worked.
    pub fn result(id: &'a str, result: R) -> Self {
        Self { jsonrpc: "2.0", id: Some(id), outcome: Outcome::Result(result) }
    }
}

impl<'a> Response<'a, ()> {
    /// It didn't.
    pub fn error(id: Option<&'a str>, code: f64, message: &'a str) -> Self {
        Self { jsonrpc: "2.0", id, outcome: Outcome::Error { code: Json::from_number(code), message } }
    }
}

/// The notification by which a host says that it has (re)started. Its serialisation is the message.
///
/// ```
/// use vvchat_protocol::wire::host::Ready;
///
/// assert_eq!(serde_json::to_string(&Ready::default()).unwrap(), r#"{"jsonrpc":"2.0","method":"vvchat.ready"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ready {
    jsonrpc: &'static str,
    method: &'static str,
}

impl Default for Ready {
    fn default() -> Self {
        Self { jsonrpc: "2.0", method: READY }
    }
}

#[cfg(test)]
mod tests {
    use super::{Incoming, own_name, speaks_our_version};
    use alloc::string::ToString;
    use serde_json::{Value as Json, json};

    fn request(params: &Json) -> Incoming {
        Incoming::Request { id: "1".to_string(), method: "vvchat.pay".to_string(), params: params.clone() }
    }

    #[test]
    fn requests() {
        for params in [json!({"app_id": "test"}), json!([]), json!(null), json!("x"), json!(7)] {
            let message = json!({"jsonrpc": "2.0", "id": "1", "method": "vvchat.pay", "params": params});
            assert_eq!(Incoming::read(&message), request(&params));
        }
        assert_eq!(
            Incoming::read(&json!({"jsonrpc": "2.0", "id": "1", "method": "vvchat.pay", "later": 1})),
            request(&json!({}))
        );
    }

    #[test]
    fn cancellations() {
        let cancel =
            |params: Json| Incoming::read(&json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": params}));
        assert_eq!(cancel(json!({"id": "1"})), Incoming::Cancel { id: "1".to_string() });
        for params in [json!({"id": 1}), json!({}), json!([]), json!(null), json!("1")] {
            assert_eq!(cancel(params), Incoming::Other);
        }
    }

    #[test]
    fn what_is_not_answered() {
        for message in [
            json!({"jsonrpc": "2.0", "method": "vvchat.pay", "params": {}}),
            json!({"jsonrpc": "2.0", "method": "later"}),
            json!({"jsonrpc": "2.0", "id": "1", "result": {}}),
            json!({"jsonrpc": "2.0", "id": null, "error": {"code": -32600, "message": "x"}}),
        ] {
            assert_eq!(Incoming::read(&message), Incoming::Other, "{message}");
        }
    }

    #[test]
    fn malformed_messages() {
        #[track_caller]
        fn bad(message: &Json, id: Option<&str>, wrong: &str) {
            let (id, wrong) = (id.map(ToString::to_string), wrong.to_string());
            assert_eq!(Incoming::read(message), Incoming::Malformed { id, wrong });
        }
        bad(&json!(null), None, "a message must be an object, but it is null");
        bad(&json!([1]), None, "a message must be an object, but it is [1]");
        bad(
            &json!("茶".repeat(50)),
            None,
            &["a message must be an object, but it is \"", &"茶".repeat(39), "…"].concat(),
        );
        bad(&json!({"id": "1", "method": "vvchat.pay"}), Some("1"), "jsonrpc must be \"2.0\", but it is missing");
        bad(&json!({"jsonrpc": 2.0, "id": "1", "method": "m"}), Some("1"), "jsonrpc must be \"2.0\", but it is 2.0");
        bad(&json!({"jsonrpc": "2.0", "id": "1"}), Some("1"), "method must be a string, but it is missing");
        bad(&json!({"jsonrpc": "2.0", "id": "1", "method": 7}), Some("1"), "method must be a string, but it is 7");
        bad(&json!({"jsonrpc": "2.0", "id": 7, "method": "vvchat.pay"}), None, "id must be a string, but it is 7");
        bad(
            &json!({"jsonrpc": "2.0", "id": null, "method": "vvchat.pay"}),
            None,
            "id must be a string, but it is null",
        );
        bad(
            &json!({"jsonrpc": "2.0", "id": {}, "method": "$/cancelRequest"}),
            None,
            "id must be a string, but it is {}",
        );
    }

    #[test]
    fn names_of_methods() {
        for name in ["pay", "Vvchat.pay", "vvchat", "vvchatpay", "$/cancelRequest", ""] {
            assert_eq!(own_name(name), None, "{name}");
        }
        assert_eq!(own_name("vvchat.vvchat.pay"), Some("vvchat.pay"));
        assert_eq!(own_name("vvchat."), Some(""));
    }

    #[test]
    fn versions() {
        for params in [json!({"versions": [1]}), json!({"versions": ["1", 2, 1]})] {
            assert!(speaks_our_version(&params), "{params}");
        }
        for params in
            [json!({"versions": []}), json!({"versions": ["1", -1, 1.5]}), json!({"versions": 1}), json!(null)]
        {
            assert!(!speaks_our_version(&params), "{params}");
        }
    }
}
