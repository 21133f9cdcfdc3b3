//! Any value of the kinds that pages and hosts exchange, wherever it lives.

use alloc::string::String;
use alloc::vec::Vec;

/// What a value is, in the words of JSON and JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not there at all (JavaScript's `undefined`).
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number, `NaN` and the infinities included.
    Number,
    /// A JavaScript `BigInt`.
    BigInt,
    /// A string.
    String,
    /// A JavaScript `Symbol`.
    Symbol,
    /// A JavaScript function.
    Function,
    /// An array.
    Array,
    /// An object that is none of the above.
    Object,
    /// A value that could not be read or written as JSON: a getter threw, a proxy refused, an object contains itself.
    Unreadable,
}

/// A value that can be checked and handed on: the page's own, or a host's `serde_json::Value` (feature `json`).
///
/// Reading it must never fail: what can't be read is [`Kind::Unreadable`]. Equality is exact, lone surrogates of a JavaScript
/// string included.
pub trait Value: Clone + PartialEq {
    /// What the value is.
    fn kind(&self) -> Kind;

    /// The property `name` of an object, `None` where there is none (or it is JavaScript's `undefined`).
    fn get(&self, name: &str) -> Option<Self>;

    /// The names of an object's own properties, in their order; none for anything else.
    fn names(&self) -> Vec<String>;

    /// The items of an array; none for anything else.
    fn items(&self) -> Vec<Self>;

    /// A string's text; lone surrogates are replaced by U+FFFD. `None` for anything else.
    fn text(&self) -> Option<String>;

    /// A number's value, `None` for anything else.
    fn number(&self) -> Option<f64>;

    /// How it reads, for a message: a string as it is, a number in digits.
    fn shown(&self) -> String;

    /// Whether a string is an absolute `http:` or `https:` URL to the parser of the place it lives in (the WHATWG's).
    fn is_http_url(&self) -> bool;

    /// A string value.
    #[must_use]
    fn from_text(text: &str) -> Self;

    /// A number value.
    #[must_use]
    fn from_number(number: f64) -> Self;

    /// An object of these properties, in this order. A later property of the same name replaces the earlier.
    #[must_use]
    fn from_properties(properties: Vec<(String, Self)>) -> Self;
}

/// Whether a number is whole and within ±(2^53 − 1), so that no other number could have been rounded to it on its way through
/// a JavaScript number.
pub fn is_safe_integer(number: f64) -> bool {
    const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
    (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&number) && number % 1.0 == 0.0
}

#[cfg(feature = "json")]
mod json {
    use super::{Kind, Value, is_safe_integer};
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use serde_json::Value as Json;

    impl Value for Json {
        fn kind(&self) -> Kind {
            match self {
                Json::Null => Kind::Null,
                Json::Bool(_) => Kind::Boolean,
                Json::Number(_) => Kind::Number,
                Json::String(_) => Kind::String,
                Json::Array(_) => Kind::Array,
                Json::Object(_) => Kind::Object,
            }
        }

        fn get(&self, name: &str) -> Option<Self> {
            Json::get(self, name).cloned()
        }

        fn names(&self) -> Vec<String> {
            self.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
        }

        fn items(&self) -> Vec<Self> {
            self.as_array().cloned().unwrap_or_default()
        }

        fn text(&self) -> Option<String> {
            self.as_str().map(ToString::to_string)
        }

        fn number(&self) -> Option<f64> {
            self.as_f64()
        }

        fn shown(&self) -> String {
            self.text().unwrap_or_else(|| self.to_string())
        }

        fn is_http_url(&self) -> bool {
            self.as_str()
                .and_then(|text| url::Url::parse(text).ok())
                .is_some_and(|url| matches!(url.scheme(), "http" | "https"))
        }

        fn from_text(text: &str) -> Self {
            Json::String(text.to_string())
        }

        fn from_number(number: f64) -> Self {
            if is_safe_integer(number) {
                #[expect(clippy::cast_possible_truncation, reason = "just checked to be whole and small enough")]
                Json::from(number as i64)
            } else {
                Json::from(number)
            }
        }

        fn from_properties(properties: Vec<(String, Self)>) -> Self {
            Json::Object(properties.into_iter().collect())
        }
    }
}
