//! The bridges to a host, and the order in which they are looked for.
//!
//! A bridge knows how messages get across and nothing of what they mean. To add one, see `docs/adding-a-bridge.md`.

mod custom;
mod injected;
mod message_handler;
mod post_message;
mod webview_javascript_bridge;

pub(crate) use custom::Custom;

use crate::events::Arrival;
use crate::sdk::Sdk;
use std::rc::Rc;
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// The name under which a host puts its object, or registers its message handler.
const HOST_NAME: &str = "vvchatHost";

/// Which bridge it is: its place in the order. Replies are believed only over the bridge that the request went by.
pub(crate) type Position = usize;

/// A way to a host.
pub(crate) trait Bridge {
    /// Its name, in `config`, `diagnose` and errors.
    fn name(&self) -> &str;

    /// Whether its host is there now. Asked again and again until some bridge's is, so it must be cheap, and change nothing
    /// but what it takes to notice the host later. [`Finding::InUse`]: it is there, and may be used.
    fn look(&self, sdk: &Sdk, position: Position) -> Finding;

    /// No bridge's host is there: do what may bring this one's about, if there is something. Also asked again and again.
    fn invite(&self, _sdk: &Sdk, _position: Position) {}

    /// It was chosen: listen for what comes, by `sdk.on(Event::Arrived, position)`.
    fn open(&self, _sdk: &Sdk, _position: Position) {}

    /// Whether what came may be believed: it is from this bridge's host.
    fn believes(&self, _sdk: &Sdk, arrival: &Arrival) -> bool {
        arrival.is_local()
    }

    /// A handshake was answered by what came.
    fn greeted(&self) {}

    /// Takes a message across. What the host returns at once, `undefined` if nothing, is taken as its reply, and so is what
    /// a promise that it returns is fulfilled with.
    fn send(&self, sdk: &Sdk, message: &Outgoing) -> Result<JsValue, JsValue>;

    /// Whether it speaks this SDK's protocol. If not: no handshake and no cancellation.
    fn speaks_json_rpc(&self) -> bool {
        true
    }
}

/// What goes to a host.
pub(crate) struct Outgoing {
    /// The method's own name; empty for a notification.
    pub(crate) method: &'static str,
    /// The params, as they are sent. They are the bridge's to keep or to change.
    pub(crate) params: JsValue,
    /// The request's id; empty for a notification.
    pub(crate) id: Rc<str>,
    /// The whole message, as JSON.
    pub(crate) json: JsValue,
}

/// Every bridge that is there from the start, in the order in which they are looked for.
pub(crate) fn built_in() -> [Rc<dyn Bridge>; crate::settings::BRIDGES.len()] {
    [
        // What the VVChat app itself speaks.
        Rc::new(webview_javascript_bridge::WebViewJavascriptBridge::default()),
        // What an embedder provides on purpose, under our name.
        Rc::new(injected::Injected),
        Rc::new(message_handler::MessageHandler),
        // What any page may be inside of: the last resort, and only for origins that the page lists.
        Rc::new(post_message::PostMessage::default()),
    ]
}
