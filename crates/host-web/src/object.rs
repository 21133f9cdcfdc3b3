//! Making objects for JavaScript.

use js_sys::{JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// An object of these values.
pub(crate) fn object<const N: usize>(values: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in values {
        // A plain object refuses nothing.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// The same as JSON has it.
pub(crate) fn from_json(value: &impl Serialize) -> JsValue {
    // It can't fail: what is serialized has texts for keys, and is JSON then.
    serde_json::to_string(value).ok().and_then(|json| JSON::parse(&json).ok()).unwrap_or_default()
}
