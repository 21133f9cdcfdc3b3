//! Pages for the tests: a global object of its own each, so that no test disturbs another.

use super::host::Host;
use super::js::{Log, apply, get, heard, invoke, js, json as to_json, set, turn, value};
use js_sys::{Array, Function, Promise, Uint8Array};
use serde_json::{Value as Json, json};
use std::rc::Rc;
use vvchat_jssdk::questions::answer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The SDK of a page: `npm/sdk.mjs`, with this very program as its engine.
pub(crate) struct Sdk {
    object: JsValue,
    words: JsValue,
    /// Whether the test goes on. Then its timers run.
    life: JsValue,
}

impl Sdk {
    /// The SDK for the page of that global object.
    pub(crate) fn new(page: &JsValue) -> Self {
        const CODE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/target/generated/sdk.js"));
        let life = js("{ goesOn: true }");
        let create = "(code, page, life) => {
            const start = (callback, delay, ...given) => setTimeout(() => { if (life.goesOn) callback(...given); }, delay);
            return new Function('global', 'setTimeout', `${code};
                const words = { get: () => sdk.words, load: () => Promise.resolve(sdk.words) };
                return { sdk: sdk.createSdk(global, words), words: sdk.words };`)(page, start);
        }";
        let made = apply(create, &[&CODE.into(), page, &life]);
        let object = get(&made, "sdk");
        invoke(&object, "begin", &[]);
        invoke(&object, "start", &[&engine()]);
        Self { object, words: get(&made, "words"), life }
    }

    /// From now on, the engine throws when it is asked this.
    pub(crate) fn fail_at(&self, question: &str) {
        let failing = "(ask, question) => (asked, found) => {
            if (asked.includes(question)) throw new Error('out of order');
            ask(asked, found);
        }";
        invoke(&self.object, "start", &[&apply(failing, &[&engine(), &question.into()])]);
    }

    fn run(&self, name: &str, arguments: &[&JsValue]) -> Promise {
        invoke(&self.object, name, arguments).unchecked_into()
    }

    /// Calls a method, with options and with callbacks.
    pub(crate) fn call(
        &self,
        method: &JsValue,
        params: &JsValue,
        options: &JsValue,
        callbacks: [&JsValue; 3],
    ) -> Promise {
        self.run("call", &[method, params, options, &callbacks.into_iter().collect::<Array>()])
    }

    pub(crate) fn config(&self, options: &JsValue) -> Promise {
        self.run("config", &[options])
    }

    pub(crate) fn ready(&self, on_ready: &JsValue) -> Promise {
        self.run("ready", &[on_ready])
    }

    pub(crate) fn on_error(&self, handler: &JsValue) -> Promise {
        self.run("onError", &[handler])
    }

    pub(crate) fn can_i_use(&self, method: &JsValue) -> Promise {
        self.run("canIUse", &[method])
    }

    pub(crate) fn is_in_vvchat(&self) -> Promise {
        self.run("isInVVChat", &[])
    }

    pub(crate) fn use_bridge(&self, bridge: &JsValue) -> Promise {
        self.run("use", &[bridge])
    }

    pub(crate) fn diagnose(&self, engine: &JsValue) -> JsValue {
        let engine = if engine.is_null() { js("{ name: 'wasm', why: '' }") } else { engine.clone() };
        invoke(&self.words, "diagnosis", &[&invoke(&self.object, "facts", &[]), &engine, &"".into()])
    }
}

/// The engine, as `npm/engine.mjs` asks it.
fn engine() -> JsValue {
    let ask = |question: JsValue, found: Function| {
        // A text, or bytes.
        let text = question.as_string();
        let text = text.or_else(|| String::from_utf8(Uint8Array::new(&question).to_vec()).ok()).expect("UTF-8");
        answer(&text, &mut |what, name, from| {
            found.call3(&JsValue::NULL, &what.into(), &name.into(), &from.into()).expect("it does not throw");
        });
    };
    Closure::<dyn Fn(JsValue, Function)>::new(ask).into_js_value()
}

/// A page, and its SDK.
pub(crate) struct Page {
    pub(crate) global: JsValue,
    pub(crate) sdk: Rc<Sdk>,
}

/// A page that has loaded. Nothing in it speaks to any host.
const LOADED: &str = "Object.assign(new EventTarget(), {
    document: Object.assign(new EventTarget(), { readyState: 'complete' }),
})";

impl Page {
    /// A page outside any host.
    pub(crate) fn new() -> Self {
        Self::of(&js(LOADED))
    }

    /// A page that is still loading.
    pub(crate) fn loading() -> Self {
        let page = Self::with(&[]);
        set(&get(&page.global, "document"), "readyState", &"loading".into());
        Self::of(&page.global)
    }

    /// The page of that global object.
    pub(crate) fn of(global: &JsValue) -> Self {
        Self { global: global.clone(), sdk: Rc::new(Sdk::new(global)) }
    }

    /// A page with these properties of its global object.
    pub(crate) fn with(properties: &[(&str, &JsValue)]) -> Self {
        let global = js(LOADED);
        for (name, value) in properties {
            set(&global, name, value);
        }
        Self::of(&global)
    }

    /// A page with a bridge plugged in.
    pub(crate) fn with_host() -> (Self, Host) {
        let (page, host) = (Self::new(), Host::new());
        host.plug_into(&page);
        (page, host)
    }

    /// A page that speaks Chinese, with a bridge plugged in.
    pub(crate) fn in_chinese() -> (Self, Host) {
        let (page, host) = Self::with_host();
        drop(page.config(&json!({ "lang": "zh" })));
        (page, host)
    }

    /// Calls a method with params.
    pub(crate) fn call(&self, method: &str, params: &Json) -> Promise {
        self.call_js(&method.into(), &value(params))
    }

    /// Calls a method with any values at all.
    pub(crate) fn call_js(&self, method: &JsValue, params: &JsValue) -> Promise {
        heard(self.sdk.call(method, params, &JsValue::UNDEFINED, [&JsValue::UNDEFINED; 3]))
    }

    /// Calls a method with options.
    pub(crate) fn call_with(&self, method: &str, params: &Json, options: &JsValue) -> Promise {
        heard(self.sdk.call(&method.into(), &value(params), options, [&JsValue::UNDEFINED; 3]))
    }

    /// Calls a method with callbacks that note `success`, `error` and `complete`.
    pub(crate) fn call_noting(&self, method: &str, params: &Json, log: &Log) -> Promise {
        let [success, error, complete] = ["success", "error", "complete"].map(|name| log.note(name));
        self.sdk.call(&method.into(), &value(params), &JsValue::UNDEFINED, [&success, &error, &complete])
    }

    /// Calls `getSession`, which has no params.
    pub(crate) fn get_session(&self) -> Promise {
        self.call_js(&"getSession".into(), &JsValue::UNDEFINED)
    }

    /// Sets options.
    pub(crate) fn config(&self, options: &Json) -> Promise {
        heard(self.sdk.config(&value(options)))
    }

    /// A promise for a host.
    pub(crate) fn ready(&self) -> Promise {
        heard(self.sdk.ready(&JsValue::UNDEFINED))
    }

    /// What the SDK says of itself.
    pub(crate) fn diagnosis(&self) -> Json {
        to_json(&self.sdk.diagnose(&JsValue::NULL))
    }

    /// How many calls wait for an answer.
    pub(crate) fn pending(&self) -> Json {
        self.diagnosis()["pending"].clone()
    }

    /// How many messages were ignored as unknown, duplicate, foreign, malformed.
    pub(crate) fn ignored(&self) -> [u64; 4] {
        let ignored = &self.diagnosis()["ignored"];
        ["unknown", "duplicate", "foreign", "malformed"]
            .map(|why| ignored[why].as_u64().unwrap_or_else(|| panic!("{why} in {ignored}")))
    }
}

impl Drop for Page {
    /// What the SDK has put off until the end of the test still runs, its timers don't.
    fn drop(&mut self) {
        let sdk = Rc::clone(&self.sdk);
        spawn_local(async move {
            turn().await;
            set(&sdk.life, "goesOn", &false.into());
        });
    }
}
