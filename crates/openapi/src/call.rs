//! What all calls to the platform have in common.

use crate::{BaseUrl, Credentials, Error, Request, Response, Timestamp, TransportKind};

/// A call to the platform, as data: it builds its request and reads the response. Sending is up to somebody else, as a rule
/// `Client` (feature `client`).
///
/// ```
/// use vvchat_openapi::userinfo::GetUserInfo;
/// use vvchat_openapi::{AccessToken, Attempt, BaseUrl, Call, Credentials, Nonce, Platform, Response, Timestamp};
///
/// let platform = Platform::new(BaseUrl::new("https://open.example")?, Credentials::new("test", "123456")?);
/// let attempt = Attempt { nonce: Nonce::new("abc123")?, time: Timestamp::from_seconds(1_517_928_240).unwrap() };
/// let call = GetUserInfo { token: AccessToken::new("T0KEN")? };
///
/// let request = call.request(&platform, &attempt)?;
/// assert_eq!(request.url, "https://open.example/userservices/v2/authorization/userinfo");
/// assert_eq!(request.headers, [("authorization", "T0KEN".to_string())]);
///
/// let body = r#"{"open_id":"o1","nickname":"小雨","avatar":"https://a.example/1.png","sex":"女"}"#;
/// let user = call.decode(&platform, &Response { status: 200, body: body.into() })?;
/// assert_eq!(user.nickname, "小雨");
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
pub trait Call {
    /// What a success gives.
    type Reply;

    /// When it may be sent a second time after it got no usable answer.
    const REPEAT: Repeat;

    /// The request to send. [`Error::InvalidInput`] if a value breaks a rule.
    fn request(&self, platform: &Platform, attempt: &Attempt) -> Result<Request, Error>;

    /// What the platform's answer says: [`Error::Refused`], [`Error::UnexpectedStatus`] or [`Error::MalformedReply`] if it is
    /// not the success that was asked for.
    fn decode(&self, platform: &Platform, response: &Response) -> Result<Self::Reply, Error>;
}

/// Whom calls are sent to, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// Where the platform is.
    pub base_url: BaseUrl,
    /// Who the merchant is.
    pub credentials: Credentials,
}

impl Platform {
    /// The platform at that address, for that app.
    pub const fn new(base_url: BaseUrl, credentials: Credentials) -> Self {
        Self { base_url, credentials }
    }

    /// The URL of a path of the platform's, with a query.
    pub(crate) fn url(&self, path: &str, query: &[(&str, &str)]) -> String {
        let mut url = format!("{}{path}", self.base_url);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish());
        }
        url
    }
}

/// What is new with every attempt to send a call: signatures contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// A text that was never used before.
    pub nonce: Nonce,
    /// The present moment.
    pub time: Timestamp,
}

/// A text that is used once: `nonce_str` of an order, the header `noncestr` of paying out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// A nonce of 32 characters from 16 random bytes. They must come from a generator that nobody can guess.
    ///
    /// ```
    /// use vvchat_openapi::Nonce;
    ///
    /// assert_eq!(Nonce::from_random([0xAB; 16]).as_str(), "abababababababababababababababab");
    /// ```
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    /// A nonce that was made elsewhere: 1 to 32 ASCII letters and digits. [`Error::InvalidInput`] for anything else.
    ///
    /// ```
    /// use vvchat_openapi::Nonce;
    ///
    /// assert!(Nonce::new("ibuaiVcKdpRxkhJA").is_ok());
    /// assert!(Nonce::new("").is_err());
    /// ```
    pub fn new(text: &str) -> Result<Self, Error> {
        if (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Self(text.to_string()))
        } else {
            Err(Error::input("nonce_str", "1 to 32 ASCII letters and digits", crate::text::quoted(text)))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When a call may be sent again after it got no usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Always: doing it twice is the same as doing it once.
    Safe,
    /// Only if no connection was made, so that the platform can't have got it: doing it twice would do it twice.
    OnlyIfUnreached,
}

impl Repeat {
    /// Whether a call that ended with that error may be sent again, and may then do better.
    ///
    /// ```
    /// use vvchat_openapi::{Error, Repeat};
    ///
    /// let overloaded = Error::UnexpectedStatus { status: 503 };
    /// assert!(Repeat::Safe.allows(&overloaded));
    /// assert!(!Repeat::OnlyIfUnreached.allows(&overloaded));
    /// ```
    pub const fn allows(self, error: &Error) -> bool {
        match self {
            Repeat::Safe => error.may_pass(),
            Repeat::OnlyIfUnreached => matches!(error, Error::Transport { kind: TransportKind::Connect, .. }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Nonce, Repeat};
    use crate::{Error, TransportKind};

    #[test]
    fn nonces() {
        assert!(Nonce::new(&"a".repeat(32)).is_ok());
        for text in ["", "a b", "a-b", "a&b", "茶", &"a".repeat(33)] {
            assert!(Nonce::new(text).is_err(), "{text}");
        }
        assert_eq!(Nonce::from_random([1; 16]).as_str().len(), 32);
    }

    #[test]
    fn what_is_repeated_and_when() {
        let transport = |kind| Error::Transport { kind, cause: String::new() };
        let errors = [
            (Error::input("a", "b", "c"), false, false),
            (Error::Refused { status: 400, err_code: 400, err_msg: String::new() }, false, false),
            (Error::Refused { status: 500, err_code: 500, err_msg: String::new() }, false, false),
            (Error::UnexpectedStatus { status: 202 }, false, false),
            (Error::UnexpectedStatus { status: 303 }, false, false),
            (Error::UnexpectedStatus { status: 404 }, false, false),
            (Error::UnexpectedStatus { status: 429 }, true, false),
            (Error::UnexpectedStatus { status: 500 }, true, false),
            (Error::reply("a", "b", "c"), false, false),
            (transport(TransportKind::Connect), true, true),
            (transport(TransportKind::Timeout), true, false),
            (transport(TransportKind::Interrupted), true, false),
        ];
        for (error, safe, only_if_unreached) in errors {
            assert_eq!(Repeat::Safe.allows(&error), safe, "{error:?}");
            assert_eq!(Repeat::OnlyIfUnreached.allows(&error), only_if_unreached, "{error:?}");
        }
    }
}
