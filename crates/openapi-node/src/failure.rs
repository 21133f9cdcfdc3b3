//! Errors on their way to JavaScript, where they become an `OpenApiError`.

use crate::output::{Output, small};
use vvchat_openapi::notification::Rejected;
use vvchat_openapi::{Error, Mismatch, Repeat, TransportKind};
use wasm_bindgen::JsValue;

/// What an `OpenApiError` is made of: an object with those of its values that there is something to say about.
#[derive(Debug)]
pub struct Failure(Output);

impl Failure {
    /// Something was passed that can't be sent.
    pub(crate) fn input(field: &str, expected: &str, came: &str) -> Self {
        Self::wrong(field, format!("nothing was sent: {field} must be {expected}, but it is {came}"))
    }

    /// Something was passed that is not as it must be, where nothing would have been sent anyway.
    pub(crate) fn value(field: &str, expected: &str, came: &str) -> Self {
        Self::wrong(field, format!("{field} must be {expected}, but it is {came}"))
    }

    fn wrong(field: &str, message: String) -> Self {
        Self(Output::new().with("reason", "invalid_input").with("message", message).with("field", field))
    }

    /// A call ended with that error: it also says whether the call may be sent again.
    pub(crate) fn of_call(error: Error, repeat: Repeat) -> Self {
        let retryable = repeat.allows(&error);
        Self(Self::from(error).0.with("retryable", retryable))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let output = Output::new()
            .with("reason", error.reason())
            .with("message", error.to_string())
            .with("may_have_arrived", error.may_have_arrived());
        Self(match error {
            Error::InvalidInput(Mismatch { field, .. }) | Error::MalformedReply(Mismatch { field, .. }) => {
                output.with("field", field)
            }
            Error::Refused { status, err_code, err_msg } => {
                output.with("status", f64::from(status)).with("err_code", small(err_code)).with("err_msg", err_msg)
            }
            Error::UnexpectedStatus { status } => output.with("status", f64::from(status)),
            Error::Transport { kind, .. } => output.with("kind", name(kind)),
            _ => output,
        })
    }
}

/// How JavaScript calls it.
fn name(kind: TransportKind) -> &'static str {
    match kind {
        TransportKind::Connect => "connect",
        TransportKind::Timeout => "timeout",
        TransportKind::Interrupted => "interrupted",
    }
}

impl From<Rejected> for Failure {
    fn from(rejected: Rejected) -> Self {
        let output = Output::new().with("reason", "rejected").with("message", rejected.to_string());
        let (kind, field) = match rejected {
            Rejected::NotJson { .. } => ("not_json", None),
            Rejected::Nested { field } => ("nested", Some(field)),
            Rejected::Repeated { field } => ("repeated", Some(field)),
            Rejected::Ambiguous { field } => ("ambiguous", Some(field)),
            Rejected::Missing { field } => ("missing", Some(field.to_string())),
            Rejected::WrongSignature => ("wrong_signature", None),
            Rejected::WrongApp { .. } => ("wrong_app", Some("app_id".to_string())),
            Rejected::Malformed(mismatch) => ("malformed", Some(mismatch.field.to_string())),
            _ => return Self(output),
        };
        Self(output.with("kind", kind).with("field", field))
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> JsValue {
        failure.0.into()
    }
}
