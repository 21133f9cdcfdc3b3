//! Everything that can go wrong, each with a reason and a code that never change.
//!
//! How an error reads stands in `wording.rs`, in English and Chinese; that may change with any release.

use crate::check::{Expected, Invalid};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// What the page passed breaks a rule. Nothing was sent.
    InvalidParams,
    /// There is no such method. Nothing was sent.
    UnknownMethod,
    /// No answer within the deadline.
    Timeout,
    /// A reply carries another `state` than the one sent: it is not to be trusted.
    StateMismatch,
    /// The page's own `AbortSignal`.
    Aborted,
    /// The SDK itself failed, or could not be loaded.
    Internal,
    /// The host does not offer the method.
    Unsupported,
    /// The host's reply breaks a rule.
    MalformedReply,
    /// The page is not inside VVChat, as far as can be told.
    NoHost,
    /// The host answered with an error of its own.
    HostError,
}

impl Reason {
    /// All of them, in the order of their codes.
    pub const ALL: &[Reason] = &[
        Reason::InvalidParams,
        Reason::UnknownMethod,
        Reason::Timeout,
        Reason::StateMismatch,
        Reason::Aborted,
        Reason::Internal,
        Reason::Unsupported,
        Reason::MalformedReply,
        Reason::NoHost,
        Reason::HostError,
    ];

    /// Its name, as in an error's `reason`.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::InvalidParams => "invalid_params",
            Reason::UnknownMethod => "unknown_method",
            Reason::Timeout => "timeout",
            Reason::StateMismatch => "state_mismatch",
            Reason::Aborted => "aborted",
            Reason::Internal => "internal",
            Reason::Unsupported => "unsupported",
            Reason::MalformedReply => "malformed_reply",
            Reason::NoHost => "no_host",
            Reason::HostError => "host_error",
        }
    }

    /// Its code, as in an error's `err_code`. A `host_error` has the host's own code; 500 stands in where the host gave none.
    pub const fn code(self) -> u16 {
        match self {
            Reason::InvalidParams => 400,
            Reason::UnknownMethod => 404,
            Reason::Timeout => 408,
            Reason::StateMismatch => 409,
            Reason::Aborted => 499,
            Reason::Internal | Reason::HostError => 500,
            Reason::Unsupported => 501,
            Reason::MalformedReply => 502,
            Reason::NoHost => 503,
        }
    }

    /// Whether the same call may well succeed later without any change to it.
    pub const fn retryable(self) -> bool {
        matches!(self, Reason::Timeout | Reason::Internal | Reason::NoHost)
    }
}

/// What became of the money in a `pay` that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The host was not asked, or refused before doing anything: no money moved.
    None,
    /// The host says that it was not paid (the user cancelled, say).
    Failed,
    /// The host was asked and nobody knows: ask your server by `imprest_code`.
    Unknown,
}

impl Outcome {
    /// Its name, as in an error's `outcome`.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::None => "none",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
        }
    }
}

/// Why a call failed, in full. How it reads: [`message`](Error::message).
///
/// ```
/// use vvchat_protocol::error::{Error, Lang, Outcome};
///
/// let error = Error::timeout("pay", 600_000.0).with_outcome(Some(Outcome::Unknown));
/// assert_eq!((error.reason.name(), error.code()), ("timeout", 408.0));
/// assert!(!error.retryable(), "the payment may have gone through");
/// assert_eq!(
///     error.message(Lang::Zh),
///     "pay：宿主未在 600000 毫秒内回复。支付可能已成功，请用 imprest_code 向商户服务器查询"
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    /// Why.
    pub reason: Reason,
    /// The method that was called; empty if none was.
    pub method: &'static str,
    /// The call's id on the wire; empty if it has none.
    pub request_id: String,
    /// For `pay`: what became of the money.
    pub outcome: Option<Outcome>,
    pub(crate) detail: Detail,
}

/// What an error's wording needs beyond its reason.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Detail {
    None,
    Invalid(Invalid),
    Field(String),
    Milliseconds(i64),
    Cause(String),
    Tried(Vec<Tried>),
    Host { err_code: f64, err_msg: String },
}

/// A bridge that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Its name.
    pub bridge: String,
    /// What was found.
    pub finding: Finding,
}

/// What was found where a bridge would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// It is there and in use.
    InUse,
    /// It is there, but one before it in the order is in use.
    NotNeeded,
    /// It was not looked at: the page named another in `config`.
    NotChosen,
    /// Nothing is there.
    Absent,
    /// Something of its name is there, but without the function that is needed.
    Unusable,
    /// The page is not in a frame.
    NotFramed,
    /// The page is in a frame, but `config` lists no origin to believe.
    NoOrigins,
    /// The handshake was sent and not answered.
    NoAnswer,
}

impl Error {
    /// What the page or the host passed breaks a rule.
    pub(crate) fn invalid(reason: Reason, method: &'static str, invalid: Invalid) -> Self {
        Self::new(reason, method, Detail::Invalid(invalid))
    }

    /// There is no method of that name.
    pub fn unknown_method(invalid: Invalid) -> Self {
        Self::new(Reason::UnknownMethod, "", Detail::Invalid(Invalid { expected: Expected::MethodName, ..invalid }))
    }

    /// No answer came within that many milliseconds.
    pub fn timeout(method: &'static str, milliseconds: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
        let milliseconds = milliseconds as i64;
        Self::new(Reason::Timeout, method, Detail::Milliseconds(milliseconds))
    }

    /// This field came back changed.
    pub fn state_mismatch(method: &'static str, field: &str) -> Self {
        Self::new(Reason::StateMismatch, method, Detail::Field(field.to_string()))
    }

    /// The page's `AbortSignal` was triggered.
    pub fn aborted(method: &'static str) -> Self {
        Self::new(Reason::Aborted, method, Detail::None)
    }

    /// The SDK failed.
    pub fn internal(method: &'static str, cause: &str) -> Self {
        Self::new(Reason::Internal, method, Detail::Cause(cause.to_string()))
    }

    /// The host does not offer the method.
    pub fn unsupported(method: &'static str) -> Self {
        Self::new(Reason::Unsupported, method, Detail::None)
    }

    /// No host was found; `tried` says where it was looked for.
    pub fn no_host(method: &'static str, tried: Vec<Tried>) -> Self {
        Self::new(Reason::NoHost, method, Detail::Tried(tried))
    }

    /// The host answered with an error of its own.
    pub fn host(method: &'static str, err_code: f64, err_msg: &str) -> Self {
        Self::new(Reason::HostError, method, Detail::Host { err_code, err_msg: err_msg.to_string() })
    }

    /// The same error, for the call of that id.
    #[must_use]
    pub fn of_request(self, request_id: &str) -> Self {
        Self { request_id: request_id.to_string(), ..self }
    }

    /// The same error, saying what became of the money.
    #[must_use]
    pub fn with_outcome(self, outcome: Option<Outcome>) -> Self {
        Self { outcome, ..self }
    }

    /// The code: the host's own where it gave one, else the reason's.
    pub fn code(&self) -> f64 {
        match self.detail {
            Detail::Host { err_code, .. } => err_code,
            _ => f64::from(self.reason.code()),
        }
    }

    /// The field it is about; empty if it is about none.
    pub fn field(&self) -> &str {
        match &self.detail {
            Detail::Invalid(invalid) => &invalid.field,
            Detail::Field(field) => field,
            _ => "",
        }
    }

    /// Whether the same call may well succeed later without any change to it. Never where money may have moved.
    pub fn retryable(&self) -> bool {
        self.reason.retryable() && self.outcome != Some(Outcome::Unknown)
    }

    fn new(reason: Reason, method: &'static str, detail: Detail) -> Self {
        Self { reason, method, request_id: String::new(), outcome: None, detail }
    }
}

/// A language that the SDK speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// The language for a BCP 47 tag: Chinese for `zh` and all its kinds, English for everything else.
    ///
    /// ```
    /// use vvchat_protocol::error::Lang;
    ///
    /// assert_eq!(Lang::of_tag("zh-Hans-CN"), Lang::Zh);
    /// assert_eq!(Lang::of_tag("fr"), Lang::En);
    /// ```
    pub fn of_tag(tag: &str) -> Self {
        match tag.as_bytes() {
            [b'z' | b'Z', b'h' | b'H'] | [b'z' | b'Z', b'h' | b'H', b'-' | b'_', ..] => Lang::Zh,
            _ => Lang::En,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Error, Lang, Outcome, Reason};
    use crate::check::{Expected, Invalid};
    use alloc::string::String;
    use alloc::vec::Vec;
    use serde_json::json;

    /// Pages depend on these: a change here is a change of the SDK's major version.
    #[test]
    fn names_codes_and_whether_to_retry() {
        let all: Vec<_> = Reason::ALL.iter().map(|reason| (reason.name(), reason.code(), reason.retryable())).collect();
        let expected = [
            ("invalid_params", 400, false),
            ("unknown_method", 404, false),
            ("timeout", 408, true),
            ("state_mismatch", 409, false),
            ("aborted", 499, false),
            ("internal", 500, true),
            ("unsupported", 501, false),
            ("malformed_reply", 502, false),
            ("no_host", 503, true),
            ("host_error", 500, false),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn outcomes() {
        assert_eq!(
            [Outcome::None, Outcome::Failed, Outcome::Unknown].map(Outcome::name),
            ["none", "failed", "unknown"]
        );
    }

    fn invalid(field: &str) -> Invalid {
        Invalid::new(field, Expected::Object, Some(&json!(1)))
    }

    #[test]
    fn each_constructor_has_its_reason_code_method_and_field() {
        #[track_caller]
        fn is(error: &Error, reason: Reason, code: f64, method: &str, field: &str) {
            assert_eq!((error.reason, error.code(), error.method, error.field()), (reason, code, method, field));
            assert_eq!((&*error.request_id, error.outcome), ("", None));
            assert_eq!(error.retryable(), reason.retryable());
        }
        is(&invalid("app_id").in_params("pay"), Reason::InvalidParams, 400.0, "pay", "app_id");
        is(&invalid("").in_params("pay"), Reason::InvalidParams, 400.0, "pay", "");
        is(&invalid("trade_no").in_reply("pay"), Reason::MalformedReply, 502.0, "pay", "trade_no");
        is(&Error::unknown_method(invalid("")), Reason::UnknownMethod, 404.0, "", "");
        is(&Error::timeout("pay", 10.0), Reason::Timeout, 408.0, "pay", "");
        is(&Error::state_mismatch("auth", "state"), Reason::StateMismatch, 409.0, "auth", "state");
        is(&Error::aborted("pay"), Reason::Aborted, 499.0, "pay", "");
        is(&Error::internal("pay", "x"), Reason::Internal, 500.0, "pay", "");
        is(&Error::unsupported("pay"), Reason::Unsupported, 501.0, "pay", "");
        is(&Error::no_host("pay", Vec::new()), Reason::NoHost, 503.0, "pay", "");
        is(&Error::host("pay", 400.0, "x"), Reason::HostError, 400.0, "pay", "");
        is(&Error::host("pay", -1.0, ""), Reason::HostError, -1.0, "pay", "");
    }

    #[test]
    fn request_and_outcome_are_added_and_nothing_else_changes() {
        let error = Error::timeout("pay", 10.0);
        let added = error.clone().of_request("id").with_outcome(Some(Outcome::Unknown));
        assert_eq!(added, Error { request_id: String::from("id"), outcome: Some(Outcome::Unknown), ..error.clone() });
        assert_eq!(added.with_outcome(None).of_request(""), error);
    }

    /// A payment that may have gone through must not be tried again.
    #[test]
    fn nothing_is_retryable_where_money_may_have_moved() {
        let error = Error::timeout("pay", 10.0);
        assert!(error.retryable());
        assert!(error.clone().with_outcome(Some(Outcome::None)).retryable());
        assert!(error.clone().with_outcome(Some(Outcome::Failed)).retryable());
        assert!(!error.with_outcome(Some(Outcome::Unknown)).retryable());
        assert!(!Error::aborted("pay").with_outcome(Some(Outcome::None)).retryable());
    }

    #[test]
    fn languages() {
        for tag in ["zh", "ZH", "Zh", "zh-CN", "zh-Hant-TW", "zh_CN", "ZH-hk", "zh-"] {
            assert_eq!(Lang::of_tag(tag), Lang::Zh, "{tag}");
        }
        for tag in ["", "z", "h", "en", "en-ZH", "zha", "zho", "zhx-CN", " zh", "zh CN", "az-h", "zu", "th", "茶"] {
            assert_eq!(Lang::of_tag(tag), Lang::En, "{tag}");
        }
    }
}
