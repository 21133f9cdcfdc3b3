//! Asking for an order (guide: 查询订单).

use crate::json::Object;
use crate::text::{check_id, quoted};
use crate::{Attempt, Call, Error, Fen, Method, Platform, Repeat, Request, Response};
use serde::{Deserialize, Serialize};

/// Asks for an order: whether it is paid, above all where a page's `pay` ended with the outcome `unknown`.
///
/// `GET /paybusapi/v1/pay/unifiedorder`. The platform's answer is not signed, so it is worth what the connection is worth:
/// use https.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryOrder {
    /// By the merchant's own number of the order.
    OutTradeNo(String),
    /// By what placing the order gave.
    ImprestCode(String),
}

/// An order as the platform has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Order {
    /// Who paid. `None` as long as nobody has.
    pub open_id: Option<String>,
    /// The number of the shop.
    pub store_no: String,
    /// The merchant's own number of the order.
    pub out_trade_no: String,
    /// The platform's number of the transaction: a text, even if it is all digits. Always there once the order is paid.
    pub trade_no: Option<String>,
    /// What the page hands to `vvchat.pay`.
    pub imprest_code: String,
    /// The price. Compare it with your own.
    pub amount: Fen,
    /// What the person sees that they pay for.
    pub title: String,
    /// The remark, if there is one.
    pub remark: Option<String>,
    /// Where the platform reports the payment. A test order has nowhere.
    pub notify_url: Option<String>,
    /// `APP`.
    pub scene_type: String,
    /// Whether it is paid.
    pub status: OrderStatus,
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "i64")]
pub enum OrderStatus {
    /// 0: not paid yet.
    Waiting,
    /// 1: paid.
    Paid,
    /// Any other number: an error, says the platform.
    Other(i64),
}

impl From<i64> for OrderStatus {
    fn from(status: i64) -> Self {
        match status {
            0 => OrderStatus::Waiting,
            1 => OrderStatus::Paid,
            other => OrderStatus::Other(other),
        }
    }
}

impl From<OrderStatus> for i64 {
    fn from(status: OrderStatus) -> i64 {
        match status {
            OrderStatus::Waiting => 0,
            OrderStatus::Paid => 1,
            OrderStatus::Other(other) => other,
        }
    }
}

impl QueryOrder {
    /// The name of the field and the value to look for.
    fn key(&self) -> (&'static str, &str) {
        match self {
            QueryOrder::OutTradeNo(number) => ("out_trade_no", number),
            QueryOrder::ImprestCode(code) => ("imprest_code", code),
        }
    }
}

impl Call for QueryOrder {
    type Reply = Order;

    /// Reading changes nothing.
    const REPEAT: Repeat = Repeat::Safe;

    fn request(&self, platform: &Platform, _: &Attempt) -> Result<Request, Error> {
        let (name, value) = self.key();
        check_id(name, value)?;
        let query = [("app_id", platform.credentials.app_id()), (name, value)];
        let url = platform.url("/paybusapi/v1/pay/unifiedorder", &query);
        Ok(Request { method: Method::Get, url, headers: Vec::new(), body: Vec::new() })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<Order, Error> {
        let body = Object::of(response)?;
        let (name, asked) = self.key();
        let came = body.text(name)?;
        if came != asked {
            return Err(Error::reply(name, "the one that was asked for", quoted(&came)));
        }
        let status = OrderStatus::from(body.integer("status")?);
        Ok(Order {
            open_id: body.optional_text("open_id")?,
            store_no: body.id("store_no")?,
            out_trade_no: body.id("out_trade_no")?,
            trade_no: if status == OrderStatus::Paid {
                Some(body.id("trade_no")?)
            } else {
                body.optional_text("trade_no")?
            },
            imprest_code: body.id("imprest_code")?,
            amount: body.fen("amount")?,
            title: body.text("title")?,
            remark: body.optional_text("remark")?,
            notify_url: body.optional_text("notify_url")?,
            scene_type: body.text("scene_type")?,
            status,
        })
    }
}
