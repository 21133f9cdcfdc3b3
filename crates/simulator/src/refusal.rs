//! Every error that the platform's API and the device's API answer with, and what each says.
//!
//! The platform's form is the same for all: HTTP 400 and `{"err_code":400,"err_msg":"…"}`, in Chinese.

use std::fmt;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::store::Failure;

/// Declares the errors: for each a name, what it is about, and its text.
macro_rules! refusals {
    ($($(#[$about:meta])+ $name:ident $({ $($field:ident),+ })? = $text:literal;)+) => {
        /// Why a request is refused.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Refusal {
            $($(#[$about])+ $name $({ $($field: String),+ })?,)+
        }

        impl fmt::Display for Refusal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $({ $($field),+ })? => write!(f, $text),)+
                }
            }
        }

        /// The text of every error that the platform's API and the device's API answer with, in the order of the
        /// documentation. `{name}` stands for what differs from case to case.
        ///
        /// ```
        /// assert!(vvchat_simulator::ERROR_TEXTS.contains(&"无效的code"));
        /// ```
        pub const ERROR_TEXTS: &[&str] = &[$($text),+];
    };
}

refusals! {
    // The request as such.
    /// The path is none of the API's.
    NoSuchInterface { path } = "接口不存在：{path}";
    /// The path is one of the API's, the method is not.
    WrongMethod { method, path } = "接口{path}不支持{method}请求";
    /// The request came under a name that is not this machine's.
    WrongHost { host } = "请求的主机名无效：{host}";
    /// The body is larger than any that the API reads.
    BodyTooLarge { limit } = "请求体过大，最多{limit}字节";
    /// The body ended early.
    BodyIncomplete = "请求体不完整";
    /// The body is not declared as JSON.
    NotDeclaredJson { got } = "请求头Content-Type应为application/json，收到：{got}";
    /// The body is not JSON.
    NotJson { place } = "请求体不是有效的JSON（{place}）";
    /// The body is JSON, but not an object.
    NotAnObject = "请求体应为JSON对象";
    /// The query is not percent-encoded UTF-8.
    NotText = "网址中的参数不是有效的UTF-8文本";
    /// A parameter stands in the query more than once.
    RepeatedParameter { name } = "参数{name}重复";
    /// A parameter is missing or empty.
    MissingParameter { name } = "缺少参数{name}";
    /// A parameter is not what it must be.
    WrongParameter { name, expected, got } = "参数{name}无效：应为{expected}，收到{got}";
    /// A header is missing or empty.
    MissingHeader { name } = "缺少请求头{name}";
    /// A header is not what it must be.
    WrongHeader { name, expected, got } = "请求头{name}无效：应为{expected}，收到{got}";

    // Apps, codes, tokens.
    /// No app has that `app_id`.
    UnknownApp = "无效的app_id";
    /// The `app_key` is not the app's.
    WrongAppKey = "无效的app_key";
    /// No such code was given to this app, or it was used before, or it expired long ago and is forgotten.
    WrongCode = "无效的code";
    /// The code is older than five minutes.
    ExpiredCode = "code已过期";
    /// No such token was issued.
    WrongToken = "无效的token";
    /// The token's moment has passed.
    ExpiredToken = "token已过期";
    /// The token is for something else.
    OutOfScope { scope } = "token没有该权限，其授权作用域为{scope}";
    /// There is no scope of that form.
    UnknownScope { scope } = "无效的scope：{scope}";

    // Orders.
    /// The signature does not follow from the parameters and the `app_key`.
    WrongSignature = "签名错误";
    /// Neither or both of the two numbers that name an order.
    OneOrderNumber = "imprest_code和out_trade_no须且只须填写一个";
    /// The merchant gave this number to an order with other data.
    OrderDiffers { name } = "商户订单号已存在，但{name}不同";
    /// No such order.
    UnknownOrder = "订单不存在";
    /// The order is paid already.
    PaidOrder = "订单已支付";
    /// The order is another app's.
    ForeignOrder = "订单不属于该应用";
    /// The request was signed at another time.
    StaleTimestamp = "请求头timestamp与当前时间相差超过5分钟";
    /// The account that is to pay is not the app's.
    WrongAccount = "付款账户不属于该应用";
    /// The account that is to be paid is nobody's.
    UnknownPayee = "收款用户不存在";
    /// The number of a payment to a person was used with other data.
    PayoutDiffers { name } = "商户付款单号已存在，但{name}不同";

    // What the phone asks for.
    /// The request comes from another origin's page.
    ForeignOrigin = "只接受VVChat自身页面的请求";
    /// No user has that number.
    UnknownUser = "用户不存在";
    /// No conversation has that number.
    UnknownConversation = "会话不存在";
    /// The person is not in that conversation.
    NotAMember = "用户不在该会话中";
    /// Nobody writes to VVChat's own notices.
    ServiceConversation = "该会话不能发送消息";
    /// No notification has that number.
    UnknownNotification = "通知不存在";
    /// What a card's address leads to cannot be had.
    NoCardData { reason } = "无法读取卡片数据：{reason}";

    // The simulator itself.
    /// The store failed.
    StoreFailed = "系统繁忙，请稍后再试";
}

impl Refusal {
    pub(crate) fn missing(name: &str) -> Self {
        Self::MissingParameter { name: name.to_owned() }
    }

    pub(crate) fn wrong(name: &str, expected: &str, got: impl fmt::Display) -> Self {
        Self::WrongParameter { name: name.to_owned(), expected: expected.to_owned(), got: got.to_string() }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        // Whoever asked cannot help it; whoever runs the simulator can.
        eprintln!("vvchat-simulator: the store failed: {failure}");
        Self::StoreFailed
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "err_code": 400, "err_msg": self.to_string() }))).into_response()
    }
}
