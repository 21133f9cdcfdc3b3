//! The SDK of one page: what the parts of the pipeline share, and what the page sets.

use crate::alarm::Alarm;
use crate::bridge::Custom;
use crate::call::Call;
use crate::caller::{Callbacks, Delivery};
use crate::connection::Connection;
use crate::events::{Event, dispatcher, teller};
use crate::js::{Js, get, listen};
use crate::pending::Pending;
use crate::settings::Settings;
use crate::waiting::Waiter;
use js_sys::{Function, Map, Promise};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::{Rc, Weak};
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::{Error, Lang};
use wasm_bindgen::prelude::*;

/// The SDK of one page. Each of its functions returns a promise, and none of them ever throws.
pub struct Sdk {
    /// The page's global object.
    pub(crate) page: JsValue,
    /// What JavaScript calls to wake it.
    pub(crate) dispatcher: Function,
    settings: RefCell<Rc<Settings>>,
    /// The calls that wait for an answer.
    pub(crate) calls: RefCell<Pending<Call>>,
    /// The payments among them: params → id.
    pub(crate) payments: Map,
    pub(crate) connection: Connection,
    pub(crate) waiters: RefCell<Vec<Waiter>>,
    /// The page's functions to run when there is a host.
    pub(crate) on_ready: RefCell<Vec<Function>>,
    /// The page's handlers of all errors.
    pub(crate) on_error: RefCell<Vec<Function>>,
    /// Outcomes on their way to their callers, in order.
    pub(crate) deliveries: RefCell<VecDeque<Delivery>>,
    pub(crate) alarm: Alarm,
    /// What came from hosts and was not believed, by [`Ignored`].
    pub(crate) ignored: [Cell<u32>; 4],
    /// What the page's content security policy has blocked.
    pub(crate) blocked: RefCell<Vec<String>>,
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
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// ```
    pub fn new(page: &JsValue) -> Rc<Self> {
        let sdk = Rc::new_cyclic(|sdk: &Weak<Sdk>| {
            let dispatcher = dispatcher(sdk.clone());
            Self {
                page: page.clone(),
                settings: RefCell::default(),
                calls: RefCell::new(Pending::new()),
                payments: Map::new(),
                connection: Connection::new(page),
                waiters: RefCell::default(),
                on_ready: RefCell::default(),
                on_error: RefCell::default(),
                deliveries: RefCell::default(),
                alarm: Alarm::new(teller(&dispatcher, Event::Due, &JsValue::UNDEFINED)),
                dispatcher,
                ignored: Default::default(),
                blocked: RefCell::default(),
            }
        });
        let document = get(page, "document").unwrap_or_default();
        let listen_to = |target, event, means| {
            // Where there is no page, nothing happens in it.
            let _ = listen(target, event, &sdk.on(means, &JsValue::UNDEFINED));
        };
        listen_to(page, "load", Event::Loaded);
        listen_to(&document, "securitypolicyviolation", Event::Blocked);
        sdk
    }

    /// Sets options: an object of `debug`, `lang`, `bridge`, `origins`, `hostTimeout` (milliseconds), `timeouts` (milliseconds by
    /// method). They hold from now on; those that are not given stay as they are.
    ///
    /// The promise rejects with `invalid_params` when an option is invalid, and then none is set.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let options = js_sys::JSON::parse(r#"{"lang": "zh", "timeouts": {"pay": 300000}}"#).unwrap();
    /// let promise = sdk.config(&options);
    /// ```
    pub fn config(&self, options: &JsValue) -> Promise {
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
    ///
    /// The promise rejects with `invalid_params` when it is not a function.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let handler = js_sys::Function::new_with_args("error", "console.log(error.err_msg)");
    /// let promise = sdk.on_error(&handler);
    /// ```
    pub fn on_error(&self, handler: &JsValue) -> Promise {
        self.settled(function("onError", handler).map(|handler| self.on_error.borrow_mut().push(handler)))
    }

    /// Plugs in a bridge, an object `{name, send(message), subscribe(receive)}`, and uses it from now on.
    ///
    /// The promise rejects with `invalid_params` when something of it is missing.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let bridge = js_sys::eval("({ name: 'mine', send: (message) => ask(message), subscribe: () => {} })").unwrap();
    /// let promise = sdk.use_bridge(&bridge);
    /// ```
    pub fn use_bridge(&self, bridge: &JsValue) -> Promise {
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
        let (caller, promise) = self.caller(Callbacks::default());
        match outcome {
            Ok(()) => self.succeed(caller, JsValue::UNDEFINED),
            Err(error) => self.fail(caller, &error),
        }
        promise
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
pub(crate) fn function(method: &'static str, value: &JsValue) -> Result<Function, Error> {
    let function = value.dyn_ref::<Function>().cloned();
    function.ok_or_else(|| Invalid::new("fn", Expected::Function, Some(&Js(value.clone()))).in_params(method))
}

/// Says something on the console that a developer should see.
pub(crate) fn warn(message: &str) {
    web_sys::console::warn_1(&message.into());
}
