//! The SDK that merchant pages load to talk to the VVChat app, compiled to WebAssembly.
//!
//! A page calls a method; the SDK checks what it asks, hands it to whatever native host is there, checks what comes back, and
//! settles the call exactly once. The way of a call, from top to bottom, is [`call.rs`](../src/vvchat_jssdk/call.rs.html).
//!
//! What stands here is what JavaScript sees of it. The names that pages use (`vvchat.pay` and so on) are put together from it
//! by the entry points in `npm/`, which also load the WebAssembly and hold calls back until it is there.
//!
//! In Rust, [`Sdk`] is the same thing for any global object:
//!
//! ```no_run
//! use vvchat_jssdk::Sdk;
//! use wasm_bindgen::JsValue;
//!
//! let sdk = Sdk::new(&js_sys::global());
//! let none = JsValue::UNDEFINED;
//! let promise = sdk.call(&"getSession".into(), &none, &none, [&none; 3]);
//! ```

mod alarm;
mod bridge;
mod call;
mod caller;
mod connection;
mod diagnosis;
mod events;
mod js;
mod pending;
mod sdk;
mod settings;
mod waiting;

pub use sdk::Sdk;

use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A third of the size of the default allocator, and as quick with many calls in flight as with one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// This page's SDK. It comes about with the first call, not with the import.
    static SDK: Rc<Sdk> = Sdk::new(&js_sys::global());
}

/// Calls a method. `params` may be left out where the method has none; so may each callback. The promise is settled together
/// with them.
#[wasm_bindgen]
pub fn call(
    method: &JsValue,
    params: &JsValue,
    on_success: &JsValue,
    on_error: &JsValue,
    on_complete: &JsValue,
) -> Promise {
    SDK.with(Rc::clone).call(method, params, &JsValue::UNDEFINED, [on_success, on_error, on_complete])
}

/// Calls a method, with options for this very call: `{signal, timeout}`. `waited`: for how many milliseconds the page has been
/// waiting already, if the call was made before the engine was there.
#[wasm_bindgen]
pub fn request(method: &JsValue, params: &JsValue, options: &JsValue, waited: Option<f64>) -> Promise {
    let waited = waited.unwrap_or_default();
    SDK.with(Rc::clone).call_after(waited, method, params, options, [&JsValue::UNDEFINED; 3])
}

/// Sets options: `{debug, lang, bridge, origins, hostTimeout, timeouts}`.
#[wasm_bindgen]
pub fn config(options: &JsValue) -> Promise {
    SDK.with(Rc::clone).config(options)
}

/// Runs a function once there is a host; without one, returns a promise for that.
#[wasm_bindgen]
pub fn ready(on_ready: &JsValue) -> Promise {
    SDK.with(Rc::clone).ready(on_ready)
}

/// Adds a handler of all errors.
#[wasm_bindgen(js_name = onError)]
pub fn on_error(handler: &JsValue) -> Promise {
    SDK.with(Rc::clone).on_error(handler)
}

/// Whether there is a host that offers the method.
#[wasm_bindgen(js_name = canIUse)]
pub fn can_i_use(method: &JsValue) -> Promise {
    SDK.with(Rc::clone).can_i_use(method)
}

/// Whether the page is inside VVChat.
#[wasm_bindgen(js_name = isInVVChat)]
pub fn is_in_vvchat() -> Promise {
    SDK.with(Rc::clone).is_in_vvchat()
}

/// Plugs in a bridge: `{name, send(message), subscribe(receive)}`.
#[wasm_bindgen(js_name = use)]
pub fn use_bridge(bridge: &JsValue) -> Promise {
    SDK.with(Rc::clone).use_bridge(bridge)
}

/// What the SDK knows of itself, the page and the host, as plain data. `engine` says what runs it, and is handed on.
#[wasm_bindgen]
pub fn diagnose(engine: &JsValue) -> JsValue {
    SDK.with(Rc::clone).diagnose(engine)
}
