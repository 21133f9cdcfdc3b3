//! The edge to JavaScript: reading its values without ever being thrown at, and the few globals that the SDK needs.

use crate::pending::Milliseconds;
use js_sys::{Function, Object, Reflect};
use vvchat_protocol::Value;
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::value::Kind;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(object: &JsValue) -> Result<js_sys::Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn stringify_any(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn parse_text(text: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = String)]
    fn string_of(value: &JsValue) -> Result<String, JsValue>;

    /// The page's own `URL`, which takes the text as it is, without a copy of it.
    type URL;

    #[wasm_bindgen(catch, constructor)]
    fn new(text: &JsValue) -> Result<URL, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn protocol(this: &URL) -> String;

    #[wasm_bindgen(method, getter)]
    fn origin(this: &URL) -> String;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout_with(callback: &Function, delay: i32, argument: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout_of(timer: &JsValue);

    /// `Promise.prototype.then` with any functions, for listeners that outlive the call.
    #[wasm_bindgen(js_name = Promise)]
    type AnyPromise;

    #[wasm_bindgen(static_method_of = AnyPromise, js_name = resolve)]
    fn resolve(value: &JsValue) -> AnyPromise;

    #[wasm_bindgen(method)]
    fn then(this: &AnyPromise, fulfilled: &JsValue, rejected: &JsValue) -> AnyPromise;
}

/// A JavaScript value, as the checks see it. Equality is `===`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Js(pub(crate) JsValue);

impl Js {
    /// A copy of what a page or a host passed, in which getters, proxies and later changes have no say: an object's own
    /// properties are read once, those that are objects themselves become what JSON makes of them. Anything but an object
    /// is returned as it is.
    pub(crate) fn copy(value: &JsValue) -> Result<Self, Invalid> {
        let value = Js(value.clone());
        if value.kind() != Kind::Object {
            return Ok(value);
        }
        let copy = Object::new();
        for name in keys(&value.0).map_err(|_| unreadable(""))?.iter() {
            // Setting it would change the copy's prototype instead.
            if name == "__proto__" {
                continue;
            }
            let unreadable = |_| unreadable(&name.as_string().unwrap_or_default());
            let property = Js(Reflect::get(&value.0, &name).map_err(unreadable)?);
            let property = match property.kind() {
                Kind::Missing => continue,
                Kind::Object | Kind::Array | Kind::Unreadable => {
                    let text = stringify_any(&property.0).map_err(unreadable)?;
                    if text.is_undefined() {
                        continue;
                    }
                    parse_text(&text).map_err(unreadable)?
                }
                _ => property.0,
            };
            Reflect::set(&copy, &name, &property).map_err(unreadable)?;
        }
        Ok(Js(copy.into()))
    }
}

impl Js {
    /// A property, `None` if it is `undefined` or missing; an error if it can't be read.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Self>, Invalid> {
        let value = Reflect::get(&self.0, &name.into()).map_err(|_| unreadable(name))?;
        Ok(Some(Js(value)).filter(|value| value.kind() != Kind::Missing))
    }

    /// The names of an object's own properties, in order. (The engine sorts: a sort of our own would outweigh what uses it.)
    pub(crate) fn sorted_names(&self) -> Vec<String> {
        keys(&self.0).map(|names| texts(&names.sort())).unwrap_or_default()
    }
}

fn texts(array: &js_sys::Array) -> Vec<String> {
    array.iter().filter_map(|item| item.as_string()).collect()
}

fn unreadable(field: &str) -> Invalid {
    let came = vvchat_protocol::check::Came { kind: Kind::Unreadable, shown: String::new() };
    Invalid { field: field.to_string(), expected: Expected::Json, came }
}

impl Value for Js {
    fn kind(&self) -> Kind {
        match self.0.js_typeof().as_string().unwrap_or_default().as_str() {
            "undefined" => Kind::Missing,
            "boolean" => Kind::Boolean,
            "number" => Kind::Number,
            "bigint" => Kind::BigInt,
            "string" => Kind::String,
            "symbol" => Kind::Symbol,
            "function" => Kind::Function,
            _ if self.0.is_null() => Kind::Null,
            _ => match is_array(&self.0) {
                Ok(true) => Kind::Array,
                Ok(false) => Kind::Object,
                // A revoked proxy.
                Err(_) => Kind::Unreadable,
            },
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        get(&self.0, name).map(Js)
    }

    fn names(&self) -> Vec<String> {
        match keys(&self.0) {
            Ok(names) if self.kind() == Kind::Object => texts(&names),
            _ => Vec::new(),
        }
    }

    fn items(&self) -> Vec<Self> {
        match self.kind() {
            Kind::Array => js_sys::Array::from(&self.0).iter().map(Js).collect(),
            _ => Vec::new(),
        }
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn shown(&self) -> String {
        show(&self.0)
    }

    fn is_http_url(&self) -> bool {
        URL::new(&self.0).is_ok_and(|url| matches!(url.protocol().as_str(), "http:" | "https:"))
    }

    fn from_text(text: &str) -> Self {
        Js(text.into())
    }

    fn from_number(number: f64) -> Self {
        Js(number.into())
    }

    fn from_properties(properties: Vec<(String, Self)>) -> Self {
        let object = Object::new();
        for (name, value) in properties {
            // Setting it would change the object's prototype instead.
            if name != "__proto__" {
                set(&object, &name, &value.0);
            }
        }
        Js(object.into())
    }
}

/// A property, `None` if it is `undefined`, missing or can't be read.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// A property that is a function.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)?.dyn_into().ok()
}

/// Calls a method of an object, as its method.
pub(crate) fn invoke(object: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    match method(object, name) {
        Some(function) => function.apply(object, &arguments.iter().copied().collect()),
        None => Err(js_sys::TypeError::new(name).into()),
    }
}

/// The function with its first two arguments given.
pub(crate) fn bind(function: &Function, first: &JsValue, second: &JsValue) -> Function {
    function.bind2(&JsValue::UNDEFINED, first, second).unchecked_into()
}

/// Sets a property; an object that refuses (a frozen one) stays as it is.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    Reflect::set(object, &name.into(), value).unwrap_or(false)
}

/// Whether a text has a match of a regular expression.
pub(crate) fn matches(text: &str, pattern: &str) -> bool {
    js_sys::RegExp::new(pattern, "").test(text)
}

/// The origin of a URL; empty if it is none.
pub(crate) fn origin_of(url: &JsValue) -> String {
    URL::new(url).map(|url| url.origin()).unwrap_or_default()
}

/// Whether it is an object (an array included) or a function.
pub(crate) fn has_properties(value: &JsValue) -> bool {
    value.is_object() || value.is_function()
}

/// How a value reads. For an error: its message.
pub(crate) fn show(value: &JsValue) -> String {
    match get(value, "message").filter(|_| value.is_object()) {
        Some(message) => string_of(&message),
        None => string_of(value),
    }
    .unwrap_or_default()
}

/// The JSON of a value.
pub(crate) fn to_json(value: &JsValue) -> Result<JsValue, JsValue> {
    stringify_any(value)
}

/// What a text says in JSON.
pub(crate) fn from_json(text: &JsValue) -> Result<JsValue, JsValue> {
    parse_text(text)
}

/// 128 random bits, in hexadecimal digits.
pub(crate) fn random() -> Result<String, JsValue> {
    let mut bytes = [0; 16];
    get_random_values(&mut bytes)?;
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(digits.map(|digit| char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit })).collect())
}

/// The time on a clock that never jumps.
pub(crate) fn now() -> Milliseconds {
    performance_now()
}

/// Calls the function once, after that time.
pub(crate) fn set_timeout(function: &Function, delay: Milliseconds) -> JsValue {
    // What a browser's timers can hold, about 24 days. Who wakes up too early looks at the clock and sleeps again.
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    let delay = delay.ceil() as i32;
    set_timeout_with(function, delay, &JsValue::UNDEFINED)
}

/// Stops a timer.
pub(crate) fn clear_timeout(timer: &JsValue) {
    clear_timeout_of(timer);
}

/// Calls the function with the value from the event loop, out of everyone's way: what it throws is an uncaught error.
pub(crate) fn call_later(function: &Function, value: &JsValue) {
    set_timeout_with(function, 0, value);
}

/// Calls the function in a microtask of its own.
pub(crate) fn in_microtask(function: &Function) {
    AnyPromise::resolve(&JsValue::UNDEFINED).then(function, &JsValue::UNDEFINED);
}

/// Calls one of the functions when the promise settles.
pub(crate) fn when_settled(promise: &JsValue, fulfilled: &Function, rejected: &Function) {
    AnyPromise::resolve(promise).then(fulfilled, rejected);
}

/// Adds an event listener; an error if the target takes none.
pub(crate) fn listen(target: &JsValue, event: &str, function: &Function) -> Result<JsValue, JsValue> {
    invoke(target, "addEventListener", &[&event.into(), function])
}

/// Removes an event listener. A target that is gone (a closed frame's) has nothing left to remove.
pub(crate) fn unlisten(target: &JsValue, event: &str, function: &Function) {
    let _ = invoke(target, "removeEventListener", &[&event.into(), function]);
}
