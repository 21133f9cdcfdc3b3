//! Everything that can go wrong, each with a reason and a code that never change.
//!
//! How an error reads stands in `wording.rs`, in English and Chinese; that may change with any release. The errors themselves are
//! made where pages see them: in `npm/error.mjs`.

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

/// A language that the SDK speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

#[cfg(test)]
mod tests {
    use super::Reason;
    use alloc::vec::Vec;

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
}
