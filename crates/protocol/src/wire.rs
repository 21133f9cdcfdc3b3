//! How page and host write to each other: JSON-RPC 2.0, written down with samples in `docs/protocol.md`.
//!
//! Here are the names and codes that both of them use. The host's half is below, in `wire/host.rs`; the page's is JavaScript, in
//! `npm/wire.mjs`.

#[cfg(feature = "json")]
pub mod host;

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

#[cfg(test)]
mod tests {
    use super::code;

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
