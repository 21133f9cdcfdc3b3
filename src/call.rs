//! The way of a call: decode, check, register, send; and back: take, check, settle.

use crate::bridge::{Outgoing, Position};
use crate::caller::{Callbacks, Caller, to_js};
use crate::connection::parse;
use crate::events::Event;
use crate::js::{Js, get, listen, now, random, show, to_json};
use crate::pending::{Id, Milliseconds, Stray};
use crate::sdk::{Ignored, Sdk, warn};
use crate::settings::CallOptions;
use js_sys::Promise;
use serde::Serialize;
use std::mem;
use vvchat_protocol::check::{self, Answer, Expected, Invalid};
use vvchat_protocol::error::{Error, Outcome, Reason};
use vvchat_protocol::schema::{AnsweredBy, Method};
use vvchat_protocol::wire::{self, Response};
use vvchat_protocol::{Value, advice, methods};
use wasm_bindgen::prelude::*;

/// A call that waits for its answer.
pub(crate) struct Call {
    pub(crate) method: &'static Method,
    /// What is sent, checked.
    params: Js,
    /// When the page called, last if it called for the same again.
    pub(crate) since: Milliseconds,
    /// The bridge it was sent over.
    pub(crate) sent_over: Option<Position>,
    /// What makes another call the same payment: its params as JSON, in the order of their names.
    payment: Option<JsValue>,
    /// Who waits: more than one if the same payment was asked for again.
    pub(crate) callers: Vec<Caller>,
}

/// A call that passed its checks.
struct Checked {
    method: &'static Method,
    params: Js,
    options: CallOptions,
}

impl Sdk {
    /// Calls a method, as the page asks for it: any values may come. `options` are `{signal, timeout}` (milliseconds), or
    /// `undefined`; `callbacks` are `onSuccess`, `onError` and `onComplete`, each a function or `undefined`.
    ///
    /// The promise and the callbacks are settled together, once, and never before this has returned: with the method's result, or
    /// with a `VvchatError` of any reason. The methods are those of the platform's H5 guide; `docs/reference.md` has them all.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    /// use wasm_bindgen::JsValue;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let (none, params) = (JsValue::UNDEFINED, js_sys::Object::new());
    /// let promise = sdk.call(&"getSession".into(), &params, &none, [&none; 3]);
    /// ```
    pub fn call(&self, method: &JsValue, params: &JsValue, options: &JsValue, callbacks: [&JsValue; 3]) -> Promise {
        self.call_after(0.0, method, params, options, callbacks)
    }

    /// The same, for a call that the page made so many milliseconds ago.
    pub(crate) fn call_after(
        &self,
        waited: Milliseconds,
        method: &JsValue,
        params: &JsValue,
        options: &JsValue,
        callbacks: [&JsValue; 3],
    ) -> Promise {
        let [success, error, complete] = callbacks;
        let (callbacks, callbacks_are_valid) = Callbacks::read(success, error, complete);
        let (caller, promise) = self.caller(callbacks);
        match check(method, params, options, callbacks_are_valid) {
            Ok(call) => self.start(call, caller, now() - waited),
            Err(error) => {
                let moves_money = methods::find(error.method).is_some_and(|method| method.moves_money);
                self.fail(caller, &error.with_outcome(moves_money.then_some(Outcome::None)));
            }
        }
        promise
    }

    /// Registers a call and sends it, or holds it back until there is a host.
    fn start(&self, call: Checked, mut caller: Caller, made_at: Milliseconds) {
        let Checked { method, params, options } = call;
        caller.is_timed = options.timeout.is_some();
        caller.timeout = options.timeout.unwrap_or_else(|| f64::from(AnsweredBy::Person.deadline_ms()));
        caller.deadline = made_at + caller.timeout;

        let unsent = method.moves_money.then_some(Outcome::None);
        if options.signal.as_ref().is_some_and(is_aborted) {
            return self.fail(caller, &Error::aborted(method.name).with_outcome(unsent));
        }
        if self.settings().debug {
            for advice in advice::on(method, &params) {
                warn(&advice.message(method.name, self.lang()));
            }
        }
        let payment = method.moves_money.then(|| in_order(&params)).flatten();
        self.alarm.set(caller.deadline);
        if let Some(id) = payment.as_ref().and_then(|payment| self.payments.get(payment).as_string()) {
            return self.join(&id, caller, options.signal);
        }
        let nonce = match random() {
            Ok(nonce) => nonce,
            Err(cause) => {
                self.rest();
                return self.fail(caller, &Error::internal(method.name, &show(&cause)).with_outcome(unsent));
            }
        };
        let call =
            Call { method, params, since: made_at, sent_over: None, payment: payment.clone(), callers: Vec::new() };
        let id = self.calls.borrow_mut().insert(&nonce, call);
        if let Some(payment) = &payment {
            self.payments.set(payment, &(&*id).into());
        }
        self.join(&id, caller, options.signal);
        self.post(id);
    }

    /// Makes a caller wait for the call of that id.
    fn join(&self, id: &str, mut caller: Caller, signal: Option<JsValue>) {
        caller.signal = signal.map(|signal| (signal, self.on(Event::Aborted, &id.into())));
        let signal = caller.signal.clone();
        let now = now();
        let sent = self.calls.borrow_mut().get_mut(id).and_then(|call| {
            call.callers.push(caller);
            call.since = now;
            call.sent_over.is_some().then_some(call.method)
        });
        if let Some((signal, aborted)) = signal {
            // It has been checked to take listeners. It is the page's, and may be triggered by that: the caller is waiting already.
            let _ = listen(&signal, "abort", &aborted);
        }
        if let Some(method) = sent {
            self.start_clock(id, method);
        }
    }

    /// The call is sent: from now on its callers wait for an answer, as long as the method may take unless a caller has a
    /// time-out of its own. (Before, they waited for a host to appear, which is another matter.)
    fn start_clock(&self, id: &str, method: &Method) {
        let timeout = self.settings().deadline(method);
        let deadline = now() + timeout;
        if let Some(call) = self.calls.borrow_mut().get_mut(id) {
            for caller in call.callers.iter_mut().filter(|caller| !caller.is_timed) {
                caller.is_timed = true;
                caller.timeout = timeout;
                caller.deadline = deadline;
            }
        }
        self.alarm.set(deadline);
    }

    /// Sends a registered call over the bridge in use.
    pub(crate) fn send_call(&self, id: &Id, bridge: Position) {
        let (method, params) = {
            let mut calls = self.calls.borrow_mut();
            // It may have been aborted while it waited.
            let Some(call) = calls.get_mut(id) else { return };
            call.sent_over = Some(bridge);
            (call.method, call.params.clone())
        };
        self.start_clock(id, method);
        if !self.host_offers(method) {
            return self.end(id, &Error::unsupported(method.name));
        }
        let sent = encode(id, method.name, &params.0).and_then(|message| self.send(bridge, &message));
        if let Err(cause) = sent {
            self.end(id, &Error::host(method.name, wire::code::INTERNAL_ERROR, &show(&cause)));
        }
    }

    /// A response came over a bridge, for the call of that id.
    pub(crate) fn answer(&self, bridge: Option<Position>, id: &str, response: Response<Js>) {
        let sent_over = self.calls.borrow_mut().get_mut(id).map(|call| call.sent_over);
        if sent_over.is_some_and(|sent_over| sent_over.is_none() || sent_over != bridge) {
            return self.ignore(Ignored::Foreign);
        }
        match self.take(id) {
            Ok(call) => {
                let outcome = call.accept(response);
                self.settle_all(id, call, outcome.as_ref());
            }
            Err(Stray::Duplicate) => self.ignore(Ignored::Duplicate),
            Err(Stray::Unknown) => self.ignore(Ignored::Unknown),
        }
    }

    /// Removes a call from those that wait.
    fn take(&self, id: &str) -> Result<Call, Stray> {
        let call = self.calls.borrow_mut().take(id)?;
        if let Some(payment) = &call.payment {
            self.payments.delete(payment);
        }
        Ok(call)
    }

    /// A bare result came over a bridge that answers call by call, in whatever form the host gives it.
    pub(crate) fn receive_result(&self, id: &str, reply: &JsValue) {
        self.log("←", reply);
        self.answer(self.bridge_of(id), id, Response::Result(parse(reply)));
    }

    /// The bridge that a call was sent over.
    pub(crate) fn bridge_of(&self, id: &str) -> Option<Position> {
        self.calls.borrow_mut().get_mut(id)?.sent_over
    }

    /// Ends a call without an answer.
    pub(crate) fn end(&self, id: &str, error: &Error) {
        if let Ok(call) = self.take(id) {
            self.settle_all(id, call, Err(error));
        }
    }

    fn settle_all(&self, id: &str, call: Call, outcome: Result<&JsValue, &Error>) {
        for caller in call.callers {
            match outcome {
                Ok(result) => self.succeed(caller, result.clone()),
                Err(error) => {
                    let outcome = outcome_of(call.method, call.sent_over.is_some(), error);
                    self.fail(caller, &error.clone().of_request(id).with_outcome(outcome));
                }
            }
        }
        self.rest();
    }

    /// A signal was triggered: those who gave it to that call give up.
    pub(crate) fn abort(&self, id: &str) {
        let signals: Vec<JsValue> = {
            let mut calls = self.calls.borrow_mut();
            let callers = calls.get_mut(id).into_iter().flat_map(|call| call.callers.iter());
            callers.filter_map(|caller| Some(caller.signal.as_ref()?.0.clone())).collect()
        };
        // They are the page's, which may do anything when they are asked: even have the call answered.
        let aborted: Vec<JsValue> = signals.into_iter().filter(is_aborted).collect();
        let has_aborted = |caller: &Caller| caller.signal.as_ref().is_some_and(|(signal, _)| aborted.contains(signal));
        self.give_up(id, has_aborted, |method, _| Error::aborted(method));
    }

    /// Those callers of a call who have waited long enough give up. When nobody waits any more, the host is told.
    pub(crate) fn give_up(
        &self,
        id: &str,
        has_enough: impl Fn(&Caller) -> bool,
        why: impl Fn(&'static str, Milliseconds) -> Error,
    ) {
        let (done, method, was_sent, is_abandoned) = {
            let mut calls = self.calls.borrow_mut();
            let Some(call) = calls.get_mut(id) else { return };
            let (done, waiting): (Vec<_>, Vec<_>) = mem::take(&mut call.callers).into_iter().partition(has_enough);
            call.callers = waiting;
            (done, call.method, call.sent_over.is_some(), call.callers.is_empty())
        };
        for caller in done {
            let error = why(method.name, caller.timeout);
            let outcome = outcome_of(method, was_sent, &error);
            self.fail(caller, &error.of_request(id).with_outcome(outcome));
        }
        if is_abandoned {
            if let Some(bridge) = self.take(id).ok().and_then(|call| call.sent_over) {
                self.cancel(bridge, id);
            }
            self.rest();
        }
    }

    fn cancel(&self, bridge: Position, id: &str) {
        if let Ok(json) = to_json(&to_js(&wire::Message::cancel(id))) {
            let message = Outgoing { method: "", params: JsValue::UNDEFINED, id: "".into(), json };
            // A host that can't be reached has nothing to stop.
            let _ = self.send(bridge, &message);
        }
    }
}

impl Call {
    /// Checks what the host says, and makes it what the page gets.
    fn accept(&self, response: Response<Js>) -> Result<JsValue, Error> {
        let name = self.method.name;
        let result = match response {
            Response::Result(result) => result,
            Response::Error { code, .. } if code == wire::code::METHOD_NOT_FOUND => {
                return Err(Error::unsupported(name));
            }
            Response::Error { code, message } => return Err(Error::host(name, code, &message)),
            Response::Malformed(message) => {
                return Err(Invalid::new("", Expected::Reply, Some(&message)).in_reply(name));
            }
        };
        if let Some(field) = check::changed_echo(self.method, &self.params, &result) {
            return Err(Error::state_mismatch(name, field));
        }
        match check::reply(self.method, &result).map_err(|invalid| invalid.in_reply(name))? {
            Answer::Result(result) => Ok(result.0),
            Answer::Refused { err_code, err_msg } => Err(Error::host(name, err_code, &err_msg)),
        }
    }
}

/// Checks everything that the page passed.
fn check(
    method: &JsValue,
    params: &JsValue,
    options: &JsValue,
    callbacks: Result<(), Invalid>,
) -> Result<Checked, Error> {
    let named = Js(method.clone());
    let method = named.text().and_then(|name| methods::find(&name));
    let method = method.ok_or_else(|| Error::unknown_method(Invalid::new("", Expected::MethodName, Some(&named))))?;
    let in_params = |invalid: Invalid| invalid.in_params(method.name);
    callbacks.map_err(in_params)?;
    let options = CallOptions::read(options).map_err(in_params)?;
    let params = Js::copy(params).and_then(|params| check::params(method, &params)).map_err(in_params)?;
    Ok(Checked { method, params, options })
}

/// The message that asks a host for a method.
fn encode(id: &Id, method: &'static str, params: &JsValue) -> Result<Outgoing, JsValue> {
    let message = wire::Message::request(id, method, Raw(params.clone()));
    let json = to_json(&to_js(&message))?;
    // Some bridges change what they are handed; ours is needed to check the reply.
    let params = Js::copy(params).map_or(JsValue::UNDEFINED, |copy| copy.0);
    Ok(Outgoing { method, params, id: id.clone(), json })
}

/// What became of the money, if the method moves any.
fn outcome_of(method: &Method, sent: bool, error: &Error) -> Option<Outcome> {
    use wire::code::{INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR, is_reserved};
    method.moves_money.then(|| match error.reason {
        _ if !sent => Outcome::None,
        Reason::Unsupported => Outcome::None,
        Reason::HostError if [PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS].contains(&error.code()) => Outcome::None,
        // A code of the application's own is the host's word that it was not paid. That the host itself failed is not.
        Reason::HostError if !is_reserved(error.code()) => Outcome::Failed,
        _ => Outcome::Unknown,
    })
}

/// The JSON of an object, the same whatever the order of its properties.
fn in_order(object: &Js) -> Option<JsValue> {
    let properties = object.sorted_names().into_iter().filter_map(|name| object.get(&name).map(|value| (name, value)));
    to_json(&Js::from_properties(properties.collect()).0).ok()
}

/// A JavaScript value where a serialiser expects a Rust one.
#[derive(Serialize)]
#[serde(transparent)]
struct Raw(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

fn is_aborted(signal: &JsValue) -> bool {
    get(signal, "aborted").is_some_and(|aborted| aborted.is_truthy())
}
