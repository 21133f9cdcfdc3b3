//! The methods with their params and results as types.
//!
//! What a field must be is not said here: params are held against the declarations in `vvchat_protocol` before a host sees them,
//! and results before the page does. `tests/declarations.rs` holds these types against the same declarations.

use serde::{Deserialize, Serialize};
use vvchat_protocol::schema;
use vvchat_protocol::scope::Scope;

/// A method that pages may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Asks the user's consent. Guide: 用户信息授权.
    Auth,
    /// Opens the payment sheet. Guide: VVChat 支付.
    Pay,
    /// The conversation that the page was opened from. Guide: 发送消息.
    GetSession,
    /// Lets the user pick a conversation. Guide: 发送消息.
    SelectSession,
    /// Opens the share sheet. Guide: VVChat 基础分享, VVChat 高级分享.
    Share,
}

impl Method {
    /// All of them, in the order of the platform's guide.
    pub const ALL: [Method; 5] = [Method::Auth, Method::Pay, Method::GetSession, Method::SelectSession, Method::Share];

    /// Its name, as pages say it.
    ///
    /// ```
    /// use vvchat_host::Method;
    ///
    /// assert_eq!(Method::ALL.map(Method::name), ["auth", "pay", "getSession", "selectSession", "share"]);
    /// ```
    pub fn name(self) -> &'static str {
        self.declaration().name
    }

    /// Its declaration: fields, rules, documentation.
    pub fn declaration(self) -> &'static schema::Method {
        use vvchat_protocol::methods::{auth, get_session, pay, select_session, share};
        match self {
            Method::Auth => &auth::METHOD,
            Method::Pay => &pay::METHOD,
            Method::GetSession => &get_session::METHOD,
            Method::SelectSession => &select_session::METHOD,
            Method::Share => &share::METHOD,
        }
    }

    /// The method of that name, if there is one.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// What a page passes to `auth`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthParams {
    /// The application that asks, as the platform issued it. Not blank. That this page may speak for it is yours to check: by
    /// [`Call::origin`](crate::Call::origin).
    pub app_id: String,
    /// What is asked for, as the page wrote it; [`scope`](Self::scope) takes it apart.
    pub scope: String,
    /// Any text of the page's. It goes back with the answer by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl AuthParams {
    /// What is asked for. Say it to the user in words; refuse what you don't know.
    ///
    /// ```
    /// use vvchat_host::{AuthParams, Scope};
    ///
    /// let scope = "sessionapi_sendmsg:IqxDpc-s6S_9RaXMmag39YVH7W810Z57:1".to_owned();
    /// let params = AuthParams { app_id: "test".to_owned(), scope, state: None };
    /// let expected = Scope::SendMessage { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 };
    /// assert_eq!(params.scope(), expected);
    /// ```
    pub fn scope(&self) -> Scope<'_> {
        Scope::parse(&self.scope).unwrap_or(Scope::Unknown)
    }
}

/// The user agreed to `auth`. One who did not is a [`Refusal`](crate::Refusal). `err_code` and `state` are added by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthResult {
    /// The authorization code that the merchant's server exchanges for a token. Single use, not blank.
    pub code: String,
}

/// What a page passes to `pay`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayParams {
    /// The application that asks, as the platform issued it. Not blank.
    pub app_id: String,
    /// The prepaid order's code, which the merchant's server got from the unified order API. Not blank. What the order is about,
    /// and how much it costs, is the platform's to say, never the page's.
    pub imprest_code: String,
}

/// The user has paid. One who has not is a [`Refusal`](crate::Refusal).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayResult {
    /// The platform's number of the transaction, usually 18 digits. Not blank.
    pub trade_no: String,
}

/// A conversation: what `getSession` and `selectSession` result in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id. Not blank.
    pub session_id: String,
    /// What kind of conversation it is.
    pub session_type: SessionType,
}

/// A kind of conversation; a number on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum SessionType {
    /// 1: a single chat.
    Single,
    /// 2: a group.
    Group,
}

impl From<SessionType> for u8 {
    fn from(session_type: SessionType) -> Self {
        match session_type {
            SessionType::Single => 1,
            SessionType::Group => 2,
        }
    }
}

impl TryFrom<u8> for SessionType {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(SessionType::Single),
            2 => Ok(SessionType::Group),
            _ => Err(format!("session_type must be 1 (single chat) or 2 (group), but it is the number {number}")),
        }
    }
}

/// What a page passes to `share`: a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareParams {
    /// The application that asks, as the platform issued it. Not blank.
    pub app_id: String,
    /// The card's title. Not blank.
    pub share_title: String,
    /// The card's second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_title: Option<String>,
    /// What a tap on the card opens: an absolute http or https URL.
    pub share_url: String,
    /// The card's picture: an absolute http or https URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumb_url: Option<String>,
    /// Makes it an advanced share: the card's own data, as JSON text or as a URL of such. Byte for byte as the page wrote it, which
    /// may be JSON with a slip in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_data_url: Option<String>,
}

/// What became of a `share`. That it was cancelled, or failed, is a result too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareResult {
    /// 200: shared. 400: failed or cancelled.
    pub code: i32,
    /// Why it was not shared, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl ShareResult {
    /// The card was shared.
    pub fn shared() -> Self {
        Self { code: 200, error: None }
    }

    /// The card was not shared, for this reason: `用户取消` where the user cancelled.
    pub fn not_shared(error: impl Into<String>) -> Self {
        Self { code: 400, error: Some(error.into()) }
    }
}
