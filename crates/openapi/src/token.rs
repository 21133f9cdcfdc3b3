//! Exchanging a code for a token (guide: 第二步：通过code获取token).

use crate::json::Object;
use crate::{AccessToken, Attempt, Call, Code, Error, Method, Platform, Repeat, Request, Response, Timestamp};
use serde::{Deserialize, Serialize};

/// Exchanges the code that the page got from `vvchat.auth`.
///
/// `GET /userservices/v2/authorization/token`, with `app_id`, `app_key` and `code` in the query. A code can be exchanged once;
/// the platform refuses a second time (`无效的code`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeCode {
    /// The code, as the page handed it on.
    pub code: Code,
}

/// What a person allowed, and the token to do it with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authorization {
    /// Who the person is to this app. Never changes.
    pub open_id: String,
    /// What was allowed: `snsapi_userinfo`, or `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE`.
    pub scope: String,
    /// The token. Keep it on the server.
    pub token: AccessToken,
    /// From this moment on the token is of no use: the platform's `expire_in`, which is no duration.
    #[serde(rename = "expire_in")]
    pub expires_at: Timestamp,
}

impl Authorization {
    /// Whether the token is of no use any more.
    ///
    /// ```
    /// use vvchat_openapi::token::Authorization;
    /// use vvchat_openapi::{AccessToken, Timestamp};
    ///
    /// let noon = Timestamp::from_seconds(1_522_821_617).unwrap();
    /// let authorization = Authorization {
    ///     open_id: "o1".into(),
    ///     scope: "snsapi_userinfo".into(),
    ///     token: AccessToken::new("T0KEN")?,
    ///     expires_at: noon,
    /// };
    /// assert!(authorization.is_expired(noon));
    /// assert!(!authorization.is_expired(Timestamp::from_seconds(noon.seconds() - 1).unwrap()));
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    pub fn is_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

impl Call for ExchangeCode {
    type Reply = Authorization;

    /// A second exchange of a code is refused, and the token of the first would be lost.
    const REPEAT: Repeat = Repeat::OnlyIfUnreached;

    fn request(&self, platform: &Platform, _: &Attempt) -> Result<Request, Error> {
        let credentials = &platform.credentials;
        let query = [
            ("app_id", credentials.app_id()),
            ("app_key", credentials.app_key().expose()),
            ("code", self.code.expose()),
        ];
        let url = platform.url("/userservices/v2/authorization/token", &query);
        Ok(Request { method: Method::Get, url, headers: Vec::new(), body: Vec::new() })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<Authorization, Error> {
        let body = Object::of(response)?;
        Ok(Authorization {
            open_id: body.id("open_id")?,
            scope: body.text("scope")?,
            token: body.secret("token", AccessToken::new)?,
            expires_at: body.timestamp("expire_in")?,
        })
    }
}
