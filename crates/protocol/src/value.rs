//! Any value of the kinds that pages and hosts exchange, wherever it lives.

use alloc::borrow::Cow;
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

    /// Visits an object's own properties, in their order. Nothing to visit in anything else.
    fn each(&self, visit: &mut impl FnMut(&str, Self));

    /// A string's text; lone surrogates are replaced by U+FFFD. `None` for anything else.
    fn text(&self) -> Option<&str>;

    /// A number's value, `None` for anything else.
    fn number(&self) -> Option<f64>;

    /// How it reads, for a message: a string as it is, a number in digits.
    fn shown(&self) -> Cow<'_, str>;

    /// Whether a string is an absolute `http:` or `https:` URL to the parser of the place it lives in (the WHATWG's).
    fn is_http_url(&self) -> bool;
}

/// A value that can be made here, too: what is checked can be brought into its documented form.
pub trait Make: Value {
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
///
/// ```
/// use vvchat_protocol::value::is_safe_integer;
///
/// assert!(is_safe_integer(9_007_199_254_740_991.0));
/// assert!(!is_safe_integer(9_007_199_254_740_992.0));
/// assert!(!is_safe_integer(0.5));
/// ```
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "what the casts take away is what is asked for, and a remainder would be ten times as large"
)]
pub fn is_safe_integer(number: f64) -> bool {
    const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
    // The cast cuts off what comes after the point.
    (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&number) && number as i64 as f64 == number
}

#[cfg(feature = "json")]
mod json {
    use super::{Kind, Make, Value, is_safe_integer};
    use alloc::borrow::Cow;
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

        fn each(&self, visit: &mut impl FnMut(&str, Self)) {
            if let Json::Object(properties) = self {
                properties.iter().for_each(|(name, value)| visit(name, value.clone()));
            }
        }

        fn text(&self) -> Option<&str> {
            self.as_str()
        }

        fn number(&self) -> Option<f64> {
            self.as_f64()
        }

        fn shown(&self) -> Cow<'_, str> {
            self.text().map_or_else(|| self.to_string().into(), Cow::Borrowed)
        }

        fn is_http_url(&self) -> bool {
            self.as_str()
                .and_then(|text| url::Url::parse(text).ok())
                .is_some_and(|url| matches!(url.scheme(), "http" | "https"))
        }
    }

    impl Make for Json {
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

#[cfg(test)]
mod tests {
    use super::{Kind, Make, Value, is_safe_integer};
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use serde_json::{Value as Json, json};

    #[test]
    fn safe_integers() {
        for number in [0.0, -0.0, 1.0, -1.0, 9_007_199_254_740_991.0, -9_007_199_254_740_991.0] {
            assert!(is_safe_integer(number), "{number}");
        }
        for number in [
            0.5,
            -0.5,
            1e-300,
            4_503_599_627_370_495.5,
            9_007_199_254_740_992.0,
            -9_007_199_254_740_992.0,
            1e300,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ] {
            assert!(!is_safe_integer(number), "{number}");
        }
    }

    /// What every method of `Value` gives for a value of each kind JSON has.
    #[test]
    fn of_json() {
        let all = [json!(null), json!(true), json!(1.5), json!("a"), json!(["a", 1]), json!({"a": 1, "b": null})];
        let of = |read: fn(&Json) -> Json| all.iter().map(read).collect::<Vec<_>>();

        let kinds: Vec<_> = all.iter().map(Value::kind).collect();
        assert_eq!(kinds, [Kind::Null, Kind::Boolean, Kind::Number, Kind::String, Kind::Array, Kind::Object]);
        assert_eq!(
            of(|json| json!(Value::get(json, "a"))),
            [json!(null), json!(null), json!(null), json!(null), json!(null), json!(1)]
        );
        let parts = |json: &Json| {
            let mut parts = Vec::new();
            json.each(&mut |name, value| parts.push(json!([name, value])));
            json!(parts)
        };
        assert_eq!(of(parts), [json!([]), json!([]), json!([]), json!([]), json!([]), json!([["a", 1], ["b", null]])]);
        assert_eq!(
            of(|json| json!(json.text())),
            [json!(null), json!(null), json!(null), json!("a"), json!(null), json!(null)]
        );
        assert_eq!(
            of(|json| json!(json.number())),
            [json!(null), json!(null), json!(1.5), json!(null), json!(null), json!(null)]
        );
        assert_eq!(
            of(|json| json!(json.is_http_url())),
            [json!(false), json!(false), json!(false), json!(false), json!(false), json!(false)]
        );
        let shown: Vec<_> = all.iter().map(Value::shown).collect();
        assert_eq!(shown, ["null", "true", "1.5", "a", "[\"a\",1]", "{\"a\":1,\"b\":null}"]);
        assert_eq!(Value::get(&all[5], "b"), Some(json!(null)));
        assert_eq!(Value::get(&all[5], "c"), None);
        assert!(json!("http://shop.example").is_http_url());
    }

    #[test]
    fn json_from_parts() {
        assert_eq!(Json::from_text("茶\"\n"), json!("茶\"\n"));
        assert_eq!(Json::from_number(200.0), json!(200));
        assert_eq!(Json::from_number(-1.0), json!(-1));
        assert_eq!(Json::from_number(1.5), json!(1.5));
        assert_eq!(Json::from_number(1e300), json!(1e300));
        assert_eq!(Json::from_number(f64::NAN), json!(null));
        assert_eq!(Json::from_properties(Vec::new()), json!({}));
        let twice = [("a".to_string(), json!(1)), ("b".to_string(), json!(2)), ("a".to_string(), json!(3))];
        assert_eq!(Json::from_properties(twice.into()), json!({"a": 3, "b": 2}));
    }
}
