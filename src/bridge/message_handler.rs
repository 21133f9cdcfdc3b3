//! A `WebKit` script message handler named `vvchatHost` (in a `WKWebView`, or in GTK's `WebView`).
//!
//! A handler with reply answers through the promise that `postMessage` returns. A plain one answers by dispatching a `message`
//! event on the window, from a script that the host evaluates.

use super::{Bridge, HOST_NAME, Link, Outgoing};
use crate::js::{Listener, get, invoke, method};
use std::cell::RefCell;
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// The handler, once it is used.
#[derive(Default)]
pub(crate) struct MessageHandler {
    listeners: RefCell<Vec<Listener>>,
}

/// Handlers can't be listed, only asked for by name.
fn handler(page: &JsValue) -> Option<JsValue> {
    get(&get(&get(page, "webkit")?, "messageHandlers")?, HOST_NAME)
}

impl Bridge for MessageHandler {
    fn name(&self) -> &'static str {
        "message_handler"
    }

    fn look(&self, link: &Link) -> Finding {
        match handler(&link.page) {
            Some(handler) if method(&handler, "postMessage").is_some() => Finding::InUse,
            Some(_) => Finding::Unusable,
            None => Finding::Absent,
        }
    }

    fn open(&self, link: &Link) {
        self.listeners.replace(link.listen_to_host_events());
    }

    fn send(&self, link: &Link, message: &Outgoing) -> Result<JsValue, JsValue> {
        let handler = handler(&link.page).unwrap_or_default();
        invoke(&handler, "postMessage", &[&message.json])
    }
}
