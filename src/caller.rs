//! Whoever waits for an outcome: a promise, the page's callbacks, an abort signal. Each is told exactly once, and never inside
//! the call that asked.

use crate::events::Event;
use crate::js::{Js, call_later, get, in_microtask, method, unlisten, when_settled};
use crate::pending::Milliseconds;
use crate::sdk::Sdk;
use js_sys::{Error as JsError, Function, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use vvchat_protocol::Value;
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::{Error, Lang, Outcome};
use wasm_bindgen::prelude::*;

/// The callbacks of a call.
#[derive(Default)]
pub(crate) struct Callbacks {
    success: Option<Function>,
    error: Option<Function>,
    complete: Option<Function>,
}

impl Callbacks {
    /// Takes what the page passed as `onSuccess`, `onError` and `onComplete`. What is neither a function nor left out is
    /// reported to those that are functions.
    pub(crate) fn read(success: &JsValue, error: &JsValue, complete: &JsValue) -> (Self, Result<(), Invalid>) {
        let mut valid = Ok(());
        let mut read = |name, value: &JsValue| match value.dyn_ref::<Function>() {
            Some(function) => Some(function.clone()),
            None if value.is_undefined() || value.is_null() => None,
            None => {
                valid = Err(Invalid::new(name, Expected::Function, Some(&Js(value.clone()))));
                None
            }
        };
        let callbacks = Self {
            success: read("onSuccess", success),
            error: read("onError", error),
            complete: read("onComplete", complete),
        };
        (callbacks, valid)
    }

    /// A function that is told of success alone.
    pub(crate) fn of_success(function: Function) -> Self {
        Self { success: Some(function), ..Self::default() }
    }

    fn are_given(&self) -> bool {
        self.success.is_some() || self.error.is_some() || self.complete.is_some()
    }
}

/// Someone who waits for an outcome.
pub(crate) struct Caller {
    resolve: Function,
    reject: Function,
    callbacks: Callbacks,
    /// When to give up.
    pub(crate) deadline: Milliseconds,
    /// How long it will have waited then.
    pub(crate) timeout: Milliseconds,
    /// Whether that is final: the page gave this very call its time-out, or the call was sent.
    pub(crate) is_timed: bool,
    /// The page's signal, and what listens to it.
    pub(crate) signal: Option<(JsValue, Function)>,
}

impl Caller {
    /// A caller, and the promise that it holds.
    pub(crate) fn with(callbacks: Callbacks) -> (Self, Promise) {
        let mut functions = None;
        let promise = Promise::new(&mut |resolve, reject| functions = Some((resolve, reject)));
        // A promise runs its executor at once, so the functions are there.
        let (resolve, reject) = functions.unwrap_or_default();
        let caller = Self {
            resolve,
            reject,
            callbacks,
            deadline: Milliseconds::INFINITY,
            timeout: Milliseconds::INFINITY,
            is_timed: false,
            signal: None,
        };
        (caller, promise)
    }
}

/// An outcome on its way to its caller.
pub(crate) struct Delivery {
    caller: Caller,
    outcome: Result<JsValue, JsValue>,
    /// The page's handlers of all errors.
    on_error: Vec<Function>,
}

impl Sdk {
    /// A caller, and the promise that it holds.
    pub(crate) fn caller(&self, callbacks: Callbacks) -> (Caller, Promise) {
        let are_given = callbacks.are_given();
        let (caller, promise) = Caller::with(callbacks);
        if are_given {
            // The callbacks hear of an error: an unhandled rejection would be a second, false alarm.
            self.ignore_rejection(&promise);
        }
        (caller, promise)
    }

    /// Gives a caller its result.
    pub(crate) fn succeed(&self, caller: Caller, result: JsValue) {
        self.settle(Delivery { caller, outcome: Ok(result), on_error: Vec::new() });
    }

    /// Gives a caller its error, and tells the handlers of all errors.
    pub(crate) fn fail(&self, caller: Caller, error: &Error) {
        let on_error = self.on_error.borrow().clone();
        self.settle(Delivery { caller, outcome: Err(to_js_error(error, self.lang())), on_error });
    }

    /// Delivers an outcome soon, after everything that is on its way already.
    fn settle(&self, delivery: Delivery) {
        let is_first = {
            let mut deliveries = self.deliveries.borrow_mut();
            deliveries.push_back(delivery);
            deliveries.len() == 1
        };
        if is_first {
            in_microtask(&self.on(Event::Settled, &JsValue::UNDEFINED));
        }
    }

    /// Delivers all outcomes.
    pub(crate) fn deliver(&self) {
        // The queue is not borrowed while the page's code runs: it may well call again.
        let next = || self.deliveries.borrow_mut().pop_front();
        while let Some(Delivery { caller, outcome, on_error }) = next() {
            // Before the page gets a chance to trigger it; and a long-lived signal must not collect listeners.
            if let Some((signal, listener)) = caller.signal {
                unlisten(&signal, "abort", &listener);
            }
            let (settle, callback, value) = match outcome {
                Ok(result) => (caller.resolve, caller.callbacks.success, result),
                Err(value) => (caller.reject, caller.callbacks.error, value),
            };
            for function in [settle].iter().chain(&callback).chain(&on_error).chain(&caller.callbacks.complete) {
                if let Err(thrown) = function.call1(&JsValue::UNDEFINED, &value) {
                    self.report(&thrown);
                }
            }
        }
    }

    /// Makes what a callback threw an ordinary uncaught error of the page.
    pub(crate) fn report(&self, thrown: &JsValue) {
        // Thrown once more, it would come from this script, and where that is another origin's, the page's handlers would be told
        // of a "Script error." and nothing else. Engines that can report it still know where it was thrown first.
        let report = method(&self.page, "reportError");
        call_later(&report.unwrap_or_else(|| self.on(Event::Thrown, &JsValue::UNDEFINED)), thrown);
    }

    /// Keeps a promise's rejection from being reported as unhandled.
    pub(crate) fn ignore_rejection(&self, promise: &JsValue) {
        let nothing = self.on(Event::Nothing, &JsValue::UNDEFINED);
        when_settled(promise, &nothing, &nothing);
    }
}

/// What the page sees of an error, beside `message` and `stack`.
#[derive(Serialize)]
struct ErrorFields<'a> {
    name: &'a str,
    err_code: f64,
    err_msg: &'a str,
    reason: &'a str,
    method: Option<&'a str>,
    field: Option<&'a str>,
    request_id: Option<&'a str>,
    retryable: bool,
    outcome: Option<&'a str>,
}

/// The page's `VvchatError`.
pub(crate) fn to_js_error(error: &Error, lang: Lang) -> JsValue {
    let message = error.message(lang);
    let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let fields = ErrorFields {
        name: "VvchatError",
        err_code: error.code(),
        err_msg: &message,
        reason: error.reason.name(),
        method: given(error.method),
        field: given(error.field()),
        request_id: given(&error.request_id),
        retryable: error.retryable(),
        outcome: error.outcome.map(Outcome::name),
    };
    let js_error = JsError::new(&message);
    // Own properties, so that `JSON.stringify` shows them.
    let fields = Js(to_js(&fields));
    for name in fields.names() {
        if let Some(value) = get(&fields.0, &name) {
            let _ = Reflect::set(&js_error, &name.into(), &value);
        }
    }
    js_error.into()
}

/// A JavaScript value of a Rust one. What is `None` is `null`, so that each property is always there.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = Serializer::new().serialize_missing_as_null(true);
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}
