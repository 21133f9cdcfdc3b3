//! A `WebKit` script message handler named `vvchatHost` (in a `WKWebView`, or in GTK's `WebView`).
//!
//! A handler with reply answers through the promise that `postMessage` returns. A plain one answers by dispatching a `message`
//! event on the window, from a script that the host evaluates.

use super::{Bridge, HOST_NAME, Outgoing, Position};
use crate::js::{get, invoke, method};
use crate::sdk::Sdk;
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// The handler.
pub(crate) struct MessageHandler;

/// Handlers can't be listed, only asked for by name.
fn handler(page: &JsValue) -> Option<JsValue> {
    get(&get(&get(page, "webkit")?, "messageHandlers")?, HOST_NAME)
}

impl Bridge for MessageHandler {
    fn name(&self) -> &'static str {
        "message_handler"
    }

    fn look(&self, sdk: &Sdk, _position: Position) -> Finding {
        match handler(&sdk.page) {
            Some(handler) if method(&handler, "postMessage").is_some() => Finding::InUse,
            Some(_) => Finding::Unusable,
            None => Finding::Absent,
        }
    }

    fn open(&self, sdk: &Sdk, position: Position) {
        sdk.listen_to_host_events(position);
    }

    fn send(&self, sdk: &Sdk, message: &Outgoing) -> Result<JsValue, JsValue> {
        invoke(&handler(&sdk.page).unwrap_or_default(), "postMessage", &[&message.json])
    }
}
