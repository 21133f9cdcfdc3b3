//! Flat JSON objects, read so that nothing is lost: numbers keep their digits, names that stand there twice stay two.

use crate::text::{ID, is_id, quoted};
use crate::{Error, Fen, Response, Timestamp};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// The names and values of a JSON object, in their order.
#[derive(Debug)]
pub(crate) struct Object(Vec<(String, Value)>);

/// A value of a flat object.
#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    /// The number as it was written.
    Number(String),
    True,
    False,
    Null,
    Object,
    Array,
}

impl Object {
    /// Reads an object. `Err` says what stands there instead.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, &'static str> {
        let raw: &RawValue = serde_json::from_slice(json).map_err(|_| "no JSON")?;
        match Value::read(raw)? {
            Value::Object => {}
            other => return Err(other.kind()),
        }
        let entries: Entries<'_> = serde_json::from_str(raw.get()).map_err(|_| "no JSON")?;
        let fields = entries.0.into_iter().map(|(name, raw)| Ok((name, Value::read(raw)?)));
        fields.collect::<Result<_, _>>().map(Self)
    }

    /// Reads the platform's answer, if it is a success and has each name once.
    pub(crate) fn of(response: &Response) -> Result<Self, Error> {
        check_success(response)?;
        let object =
            Self::parse(&response.body).map_err(|came| Error::reply("body", "a JSON object", came.to_string()))?;
        let mut names: Vec<&str> = object.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                let came = format!("one with {} twice", quoted(pair[0]));
                Err(Error::reply("body", "a JSON object with each name once", came))
            }
            None => Ok(object),
        }
    }

    /// All names and values as texts, as signatures see them. `Err` has the name of a value that is an object or an array.
    pub(crate) fn into_texts(self) -> Result<Vec<(String, String)>, String> {
        let texts = self.0.into_iter().map(|(name, value)| match value {
            Value::Text(text) | Value::Number(text) => Ok((name, text)),
            Value::True => Ok((name, "true".to_string())),
            Value::False => Ok((name, "false".to_string())),
            Value::Null => Ok((name, String::new())),
            Value::Object | Value::Array => Err(name),
        });
        texts.collect()
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, name: &'static str) -> Result<String, Error> {
        match self.get(name) {
            Some(Value::Text(text)) if !text.is_empty() => Ok(text.clone()),
            other => Err(Error::reply(name, "a text that is not empty", describe(other))),
        }
    }

    /// A text that may be empty, `null` or not there at all.
    pub(crate) fn optional_text(&self, name: &'static str) -> Result<Option<String>, Error> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok((!text.is_empty()).then(|| text.clone())),
            other => Err(Error::reply(name, "a text", describe(other))),
        }
    }

    /// A text that is an id. Never a number: these lose digits on their way through some languages.
    pub(crate) fn id(&self, name: &'static str) -> Result<String, Error> {
        match self.get(name) {
            Some(Value::Text(text)) if is_id(text) => Ok(text.clone()),
            other => Err(Error::reply(name, ID, describe(other))),
        }
    }

    /// A text that is to be kept secret: the error has its kind alone.
    pub(crate) fn secret<T>(&self, name: &'static str, new: fn(String) -> Result<T, Error>) -> Result<T, Error> {
        let came = match self.get(name) {
            Some(Value::Text(text)) => match new(text.clone()) {
                Ok(secret) => return Ok(secret),
                Err(_) if text.is_empty() => "empty",
                Err(_) => "a text with others",
            },
            Some(other) => other.kind(),
            None => "missing",
        };
        Err(Error::reply(name, "visible ASCII characters", came))
    }

    /// A moment: a number of ten digits, or a text of them.
    pub(crate) fn timestamp(&self, name: &'static str) -> Result<Timestamp, Error> {
        let value = self.get(name);
        let time = value.and_then(Value::digits).and_then(Timestamp::from_digits);
        time.ok_or_else(|| Error::reply(name, "a moment in Unix seconds of ten digits", describe(value)))
    }

    /// An amount: a number of fen, or a text of its digits.
    pub(crate) fn fen(&self, name: &'static str) -> Result<Fen, Error> {
        let value = self.get(name);
        let fen = value.and_then(Value::digits).and_then(Fen::from_digits);
        fen.ok_or_else(|| Error::reply(name, "a whole number of fen", describe(value)))
    }

    /// A small whole number, or a text of it.
    pub(crate) fn integer(&self, name: &'static str) -> Result<i64, Error> {
        let value = self.get(name);
        let integer = value.and_then(Value::digits).and_then(|digits| digits.parse().ok());
        integer.ok_or_else(|| Error::reply(name, "a whole number", describe(value)))
    }
}

/// Success is the status 200 alone; everything else becomes the error that it is.
pub(crate) fn check_success(response: &Response) -> Result<(), Error> {
    if response.status == 200 {
        return Ok(());
    }
    let refusal = Object::parse(&response.body).ok().and_then(|body| {
        let err_msg = body.optional_text("err_msg").ok()?.unwrap_or_default();
        Some(Error::Refused { status: response.status, err_code: body.integer("err_code").ok()?, err_msg })
    });
    Err(refusal.unwrap_or(Error::UnexpectedStatus { status: response.status }))
}

impl Value {
    fn read(raw: &RawValue) -> Result<Self, &'static str> {
        let json = raw.get();
        Ok(match json.as_bytes().first() {
            Some(b'"') => Value::Text(serde_json::from_str(json).map_err(|_| "no JSON")?),
            Some(b'{') => Value::Object,
            Some(b'[') => Value::Array,
            Some(b't') => Value::True,
            Some(b'f') => Value::False,
            Some(b'n') => Value::Null,
            _ => Value::Number(json.to_string()),
        })
    }

    /// The digits of a number, or the text.
    fn digits(&self) -> Option<&str> {
        match self {
            Value::Text(digits) | Value::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// What it is, without what is in it.
    fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::True => "true",
            Value::False => "false",
            Value::Null => "null",
            Value::Object => "an object",
            Value::Array => "an array",
        }
    }
}

/// A value as errors show it.
fn describe(value: Option<&Value>) -> String {
    match value {
        None => "missing".to_string(),
        Some(Value::Text(text)) => quoted(text),
        Some(Value::Number(digits)) => format!("the number {digits}"),
        Some(other) => other.kind().to_string(),
    }
}

/// The entries of an object, also those of one name.
struct Entries<'de>(Vec<(String, &'de RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;

        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(EntriesVisitor)
    }
}
