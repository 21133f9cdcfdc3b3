//! What can go wrong with a call.

use crate::text::quoted;
use std::fmt;

/// Why a call to the platform did not do what was asked.
///
/// No error contains `app_key`, a token or a code, since errors get logged, unless the platform itself repeats one in `err_msg`:
/// what it says there is kept word for word.
///
/// ```
/// use vvchat_openapi::{Error, Response};
/// use vvchat_openapi::token::ExchangeCode;
/// # use vvchat_openapi::{BaseUrl, Call, Code, Credentials, Platform};
/// # let platform = Platform::new(BaseUrl::new("https://open.example")?, Credentials::new("test", "123456")?);
///
/// let call = ExchangeCode { code: Code::new("USED-TWICE")? };
/// let response = Response { status: 400, body: r#"{"err_code":400,"err_msg":"无效的code"}"#.into() };
/// let error = call.decode(&platform, &response).unwrap_err();
/// assert!(matches!(&error, Error::Refused { err_code: 400, err_msg, .. } if err_msg == "无效的code"));
/// assert_eq!(error.to_string(), "VVChat refused: 无效的code (err_code 400, HTTP status 400)");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// What was passed in breaks a rule. Nothing was sent.
    InvalidInput(Mismatch),
    /// The platform refused (guide: 错误返回样例). It did nothing, unless the status is 5xx.
    Refused {
        /// The HTTP status; 400 as documented.
        status: u16,
        /// The platform's own code.
        err_code: i64,
        /// The platform's own words, as a rule in Chinese.
        err_msg: String,
    },
    /// An HTTP status that the platform does not document, without `err_code`. Only 4xx says that nothing was done. A redirect
    /// ends here too: it is not followed, since it would hand secrets to another address.
    UnexpectedStatus {
        /// The HTTP status.
        status: u16,
    },
    /// The platform answered with success, but the answer breaks a rule.
    MalformedReply(Mismatch),
    /// No answer came.
    Transport {
        /// How far the call came.
        kind: TransportKind,
        /// What the HTTP client says of it, without the URL.
        cause: String,
    },
    /// The last of several attempts ended like this, and an earlier one may have arrived: whoever read the last one alone might
    /// take the call for undone.
    AfterOthers(Box<Error>),
}

/// How far a call came that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportKind {
    /// No connection was made: the platform knows nothing of the call.
    Connect,
    /// The time was over. The platform may have got the call.
    Timeout,
    /// The connection broke. The platform may have got the call.
    Interrupted,
}

/// A value that is not as it must be: which one, what was expected, what came.
///
/// Where the value is a secret, `came` has its kind alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The name of the field, as on the wire; `body` is the whole.
    pub field: &'static str,
    /// What it must be.
    pub expected: &'static str,
    /// What it is instead: the value or its kind.
    pub came: String,
}

impl Mismatch {
    /// A text as [`came`](Self::came) has it: in quotes, with escapes, cut after 60 characters.
    ///
    /// ```
    /// assert_eq!(vvchat_openapi::Mismatch::quoted("12 fen\n"), r#""12 fen\n""#);
    /// ```
    pub fn quoted(text: &str) -> String {
        quoted(text)
    }
}

impl Error {
    /// What kind of error this is, as a name that never changes: `invalid_input`, `refused`, `unexpected_status`,
    /// `malformed_reply` or `transport`.
    ///
    /// ```
    /// assert_eq!(vvchat_openapi::Error::UnexpectedStatus { status: 502 }.reason(), "unexpected_status");
    /// ```
    pub const fn reason(&self) -> &'static str {
        match self {
            Error::InvalidInput(_) => "invalid_input",
            Error::Refused { .. } => "refused",
            Error::UnexpectedStatus { .. } => "unexpected_status",
            Error::MalformedReply(_) => "malformed_reply",
            Error::Transport { .. } => "transport",
            Error::AfterOthers(last) => last.reason(),
        }
    }

    /// Whether the platform may have done what was asked, in spite of the error.
    ///
    /// Where money is at stake: if this is `true`, ask for the order before telling anybody that it failed.
    ///
    /// ```
    /// use vvchat_openapi::{Error, TransportKind};
    ///
    /// let lost = Error::Transport { kind: TransportKind::Timeout, cause: "no answer in 10 s".into() };
    /// assert!(lost.may_have_arrived());
    /// let unreached = Error::Transport { kind: TransportKind::Connect, cause: "connection refused".into() };
    /// assert!(!unreached.may_have_arrived());
    /// ```
    pub const fn may_have_arrived(&self) -> bool {
        match self {
            Error::InvalidInput(_) => false,
            Error::Refused { status, .. } => *status >= 500,
            // 201, 202, 204 and redirects may well follow the deed: only 4xx says that nothing was done.
            Error::UnexpectedStatus { status } => *status < 400 || *status >= 500,
            Error::MalformedReply(_) | Error::AfterOthers(_) => true,
            Error::Transport { kind, .. } => !matches!(kind, TransportKind::Connect),
        }
    }

    /// Whether the very same call may well succeed a moment later. Whether repeating it is *safe* is another question:
    /// [`Call::REPEAT`](crate::Call::REPEAT).
    ///
    /// ```
    /// use vvchat_openapi::Error;
    ///
    /// assert!(Error::UnexpectedStatus { status: 503 }.may_pass());
    /// assert!(!Error::UnexpectedStatus { status: 404 }.may_pass());
    /// ```
    pub const fn may_pass(&self) -> bool {
        match self {
            Error::InvalidInput(_) | Error::Refused { .. } | Error::MalformedReply(_) => false,
            Error::UnexpectedStatus { status } => *status >= 500 || *status == 429,
            Error::Transport { .. } => true,
            Error::AfterOthers(last) => last.may_pass(),
        }
    }

    pub(crate) fn input(field: &'static str, expected: &'static str, came: impl Into<String>) -> Self {
        Error::InvalidInput(Mismatch { field, expected, came: came.into() })
    }

    pub(crate) fn reply(field: &'static str, expected: &'static str, came: impl Into<String>) -> Self {
        Error::MalformedReply(Mismatch { field, expected, came: came.into() })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must be {}, but it is {}", self.field, self.expected, self.came)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::InvalidInput(mismatch) => write!(f, "nothing was sent: {mismatch}"),
            Error::Refused { status, err_code, err_msg } => {
                write!(f, "VVChat refused: {err_msg} (err_code {err_code}, HTTP status {status})")
            }
            Error::UnexpectedStatus { status } => write!(f, "VVChat answered with the unexpected HTTP status {status}"),
            Error::MalformedReply(mismatch) => write!(f, "VVChat's reply can't be used: {mismatch}"),
            Error::Transport { kind: TransportKind::Connect, cause } => {
                write!(f, "no connection to VVChat, so nothing was sent: {cause}")
            }
            Error::Transport { kind: TransportKind::Timeout, cause } => {
                write!(f, "no answer from VVChat in time; the call may have arrived: {cause}")
            }
            Error::Transport { kind: TransportKind::Interrupted, cause } => {
                write!(f, "the connection to VVChat broke; the call may have arrived: {cause}")
            }
            Error::AfterOthers(last) => write!(f, "{last} (an earlier attempt may have arrived)"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Error, TransportKind};

    #[test]
    fn what_may_have_arrived() {
        let refused = |status| Error::Refused { status, err_code: 1, err_msg: String::new() };
        let transport = |kind| Error::Transport { kind, cause: String::new() };
        let errors = [
            (Error::input("a", "b", "c"), false),
            (refused(303), false),
            (refused(400), false),
            (refused(500), true),
            (Error::UnexpectedStatus { status: 202 }, true),
            (Error::UnexpectedStatus { status: 303 }, true),
            (Error::UnexpectedStatus { status: 399 }, true),
            (Error::UnexpectedStatus { status: 400 }, false),
            (Error::UnexpectedStatus { status: 429 }, false),
            (Error::UnexpectedStatus { status: 499 }, false),
            (Error::UnexpectedStatus { status: 500 }, true),
            (Error::reply("a", "b", "c"), true),
            (transport(TransportKind::Connect), false),
            (transport(TransportKind::Timeout), true),
            (transport(TransportKind::Interrupted), true),
            (Error::AfterOthers(Box::new(refused(400))), true),
        ];
        for (error, may_have) in errors {
            assert_eq!(error.may_have_arrived(), may_have, "{error:?}");
        }
    }
}
