//! The SDK of one page: what the parts of the pipeline share, and what the page sets.

use crate::alarm::Alarm;
use crate::bridge::Custom;
use crate::call::Call;
use crate::caller::{Callbacks, Caller, Deliveries, to_js_error};
use crate::connection::Connection;
use crate::js::{Js, Listener, get};
use crate::pending::Pending;
use crate::settings::Settings;
use crate::waiting::Waiter;
use js_sys::{Function, Map, Promise};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::{Error, Lang};
use wasm_bindgen::prelude::*;

/// The SDK of one page. Each of its functions returns a promise, and none of them ever throws.
pub struct Sdk {
    /// Itself, for those that outlive a call.
    pub(crate) this: Weak<Sdk>,
    /// The page's global object.
    pub(crate) page: JsValue,
    settings: RefCell<Rc<Settings>>,
    /// The calls that wait for an answer.
    pub(crate) calls: RefCell<Pending<Call>>,
    /// The payments among them: params → id.
    pub(crate) payments: Map,
    pub(crate) connection: Connection,
    pub(crate) waiters: RefCell<Vec<Waiter>>,
    /// The page's functions to run when there is a host.
    pub(crate) on_ready: RefCell<Vec<Function>>,
    on_error: RefCell<Vec<Function>>,
    deliveries: Deliveries,
    pub(crate) alarm: Alarm,
    callers: Cell<f64>,
    aborted: Closure<dyn Fn(String, f64)>,
    /// What came from hosts and was not believed, by [`Ignored`].
    pub(crate) ignored: [Cell<u32>; 4],
    /// What the page's content security policy has blocked.
    pub(crate) blocked: RefCell<Vec<String>>,
    _listeners: Vec<Listener>,
}

/// Why a message from a host was ignored.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ignored {
    /// A reply to no call.
    Unknown,
    /// A reply to a call that has been settled.
    Duplicate,
    /// A reply from another window, origin or bridge than the expected.
    Foreign,
    /// Not a message at all.
    Malformed,
}

impl Sdk {
    /// The SDK for the page of that global object. Nothing happens before the first call.
    pub fn new(page: &JsValue) -> Rc<Self> {
        Rc::new_cyclic(|this: &Weak<Sdk>| {
            let with_sdk = |act: fn(&Rc<Sdk>)| {
                let this = this.clone();
                move || {
                    if let Some(sdk) = this.upgrade() {
                        act(&sdk);
                    }
                }
            };
            let loaded = with_sdk(Sdk::page_loaded);
            let blocks = this.clone();
            let listeners = [
                Listener::new(page, "load", move |_| loaded()),
                get(page, "document").and_then(|document| {
                    Listener::new(&document, "securitypolicyviolation", move |event| {
                        if let Some(sdk) = blocks.upgrade() {
                            sdk.note_blocked(&event);
                        }
                    })
                }),
            ];
            let aborting = this.clone();
            Self {
                this: this.clone(),
                page: page.clone(),
                settings: RefCell::default(),
                calls: RefCell::new(Pending::new()),
                payments: Map::new(),
                connection: Connection::new(this, page),
                waiters: RefCell::default(),
                on_ready: RefCell::default(),
                on_error: RefCell::default(),
                deliveries: Deliveries::new(),
                alarm: Alarm::new(with_sdk(Sdk::wake)),
                callers: Cell::new(0.0),
                aborted: Closure::new(move |id: String, number| {
                    if let Some(sdk) = aborting.upgrade() {
                        sdk.give_up(&id, number, |method, _| Error::aborted(method.name));
                    }
                }),
                ignored: Default::default(),
                blocked: RefCell::default(),
                _listeners: listeners.into_iter().flatten().collect(),
            }
        })
    }

    /// Sets options. They hold from now on; those that are not given stay as they are.
    pub fn config(self: &Rc<Self>, options: &JsValue) -> Promise {
        let with_options = self.settings().with(options);
        self.settled(with_options.map_err(|invalid| invalid.in_params("config")).map(|(settings, unknown)| {
            self.settings.replace(Rc::new(settings));
            for name in unknown {
                let unknown = Invalid::new("options", Expected::OptionName, Some(&Js(name.into())));
                warn(&unknown.in_params("config").message(self.lang()));
            }
            self.look_again();
        }))
    }

    /// Adds a handler of all errors: it runs for each error that a call or another function ends with.
    pub fn on_error(self: &Rc<Self>, handler: &JsValue) -> Promise {
        self.settled(function("onError", handler).map(|handler| self.on_error.borrow_mut().push(handler)))
    }

    /// Plugs in a bridge, and uses it from now on.
    pub fn use_bridge(self: &Rc<Self>, bridge: &JsValue) -> Promise {
        let custom = Custom::new(bridge).map_err(|invalid| invalid.in_params("use"));
        self.settled(custom.map(|custom| self.plug_in(Rc::new(custom))))
    }

    /// The settings now.
    pub(crate) fn settings(&self) -> Rc<Settings> {
        Rc::clone(&self.settings.borrow())
    }

    /// The language to speak: the one that was set, else the page's, else the browser's.
    pub(crate) fn lang(&self) -> Lang {
        let of = |object: &str, property: &str| get(&get(&self.page, object)?, property);
        let document = of("document", "documentElement").and_then(|root| get(&root, "lang"));
        let tag = document.filter(JsValue::is_truthy).or_else(|| of("navigator", "language"));
        let tag = tag.and_then(|tag| tag.as_string()).unwrap_or_default();
        self.settings().lang.unwrap_or_else(|| Lang::of_tag(&tag))
    }

    /// A promise that is settled with what came of something that is done already.
    pub(crate) fn settled(&self, outcome: Result<(), Error>) -> Promise {
        let (caller, promise) = Caller::new(Callbacks::default());
        match outcome {
            Ok(()) => self.succeed(caller, JsValue::UNDEFINED),
            Err(error) => self.fail(caller, error),
        }
        promise
    }

    /// Gives a caller its result.
    pub(crate) fn succeed(&self, caller: Caller, result: JsValue) {
        self.deliveries.push(caller, Ok(result), Vec::new());
    }

    /// Gives a caller its error, and tells the handlers of all errors.
    #[expect(clippy::needless_pass_by_value, reason = "an error is told once")]
    pub(crate) fn fail(&self, caller: Caller, error: Error) {
        let on_error = self.on_error.borrow().clone();
        self.deliveries.push(caller, Err(to_js_error(&error, self.lang())), on_error);
    }

    /// A number that no other caller has.
    pub(crate) fn next_number(&self) -> f64 {
        self.callers.replace(self.callers.get() + 1.0)
    }

    /// Takes a call's id and a caller's number when a signal is triggered.
    pub(crate) fn aborted(&self) -> &Function {
        self.aborted.as_ref().unchecked_ref()
    }

    /// Counts a message that is not believed.
    pub(crate) fn ignore(&self, why: Ignored) {
        if let Some(count) = self.ignored.get(why as usize) {
            count.set(count.get().saturating_add(1));
        }
    }

    /// In debug mode: shows a message on the console, and which way it goes.
    pub(crate) fn log(&self, direction: &str, message: &JsValue) {
        if self.settings().debug {
            web_sys::console::debug_2(&("vvchat ".to_string() + direction).into(), message);
        }
    }
}

impl fmt::Debug for Sdk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sdk").field("pending", &self.calls.borrow().len()).finish_non_exhaustive()
    }
}

/// What the page passed where a function is needed.
pub(crate) fn function(method: &str, value: &JsValue) -> Result<Function, Error> {
    let function = value.dyn_ref::<Function>().cloned();
    function.ok_or_else(|| Invalid::new("fn", Expected::Function, Some(&Js(value.clone()))).in_params(method))
}

/// Says something on the console that a developer should see.
pub(crate) fn warn(message: &str) {
    web_sys::console::warn_1(&message.into());
}
