//! Waiting for a host: `ready`, `canIUse`, `isInVVChat`, and when to give up on it.

use crate::call::Call;
use crate::caller::{Callbacks, Caller};
use crate::js::{Js, now};
use crate::pending::{Id, Milliseconds};
use crate::sdk::{Sdk, function};
use js_sys::Promise;
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::Error;
use vvchat_protocol::schema::Method;
use vvchat_protocol::{Value, methods};
use wasm_bindgen::JsValue;

/// Someone who waits for a host, not for an answer.
pub(crate) struct Waiter {
    caller: Caller,
    wants: Wants,
    since: Milliseconds,
}

/// What is waited for.
#[derive(Debug, Clone, Copy)]
enum Wants {
    /// That there is a host.
    Ready,
    /// Whether there is a host.
    IsThere,
    /// Whether the host offers a method.
    Offers(&'static Method),
}

impl Sdk {
    /// Runs the function once there is a host, however late. The promise is rejected with `no_host` when it is time to give up
    /// hope; a function still waits on.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    /// use wasm_bindgen::JsValue;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let promise = sdk.ready(&JsValue::UNDEFINED);
    /// ```
    pub fn ready(&self, on_ready: &JsValue) -> Promise {
        let is_given = !on_ready.is_undefined() && !on_ready.is_null();
        if is_given {
            match function("ready", on_ready) {
                Ok(function) => self.on_ready.borrow_mut().push(function),
                Err(error) => return self.settled(Err(error)),
            }
        }
        let promise = self.wait(Wants::Ready);
        if is_given {
            // The page waits by the function: nobody may be looking at the promise.
            self.ignore_rejection(&promise);
        }
        promise
    }

    /// Whether the page is inside VVChat: the promise is fulfilled as soon as that is known, with `false` when it is time to give
    /// up hope of a host.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let promise = sdk.is_in_vvchat();
    /// ```
    pub fn is_in_vvchat(&self) -> Promise {
        self.wait(Wants::IsThere)
    }

    /// Whether there is a host that offers the method, as far as hosts tell.
    ///
    /// The promise rejects with `invalid_params` when the name is not a string.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let promise = sdk.can_i_use(&"share".into());
    /// ```
    pub fn can_i_use(&self, method: &JsValue) -> Promise {
        let named = Js(method.clone());
        let Some(name) = named.text() else {
            let invalid = Invalid::new("method", Expected::MethodName, Some(&named));
            return self.settled(Err(invalid.in_params("canIUse")));
        };
        if let Some(method) = methods::find(&name) {
            return self.wait(Wants::Offers(method));
        }
        let (caller, promise) = self.caller(Callbacks::default());
        self.succeed(caller, false.into());
        promise
    }

    fn wait(&self, wants: Wants) -> Promise {
        let (caller, promise) = self.caller(Callbacks::default());
        self.waiters.borrow_mut().push(Waiter { caller, wants, since: now() });
        self.look_again();
        promise
    }

    /// Whether anything depends on a host that is not there yet.
    pub(crate) fn anyone_waits(&self) -> bool {
        self.calls.borrow().len() > 0 || !self.waiters.borrow().is_empty() || !self.on_ready.borrow().is_empty()
    }

    /// Nothing more to wait for: no timer is needed.
    pub(crate) fn rest(&self) {
        if !self.anyone_waits() {
            self.alarm.stop();
        }
    }

    /// Something is due.
    pub(crate) fn wake(&self) {
        self.look_again();
        self.expire();
    }

    /// Answers those who wait for a host, as far as anything is known, and sets the alarm for what is due next.
    pub(crate) fn review(&self) {
        let now = now();
        let open = self.connection.is_open();
        if open {
            for function in self.on_ready.take() {
                let (caller, _promise) = self.caller(Callbacks::of_success(function));
                self.succeed(caller, JsValue::UNDEFINED);
            }
        }
        for waiter in self.waiters.take() {
            let given_up = self.gives_up_at(waiter.since).is_some_and(|at| at <= now);
            match waiter.wants {
                Wants::Ready if open => self.succeed(waiter.caller, JsValue::UNDEFINED),
                Wants::Ready if given_up => self.fail(waiter.caller, &Error::no_host("ready", self.tried())),
                Wants::IsThere if open || given_up => self.succeed(waiter.caller, open.into()),
                Wants::Offers(method) if given_up || (open && !self.connection.awaits_greeting.get()) => {
                    self.succeed(waiter.caller, (open && self.host_offers(method)).into());
                }
                _ => {
                    if let Some(at) = self.gives_up_at(waiter.since) {
                        self.alarm.set(at);
                    }
                    self.waiters.borrow_mut().push(waiter);
                }
            }
        }
        if open {
            self.rest();
        } else {
            self.look_out(now);
        }
    }

    /// No host yet: looks again soon, for hosts appear without a word; less often as time goes by.
    fn look_out(&self, now: Milliseconds) {
        const MOST_OFTEN: Milliseconds = 50.0;
        const LEAST_OFTEN: Milliseconds = 1_000.0;
        if self.anyone_waits() {
            let waited = now - self.connection.loaded_at.get().unwrap_or(now);
            self.alarm.set(now + (waited / 10.0).clamp(MOST_OFTEN, LEAST_OFTEN));
        }
    }

    /// When to give up hope of a host for what was asked then; `None` while the page is loading.
    fn gives_up_at(&self, since: Milliseconds) -> Option<Milliseconds> {
        let loaded_at = self.connection.loaded_at.get()?;
        Some(since.max(loaded_at) + self.settings().host_timeout)
    }

    /// Ends the calls whose time is over, and sets the alarm for the next.
    fn expire(&self) {
        let now = now();
        let is_hopeless = |call: &Call| self.hopeless_at(call).is_some_and(|at| at <= now);
        let due: Vec<(Id, bool)> = {
            let mut calls = self.calls.borrow_mut();
            let due = calls.iter_mut().filter(|(_, call)| self.due_at(call) <= now);
            due.map(|(id, call)| (id.clone(), is_hopeless(call))).collect()
        };
        for (id, is_hopeless) in due {
            self.give_up(
                &id,
                |caller| is_hopeless || caller.deadline <= now,
                |method, timeout| {
                    if is_hopeless { Error::no_host(method, self.tried()) } else { Error::timeout(method, timeout) }
                },
            );
        }
        let next = self.calls.borrow_mut().iter_mut().map(|(_, call)| self.due_at(call)).reduce(Milliseconds::min);
        if let Some(next) = next {
            self.alarm.set(next);
        }
    }

    /// When the first of a call's callers gives up.
    fn due_at(&self, call: &Call) -> Milliseconds {
        let deadlines = call.callers.iter().map(|caller| caller.deadline).chain(self.hopeless_at(call));
        deadlines.fold(Milliseconds::INFINITY, Milliseconds::min)
    }

    /// When to give up hope of a host for a call that waits for one.
    fn hopeless_at(&self, call: &Call) -> Option<Milliseconds> {
        self.gives_up_at(call.since).filter(|_| call.sent_over.is_none())
    }
}
