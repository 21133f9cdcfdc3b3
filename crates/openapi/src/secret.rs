//! Values that must never be printed: they open doors.

use crate::Error;
use serde::{Deserialize, Serialize};
use std::fmt;
use subtle::ConstantTimeEq;

/// Declares a type for a secret text: not empty, nothing but visible ASCII, printed as `…`, compared in constant time.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $field:literal $(, $derive:ident)?) => {
        $(#[$doc])*
        #[derive(Clone, Deserialize $(, $derive)?)]
        #[serde(try_from = "String")]
        $(#[serde(into = "String")] #[doc = concat!("\n\nIts `", stringify!($derive), "` writes the secret: that is how it is stored.")])?
        pub struct $name(String);

        impl $name {
            /// Takes the secret's text. [`Error::InvalidInput`] if it is empty or has anything but visible ASCII: it goes into
            /// a header or a URL.
            pub fn new(text: impl Into<String>) -> Result<Self, Error> {
                let text = text.into();
                if text.is_empty() {
                    return Err(Error::input($field, "visible ASCII characters", "empty"));
                }
                if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
                    return Err(Error::input($field, "visible ASCII characters", "a text with others"));
                }
                Ok(Self(text))
            }

            /// The secret itself. Whoever prints it has given it away.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(secret: $name) -> String {
                secret.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                equal(&self.0, &other.0)
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }
    };
}

secret! {
    /// The key that the platform issued together with the `app_id` (guide: 准备工作). It signs orders, so it belongs on the
    /// merchant's server alone.
    ///
    /// ```
    /// use vvchat_openapi::AppKey;
    ///
    /// let app_key = AppKey::new("123456")?;
    /// assert_eq!(format!("{app_key:?} {app_key}"), "AppKey(…) …");
    /// assert_eq!(app_key.expose(), "123456");
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    AppKey, "app_key"
}

secret! {
    /// What `vvchat.auth` gives the page, and the page its server (guide: 第一步：请求CODE). It can be exchanged once.
    ///
    /// ```
    /// use vvchat_openapi::Code;
    ///
    /// let code = Code::new("C0DE")?;
    /// assert_eq!(format!("{code:?}"), "Code(…)");
    /// assert_eq!(
    ///     Code::new("").unwrap_err().to_string(),
    ///     "nothing was sent: code must be visible ASCII characters, but it is empty"
    /// );
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    Code, "code"
}

secret! {
    /// What acts for the person who agreed (guide: 第二步：通过code获取token). Keep it on the server.
    ///
    /// ```
    /// use vvchat_openapi::AccessToken;
    ///
    /// let token = AccessToken::new("T0KEN")?;
    /// assert_eq!(format!("{token:?}"), "AccessToken(…)");
    /// assert_eq!(serde_json::to_string(&token).unwrap(), r#""T0KEN""#);
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    AccessToken, "token", Serialize
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(crate) fn equal(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
