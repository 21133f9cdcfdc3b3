//! What the unit tests of this crate share: assertions that say it in a line, and the values that only a page has.

use crate::check::{self, Answer, Invalid};
use crate::error::Lang;
use crate::schema::Method;
use crate::value::{Kind, Make, Value};
use alloc::borrow::Cow;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::Cell;
use serde_json::Value as Json;

/// A message reads like this, in English and in Chinese.
#[track_caller]
pub(crate) fn reads(message: impl Fn(Lang) -> String, en: &str, zh: &str) {
    assert_eq!(message(Lang::En), en);
    assert_eq!(message(Lang::Zh), zh);
}

/// Params that pass, and what is sent for them.
#[track_caller]
pub(crate) fn sends<V: Make + core::fmt::Debug>(method: &Method, params: &V, sent: &V) {
    assert_eq!(check::params(method, params).as_ref(), Ok(sent));
}

/// Params that pass and are sent as they are.
#[track_caller]
pub(crate) fn sends_unchanged<V: Make + core::fmt::Debug>(method: &Method, params: &V) {
    sends(method, params, params);
}

/// Params that are stopped because of a field, and how that reads.
#[track_caller]
pub(crate) fn stops<V: Make + core::fmt::Debug>(method: &Method, params: &V, field: &str, en: &str, zh: &str) {
    let invalid = check::params(method, params).expect_err("these params break a rule");
    assert_eq!(invalid.field, field);
    reads(|lang| invalid.in_params(method.name, lang), en, zh);
}

/// A reply, and the result that the page gets for it.
#[track_caller]
pub(crate) fn answers<V: Make + core::fmt::Debug>(method: &Method, reply: &V, result: &V) {
    assert_eq!(check::reply(method, reply), Ok(Answer::Result(result.clone())));
}

/// A reply that is the host's own error.
#[track_caller]
pub(crate) fn refuses(method: &Method, reply: &Json, err_code: f64, err_msg: &str) {
    assert_eq!(check::reply(method, reply), Ok(Answer::Refused { err_code, err_msg: err_msg.to_string() }));
}

/// A reply that is not believed because of a field, and how that reads.
#[track_caller]
pub(crate) fn malformed<V: Make + core::fmt::Debug>(method: &Method, reply: &V, field: &str, en: &str, zh: &str) {
    let invalid = check::reply(method, reply).expect_err("this reply breaks a rule");
    assert_eq!(invalid.field, field);
    reads(|lang| invalid.in_reply(method.name, lang), en, zh);
}

/// How one value that isn't what it must be reads, as far as it tells of the value.
#[track_caller]
pub(crate) fn tells(invalid: &Invalid, en: &str, zh: &str) {
    let told = |lang, separator| {
        let message = invalid.in_params("m", lang);
        message.split_once(separator).map(|(_, told)| told.to_string()).unwrap_or(message)
    };
    assert_eq!(told(Lang::En, ", but it "), en);
    assert_eq!(told(Lang::Zh, "，实际"), zh);
}

/// An object with one property set.
pub(crate) fn with(object: &Json, name: &str, value: Json) -> Json {
    let mut object = object.clone();
    object[name] = value;
    object
}

/// An object without a property.
#[track_caller]
pub(crate) fn without(object: &Json, name: &str) -> Json {
    let mut object = object.clone();
    assert!(object.as_object_mut().and_then(|properties| properties.remove(name)).is_some(), "{name} was not there");
    object
}

/// A value of a page: properties keep their order, text may hold lone surrogates, and there is all that JSON has no word for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Js {
    Undefined,
    Null,
    Boolean(bool),
    Number(f64),
    BigInt(&'static str),
    Text(Vec<u16>),
    Symbol,
    Function,
    Array(Vec<Js>),
    Object(Vec<(String, Js)>),
    Unreadable,
    /// A property that reads differently each time: these in turn, the last one for good.
    Getter(Rc<Cell<usize>>, Vec<Js>),
}

impl Js {
    pub(crate) fn object<const N: usize>(properties: [(&str, Js); N]) -> Self {
        Js::Object(properties.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
    }

    pub(crate) fn getter<const N: usize>(readings: [Js; N]) -> Self {
        Js::Getter(Rc::default(), readings.into())
    }

    /// What reading the property gives.
    fn read(&self) -> Self {
        match self {
            Js::Getter(readings, values) => {
                let reading = readings.replace(readings.get() + 1);
                values[reading.min(values.len() - 1)].clone()
            }
            value => value.clone(),
        }
    }
}

impl From<&str> for Js {
    fn from(text: &str) -> Self {
        Js::Text(text.encode_utf16().collect())
    }
}

impl Value for Js {
    fn kind(&self) -> Kind {
        match self {
            Js::Undefined => Kind::Missing,
            Js::Null => Kind::Null,
            Js::Boolean(_) => Kind::Boolean,
            Js::Number(_) => Kind::Number,
            Js::BigInt(_) => Kind::BigInt,
            Js::Text(_) => Kind::String,
            Js::Symbol => Kind::Symbol,
            Js::Function => Kind::Function,
            Js::Array(_) => Kind::Array,
            Js::Object(_) => Kind::Object,
            Js::Unreadable => Kind::Unreadable,
            Js::Getter(..) => unreachable!("a property is read before it is looked at"),
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let Js::Object(properties) = self else { return None };
        let (_, value) = properties.iter().find(|(own, _)| own == name)?;
        Some(value.read()).filter(|value| *value != Js::Undefined)
    }

    fn each(&self, visit: &mut impl FnMut(&str, Self)) {
        let Js::Object(properties) = self else { return };
        for (name, value) in properties {
            let value = value.read();
            if value != Js::Undefined {
                visit(name, value);
            }
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            // A test is over before that matters.
            Js::Text(units) => Some(String::from_utf16_lossy(units).leak()),
            _ => None,
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Js::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn shown(&self) -> Cow<'_, str> {
        match self {
            Js::Boolean(boolean) => boolean.to_string().into(),
            Js::Number(number) => number.to_string().into(),
            Js::BigInt(digits) => (*digits).into(),
            value => value.text().unwrap_or_default().into(),
        }
    }

    fn is_http_url(&self) -> bool {
        self.text().is_some_and(|text| Json::String(text.to_string()).is_http_url())
    }
}

impl Make for Js {
    fn from_text(text: &str) -> Self {
        text.into()
    }

    fn from_number(number: f64) -> Self {
        Js::Number(number)
    }

    fn from_properties(properties: Vec<(String, Self)>) -> Self {
        Js::Object(properties)
    }
}
