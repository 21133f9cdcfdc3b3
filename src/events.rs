//! Everything that wakes the SDK: one function of JavaScript, told what has happened.
//!
//! Timers, listeners, promises and hosts all get this function, with the event and what it is about given in advance. (A function
//! for each would need a closure for each, kept alive and dropped at the right time.)

use crate::js::{bind, get};
use crate::sdk::Sdk;
use js_sys::{Array, Function, Reflect};
use std::rc::Weak;
use wasm_bindgen::prelude::*;

/// What can happen.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Event {
    /// Nothing that matters.
    Nothing,
    /// The page's code threw: it is to see that as its own uncaught error.
    Thrown,
    /// Outcomes are to be delivered.
    Settled,
    /// The alarm rings.
    Due,
    /// The page has finished loading.
    Loaded,
    /// The page's content security policy blocked something.
    Blocked,
    /// A signal was triggered: about the id of a call.
    Aborted,
    /// A host may have appeared.
    Appeared,
    /// Something came from a host: about the position of its bridge.
    Arrived,
    /// Something came that several functions are to hear of: about an array of them.
    Shared,
    /// A host answers a call by the callback it was given: about the id of the call.
    Answered,
    /// What a host promised for a request is there: about the id of the request.
    Returned,
    /// What a host promised for a request failed: about the id of the request.
    Refused,
}

impl Event {
    const ALL: [Event; 13] = [
        Event::Nothing,
        Event::Thrown,
        Event::Settled,
        Event::Due,
        Event::Loaded,
        Event::Blocked,
        Event::Aborted,
        Event::Appeared,
        Event::Arrived,
        Event::Shared,
        Event::Answered,
        Event::Returned,
        Event::Refused,
    ];
}

/// The function that tells an SDK of events. It does nothing once the SDK is gone.
pub(crate) fn dispatcher(sdk: Weak<Sdk>) -> Function {
    let dispatch = move |event: usize, about: JsValue, value: JsValue| match (sdk.upgrade(), Event::ALL.get(event)) {
        (Some(sdk), Some(event)) => sdk.happened(*event, &about, value),
        _ => Ok(()),
    };
    Closure::<dyn Fn(usize, JsValue, JsValue) -> Result<(), JsValue>>::new(dispatch).into_js_value().unchecked_into()
}

/// The function that tells of one event, about one thing. JavaScript calls it with at most one value.
pub(crate) fn teller(dispatcher: &Function, event: Event, about: &JsValue) -> Function {
    bind(dispatcher, &(event as usize).into(), about)
}

impl Sdk {
    /// The function that tells of an event.
    pub(crate) fn on(&self, event: Event, about: &JsValue) -> Function {
        teller(&self.dispatcher, event, about)
    }

    fn happened(&self, event: Event, about: &JsValue, value: JsValue) -> Result<(), JsValue> {
        let id = || about.as_string().unwrap_or_default();
        match event {
            Event::Nothing => {}
            Event::Thrown => return Err(value),
            Event::Settled => self.deliver(),
            Event::Due => {
                self.alarm.rang();
                self.wake();
            }
            Event::Loaded => self.page_loaded(),
            Event::Blocked => self.note_blocked(&value),
            Event::Aborted => self.abort(&id()),
            Event::Appeared => self.look_again(),
            Event::Arrived => self.arrived(about, &value),
            Event::Shared => {
                for function in Array::from(about).iter() {
                    if let Err(thrown) = Function::from(function).call1(&JsValue::UNDEFINED, &value) {
                        self.report(&thrown);
                    }
                }
            }
            Event::Answered => self.receive_result(&id(), &value),
            Event::Returned => self.receive_returned(&id(), &value),
            Event::Refused => self.host_threw(&id(), &value),
        }
        Ok(())
    }
}

/// A `message` event's data and origin; anything else is the data itself, and comes from nowhere else.
pub(crate) struct Arrival {
    /// What came.
    pub(crate) data: JsValue,
    /// The origin of the window that sent it; empty if no window did.
    pub(crate) origin: String,
    /// The window that sent it.
    pub(crate) source: Option<JsValue>,
}

impl Arrival {
    /// Takes an event apart.
    pub(crate) fn of(value: &JsValue) -> Self {
        // Even if it is `undefined`: others on the page send that.
        if !value.is_object() || !Reflect::has(value, &"data".into()).unwrap_or_default() {
            return Self { data: value.clone(), origin: String::new(), source: None };
        }
        Self {
            data: get(value, "data").unwrap_or_default(),
            origin: get(value, "origin").and_then(|origin| origin.as_string()).unwrap_or_default(),
            source: get(value, "source").filter(JsValue::is_object),
        }
    }

    /// Whether the host itself brought it about, in the page: what a window sends always has an origin.
    pub(crate) fn is_local(&self) -> bool {
        self.origin.is_empty() && self.source.is_none()
    }
}
