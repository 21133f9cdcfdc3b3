//! The bridges to a host, and the order in which they are looked for.
//!
//! A bridge knows how messages get across and nothing of what they mean. To add one, see `docs/adding-a-bridge.md`.

mod custom;
mod injected;
mod message_handler;
mod post_message;
mod webview_javascript_bridge;

pub(crate) use custom::Custom;

use crate::js::{Js, Listener, from_json, get};
use crate::sdk::{Ignored, Sdk};
use std::rc::{Rc, Weak};
use vvchat_protocol::Value;
use vvchat_protocol::error::Finding;
use vvchat_protocol::value::Kind;
use vvchat_protocol::wire::Incoming;
use wasm_bindgen::JsValue;

/// The name under which a host puts its object, or registers its message handler.
const HOST_NAME: &str = "vvchatHost";

/// A way to a host.
pub(crate) trait Bridge {
    /// Its name, in `config`, `diagnose` and errors.
    fn name(&self) -> &str;

    /// Whether its host is there now. Asked again and again until some bridge's is, so it must be cheap, and change nothing
    /// but what it takes to notice the host later. [`Finding::InUse`]: it is there, and may be used.
    fn look(&self, link: &Link) -> Finding;

    /// No bridge's host is there: do what may bring this one's about, if there is something.
    fn invite(&self, _link: &Link) {}

    /// It was chosen: listen for replies.
    fn open(&self, _link: &Link) {}

    /// A handshake was answered over this bridge.
    fn greeted(&self) {}

    /// Takes a message across. What the host returns at once, `undefined` if nothing, is taken as its reply, and so is what
    /// a promise that it returns is fulfilled with.
    fn send(&self, link: &Link, message: &Outgoing) -> Result<JsValue, JsValue>;

    /// Whether it speaks this SDK's protocol. If not: no handshake and no cancellation.
    fn speaks_json_rpc(&self) -> bool {
        true
    }
}

/// What goes to a host.
pub(crate) struct Outgoing {
    /// The method's own name.
    pub(crate) method: &'static str,
    /// The params, as they are sent. They are the bridge's to keep or to change.
    pub(crate) params: JsValue,
    /// The request's id; empty for a notification.
    pub(crate) id: Rc<str>,
    /// The whole message, as JSON.
    pub(crate) json: JsValue,
}

/// What a bridge has of the SDK: where it is, and where to bring what comes.
#[derive(Clone)]
pub(crate) struct Link {
    sdk: Weak<Sdk>,
    /// The page's global object.
    pub(crate) page: JsValue,
    /// Which bridge it is; replies are believed only over the bridge that the request went by.
    pub(crate) bridge: usize,
}

impl Link {
    pub(crate) fn new(sdk: Weak<Sdk>, page: JsValue, bridge: usize) -> Self {
        Self { sdk, page, bridge }
    }

    /// The SDK, unless it is gone.
    pub(crate) fn sdk(&self) -> Option<Rc<Sdk>> {
        self.sdk.upgrade()
    }

    /// The host may have appeared.
    pub(crate) fn notice(&self) {
        if let Some(sdk) = self.sdk() {
            sdk.look_again();
        }
    }

    /// A message came from the expected place.
    pub(crate) fn receive(&self, message: &JsValue) {
        if let Some(sdk) = self.sdk() {
            sdk.receive(self.bridge, message);
        }
    }

    /// A message came from somewhere else. Only what looks like a reply of ours is counted: pages are full of messages.
    pub(crate) fn receive_foreign(&self, message: &JsValue) {
        if let (Some(sdk), Incoming::Response { .. }) = (self.sdk(), Incoming::read(&parse(message))) {
            sdk.ignore(Ignored::Foreign);
        }
    }

    /// The message events of the page that no window sent: a host dispatched them itself, by evaluating a script, or as
    /// React Native does (on the window or on the document, by platform). What a window sends always has an origin.
    pub(crate) fn listen_to_host_events(&self) -> Vec<Listener> {
        let targets = [Some(self.page.clone()), get(&self.page, "document")];
        let listen = |target: JsValue| {
            let link = self.clone();
            Listener::new(&target, "message", move |event| {
                let origin = get(&event, "origin").and_then(|origin| origin.as_string()).unwrap_or_default();
                let source = get(&event, "source").filter(JsValue::is_object);
                match get(&event, "data") {
                    Some(data) if origin.is_empty() && source.is_none() => link.receive(&data),
                    Some(data) => link.receive_foreign(&data),
                    None => {}
                }
            })
        };
        targets.into_iter().flatten().filter_map(listen).collect()
    }
}

/// What a host sent: a message as an object, or the text of one.
pub(crate) fn parse(message: &JsValue) -> Js {
    if message.is_string() {
        return Js(from_json(message).unwrap_or_else(|_| message.clone()));
    }
    // What can't even be read is no message either.
    Js::copy(message).unwrap_or(Js(JsValue::UNDEFINED))
}

/// Every bridge that is there from the start, in the order in which they are looked for.
pub(crate) fn built_in() -> [Rc<dyn Bridge>; crate::settings::BRIDGES.len()] {
    [
        // What the VVChat app itself speaks.
        Rc::new(webview_javascript_bridge::WebViewJavascriptBridge::default()),
        // What an embedder provides on purpose, under our name.
        Rc::new(injected::Injected::default()),
        Rc::new(message_handler::MessageHandler::default()),
        // What any page may be inside of: the last resort, and only for origins that the page lists.
        Rc::new(post_message::PostMessage::default()),
    ]
}

/// Whether a value is worth calling a reply: a host that has nothing to say yet returns nothing.
pub(crate) fn is_reply(value: &JsValue) -> bool {
    match Js(value.clone()).kind() {
        Kind::Missing | Kind::Null => false,
        Kind::String => value.as_string().is_some_and(|text| !text.is_empty()),
        _ => true,
    }
}
