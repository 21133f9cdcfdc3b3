//! What a host is told, for its log, of what was refused or is wrong.

use std::fmt;

/// Something was refused, or is wrong. How it reads is for people, and may change; its [`Display`](fmt::Display) is one line.
///
/// ```
/// use vvchat_host::Problem;
///
/// let problem = Problem::ForeignOrigin { origin: "https://evil.example".to_owned() };
/// assert_eq!(problem.to_string(), r#"a page of the origin "https://evil.example" was not answered: it is not allowed"#);
/// assert!(!problem.is_hosts());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A page sent something that is not allowed to.
    ForeignOrigin {
        /// Its origin, as the web view gave it.
        origin: String,
    },
    /// A page sent what is no message.
    NoMessage {
        /// What is wrong with it.
        wrong: String,
    },
    /// A page called a method that the host does not offer.
    UnknownMethod {
        /// The method's name, as the page gave it.
        method: String,
    },
    /// A page sent params that break a rule.
    InvalidParams {
        /// The rule, and what came.
        wrong: String,
    },
    /// A page sent a request with the id of one that is still open. It was ignored: an answer would be taken for the first one's.
    RepeatedId {
        /// The id.
        id: String,
    },
    /// The host offers a method and has no function for it.
    NotImplemented {
        /// The method's name.
        method: &'static str,
    },
    /// The host's result breaks a rule. The page was told of an internal error.
    InvalidResult {
        /// The rule, and what came.
        wrong: String,
    },
    /// The host refused with a code that it can't use. The page was told of an internal error.
    InvalidCode {
        /// The method's name.
        method: &'static str,
        /// The code.
        code: i32,
    },
}

impl Problem {
    /// Whether it is the host's own mistake, not a page's.
    pub fn is_hosts(&self) -> bool {
        matches!(self, Self::NotImplemented { .. } | Self::InvalidResult { .. } | Self::InvalidCode { .. })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What pages send is quoted, so that a line break in it starts no line of its own.
        match self {
            Self::ForeignOrigin { origin } => {
                write!(f, "a page of the origin {origin:?} was not answered: it is not allowed")
            }
            Self::NoMessage { wrong } => write!(f, "a page sent no message: {}", one_line(wrong)),
            Self::UnknownMethod { method } => write!(f, "a page called {method:?}, which this host does not offer"),
            Self::InvalidParams { wrong } => write!(f, "a page sent invalid params: {}", one_line(wrong)),
            Self::RepeatedId { id } => write!(f, "a page used the id {id:?} of an open request again; ignored"),
            Self::NotImplemented { method } => write!(f, "this host offers {method} and does not implement it"),
            Self::InvalidResult { wrong } => write!(f, "this host's result is invalid: {}", one_line(wrong)),
            Self::InvalidCode { method, code } => write!(
                f,
                "this host refused {method} with the code {code}, which is not free for that: \
                 0 and 200 mean success, JSON-RPC reserves -32768 to -32000"
            ),
        }
    }
}

/// A text without line breaks and other control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
