//! How page and host write to each other: JSON-RPC 2.0. The only file that knows the key names.
//!
//! The page sends requests and notifications ([`Message`]), the host sends responses and notifications ([`Incoming`]). Both are
//! written down, with samples, in `docs/protocol.md`.

use crate::value::{Kind, Value};
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

/// The version of this protocol.
pub const VERSION: u32 = 1;

/// The handshake: asks which version the host speaks, who it is and what it offers.
pub const HELLO: &str = "hello";

/// What stands before the methods of this protocol, on the wire.
const NAMESPACE: &str = "vvchat.";

/// The notification that a call is no longer wanted, as the Language Server Protocol has it.
const CANCEL: &str = "$/cancelRequest";

/// The notification by which a host says that it has (re)started.
const READY: &str = "vvchat.ready";

/// A host's error codes that JSON-RPC reserves.
pub mod code {
    /// The message was not JSON.
    pub const PARSE_ERROR: f64 = -32700.0;
    /// The message was not a request.
    pub const INVALID_REQUEST: f64 = -32600.0;
    /// The host has no such method.
    pub const METHOD_NOT_FOUND: f64 = -32601.0;
    /// The host found the params invalid.
    pub const INVALID_PARAMS: f64 = -32602.0;

    /// Whether a code is one of those with which JSON-RPC itself speaks, not the application.
    pub fn is_reserved(code: f64) -> bool {
        (-32768.0..=-32000.0).contains(&code)
    }
}

/// What a page sends. Its serialisation is the message.
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
    /// Neither a result nor a proper error, or both.
    Malformed,
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
                    None => Response::Malformed,
                }
            }
            _ => Response::Malformed,
        }
    }
}

/// What a host says of itself in the handshake.
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
        Self {
            name: of_host("name"),
            version: of_host("version"),
            methods: methods.map(|methods| methods.items().iter().filter_map(Value::text).collect()),
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
