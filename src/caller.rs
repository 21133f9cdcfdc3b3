//! Whoever waits for an outcome: a promise, the page's callbacks, an abort signal. Each is told exactly once, and never inside
//! the call that asked.

use crate::js::{Js, Listener, call_later, get, in_microtask, when_settled};
use crate::pending::Milliseconds;
use js_sys::{Error as JsError, Function, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
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
    /// Removed with the caller, so that a long-lived signal does not collect listeners.
    pub(crate) abort: Option<Listener>,
    /// Which of the page's calls it is.
    pub(crate) number: f64,
}

impl Caller {
    /// A caller, and the promise that it holds.
    pub(crate) fn new(callbacks: Callbacks) -> (Self, Promise) {
        let mut functions = None;
        let promise = Promise::new(&mut |resolve, reject| functions = Some((resolve, reject)));
        // A promise runs its executor at once, so the functions are there.
        let (resolve, reject) = functions.unwrap_or_default();
        if callbacks.are_given() {
            // The callbacks hear of an error: an unhandled rejection would be a second, false alarm.
            ignore_rejection(&promise);
        }
        let caller = Self {
            resolve,
            reject,
            callbacks,
            deadline: Milliseconds::INFINITY,
            timeout: Milliseconds::INFINITY,
            is_timed: false,
            abort: None,
            number: 0.0,
        };
        (caller, promise)
    }
}

thread_local! {
    /// For promises whose outcome is nobody's business.
    static NOTHING: Closure<dyn Fn()> = Closure::new(|| ());
    /// Throws what it is given, for errors of the page's callbacks.
    static THROW: Closure<dyn Fn(JsValue) -> Result<(), JsValue>> = Closure::new(Err);
}

/// A function that does nothing.
pub(crate) fn nothing() -> Function {
    NOTHING.with(|nothing| nothing.as_ref().clone().unchecked_into())
}

/// Keeps a promise's rejection from being reported as unhandled.
pub(crate) fn ignore_rejection(promise: &JsValue) {
    when_settled(promise, &nothing(), &nothing());
}

/// Makes what a callback threw an ordinary uncaught error of the page.
pub(crate) fn report(thrown: &JsValue) {
    THROW.with(|throw| call_later(throw.as_ref().unchecked_ref(), thrown));
}

/// Outcomes on their way to their callers, in order.
pub(crate) struct Deliveries {
    queue: Rc<RefCell<VecDeque<Delivery>>>,
    flush: Closure<dyn Fn()>,
}

/// An outcome and who gets it.
struct Delivery {
    caller: Caller,
    outcome: Result<JsValue, JsValue>,
    /// The page's handlers of all errors.
    on_error: Vec<Function>,
}

impl Deliveries {
    pub(crate) fn new() -> Self {
        let queue = Rc::new(RefCell::new(VecDeque::<Delivery>::new()));
        let to_deliver = Rc::clone(&queue);
        let flush = Closure::new(move || {
            // The queue is not borrowed while the page's code runs: it may well call again.
            let next = || to_deliver.borrow_mut().pop_front();
            while let Some(delivery) = next() {
                delivery.deliver();
            }
        });
        Self { queue, flush }
    }

    /// Delivers an outcome soon, after everything that is on its way already.
    pub(crate) fn push(&self, caller: Caller, outcome: Result<JsValue, JsValue>, on_error: Vec<Function>) {
        let first = {
            let mut queue = self.queue.borrow_mut();
            queue.push_back(Delivery { caller, outcome, on_error });
            queue.len() == 1
        };
        if first {
            in_microtask(self.flush.as_ref().unchecked_ref());
        }
    }
}

impl Delivery {
    fn deliver(self) {
        let Self { caller, outcome, on_error } = self;
        // Removes the signal's listener before the page gets a chance to trigger it.
        drop(caller.abort);
        let Callbacks { success, error, complete } = caller.callbacks;
        let (settle, callback, value) = match outcome {
            Ok(result) => (caller.resolve, success, result),
            Err(value) => (caller.reject, error, value),
        };
        for function in [settle].iter().chain(&callback).chain(&on_error).chain(&complete) {
            if let Err(thrown) = function.call1(&JsValue::UNDEFINED, &value) {
                report(&thrown);
            }
        }
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
        method: given(&error.method),
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
