//! An object that the host puts into the page as `vvchatHost`, with `postMessage(text)`.
//!
//! Its reply may be what `postMessage` returns, or what a promise that it returns is fulfilled with; or come later: to a
//! `message` listener on the object (or its `onmessage`), to the callback that a `postMessage` of two parameters is given, or
//! as a `message` event that the host dispatches on the window or the document itself.

use super::{Bridge, HOST_NAME, Link, Outgoing};
use crate::js::{Listener, Receiver, get, has_properties, invoke, method, set};
use js_sys::Function;
use std::cell::RefCell;
use vvchat_protocol::error::Finding;
use wasm_bindgen::prelude::*;

/// The object, once it is used.
#[derive(Default)]
pub(crate) struct Injected {
    listeners: RefCell<Vec<Listener>>,
    receive: RefCell<Option<Receiver>>,
}

impl Bridge for Injected {
    fn name(&self) -> &'static str {
        "injected"
    }

    fn look(&self, link: &Link) -> Finding {
        match get(&link.page, HOST_NAME).filter(has_properties) {
            Some(object) if method(&object, "postMessage").is_some() => Finding::InUse,
            Some(_) => Finding::Unusable,
            None => Finding::Absent,
        }
    }

    fn open(&self, link: &Link) {
        let to = link.clone();
        // The host calls it with an event, or simply with the message.
        let receive = Receiver::new(move |event: JsValue| {
            let data = get(&event, "data").filter(|_| event.is_object());
            to.receive(&data.unwrap_or(event));
        });
        let function: Function = receive.as_ref().clone().unchecked_into();
        let mut listeners = link.listen_to_host_events();
        if let Some(object) = get(&link.page, HOST_NAME) {
            match Listener::with(&object, "message", function.clone()) {
                Some(listener) => listeners.push(listener),
                None => {
                    set(&object, "onmessage", &function);
                }
            }
        }
        self.listeners.replace(listeners);
        self.receive.replace(Some(receive));
    }

    fn send(&self, link: &Link, message: &Outgoing) -> Result<JsValue, JsValue> {
        let object = get(&link.page, HOST_NAME).unwrap_or_default();
        // Java's bridges look methods up by the number of arguments: pass a callback only where one is asked for.
        let takes_callback = method(&object, "postMessage").is_some_and(|function| function.length() >= 2);
        match self.receive.borrow().as_ref().map(|receive| receive.as_ref().clone()) {
            Some(receive) if takes_callback => invoke(&object, "postMessage", &[&message.json, &receive]),
            _ => invoke(&object, "postMessage", &[&message.json]),
        }
    }
}
