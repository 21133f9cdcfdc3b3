//! Holding values against a method's declaration, on either side.

use crate::error::{Error, Reason};
use crate::schema::{Field, Method, Presence, Refusal, Rule};
use crate::scope::Scope;
use crate::value::{Kind, Value, is_safe_integer};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Why a value is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The field's name; empty for the value as a whole.
    pub field: String,
    /// What it must be.
    pub expected: Expected,
    /// What it is.
    pub came: Came,
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// What a field's rule says.
    Rule(Rule),
    /// An object.
    Object,
    /// Anything that JSON can carry.
    Json,
    /// A JSON text.
    JsonText,
    /// A JSON-RPC 2.0 response with either a `result` or an `error`.
    Reply,
    /// `true` or `false`.
    Boolean,
    /// A function.
    Function,
    /// An array of strings.
    Strings,
    /// An origin: scheme, host and port, nothing else.
    Origin,
    /// A positive number of milliseconds.
    Milliseconds,
    /// An `AbortSignal`.
    AbortSignal,
    /// `"en"` or `"zh"`.
    Language,
    /// The name of a bridge.
    BridgeName,
    /// The name of a method.
    MethodName,
    /// The name of an option.
    OptionName,
}

/// What a value is, for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// Its kind.
    pub kind: Kind,
    /// How it reads, shortened. Empty where the kind says it all.
    pub shown: String,
}

impl Came {
    /// What this value is; `None` is one that is missing.
    pub fn of<V: Value>(value: Option<&V>) -> Self {
        let kind = value.map_or(Kind::Missing, Value::kind);
        let shown = match (kind, value) {
            (Kind::String | Kind::Number | Kind::BigInt | Kind::Boolean, Some(value)) => shorten(&value.shown()),
            _ => String::new(),
        };
        Self { kind, shown }
    }
}

/// At most 40 characters of a text, so that no message drags a whole picture along.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => text[..end].to_string() + "…",
        None => text.to_string(),
    }
}

impl Invalid {
    /// A value that isn't what it must be; an empty `field` means the value as a whole.
    pub fn new<V: Value>(field: &str, expected: Expected, value: Option<&V>) -> Self {
        Self { field: field.to_string(), expected, came: Came::of(value) }
    }

    /// The error for params, or whatever else a page passes.
    pub fn in_params(self, method: &str) -> Error {
        Error::invalid(Reason::InvalidParams, method, self)
    }

    /// The error for a host's reply.
    pub fn in_reply(self, method: &str) -> Error {
        Error::invalid(Reason::MalformedReply, method, self)
    }
}

/// What a host answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<V> {
    /// The result, checked and in its documented form.
    Result(V),
    /// The host's error.
    Refused {
        /// Its code.
        err_code: f64,
        /// What it says; empty if it says nothing.
        err_msg: String,
    },
}

/// Checks a method's params and returns what is to be sent: the fields in the order they came, those the method does not
/// declare unchanged, optional ones that are `null` left out.
pub fn params<V: Value>(method: &Method, params: &V) -> Result<V, Invalid> {
    if params.kind() == Kind::Missing && method.params.is_empty() {
        return Ok(V::from_properties(Vec::new()));
    }
    object(params)?;
    // Read once: a getter or a proxy may say something else the next time, and that would leave unchecked.
    let given: Vec<_> = properties(params).collect();
    let params = V::from_properties(given.clone());
    for field in method.params {
        field.read(&params, false)?;
    }
    let mut sent = Vec::new();
    for (name, value) in given {
        let fits_json = match value.kind() {
            Kind::Null if method.params.iter().any(|field| field.name == name) => continue,
            Kind::BigInt | Kind::Symbol | Kind::Function | Kind::Unreadable => false,
            // JSON would silently turn NaN and the infinities into null.
            Kind::Number => value.number().is_some_and(f64::is_finite),
            _ => true,
        };
        if !fits_json {
            return Err(Invalid::new(&name, Expected::Json, Some(&value)));
        }
        sent.push((name, value));
    }
    Ok(V::from_properties(sent))
}

/// Checks what a host answered and brings it into its documented form. Fields that the method does not declare are handed on.
pub fn reply<V: Value>(method: &Method, reply: &V) -> Result<Answer<V>, Invalid> {
    object(reply)?;
    let err_code = ERR_CODE.read(reply, false)?.as_ref().and_then(Value::number).unwrap_or(0.0);
    let refused = !matches!(err_code, 0.0 | 200.0);
    if refused && method.refusal == Refusal::IsAnError {
        let err_msg = reply.get("err_msg").and_then(|message| message.text()).unwrap_or_default();
        return Ok(Answer::Refused { err_code, err_msg });
    }

    let mut result = Vec::new();
    if method.refusal == Refusal::IsAResult {
        result.push((ERR_CODE.name.to_string(), V::from_number(if refused { err_code } else { 0.0 })));
    }
    for field in method.result {
        if let Some(value) = field.read(reply, refused)? {
            result.push((field.name.to_string(), value));
        }
    }
    for (name, value) in properties(reply) {
        let declared = method.result.iter().any(|field| field.name == name || field.alias == Some(name.as_str()));
        let of_success = !refused && name == "err_msg";
        if !declared && !of_success && name != ERR_CODE.name {
            result.push((name, value));
        }
    }
    Ok(Answer::Result(V::from_properties(result)))
}

/// The first param that came back with the result, but changed.
pub fn changed_echo<V: Value>(method: &Method, sent: &V, result: &V) -> Option<&'static str> {
    method.echoes.iter().copied().find(|name| match (sent.get(name), result.get(name)) {
        (_, None) => false,
        // Some hosts fill in an empty text where nothing was sent.
        (None, Some(returned)) => returned.text().is_some_and(|text| !text.is_empty()),
        (Some(sent), Some(returned)) => sent != returned,
    })
}

/// A reply's own word on success, in the form that the platform uses everywhere.
const ERR_CODE: Field = Field::optional("err_code", Rule::Integer, "");

fn object<V: Value>(value: &V) -> Result<(), Invalid> {
    match value.kind() {
        Kind::Object => Ok(()),
        _ => Err(Invalid::new("", Expected::Object, Some(value))),
    }
}

fn properties<V: Value>(object: &V) -> impl Iterator<Item = (String, V)> {
    object.names().into_iter().filter_map(|name| object.get(&name).map(|value| (name, value)))
}

impl Field {
    /// Reads the field from an object and checks it; returns its value in the documented form, `None` if it is not there and
    /// need not be.
    fn read<V: Value>(&self, object: &V, refused: bool) -> Result<Option<V>, Invalid> {
        let there = |name: &str| object.get(name).filter(|value| value.kind() != Kind::Null);
        let value = there(self.name).or_else(|| self.alias.and_then(there));
        let accepted = value.as_ref().and_then(|value| self.rule.accept(value));
        let may_be_missing = match self.presence {
            Presence::Required => false,
            Presence::Optional => value.is_none(),
            // What a refusal carries in a success's place (an empty code, say) is of no use to anyone.
            Presence::UnlessRefused => refused,
        };
        if accepted.is_some() || may_be_missing {
            return Ok(accepted);
        }
        let came = value.or_else(|| object.get(self.name));
        Err(Invalid::new(self.name, Expected::Rule(self.rule), came.as_ref()))
    }
}

impl Rule {
    /// The value in its documented form, `None` if it breaks the rule.
    fn accept<V: Value>(self, value: &V) -> Option<V> {
        let text = || value.text();
        let accepted = match self {
            Rule::Text => value.kind() == Kind::String,
            Rule::NonEmpty => text().is_some_and(|text| !text.is_empty()),
            Rule::NonBlank => text().is_some_and(|text| !is_blank(&text)),
            Rule::HttpUrl => value.kind() == Kind::String && value.is_http_url(),
            Rule::Scope => text().is_some_and(|text| Scope::parse(&text).is_some()),
            Rule::Integer => return integer(value).map(V::from_number),
            Rule::SessionType => {
                return integer(value).filter(|number| matches!(number, 1.0 | 2.0)).map(V::from_number);
            }
            Rule::TransactionNumber => {
                if let Some(number) = value.number().filter(|number| is_safe_integer(*number) && *number >= 0.0) {
                    #[expect(clippy::cast_possible_truncation, reason = "just checked to be whole and small enough")]
                    let digits = (number as i64).to_string();
                    return Some(V::from_text(&digits));
                }
                text().is_some_and(|text| !is_blank(&text))
            }
        };
        accepted.then(|| value.clone())
    }
}

/// Whether there is nothing to see: white space as JavaScript's `trim` has it, which counts the byte order mark and not the
/// "next line" control character.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}'))
}

/// A whole number, or the number whose digits a string is: `"1"`, but not `"+1"` or `"01"`.
fn integer<V: Value>(value: &V) -> Option<f64> {
    let number = match value.text() {
        Some(text) => f64::from(text.parse::<i32>().ok().filter(|number| number.to_string() == text)?),
        None => value.number()?,
    };
    is_safe_integer(number).then_some(number)
}
