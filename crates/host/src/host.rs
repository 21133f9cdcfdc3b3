//! What an app implements to answer pages.

use crate::methods::{AuthParams, AuthResult, Method, PayParams, PayResult, Session, ShareParams, ShareResult};
use crate::problem::Problem;
use serde_json::Value as Json;
use vvchat_protocol::wire::code;

/// An app that answers pages: one function for each method that it offers.
///
/// A function is called with params that keep the method's rules, for a page whose origin is allowed. Its future is dropped when the
/// page gives the call up, or is gone: close the sheet when that happens (by a guard that the future owns). What must not stop
/// halfway, such as a payment that the user has confirmed, belongs in a task of its own, which the future waits for.
///
/// The futures need to be `Send` only where your executor asks for it.
#[expect(async_fn_in_trait, reason = "whether the futures are Send is the implementor's to decide")]
pub trait Host {
    /// Its name and version, which `diagnose()` shows to merchants.
    fn info(&self) -> Info;

    /// The methods that it offers, at this moment. The others are answered with error -32601, and pages don't even try them.
    fn methods(&self) -> Vec<Method>;

    /// Something was refused, or is wrong. Write it to your log; those that are the host's own mistake ([`Problem::is_hosts`]) deserve
    /// a closer look.
    fn report(&self, problem: &Problem);

    /// A page has introduced itself, and was answered.
    fn greeted(&self, greeting: &Greeting) {
        let _ = greeting;
    }

    /// Asks the user's consent. Guide: 用户信息授权, 第一步：请求CODE.
    ///
    /// # Errors
    ///
    /// A user who says no is a [`Refusal`]; the page gets it as a result.
    async fn auth(&self, params: AuthParams, call: Call) -> Result<AuthResult, Refusal> {
        let _ = (params, call);
        Err(Refusal::not_offered())
    }

    /// Opens the payment sheet for an order. Guide: VVChat 支付, 第二步：调起 VVChat 支付.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] with a code of yours says that it was **not** paid. Where nobody knows, say [`Refusal::internal`]: the page then
    /// has its server ask the platform.
    async fn pay(&self, params: PayParams, call: Call) -> Result<PayResult, Refusal> {
        let _ = (params, call);
        Err(Refusal::not_offered())
    }

    /// The conversation that the page was opened from. At once: pages wait 10 seconds. Guide: 发送消息, 获取当前会话信息.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] where there is none.
    async fn get_session(&self, call: Call) -> Result<Session, Refusal> {
        let _ = call;
        Err(Refusal::not_offered())
    }

    /// Lets the user pick a conversation. Guide: 发送消息, 获取用户选择的会话信息.
    ///
    /// # Errors
    ///
    /// A user who picks none is a [`Refusal`].
    async fn select_session(&self, call: Call) -> Result<Session, Refusal> {
        let _ = call;
        Err(Refusal::not_offered())
    }

    /// Opens the share sheet. Guide: VVChat 基础分享, VVChat 高级分享.
    ///
    /// # Errors
    ///
    /// That it was cancelled, or failed, is a [`ShareResult`]. A [`Refusal`] is for what did not get as far.
    async fn share(&self, params: ShareParams, call: Call) -> Result<ShareResult, Refusal> {
        let _ = (params, call);
        Err(Refusal::not_offered())
    }
}

/// Who a host is, or an SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A page's handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// Its id. A page that greets again does so by the same one; each copy of the SDK in a page has one of its own.
    pub id: String,
    /// The origin of the page; one of those that are allowed.
    pub origin: String,
    /// Which SDK it is, if the page says.
    pub sdk: Option<Info>,
}

/// What there is to know of a call besides its typed params.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The request's id, for your log. `None` for a call of a handler.
    pub id: Option<String>,
    /// The origin of the page that calls; one of those that are allowed.
    pub origin: String,
    /// The params as they came, with the fields that this version does not know.
    pub params: Json,
}

/// Why a call has no result. Not an accident: the page is told code and message.
///
/// ```
/// use vvchat_host::Refusal;
///
/// let refusal = Refusal::cancelled();
/// assert_eq!((refusal.code(), refusal.message()), (400, "用户取消"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub(crate) kind: Kind,
    message: String,
}

/// Who refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The user, or the app on their behalf, by a code of its own.
    Application(i32),
    /// The app, because it failed.
    Internal,
    /// Nobody: the app has no such method.
    NotOffered,
}

impl Refusal {
    /// The app says no. `code` is one of its own: neither 0 nor 200, which mean success, nor one of those from -32768 to -32000, which
    /// JSON-RPC reserves. The page hands `message` to merchants, who may show it to people.
    pub fn new(code: i32, message: impl Into<String>) -> Self {
        Self { kind: Kind::Application(code), message: message.into() }
    }

    /// The user cancelled: code 400.
    pub fn cancelled() -> Self {
        Self::new(400, "用户取消")
    }

    /// The app failed, and what became of the call is not known: code -32603. For `pay`, merchants then ask their server.
    pub fn internal(message: impl Into<String>) -> Self {
        Self { kind: Kind::Internal, message: message.into() }
    }

    /// The app has no such method.
    pub(crate) fn not_offered() -> Self {
        Self { kind: Kind::NotOffered, message: "Method not found".to_owned() }
    }

    /// Its code, as the page gets it.
    pub fn code(&self) -> i32 {
        match self.kind {
            Kind::Application(code) => code,
            Kind::Internal => integer(code::INTERNAL_ERROR),
            Kind::NotOffered => integer(code::METHOD_NOT_FOUND),
        }
    }

    /// What it says.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// A code of JSON-RPC's, which are all small and whole.
#[expect(clippy::cast_possible_truncation, reason = "they are small")]
fn integer(code: f64) -> i32 {
    code as i32
}
