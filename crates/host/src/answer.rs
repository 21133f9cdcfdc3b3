//! From what an app says to what its page is told.

use crate::host::{Kind, Refusal};
use crate::json;
use crate::methods::Method;
use crate::problem::Problem;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use vvchat_protocol::check;
use vvchat_protocol::error::Lang;
use vvchat_protocol::schema::Refusal as Refused;
use vvchat_protocol::wire::code;
use vvchat_protocol::wire::host::Response;

/// What a page is told.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A result that keeps its method's rules.
    Result(Box<RawValue>),
    /// An error.
    Error {
        /// Its code.
        code: f64,
        /// What it says.
        message: String,
    },
}

/// The params that go back with a result, as they were written.
#[derive(Debug, Default)]
pub(crate) struct Echoes(Vec<(&'static str, Box<RawValue>)>);

impl Echoes {
    /// Those of a method, out of its params as they were written.
    pub(crate) fn of(method: Method, params: &str) -> Self {
        let names = method.declaration().echoes;
        if names.is_empty() {
            return Self::default();
        }
        let mut members = json::members(params);
        let is_there = |value: &RawValue| value.get() != "null";
        Self(
            names
                .iter()
                .filter_map(|name| Some((*name, members.remove(*name).filter(|value| is_there(value))?)))
                .collect(),
        )
    }
}

impl Serialize for Echoes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// A result as it is on the wire.
#[derive(Serialize)]
struct Body<'a, R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    err_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    err_msg: Option<&'a str>,
    #[serde(flatten)]
    result: R,
    #[serde(flatten)]
    echoes: &'a Echoes,
}

/// In a refusal's place for a result.
#[derive(Serialize)]
struct Nothing {}

impl Answer {
    /// An error.
    pub(crate) fn error(code: f64, message: impl Into<String>) -> Self {
        Self::Error { code, message: message.into() }
    }

    /// What an app said, if it keeps the method's rules.
    pub(crate) fn of(method: Method, said: Result<impl Serialize, Refusal>, echoes: &Echoes) -> Result<Self, Problem> {
        match said {
            Ok(result) => {
                let err_code = (method.declaration().refusal == Refused::IsAResult).then_some(0);
                Self::checked(method, &Body { err_code, err_msg: None, result, echoes })
            }
            Err(refusal) => Self::refusal(method, &refusal, echoes),
        }
    }

    fn refusal(method: Method, refusal: &Refusal, echoes: &Echoes) -> Result<Self, Problem> {
        let (name, message) = (method.name(), refusal.message());
        match refusal.kind {
            Kind::Application(code) if matches!(code, 0 | 200) || code::is_reserved(code.into()) => {
                Err(Problem::InvalidCode { method: name, code })
            }
            Kind::Application(code) if method.declaration().refusal == Refused::IsAResult => {
                let (err_code, err_msg) = (Some(code), Some(message));
                Self::checked(method, &Body { err_code, err_msg, result: Nothing {}, echoes })
            }
            Kind::Application(code) => Ok(Self::error(code.into(), message)),
            Kind::Internal => Ok(Self::error(code::INTERNAL_ERROR, message)),
            Kind::NotOffered => Err(Problem::NotImplemented { method: name }),
        }
    }

    fn checked(method: Method, body: &impl Serialize) -> Result<Self, Problem> {
        let result = raw(body);
        let value = json::parse(result.get()).unwrap_or_default();
        match check::reply(method.declaration(), &value) {
            Ok(_) => Ok(Self::Result(result)),
            Err(invalid) => {
                let wrong = invalid.in_reply(method.name(), Lang::En);
                Err(Problem::InvalidResult { wrong })
            }
        }
    }

    /// What a page is told where its host has made a mistake.
    pub(crate) fn of_mistake(problem: &Problem) -> Self {
        match problem {
            Problem::NotImplemented { .. } => Self::error(code::METHOD_NOT_FOUND, "Method not found"),
            _ => Self::error(code::INTERNAL_ERROR, "Internal error"),
        }
    }

    /// The message of JSON-RPC. `id` is the request's, if it had one.
    pub(crate) fn json_rpc(&self, id: Option<&str>) -> String {
        match self {
            Self::Result(result) => text(&Response::result(id.unwrap_or_default(), result)),
            Self::Error { code, message } => text(&Response::error(id, *code, message)),
        }
    }

    /// The platform's own form, which the callbacks of `WebViewJavascriptBridge` get.
    pub(crate) fn platform_form(&self) -> String {
        match self {
            Self::Result(result) => result.get().to_owned(),
            Self::Error { code, message } => {
                let code = vvchat_protocol::value::Make::from_number(*code);
                text(&PlatformError { err_code: code, err_msg: message })
            }
        }
    }
}

/// An error in the platform's own form.
#[derive(Serialize)]
struct PlatformError<'a> {
    err_code: serde_json::Value,
    err_msg: &'a str,
}

/// A message as JSON.
pub(crate) fn text(message: &impl Serialize) -> String {
    raw(message).get().to_owned()
}

/// The same, as a part of another message.
pub(crate) fn raw(message: &impl Serialize) -> Box<RawValue> {
    // It can't fail, since all its keys are texts.
    to_raw_value(message).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
