//! The parameters of a request, read one by one, with errors that name them.

use std::borrow::Cow;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::app::read_body;
use crate::pages::origin_of;
use crate::refusal::Refusal;

/// How much of a wrong value an error repeats.
const SHOWN: usize = 60;

/// Parameters by name.
#[derive(Clone, Debug)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// A text that must be there.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.optional_text(name)?.ok_or_else(|| Refusal::missing(name))
    }

    /// A text that may be left out. An empty one is none, as in the platform's signatures.
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(other) => Err(Refusal::wrong(name, "文本", shown(other))),
        }
    }

    /// An absolute http or https URL that must be there.
    pub(crate) fn web_url(&self, name: &str) -> Result<&str, Refusal> {
        let text = self.text(name)?;
        match origin_of(text) {
            Some(_) => Ok(text),
            None => Err(Refusal::wrong(name, "http或https的完整网址", quoted(text))),
        }
    }

    /// A whole number of at least 1, as JSON writes it.
    pub(crate) fn positive(&self, name: &str, expected: &str) -> Result<u64, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Err(Refusal::missing(name)),
            Some(value) => {
                value.as_u64().filter(|number| *number > 0).ok_or_else(|| Refusal::wrong(name, expected, shown(value)))
            }
        }
    }

    /// An object that must be there.
    pub(crate) fn object(&self, name: &str) -> Result<Self, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Err(Refusal::missing(name)),
            Some(Value::Object(fields)) => Ok(Self(fields.clone())),
            Some(other) => Err(Refusal::wrong(name, "JSON对象", shown(other))),
        }
    }

    /// Every parameter as it is signed: as text. Signatures know no nesting.
    pub(crate) fn to_signed(&self) -> Result<Vec<(&str, Cow<'_, str>)>, Refusal> {
        let signed = self.0.iter().map(|(name, value)| {
            let text = match value {
                Value::String(text) => Cow::Borrowed(text.as_str()),
                Value::Null => Cow::Borrowed(""),
                Value::Number(number) => Cow::Owned(number.to_string()),
                other => return Err(Refusal::wrong(name, "文本或数字", shown(other))),
            };
            Ok((name.as_str(), text))
        });
        signed.collect()
    }
}

/// The parameters in the query of a request.
#[derive(Debug)]
pub(crate) struct Query(pub(crate) Fields);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        let mut fields = Map::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // What stands in place of bytes that are no text.
            if name.contains(char::REPLACEMENT_CHARACTER) || value.contains(char::REPLACEMENT_CHARACTER) {
                return Err(Refusal::NotText);
            }
            if fields.insert(name.to_string(), Value::String(value.into_owned())).is_some() {
                return Err(Refusal::RepeatedParameter { name: name.into_owned() });
            }
        }
        Ok(Self(Fields(fields)))
    }
}

/// The parameters in the body of a request: a JSON object.
#[derive(Debug)]
pub(crate) struct Body(pub(crate) Fields);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        // A page of another origin can only declare its body so if it asks before, and it asks in vain.
        let declared = text_header(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or_default();
        let media_type = declared.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::NotDeclaredJson { got: quoted(declared) });
        }
        let (head, body) = request.into_parts();
        let body = read_body(body, &head.headers).await?;
        let json = serde_json::from_slice(&body).map_err(|error| {
            let place = format!("第{}行第{}列", error.line(), error.column());
            Refusal::NotJson { place }
        })?;
        match json {
            Value::Object(fields) => Ok(Self(Fields(fields))),
            _ => Err(Refusal::NotAnObject),
        }
    }
}

/// A header that is text.
pub(crate) fn text_header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().filter(|value| !value.is_empty())
}

/// A header that must be there.
pub(crate) fn required_header<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Refusal> {
    text_header(headers, name).ok_or_else(|| Refusal::MissingHeader { name: name.to_owned() })
}

/// The start of a text, in quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", start_of(text))
}

/// The start of a value, as an error repeats it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => start_of(&other.to_string()),
    }
}

fn start_of(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
