//! `WebViewJavascriptBridge`, which the VVChat app itself speaks, in both flavours.
//!
//! - iOS (`WebViewJavascriptBridge` by Marcus Westin): the page leaves a function in `WVJBCallbacks` and asks for the bridge by
//!   loading a frame from a magic address; the host then calls that function.
//! - Android (`JsBridge` by lzyzsd): the host injects the bridge after the page has loaded, and says so by an event on the
//!   document. `init` must be called exactly once, or no reply ever arrives.
//!
//! Both take a method's own name and params, and answer through a callback, with a JSON text or the value itself.

use super::{Bridge, Outgoing, Position};
use crate::events::Event;
use crate::js::{get, has_properties, invoke, listen, matches, method, set, set_timeout};
use crate::sdk::Sdk;
use js_sys::Array;
use std::cell::Cell;
use vvchat_protocol::error::Finding;
use wasm_bindgen::prelude::*;

/// The bridge.
#[derive(Default)]
pub(crate) struct WebViewJavascriptBridge {
    is_watching: Cell<bool>,
    invited: Cell<bool>,
}

const GLOBAL: &str = "WebViewJavascriptBridge";

impl Bridge for WebViewJavascriptBridge {
    fn name(&self) -> &'static str {
        "webview_javascript_bridge"
    }

    fn look(&self, sdk: &Sdk, _position: Position) -> Finding {
        if !self.is_watching.replace(true) {
            watch(sdk);
        }
        match get(&sdk.page, GLOBAL).filter(has_properties) {
            Some(bridge) if method(&bridge, "callHandler").is_some() => Finding::InUse,
            // JsBridge 2 puts its object there before it can be used.
            Some(_) => Finding::Unusable,
            None => Finding::Absent,
        }
    }

    fn invite(&self, sdk: &Sdk, _position: Position) {
        // Elsewhere the frame would only be a failed load in the network log.
        if !self.invited.replace(true) && is_ios(&sdk.page) {
            // A page whose policy forbids the frame is told so by `diagnose`.
            let _ = ask_for_bridge(&sdk.page);
        }
    }

    fn open(&self, sdk: &Sdk, _position: Position) {
        let bridge = get(&sdk.page, GLOBAL).unwrap_or_default();
        if method(&bridge, "init").is_some() {
            // It throws if the page has done it already, which is as good.
            let _ = invoke(&bridge, "init", &[&sdk.on(Event::Nothing, &JsValue::UNDEFINED)]);
        }
    }

    fn send(&self, sdk: &Sdk, message: &Outgoing) -> Result<JsValue, JsValue> {
        let bridge = get(&sdk.page, GLOBAL).unwrap_or_default();
        let reply = sdk.on(Event::Answered, &(&*message.id).into());
        invoke(&bridge, "callHandler", &[&message.method.into(), &message.params, &reply])?;
        Ok(JsValue::UNDEFINED)
    }

    fn speaks_json_rpc(&self) -> bool {
        false
    }
}

/// Has both flavours of hosts tell when the bridge is there.
fn watch(sdk: &Sdk) {
    let appeared = sdk.on(Event::Appeared, &JsValue::UNDEFINED);
    let document = get(&sdk.page, "document").unwrap_or_default();
    // A page without a document can only have the bridge from the start.
    let _ = listen(&document, "WebViewJavascriptBridgeReady", &appeared);
    match get(&sdk.page, "WVJBCallbacks").and_then(|callbacks| callbacks.dyn_into::<Array>().ok()) {
        Some(callbacks) => {
            callbacks.push(&appeared);
        }
        None => {
            set(&sdk.page, "WVJBCallbacks", &Array::of1(&appeared));
        }
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
fn ask_for_bridge(page: &JsValue) -> Result<(), JsValue> {
    let document = get(page, "document").unwrap_or_default();
    let frame = invoke(&document, "createElement", &[&"iframe".into()])?;
    set(&get(&frame, "style").unwrap_or_default(), "display", &"none".into());
    set(&frame, "src", &"https://__bridge_loaded__".into());
    let root = get(&document, "documentElement").unwrap_or_default();
    invoke(&root, "appendChild", &[&frame])?;
    if let Some(remove) = method(&frame, "remove") {
        set_timeout(remove.bind0(&frame).unchecked_ref(), 0.0);
    }
    Ok(())
}
