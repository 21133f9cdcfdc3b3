//! Reading what the merchant's code passed: each value once, and nothing taken for what it is not.

use crate::failure::Failure;
use js_sys::{Array, BigInt, JsString, Number, Reflect, Uint8Array};
use vvchat_openapi::{Fen, Mismatch};
use wasm_bindgen::prelude::*;

/// What an amount must be, in words.
pub(crate) const FEN: &str = "a whole number of fen, a bigint or a safe integer";

/// What a text must be, in words.
const TEXT: &str = "a text";

/// An object with named values.
pub(crate) struct Input<'a>(&'a JsValue);

impl<'a> Input<'a> {
    /// Takes an object that has none but these names: one too many is a slip, as a rule, of one that is missing.
    pub(crate) fn new(what: &str, value: &'a JsValue, names: &[&str]) -> Result<Self, Failure> {
        for name in keys(what, value)? {
            if !names.contains(&name.as_str()) {
                let expected = format!("an object of {}", names.join(", "));
                return Err(Failure::input(what, &expected, &format!("one with {name:?}")));
            }
        }
        Ok(Self(value))
    }

    fn get(&self, name: &str) -> Result<JsValue, Failure> {
        Reflect::get(self.0, &name.into()).map_err(|_| Failure::input(name, "readable", "a getter that throws"))
    }

    /// A text. Whether it may be empty is for the call to say.
    pub(crate) fn text(&self, name: &str) -> Result<String, Failure> {
        text(name, &self.get(name)?)
    }

    /// A text, or nothing: not there, `undefined` or `null`.
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>, Failure> {
        let value = self.get(name)?;
        if value.is_undefined() || value.is_null() {
            return Ok(None);
        }
        text(name, &value).map(Some)
    }

    /// A text that no error may show.
    pub(crate) fn secret(&self, name: &str) -> Result<String, Failure> {
        secret(name, &self.get(name)?)
    }

    /// An amount of money.
    pub(crate) fn fen(&self, name: &str) -> Result<Fen, Failure> {
        let value = self.get(name)?;
        fen(&value).ok_or_else(|| Failure::input(name, FEN, &described(&value)))
    }

    /// Yes or no; no if it is not there.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Failure> {
        let value = self.get(name)?;
        let flag = if value.is_undefined() { Some(false) } else { value.as_bool() };
        flag.ok_or_else(|| Failure::input(name, "true or false", &described(&value)))
    }
}

/// The names of an object's own values.
fn keys(what: &str, value: &JsValue) -> Result<Vec<String>, Failure> {
    if !value.is_object() || Array::is_array(value) {
        return Err(Failure::input(what, "an object", &described(value)));
    }
    let keys = Reflect::own_keys(value).map_err(|_| Failure::input(what, "readable", "a proxy that throws"))?;
    Ok(keys.iter().filter_map(|key| key.as_string()).collect())
}

/// An object's names and values, all of them texts.
pub(crate) fn texts(what: &str, value: &JsValue) -> Result<Vec<(String, String)>, Failure> {
    let object = Input(value);
    keys(what, value)?.into_iter().map(|name| Ok((name.clone(), object.text(&name)?))).collect()
}

/// A text.
pub(crate) fn text(name: &str, value: &JsValue) -> Result<String, Failure> {
    read_text(value).ok_or_else(|| Failure::input(name, TEXT, &described(value)))
}

/// A text that no error may show.
pub(crate) fn secret(name: &str, value: &JsValue) -> Result<String, Failure> {
    read_text(value).ok_or_else(|| Failure::input(name, TEXT, kind(value)))
}

/// An amount of money. A number of 2^53 or more may have been another one before it was rounded, so it is none.
pub(crate) fn fen(value: &JsValue) -> Option<Fen> {
    if let Ok(fen) = u64::try_from(value.clone()) {
        return Some(Fen::new(fen));
    }
    let number = value.as_f64().filter(|number| Number::is_safe_integer(value) && *number >= 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a whole number, and none below 0"
    )]
    Some(Fen::new(number as u64))
}

/// The body of a request, as it arrived.
pub(crate) fn body(value: &JsValue) -> Result<Vec<u8>, Failure> {
    if let Some(text) = value.as_string() {
        return Ok(text.into_bytes());
    }
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Err(Failure::value("body", "the body as it arrived, a string or a Uint8Array", &described(value))),
    }
}

/// A text in which no character is cut in half.
fn read_text(value: &JsValue) -> Option<String> {
    let text = value.dyn_ref::<JsString>()?;
    text.is_valid_utf16().then(|| String::from(text))
}

/// A value as errors show it.
pub(crate) fn described(value: &JsValue) -> String {
    if let Some(text) = read_text(value) {
        return Mismatch::quoted(&text);
    }
    if let Some(number) = value.as_f64() {
        return format!("the number {number}");
    }
    if let Some(number) = value.dyn_ref::<BigInt>() {
        return format!("the bigint {}", String::from(number.to_string(10).unwrap_or_default()));
    }
    kind(value).to_string()
}

/// What a value is, without what is in it.
fn kind(value: &JsValue) -> &'static str {
    if value.is_undefined() {
        "missing"
    } else if value.is_null() {
        "null"
    } else if value.is_string() {
        if read_text(value).is_some() { "a text" } else { "a text with half a character" }
    } else if value.as_bool().is_some() {
        "true or false"
    } else if value.as_f64().is_some() {
        "a number"
    } else if value.is_bigint() {
        "a bigint"
    } else if value.is_function() {
        "a function"
    } else if Array::is_array(value) {
        "an array"
    } else {
        "an object"
    }
}
