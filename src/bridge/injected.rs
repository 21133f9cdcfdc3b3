//! An object that the host puts into the page as `vvchatHost`, with `postMessage(text)`.
//!
//! Its reply may be what `postMessage` returns, or what a promise that it returns is fulfilled with; or come later: to a
//! `message` listener on the object (or its `onmessage`), to the callback that a `postMessage` of two parameters is given, or
//! as a `message` event that the host dispatches on the window or the document itself.

use super::{Bridge, HOST_NAME, Outgoing, Position};
use crate::events::Event;
use crate::js::{get, has_properties, invoke, listen, method, set};
use crate::sdk::Sdk;
use js_sys::Array;
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// The object.
pub(crate) struct Injected;

impl Bridge for Injected {
    fn name(&self) -> &'static str {
        "injected"
    }

    fn look(&self, sdk: &Sdk, _position: Position) -> Finding {
        match get(&sdk.page, HOST_NAME).filter(has_properties) {
            Some(object) if method(&object, "postMessage").is_some() => Finding::InUse,
            Some(_) => Finding::Unusable,
            None => Finding::Absent,
        }
    }

    fn open(&self, sdk: &Sdk, position: Position) {
        sdk.listen_to_host_events(position);
        let object = get(&sdk.page, HOST_NAME).unwrap_or_default();
        let receive = sdk.on(Event::Arrived, &position.into());
        if listen(&object, "message", &receive).is_err() {
            // There is one place only, and another copy of this SDK may have taken it: both are to hear of everything.
            let both = method(&object, "onmessage").map(|other| sdk.on(Event::Shared, &Array::of2(&other, &receive)));
            // A frozen object has no place for it; then the host answers in one of the other ways.
            set(&object, "onmessage", both.as_ref().unwrap_or(&receive));
        }
    }

    fn send(&self, sdk: &Sdk, message: &Outgoing) -> Result<JsValue, JsValue> {
        let object = get(&sdk.page, HOST_NAME).unwrap_or_default();
        // Java's bridges look methods up by the number of arguments: pass a callback only where one is asked for.
        if method(&object, "postMessage").is_some_and(|function| function.length() >= 2) {
            let reply = sdk.on(Event::Returned, &(&*message.id).into());
            return invoke(&object, "postMessage", &[&message.json, &reply]);
        }
        invoke(&object, "postMessage", &[&message.json])
    }
}
