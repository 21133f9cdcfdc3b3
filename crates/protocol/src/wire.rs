//! How page and host write to each other: JSON-RPC 2.0. No other file of the crate knows the key names.
//!
//! The page sends requests and notifications ([`request()`], [`hello()`], [`cancel()`]), the host sends responses and notifications
//! ([`Incoming`]). Both are written down, with samples, in `docs/protocol.md`. This file is the page's half; the host's is below, in `wire/host.rs`.

#[cfg(feature = "json")]
pub mod host;

use crate::value::{Kind, Value};
use alloc::string::String;
use serde::Serialize;

/// The version of this protocol.
pub const VERSION: u32 = 1;

/// The handshake: asks which version the host speaks, who it is and what it offers.
pub const HELLO: &str = "hello";

/// What stands before the methods of this protocol, on the wire.
pub const NAMESPACE: &str = "vvchat.";

/// The notification that a call is no longer wanted, as the Language Server Protocol has it.
pub const CANCEL: &str = "$/cancelRequest";

/// The notification by which a host says that it has (re)started.
pub const READY: &str = "vvchat.ready";

/// A host's error codes that say nothing of what its user did.
pub mod code {
    /// The message was not JSON.
    pub const PARSE_ERROR: f64 = -32700.0;
    /// The message was not a request.
    pub const INVALID_REQUEST: f64 = -32600.0;
    /// The host has no such method.
    pub const METHOD_NOT_FOUND: f64 = -32601.0;
    /// The host found the params invalid.
    pub const INVALID_PARAMS: f64 = -32602.0;
    /// The host itself failed. Also stands in where it threw instead of answering.
    pub const INTERNAL_ERROR: f64 = -32603.0;
    /// The answer to a request that the page has cancelled, as the Language Server Protocol has it.
    pub const REQUEST_CANCELLED: f64 = -32800.0;

    /// Whether a code is one of those with which JSON-RPC itself speaks, not the application.
    pub fn is_reserved(code: f64) -> bool {
        (-32768.0..=-32000.0).contains(&code)
    }
}

/// A request as its text begins: the JSON of its params follows, then a `}`. `method` is a method's own name. Neither it nor the id
/// may contain what JSON would escape.
///
/// ```
/// use vvchat_protocol::wire;
///
/// let start = wire::request("6f1d", "pay");
/// assert_eq!(start + "{}}", r#"{"jsonrpc":"2.0","id":"6f1d","method":"vvchat.pay","params":{}}"#);
/// ```
pub fn request(id: &str, method: &str) -> String {
    join(&[r#"{"jsonrpc":"2.0","id":""#, id, r#"","method":""#, NAMESPACE, method, r#"","params":"#])
}

/// The handshake of that SDK: a request whose method is [`HELLO`].
///
/// ```
/// use vvchat_protocol::wire::{self, Party};
///
/// assert_eq!(
///     wire::hello("6f1d", &Party { name: "vvchat-jssdk", version: "0.1.0" }),
///     r#"{"jsonrpc":"2.0","id":"6f1d","method":"vvchat.hello","params":{"versions":[1],"sdk":{"name":"vvchat-jssdk","version":"0.1.0"}}}"#
/// );
/// ```
pub fn hello(id: &str, sdk: &Party) -> String {
    let start = request(id, HELLO);
    join(&[&start, r#"{"versions":[1],"sdk":{"name":""#, sdk.name, r#"","version":""#, sdk.version, "\"}}}"])
}

/// The notification that the request of that id is no longer wanted.
///
/// ```
/// use vvchat_protocol::wire;
///
/// assert_eq!(wire::cancel("6f1d"), r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"6f1d"}}"#);
/// ```
pub fn cancel(id: &str) -> String {
    join(&[r#"{"jsonrpc":"2.0","method":""#, CANCEL, r#"","params":{"id":""#, id, r#""}}"#])
}

/// (The standard library's `concat` is quicker, and thrice as large.)
fn join(parts: &[&str]) -> String {
    let mut joined = String::new();
    for part in parts {
        joined.push_str(part);
    }
    joined
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
}

/// What a host sends, as far as it can be understood.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::{Incoming, Response};
///
/// let message = json!({"jsonrpc": "2.0", "id": "6f1d", "error": {"code": 400, "message": "用户取消"}});
/// let response = Response::Error { code: 400.0, message: Some(json!("用户取消")) };
/// assert_eq!(Incoming::read(&message), Incoming::Response { id: json!("6f1d"), response });
/// assert_eq!(Incoming::read(&json!({"jsonrpc": "2.0", "method": "vvchat.ready"})), Incoming::Ready);
/// assert_eq!(Incoming::read(&json!("hello")), Incoming::Malformed);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming<V> {
    /// A response to a request.
    Response {
        /// The request's id, a string.
        id: V,
        /// What it says.
        response: Response<V>,
    },
    /// The host has (re)started: it wants a handshake.
    Ready,
    /// Another notification or request: JSON-RPC, but nothing that a page answers.
    Other,
    /// Not JSON-RPC 2.0.
    Malformed,
}

/// What a response says.
#[derive(Debug, Clone, PartialEq)]
pub enum Response<V> {
    /// It worked, and this is the result, not checked yet.
    Result(V),
    /// It didn't.
    Error {
        /// The host's code.
        code: f64,
        /// What the host says, a string.
        message: Option<V>,
    },
    /// Neither a result nor a proper error, or both: the whole message.
    Malformed(V),
}

impl<V: Value> Incoming<V> {
    /// Reads what a host sent.
    pub fn read(message: &V) -> Self {
        let is_text = |value: &V, expected: &str| value.text() == Some(expected);
        if message.kind() != Kind::Object || !message.get("jsonrpc").is_some_and(|version| is_text(&version, "2.0")) {
            return Incoming::Malformed;
        }
        if let Some(method) = text(message, "method") {
            return if is_text(&method, READY) { Incoming::Ready } else { Incoming::Other };
        }
        match text(message, "id") {
            Some(id) => Incoming::Response { id, response: Response::read(message) },
            None => Incoming::Malformed,
        }
    }
}

impl<V: Value> Response<V> {
    fn read(message: &V) -> Self {
        // Many JSON-RPC libraries write the member that does not apply as null.
        let there = |value: &V| value.kind() != Kind::Null;
        match (message.get("result"), message.get("error").filter(there)) {
            (Some(result), None) => Response::Result(result),
            (result, Some(error)) if !result.as_ref().is_some_and(there) => {
                match error.get("code").and_then(|code| code.number()) {
                    Some(code) => Response::Error { code, message: text(&error, "message") },
                    None => Response::Malformed(message.clone()),
                }
            }
            _ => Response::Malformed(message.clone()),
        }
    }
}

/// Whether a host that answered the handshake with this speaks a version of the protocol that this is not.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire;
///
/// assert!(!wire::is_of_another_version(&json!({"version": 1})));
/// assert!(wire::is_of_another_version(&json!({"version": 2})));
/// ```
pub fn is_of_another_version<V: Value>(welcome: &V) -> bool {
    let speaks = welcome.get("version").and_then(|version| version.number());
    speaks.is_some_and(|version| (version - f64::from(VERSION)).abs() > 0.0)
}

/// Whether a host that answered the handshake with this offers a method, as far as it said. One that did not is taken at its word, call
/// by call; one that speaks another version offers nothing.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire;
///
/// let welcome = json!({"version": 1, "host": {"name": "VVChat"}, "methods": ["auth", "pay"]});
/// assert!(wire::offers(&welcome, "pay") && !wire::offers(&welcome, "share"));
/// ```
pub fn offers<V: Value>(welcome: &V, method: &str) -> bool {
    let mut offers = false;
    let methods = welcome.get("methods").filter(|methods| methods.kind() == Kind::Array);
    match methods {
        Some(methods) => methods.each(&mut |_, offered| offers |= offered.text() == Some(method)),
        None => offers = true,
    }
    offers && !is_of_another_version(welcome)
}

/// A property that is a string.
fn text<V: Value>(object: &V, name: &str) -> Option<V> {
    object.get(name).filter(|value| value.kind() == Kind::String)
}

#[cfg(test)]
mod tests {
    use super::{Incoming, Party, Response, VERSION, cancel, code, hello, is_of_another_version, offers, request};
    use crate::testing::Js;
    use serde_json::{Value as Json, json};

    #[test]
    fn what_a_page_writes() {
        assert_eq!(request("id", "pay"), r#"{"jsonrpc":"2.0","id":"id","method":"vvchat.pay","params":"#);
        assert_eq!(
            hello("1", &Party { name: "a", version: "b" }),
            r#"{"jsonrpc":"2.0","id":"1","method":"vvchat.hello","params":{"versions":[1],"sdk":{"name":"a","version":"b"}}}"#
        );
        assert_eq!(cancel("id"), r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"id"}}"#);
        assert_eq!(VERSION, 1);
    }

    #[track_caller]
    fn responds(message: &Json, response: Response<Json>) {
        assert_eq!(Incoming::read(message), Incoming::Response { id: json!("1"), response });
    }

    fn error(code: f64, message: &str) -> Response<Json> {
        Response::Error { code, message: Some(json!(message)) }
    }

    #[test]
    fn results() {
        for result in [json!({"trade_no": "1"}), json!({}), json!(null), json!([]), json!("x"), json!(0), json!(false)]
        {
            responds(&json!({"jsonrpc": "2.0", "id": "1", "result": result}), Response::Result(result.clone()));
            responds(&json!({"jsonrpc": "2.0", "id": "1", "result": result, "error": null}), Response::Result(result));
        }
        // Neither a method that is no string nor a member that nobody knows changes what it is.
        responds(
            &json!({"jsonrpc": "2.0", "id": "1", "result": 1, "method": null, "later": 1}),
            Response::Result(json!(1)),
        );
    }

    #[test]
    fn errors() {
        let of = |error: Json| json!({"jsonrpc": "2.0", "id": "1", "error": error});
        responds(&of(json!({"code": 400, "message": "用户取消"})), error(400.0, "用户取消"));
        responds(&of(json!({"code": -32601, "message": "x", "data": {}})), error(code::METHOD_NOT_FOUND, "x"));
        let silent = |code| Response::Error { code, message: None };
        responds(&of(json!({"code": 0})), silent(0.0));
        responds(&of(json!({"code": 1.5, "message": 7})), silent(1.5));
        responds(&of(json!({"code": 1, "message": null})), silent(1.0));
        responds(
            &json!({"jsonrpc": "2.0", "id": "1", "result": null, "error": {"code": 1, "message": "x"}}),
            error(1.0, "x"),
        );
    }

    #[test]
    fn malformed_responses() {
        for response in [
            json!({"jsonrpc": "2.0", "id": "1"}),
            json!({"jsonrpc": "2.0", "id": "1", "error": null}),
            json!({"jsonrpc": "2.0", "id": "1", "error": {}}),
            json!({"jsonrpc": "2.0", "id": "1", "error": {"message": "x"}}),
            json!({"jsonrpc": "2.0", "id": "1", "error": {"code": "400", "message": "x"}}),
            json!({"jsonrpc": "2.0", "id": "1", "error": {"code": null}}),
            json!({"jsonrpc": "2.0", "id": "1", "error": "x"}),
            json!({"jsonrpc": "2.0", "id": "1", "error": 400}),
            json!({"jsonrpc": "2.0", "id": "1", "error": false}),
            json!({"jsonrpc": "2.0", "id": "1", "error": [400, "x"]}),
            json!({"jsonrpc": "2.0", "id": "1", "result": {}, "error": {"code": 1, "message": "x"}}),
            json!({"jsonrpc": "2.0", "id": "1", "result": false, "error": {"code": 1, "message": "x"}}),
            json!({"jsonrpc": "2.0", "id": "1", "result": {}, "error": {}}),
        ] {
            responds(&response, Response::Malformed(response.clone()));
        }
    }

    #[test]
    fn notifications() {
        assert_eq!(Incoming::read(&json!({"jsonrpc": "2.0", "method": "vvchat.ready"})), Incoming::Ready);
        assert_eq!(
            Incoming::read(&json!({"jsonrpc": "2.0", "method": "vvchat.ready", "params": {"a": 1}})),
            Incoming::Ready
        );
        for method in
            ["", "ready", "vvchat.", "vvchat.Ready", "vvchat.ready ", "vvchat.pay", "$/cancelRequest", "rpc.x"]
        {
            assert_eq!(Incoming::read(&json!({"jsonrpc": "2.0", "method": method})), Incoming::Other, "{method}");
            // A request of the host's is no response, whatever its id.
            let request = json!({"jsonrpc": "2.0", "method": method, "id": "1", "result": {}});
            assert_eq!(Incoming::read(&request), Incoming::Other, "{method}");
        }
    }

    #[test]
    fn what_is_not_json_rpc() {
        for message in [
            json!(null),
            json!(true),
            json!(1),
            json!("2.0"),
            json!([]),
            json!([{"jsonrpc": "2.0", "id": "1", "result": {}}]),
            json!({}),
            json!({"id": "1", "result": {}}),
            json!({"jsonrpc": "1.0", "id": "1", "result": {}}),
            json!({"jsonrpc": 2.0, "id": "1", "result": {}}),
            json!({"jsonrpc": "2", "id": "1", "result": {}}),
            json!({"jsonrpc": null, "method": "vvchat.ready"}),
            json!({"jsonrpc": "2.0"}),
            json!({"jsonrpc": "2.0", "result": {}}),
            json!({"jsonrpc": "2.0", "id": null, "result": {}}),
            json!({"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "Parse error"}}),
            json!({"jsonrpc": "2.0", "id": 1, "result": {}}),
            json!({"jsonrpc": "2.0", "id": {}, "result": {}}),
            json!({"jsonrpc": "2.0", "method": 1}),
        ] {
            assert_eq!(Incoming::read(&message), Incoming::Malformed, "{message}");
        }
        for message in [Js::Undefined, Js::Unreadable, Js::Function, Js::Symbol, Js::BigInt("1")] {
            assert_eq!(Incoming::read(&message), Incoming::Malformed);
        }
    }

    #[test]
    fn a_host_offers_what_it_lists_and_everything_if_it_lists_nothing() {
        for silent in [
            json!({}),
            json!(null),
            json!([]),
            json!("x"),
            json!(1),
            json!({"methods": null}),
            json!({"methods": "auth"}),
        ] {
            assert!(offers(&silent, "pay") && offers(&silent, "later"), "{silent}");
        }
        let modest = json!({"methods": ["auth", 1, null, ["share"], "pay"]});
        assert!(offers(&modest, "auth") && offers(&modest, "pay"));
        assert!(!offers(&modest, "share") && !offers(&modest, "Pay") && !offers(&modest, ""));
        assert!(!offers(&json!({"methods": []}), "pay"));
    }

    #[test]
    fn a_host_of_another_version_offers_nothing() {
        for same in [json!({"version": 1}), json!({"version": 1.0}), json!({"version": "2"}), json!({}), json!(2)] {
            assert!(!is_of_another_version(&same) && offers(&same, "pay"), "{same}");
        }
        for other in [json!({"version": 2}), json!({"version": 0.5, "methods": ["pay"]}), json!({"version": -1})] {
            assert!(is_of_another_version(&other) && !offers(&other, "pay"), "{other}");
        }
    }

    #[test]
    fn codes() {
        let named = [
            code::PARSE_ERROR,
            code::INVALID_REQUEST,
            code::METHOD_NOT_FOUND,
            code::INVALID_PARAMS,
            code::INTERNAL_ERROR,
        ];
        assert!(matches!(named, [-32700.0, -32600.0, -32601.0, -32602.0, -32603.0]));
        for reserved in named.into_iter().chain([-32768.0, -32000.0]) {
            assert!(code::is_reserved(reserved), "{reserved}");
        }
        for free in [-32769.0, -32800.0, -31999.0, 0.0, 400.0, 32700.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!code::is_reserved(free), "{free}");
        }
    }
}
