//! How page and host write to each other: JSON-RPC 2.0. No other file of the crate knows the key names.
//!
//! The page sends requests and notifications ([`Message`]), the host sends responses and notifications ([`Incoming`]). Both are
//! written down, with samples, in `docs/protocol.md`. This file is the page's half; the host's is below, in `wire/host.rs`.

#[cfg(feature = "json")]
pub mod host;

use crate::value::{Kind, Value};
use alloc::string::String;
use alloc::vec::Vec;
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

/// What a page sends. Its serialisation is the message.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::Message;
///
/// let request = Message::request("6f1d", "pay", json!({"app_id": "test", "imprest_code": "P1"}));
/// assert_eq!(
///     serde_json::to_string(&request).unwrap(),
///     r#"{"jsonrpc":"2.0","id":"6f1d","method":"vvchat.pay","params":{"app_id":"test","imprest_code":"P1"}}"#
/// );
/// assert_eq!(
///     serde_json::to_string(&Message::cancel("6f1d")).unwrap(),
///     r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"6f1d"}}"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message<'a, P> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    method: String,
    params: P,
}

impl<'a, P> Message<'a, P> {
    /// A request: `method` is a method's own name, or [`HELLO`].
    pub fn request(id: &'a str, method: &str, params: P) -> Self {
        let mut name = String::from(NAMESPACE);
        name.push_str(method);
        Self { jsonrpc: "2.0", id: Some(id), method: name, params }
    }
}

impl<'a> Message<'a, Cancel<'a>> {
    /// The notification that the request of that id is no longer wanted.
    pub fn cancel(id: &'a str) -> Self {
        Self { jsonrpc: "2.0", id: None, method: String::from(CANCEL), params: Cancel { id } }
    }
}

/// The params of a cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cancel<'a> {
    id: &'a str,
}

/// The params of the handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hello<'a> {
    versions: [u32; 1],
    sdk: Party<'a>,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
}

impl<'a> Hello<'a> {
    /// The handshake of that SDK.
    pub fn of(sdk: Party<'a>) -> Self {
        Self { versions: [VERSION], sdk }
    }
}

/// What a host sends, as far as it can be understood.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::{Incoming, Response};
///
/// let message = json!({"jsonrpc": "2.0", "id": "6f1d", "error": {"code": 400, "message": "用户取消"}});
/// let response = Response::Error { code: 400.0, message: "用户取消".to_string() };
/// assert_eq!(Incoming::read(&message), Incoming::Response { id: "6f1d".to_string(), response });
/// assert_eq!(Incoming::read(&json!({"jsonrpc": "2.0", "method": "vvchat.ready"})), Incoming::Ready);
/// assert_eq!(Incoming::read(&json!("hello")), Incoming::Malformed);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming<V> {
    /// A response to a request.
    Response {
        /// The request's id.
        id: String,
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
        /// What the host says.
        message: String,
    },
    /// Neither a result nor a proper error, or both: the whole message.
    Malformed(V),
}

impl<V: Value> Incoming<V> {
    /// Reads what a host sent.
    pub fn read(message: &V) -> Self {
        if message.kind() != Kind::Object || text(message, "jsonrpc").as_deref() != Some("2.0") {
            return Incoming::Malformed;
        }
        if let Some(method) = text(message, "method") {
            return if method == READY { Incoming::Ready } else { Incoming::Other };
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
        let error = message.get("error").filter(|error| error.kind() != Kind::Null);
        match (message.get("result"), error) {
            (Some(result), None) => Response::Result(result),
            (result, Some(error)) if result.as_ref().is_none_or(|result| result.kind() == Kind::Null) => {
                match error.get("code").and_then(|code| code.number()) {
                    Some(code) => Response::Error { code, message: text(&error, "message").unwrap_or_default() },
                    None => Response::Malformed(message.clone()),
                }
            }
            _ => Response::Malformed(message.clone()),
        }
    }
}

/// What a host says of itself in the handshake.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::wire::HostInfo;
///
/// let host = HostInfo::read(&json!({"version": 1, "host": {"name": "VVChat"}, "methods": ["auth", "pay"]}));
/// assert_eq!(host.name, "VVChat");
/// assert!(host.offers("pay") && !host.offers("share"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostInfo {
    /// Its name; empty if it gave none.
    pub name: String,
    /// Its version; empty if it gave none.
    pub version: String,
    /// The methods it offers. `None` if it did not say: then all are tried.
    pub methods: Option<Vec<String>>,
}

impl HostInfo {
    /// Reads the result of a handshake. What is missing stays empty: a host may be modest, its answers are checked one by one.
    pub fn read<V: Value>(result: &V) -> Self {
        let host = result.get("host");
        let of_host = |name| host.as_ref().and_then(|host| text(host, name)).unwrap_or_default();
        let methods = result.get("methods").filter(|methods| methods.kind() == Kind::Array);
        let methods = methods.map(|methods| methods.items().iter().filter_map(Value::text).collect());
        // A host that speaks another version offers nothing that can be called.
        let speaks = result.get("version").and_then(|version| version.number());
        let is_another = speaks.is_some_and(|version| version.total_cmp(&f64::from(VERSION)).is_ne());
        Self {
            name: of_host("name"),
            version: of_host("version"),
            methods: if is_another { Some(Vec::new()) } else { methods },
        }
    }

    /// Whether the host offers a method, as far as it said.
    pub fn offers(&self, method: &str) -> bool {
        self.methods.as_ref().is_none_or(|methods| methods.iter().any(|offered| offered == method))
    }
}

fn text<V: Value>(object: &V, name: &str) -> Option<String> {
    object.get(name)?.text()
}

#[cfg(test)]
mod tests {
    use super::{HELLO, Hello, HostInfo, Incoming, Message, Party, Response, VERSION, code};
    use crate::testing::Js;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use serde_json::{Value as Json, json};

    #[track_caller]
    fn writes(message: &impl serde::Serialize, text: &str) {
        assert_eq!(serde_json::to_string(message).as_deref().ok(), Some(text));
    }

    #[test]
    fn what_a_page_writes() {
        writes(
            &Message::request("id", "pay", json!({"app_id": "test"})),
            r#"{"jsonrpc":"2.0","id":"id","method":"vvchat.pay","params":{"app_id":"test"}}"#,
        );
        writes(
            &Message::request("", "getSession", json!({})),
            r#"{"jsonrpc":"2.0","id":"","method":"vvchat.getSession","params":{}}"#,
        );
        writes(
            &Message::request("\"\n", HELLO, Hello::of(Party { name: "a", version: "b" })),
            r#"{"jsonrpc":"2.0","id":"\"\n","method":"vvchat.hello","params":{"versions":[1],"sdk":{"name":"a","version":"b"}}}"#,
        );
        writes(&Message::cancel("id"), r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"id"}}"#);
        assert_eq!(VERSION, 1);
    }

    #[track_caller]
    fn responds(message: &Json, response: Response<Json>) {
        assert_eq!(Incoming::read(message), Incoming::Response { id: "1".to_string(), response });
    }

    fn error(code: f64, message: &str) -> Response<Json> {
        Response::Error { code, message: message.to_string() }
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
        responds(&of(json!({"code": 0})), error(0.0, ""));
        responds(&of(json!({"code": 1.5, "message": 7})), error(1.5, ""));
        responds(&of(json!({"code": 1, "message": null})), error(1.0, ""));
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
    fn hosts_say_who_they_are_as_far_as_they_like() {
        #[track_caller]
        fn host(result: &Json, name: &str, version: &str, methods: Option<&[&str]>) {
            let methods = methods.map(|methods| methods.iter().map(ToString::to_string).collect::<Vec<String>>());
            let expected = HostInfo { name: name.to_string(), version: version.to_string(), methods };
            assert_eq!(HostInfo::read(result), expected);
        }
        host(
            &json!({"version": 1, "host": {"name": "VVChat", "version": "9.1"}, "methods": ["auth", "pay"]}),
            "VVChat",
            "9.1",
            Some(&["auth", "pay"]),
        );
        host(&json!({"host": {"name": "VVChat"}, "methods": []}), "VVChat", "", Some(&[]));
        host(&json!({"host": {"version": "9.1"}, "methods": null}), "", "9.1", None);
        host(
            &json!({"host": {"name": 1, "version": null}, "methods": ["a", 1, null, ["b"], "c"]}),
            "",
            "",
            Some(&["a", "c"]),
        );
        host(&json!({"host": "VVChat", "methods": "auth"}), "", "", None);
        host(&json!({"name": "VVChat", "methods": {"auth": true}}), "", "", None);
        for result in [json!({}), json!(null), json!([]), json!("x"), json!(1), json!(true)] {
            host(&result, "", "", None);
            assert_eq!(HostInfo::read(&result), HostInfo::default());
        }
    }

    #[test]
    fn a_host_offers_what_it_lists_and_everything_if_it_lists_nothing() {
        let silent = HostInfo::default();
        assert!(silent.offers("pay") && silent.offers("later"));
        let modest = HostInfo::read(&json!({"methods": ["auth", "pay"]}));
        assert!(modest.offers("auth") && modest.offers("pay"));
        assert!(!modest.offers("share") && !modest.offers("Pay") && !modest.offers(""));
        assert!(!HostInfo::read(&json!({"methods": []})).offers("pay"));
        assert!(HostInfo::read(&json!({"version": 1, "methods": ["pay"]})).offers("pay"));
        assert!(!HostInfo::read(&json!({"version": 2, "methods": ["pay"]})).offers("pay"));
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
