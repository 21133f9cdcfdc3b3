//! `WebViewJavascriptBridge`, which the VVChat app itself speaks, in both flavours.
//!
//! - iOS (`WebViewJavascriptBridge` by Marcus Westin): the page leaves a function in `WVJBCallbacks` and asks for the bridge by
//!   loading a frame from a magic address; the host then calls that function.
//! - Android (`JsBridge` by lzyzsd): the host injects the bridge after the page has loaded, and says so by an event on the
//!   document. `init` must be called exactly once, or no reply ever arrives.
//!
//! Both take a method's own name and params, and answer through a callback, with a JSON text or the value itself.

use super::{Bridge, Link, Outgoing};
use crate::caller::nothing;
use crate::js::{Listener, call_later, get, has_properties, invoke, matches, method, set};
use js_sys::{Array, Function};
use std::cell::{Cell, RefCell};
use vvchat_protocol::error::Finding;
use wasm_bindgen::prelude::*;

/// The bridge, once it is used.
#[derive(Default)]
pub(crate) struct WebViewJavascriptBridge {
    watching: Cell<bool>,
    invited: Cell<bool>,
    listener: RefCell<Option<Listener>>,
    /// What iOS hosts call with the bridge.
    arrived: RefCell<Option<Closure<dyn Fn()>>>,
    replied: RefCell<Option<Replied>>,
}

/// Takes an id and the reply to it.
type Replied = Closure<dyn Fn(String, JsValue)>;

const GLOBAL: &str = "WebViewJavascriptBridge";

impl Bridge for WebViewJavascriptBridge {
    fn name(&self) -> &'static str {
        "webview_javascript_bridge"
    }

    fn look(&self, link: &Link) -> Finding {
        if !self.watching.replace(true) {
            self.watch(link);
        }
        match get(&link.page, GLOBAL).filter(has_properties) {
            Some(bridge) if method(&bridge, "callHandler").is_some() => Finding::InUse,
            // JsBridge 2 puts its object there before it can be used.
            Some(_) => Finding::Unusable,
            None => Finding::Absent,
        }
    }

    fn invite(&self, link: &Link) {
        // Elsewhere the frame would only be a failed load in the network log.
        if is_ios(&link.page) && !self.invited.replace(true) {
            ask_for_bridge(&link.page);
        }
    }

    fn open(&self, link: &Link) {
        let to = link.clone();
        self.replied.replace(Some(Closure::new(move |id: String, reply| {
            if let Some(sdk) = to.sdk() {
                sdk.receive_result(to.bridge, &id, &reply);
            }
        })));
        let bridge = get(&link.page, GLOBAL).unwrap_or_default();
        if method(&bridge, "init").is_some() {
            // It throws if the page has done it already, which is as good.
            let _ = invoke(&bridge, "init", &[&nothing()]);
        }
    }

    fn send(&self, link: &Link, message: &Outgoing) -> Result<JsValue, JsValue> {
        let bridge = get(&link.page, GLOBAL).unwrap_or_default();
        let reply: Option<Function> =
            self.replied.borrow().as_ref().map(|reply| reply.as_ref().clone().unchecked_into());
        let callback = reply.unwrap_or_else(nothing).bind1(&JsValue::UNDEFINED, &(&*message.id).into());
        invoke(&bridge, "callHandler", &[&message.method.into(), &message.params, &callback])?;
        Ok(JsValue::UNDEFINED)
    }

    fn speaks_json_rpc(&self) -> bool {
        false
    }
}

impl WebViewJavascriptBridge {
    /// Has both flavours of hosts tell when the bridge is there.
    fn watch(&self, link: &Link) {
        let to = link.clone();
        if let Some(document) = get(&link.page, "document") {
            let listener = Listener::new(&document, "WebViewJavascriptBridgeReady", move |_| to.notice());
            self.listener.replace(listener);
        }

        let to = link.clone();
        let arrived = Closure::<dyn Fn()>::new(move || to.notice());
        match get(&link.page, "WVJBCallbacks").and_then(|callbacks| callbacks.dyn_into::<Array>().ok()) {
            Some(callbacks) => {
                callbacks.push(arrived.as_ref());
            }
            None => {
                set(&link.page, "WVJBCallbacks", &Array::of1(arrived.as_ref()));
            }
        }
        self.arrived.replace(Some(arrived));
    }
}

/// An iPhone, an iPod, or an iPad, which may call itself a Mac: one that can be touched.
fn is_ios(page: &JsValue) -> bool {
    let Some(navigator) = get(page, "navigator") else { return false };
    let agent = get(&navigator, "userAgent").and_then(|agent| agent.as_string()).unwrap_or_default();
    let touches = get(&navigator, "maxTouchPoints").and_then(|points| points.as_f64()).unwrap_or_default();
    matches(&agent, "iP(hone|ad|od)") || (matches(&agent, "Macintosh") && touches > 1.0)
}

/// Loads the frame that iOS hosts take as a request for the bridge, and removes it again. The page may have no body yet.
fn ask_for_bridge(page: &JsValue) {
    let add_frame = || -> Result<(), JsValue> {
        let document = get(page, "document").unwrap_or_default();
        let frame = invoke(&document, "createElement", &[&"iframe".into()])?;
        set(&get(&frame, "style").unwrap_or_default(), "display", &"none".into());
        set(&frame, "src", &"https://__bridge_loaded__".into());
        let root = get(&document, "documentElement").unwrap_or_default();
        invoke(&root, "appendChild", &[&frame])?;
        if let Some(remove) = method(&frame, "remove") {
            call_later(&remove.bind0(&frame), &JsValue::UNDEFINED);
        }
        Ok(())
    };
    // A page whose policy forbids the frame is told so by `diagnose`.
    let _ = add_frame();
}
