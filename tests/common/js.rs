//! JavaScript from within the tests: values that Rust has no words for, promises, what the page's own code hears.

use gloo_utils::format::JsValueSerdeExt;
use js_sys::{Array, Function, Promise, Reflect};
use serde::Serialize;
use serde_json::Value as Json;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use std::panic;
use std::sync::Once;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What a JavaScript expression gives.
pub(crate) fn js(expression: &str) -> JsValue {
    js_sys::eval(&["(", expression, "\n)"].concat()).unwrap_or_else(|thrown| panic!("{thrown:?} in {expression}"))
}

/// A function, as an expression of JavaScript.
pub(crate) fn function(expression: &str) -> Function {
    js(expression).unchecked_into()
}

/// What such a function gives for these arguments.
pub(crate) fn apply(expression: &str, arguments: &[&JsValue]) -> JsValue {
    call(&function(expression), arguments)
}

/// What a function gives for these arguments.
pub(crate) fn call(function: &Function, arguments: &[&JsValue]) -> JsValue {
    let returned = function.apply(&JsValue::UNDEFINED, &arguments.iter().copied().collect());
    returned.unwrap_or_else(|thrown| panic!("{thrown:?} was thrown"))
}

/// A JavaScript value of a JSON one.
pub(crate) fn value(json: &Json) -> JsValue {
    json.serialize(&Serializer::json_compatible()).expect("JSON is JavaScript")
}

/// The JSON of a JavaScript value.
pub(crate) fn json(value: &JsValue) -> Json {
    value.into_serde().unwrap_or_else(|error| panic!("{value:?} is not JSON: {error}"))
}

/// A property.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_else(|thrown| panic!("{thrown:?} when reading {name}"))
}

/// Sets a property.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    assert_eq!(Reflect::set(object, &name.into(), value), Ok(true), "{name} can't be set");
}

/// Calls a method.
pub(crate) fn invoke(object: &JsValue, name: &str, arguments: &[&JsValue]) -> JsValue {
    let method: Function = get(object, name).dyn_into().unwrap_or_else(|other| panic!("{name} is {other:?}"));
    let returned = method.apply(object, &arguments.iter().copied().collect());
    returned.unwrap_or_else(|thrown| panic!("{name} threw {thrown:?}"))
}

/// The promise, whose rejection is nobody's business but the test's: not even if that ends before.
pub(crate) fn heard(promise: Promise) -> Promise {
    apply("(promise) => { promise.catch(() => {}); }", &[&promise]);
    promise
}

/// What a promise is fulfilled with.
pub(crate) async fn fulfilled(promise: Promise) -> JsValue {
    match JsFuture::from(promise).await {
        Ok(value) => value,
        Err(error) => panic!("the promise was rejected: {error:?}"),
    }
}

/// The JSON of what a promise is fulfilled with.
pub(crate) async fn result(promise: Promise) -> Json {
    json(&fulfilled(promise).await)
}

/// What a promise is rejected with.
pub(crate) async fn rejected(promise: Promise) -> JsValue {
    match JsFuture::from(promise).await {
        Ok(value) => panic!("the promise was fulfilled: {value:?}"),
        Err(error) => error,
    }
}

/// The JSON of the `VvchatError` that a promise is rejected with.
pub(crate) async fn error(promise: Promise) -> Json {
    error_json(&rejected(promise).await)
}

/// The JSON of a `VvchatError`, which is an `Error` as well.
pub(crate) fn error_json(error: &JsValue) -> Json {
    let is_error: &js_sys::Error = error.dyn_ref().unwrap_or_else(|| panic!("{error:?} is no Error"));
    assert_eq!(is_error.name(), "VvchatError");
    assert_eq!(JsValue::from(is_error.message()), get(error, "err_msg"));
    json(error)
}

/// The message of the error that a promise is rejected with.
pub(crate) async fn message(promise: Promise) -> String {
    text(&error(promise).await["err_msg"])
}

/// A string of JSON.
#[track_caller]
pub(crate) fn text(json: &Json) -> String {
    json.as_str().unwrap_or_else(|| panic!("{json} is no string")).to_string()
}

/// Lets everything run that is due without any time passing.
pub(crate) async fn turn() {
    // A macrotask that no timer is needed for: all microtasks are over by then.
    let macrotask = "() => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => { port1.close(); resolve(); };
        port2.postMessage(0);
    })";
    fulfilled(apply(macrotask, &[]).unchecked_into()).await;
}

/// What happened, in its order.
#[derive(Default)]
pub(crate) struct Log(Array);

impl Log {
    /// A function that notes its name and what it is called with.
    pub(crate) fn note(&self, name: &str) -> JsValue {
        self.note_and(name, "() => {}")
    }

    /// A function that notes its name and what it is called with, and then is that function.
    pub(crate) fn note_and(&self, name: &str, then: &str) -> JsValue {
        let noting = "(log, name, then) => (...given) => { log.push([name, ...given]); return then(...given); }";
        apply(noting, &[&self.0, &name.into(), &js(then)])
    }

    /// All that was noted, as JSON.
    pub(crate) fn entries(&self) -> Json {
        json(&self.0)
    }

    /// The names alone.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |entry: JsValue| Array::from(&entry).get(0).as_string();
        self.0.iter().filter_map(name).collect()
    }

    /// What the function of that name was called with, the last time.
    pub(crate) fn given(&self, name: &str) -> JsValue {
        let entries = self.0.iter().map(|entry| Array::from(&entry));
        let mut of_name = entries.filter(|entry| entry.get(0) == *name);
        of_name.next_back().unwrap_or_else(|| panic!("{name} was not called")).get(1)
    }
}

thread_local! {
    static TO_UNDO: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Something that a test changes for all others, undone when it is over. A panic drops nothing here, so the hook for panics does it.
struct Undo(Function);

impl Undo {
    fn by(function: &JsValue) -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let report = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                for function in TO_UNDO.take() {
                    let _ = function.call0(&JsValue::UNDEFINED);
                }
                report(panic);
            }));
        });
        let function: Function = function.clone().unchecked_into();
        TO_UNDO.with_borrow_mut(|to_undo| to_undo.push(function.clone()));
        Self(function)
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        TO_UNDO.with_borrow_mut(|to_undo| to_undo.retain(|function| *function != self.0));
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// A function of an object that is another for as long as this lives.
#[expect(dead_code, reason = "it is to be dropped")]
pub(crate) struct Replaced(Undo);

impl Replaced {
    pub(crate) fn new(object: &JsValue, name: &str, replacement: &JsValue) -> Self {
        let put_back = "(object, name, original) => () => { object[name] = original; }";
        let put_back = apply(put_back, &[object, &name.into(), &get(object, name)]);
        set(object, name, replacement);
        Self(Undo::by(&put_back))
    }
}

/// What the page's console says.
pub(crate) struct Console {
    log: Log,
    #[expect(dead_code, reason = "it is to be dropped with this")]
    replaced: [Replaced; 2],
}

impl Console {
    /// Listens from now on.
    pub(crate) fn listen() -> Self {
        let console = get(&js_sys::global(), "console");
        let log = Log::default();
        let replaced = ["debug", "warn"].map(|name| Replaced::new(&console, name, &log.note(name)));
        Self { log, replaced }
    }

    /// What was said, and how.
    pub(crate) fn said(&self) -> Json {
        self.log.entries()
    }
}

/// What reaches the page as uncaught errors and unhandled rejections.
pub(crate) struct Uncaught {
    object: JsValue,
    #[expect(dead_code, reason = "it is to be dropped with this")]
    listening: Undo,
}

impl Uncaught {
    /// Listens from now on. Nothing is reported anywhere else meanwhile.
    pub(crate) fn listen() -> Self {
        let listen = "() => {
            const heard = [];
            const note = (kind, thrown) => {
                heard.push([kind, thrown]);
                if (thrown === heard.sentinel) heard.done();
            };
            const ofWindow = (kind, name) => (event) => { event.preventDefault(); note(kind, event[name]); };
            const ofProcess = (kind) => (thrown) => note(kind, thrown);
            const [on, off, events] = globalThis.document
                ? [addEventListener, removeEventListener, {
                    error: ofWindow('uncaught', 'error'),
                    unhandledrejection: ofWindow('unhandled', 'reason'),
                }]
                : [process.on.bind(process), process.off.bind(process), {
                    uncaughtException: ofProcess('uncaught'),
                    unhandledRejection: ofProcess('unhandled'),
                }];
            for (const name in events) on(name, events[name]);
            // Errors are reported in the order in which they come about, so nothing is left once the last is.
            const last = (bringAbout) => new Promise((resolve) => {
                heard.done = resolve;
                bringAbout((heard.sentinel = new Error('the last')));
            });
            return {
                stop: () => { for (const name in events) off(name, events[name]); },
                all: async () => {
                    await last((error) => { Promise.reject(error); });
                    await last((error) => { setTimeout(() => { throw error; }, 0); });
                    const told = heard.filter(([, thrown]) => !(thrown && thrown.message === 'the last'));
                    return told.map(([kind, thrown]) => [kind, thrown instanceof Error ? thrown.message : thrown]);
                },
            };
        }";
        let object = apply(listen, &[]);
        let listening = Undo::by(&get(&object, "stop"));
        Self { object, listening }
    }

    /// All that was reported until now, in its order.
    pub(crate) async fn all(&self) -> Json {
        result(invoke(&self.object, "all", &[]).unchecked_into()).await
    }
}

/// A clock in place of the engine's own. It stands still unless it is moved.
pub(crate) struct Clock {
    object: JsValue,
    #[expect(dead_code, reason = "they are to be dropped with this")]
    replaced: [Replaced; 3],
}

impl Clock {
    /// Stops the time.
    pub(crate) fn stop() -> Self {
        let object = js("{
            now: 1_000_000,
            timers: new Map(),
            started: 0,
            start(callback, delay = 0, ...given) {
                // What a browser's timers can't hold is no delay at all.
                const after = delay > 2 ** 31 - 1 ? 1 : Math.max(1, delay);
                this.timers.set(++this.started, { at: this.now + after, callback, given });
                return this.started;
            },
            advance(time) {
                const until = this.now + time;
                const next = () => [...this.timers].sort(([, a], [, b]) => a.at - b.at)[0];
                for (let timer = next(); timer && timer[1].at <= until; timer = next()) {
                    this.timers.delete(timer[0]);
                    this.now = timer[1].at;
                    timer[1].callback(...timer[1].given);
                }
                this.now = until;
            },
        }");
        let global = js_sys::global();
        let method = |expression| apply(expression, &[&object]);
        let replace = |object: &JsValue, name, method| Replaced::new(object, name, &method);
        let replaced = [
            replace(&global, "setTimeout", method("(clock) => (...given) => clock.start(...given)")),
            replace(&global, "clearTimeout", method("(clock) => (timer) => clock.timers.delete(timer)")),
            replace(&get(&global, "performance"), "now", method("(clock) => () => clock.now")),
        ];
        Self { object, replaced }
    }

    /// Lets that many milliseconds pass, and everything happen that is due in between.
    pub(crate) fn advance(&self, milliseconds: f64) {
        invoke(&self.object, "advance", &[&milliseconds.into()]);
    }

    /// How many timers are running.
    pub(crate) fn running(&self) -> usize {
        let timers = apply("({ timers }) => [...timers.keys()]", &[&self.object]);
        json(&timers).as_array().map(Vec::len).unwrap_or_default()
    }

    /// A timer may be left, but nothing comes of it.
    pub(crate) fn is_at_rest(&self) {
        let started = self.started();
        self.advance(3_600_000.0);
        assert_eq!((self.running(), self.started()), (0, started));
    }

    /// How many timers were ever started.
    pub(crate) fn started(&self) -> u64 {
        json(&get(&self.object, "started")).as_u64().unwrap_or_default()
    }
}
