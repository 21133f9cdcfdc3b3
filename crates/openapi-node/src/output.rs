//! Values on their way to JavaScript: plain objects, amounts as `bigint`, moments as `Date`, `null` for what is not there.

use js_sys::{Date, Object, Reflect, Uint8Array};
use vvchat_openapi::notification::{AgentPayNotification, Notification, PaymentNotification};
use vvchat_openapi::order_query::Order;
use vvchat_openapi::token::Authorization;
use vvchat_openapi::unified_order::PlacedOrder;
use vvchat_openapi::userinfo::{Sex, UserInfo};
use vvchat_openapi::{Fen, Request, Timestamp};
use wasm_bindgen::JsValue;

/// What a call results in.
pub(crate) trait Reply {
    fn into_js(self) -> JsValue;
}

/// An object that is being written.
#[derive(Debug)]
pub(crate) struct Output(Object);

impl Output {
    pub(crate) fn new() -> Self {
        Self(Object::new())
    }

    pub(crate) fn with(self, name: &str, value: impl Into<Value>) -> Self {
        Reflect::set(&self.0, &name.into(), &value.into().0).expect("a new object takes any value");
        self
    }
}

impl From<Output> for JsValue {
    fn from(output: Output) -> JsValue {
        output.0.into()
    }
}

/// A value of an object.
pub(crate) struct Value(JsValue);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self(flag.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self(number.into())
    }
}

impl From<Fen> for Value {
    fn from(amount: Fen) -> Self {
        Self(amount.get().into())
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "ten digits are never rounded")]
        let milliseconds = JsValue::from(time.seconds() as f64 * 1000.0);
        Self(Date::new(&milliseconds).into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(JsValue::NULL), Into::into)
    }
}

/// A status or a code of the platform's: small, as a number in JavaScript is.
#[expect(clippy::cast_precision_loss, reason = "what is rounded is none that anybody compares with")]
pub(crate) fn small(number: i64) -> f64 {
    number as f64
}

impl Reply for () {
    fn into_js(self) -> JsValue {
        JsValue::UNDEFINED
    }
}

impl Reply for Authorization {
    fn into_js(self) -> JsValue {
        Output::new()
            .with("open_id", self.open_id)
            .with("scope", self.scope)
            .with("token", self.token.expose())
            .with("expires_at", self.expires_at)
            .into()
    }
}

impl Reply for UserInfo {
    fn into_js(self) -> JsValue {
        let sex = self.sex.map(|sex| match sex {
            Sex::Male => "男",
            Sex::Female => "女",
        });
        Output::new()
            .with("open_id", self.open_id)
            .with("nickname", self.nickname)
            .with("avatar", self.avatar)
            .with("sex", sex)
            .into()
    }
}

impl Reply for PlacedOrder {
    fn into_js(self) -> JsValue {
        Output::new().with("imprest_code", self.imprest_code).into()
    }
}

impl Reply for Order {
    fn into_js(self) -> JsValue {
        Output::new()
            .with("open_id", self.open_id)
            .with("store_no", self.store_no)
            .with("out_trade_no", self.out_trade_no)
            .with("trade_no", self.trade_no)
            .with("imprest_code", self.imprest_code)
            .with("amount", self.amount)
            .with("title", self.title)
            .with("remark", self.remark)
            .with("notify_url", self.notify_url)
            .with("scene_type", self.scene_type)
            .with("status", small(self.status.into()))
            .into()
    }
}

impl Reply for Notification {
    fn into_js(self) -> JsValue {
        let dedup_key = self.deduplication_key();
        let output = match self {
            Notification::Payment(payment) => payment_fields(payment),
            Notification::AgentPay(pay_out) => agent_pay_fields(pay_out),
        };
        output.with("dedup_key", dedup_key).into()
    }
}

fn payment_fields(payment: PaymentNotification) -> Output {
    Output::new()
        .with("kind", "payment")
        .with("app_id", payment.app_id)
        .with("trade_no", payment.trade_no)
        .with("out_trade_no", payment.out_trade_no)
        .with("open_id", payment.open_id)
        .with("trade_time", payment.trade_time)
        .with("pay_time", payment.pay_time)
        .with("amount", payment.amount)
        .with("status", small(payment.status.into()))
}

fn agent_pay_fields(pay_out: AgentPayNotification) -> Output {
    Output::new()
        .with("kind", "agent_pay")
        .with("app_id", pay_out.app_id)
        .with("out_order_no", pay_out.out_order_no)
        .with("agentpay_no", pay_out.agentpay_no)
        .with("status", small(pay_out.status.into()))
        .with("time", pay_out.time)
}

/// A request as `fetch` takes it; what has no body has `null` there.
pub(crate) fn request(request: Request) -> JsValue {
    let headers = request.headers.into_iter().fold(Output::new(), |headers, (name, value)| headers.with(name, value));
    let body = (!request.body.is_empty()).then(|| Value(Uint8Array::from(request.body.as_slice()).into()));
    Output::new()
        .with("method", request.method.name())
        .with("url", request.url)
        .with("headers", Value(headers.into()))
        .with("body", body)
        .into()
}
