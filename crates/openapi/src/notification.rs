//! What the platform reports to a `notify_url` (guide: 统一下单接口的回调说明).
//!
//! Anybody on the internet can send something to that address. A notification is believed if it is signed with `app_key`; what
//! it says is then held against the merchant's own order, which is looked up by `out_trade_no`: a notification of another order
//! is signed as well.
//!
//! ```
//! use vvchat_openapi::notification::{self, Notification};
//! use vvchat_openapi::{Credentials, Fen};
//!
//! # fn order_of(out_trade_no: &str) -> Option<Fen> { (out_trade_no == "A1").then(|| Fen::new(1280)) }
//! # fn store_once(key: &str) {}
//! fn on_notify(body: &[u8], content_type: Option<&str>, credentials: &Credentials) -> (u16, &'static str) {
//!     let Ok(Notification::Payment(payment)) = Notification::from_body(body, content_type, credentials) else {
//!         return (400, "refused");
//!     };
//!     let Some(amount) = order_of(&payment.out_trade_no) else { return (400, "no such order") };
//!     if payment.amount != amount {
//!         return (400, "not what was ordered");
//!     }
//!     store_once(&payment.deduplication_key());
//!     (200, notification::ACKNOWLEDGEMENT)
//! }
//!
//! let credentials = Credentials::new("test", "123456")?;
//! let body = b"app_id=test&trade_no=201712023384923834&out_trade_no=A1&open_id=o1&trade_time=1517928240\
//!     &pay_time=1517928250&amount=1280&status=1&sign=E3660A75985837E723E64E72BF0F1359";
//! let form = Some("application/x-www-form-urlencoded");
//! assert_eq!(on_notify(body, form, &credentials), (200, "success"));
//! assert_eq!(on_notify(&body[..body.len() - 1], form, &credentials), (400, "refused"));
//! # Ok::<(), vvchat_openapi::Error>(())
//! ```

use crate::json::Object;
use crate::order_query::OrderStatus;
use crate::text::{ID, is_id, quoted};
use crate::{AppKey, Credentials, Fen, Mismatch, Timestamp, sign};
use serde::Serialize;
use std::fmt;

/// What the merchant answers, with HTTP status 200, once a notification is stored. Until then the platform repeats it.
pub const ACKNOWLEDGEMENT: &str = "success";

/// A notification whose signature is right.
///
/// The same one may arrive more than once: see [`deduplication_key`](Notification::deduplication_key).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notification {
    /// About an order.
    Payment(PaymentNotification),
    /// About a pay-out.
    AgentPay(AgentPayNotification),
}

/// What became of an order.
///
/// The signature says that the platform wrote it, and no more. Look up your own order by [`out_trade_no`](Self::out_trade_no),
/// compare its price with [`amount`](Self::amount), and look at [`status`](Self::status).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentNotification {
    /// The app it is about.
    pub app_id: String,
    /// The platform's number of the transaction.
    pub trade_no: String,
    /// The merchant's own number of the order.
    pub out_trade_no: String,
    /// Who paid.
    pub open_id: String,
    /// When the order was placed.
    pub trade_time: Timestamp,
    /// When it was paid.
    pub pay_time: Timestamp,
    /// How much was paid. Compare it with the price of your own order.
    pub amount: Fen,
    /// Whether it is paid. A notification need not mean that it is.
    pub status: OrderStatus,
}

/// What became of a pay-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentPayNotification {
    /// The app it is about.
    pub app_id: String,
    /// The merchant's own number of the pay-out.
    pub out_order_no: String,
    /// The platform's number of it.
    pub agentpay_no: String,
    /// Whether the money is there.
    pub status: AgentPayStatus,
    /// When that was so.
    pub time: Timestamp,
}

/// How far a pay-out is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "i64")]
pub enum AgentPayStatus {
    /// 0: not paid yet.
    Waiting,
    /// 1: paid.
    Paid,
    /// 2: failed.
    Failed,
    /// Any other number.
    Other(i64),
}

/// What a notification is verified with: an [`AppKey`], or [`Credentials`], whose `app_id` is then compared too.
#[derive(Debug, Clone, Copy)]
pub struct Verifier<'a> {
    app_key: &'a AppKey,
    app_id: Option<&'a str>,
}

/// Why something that was sent to a `notify_url` is no notification. Answer with an HTTP status that is not 200.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// The body is not what it should be.
    NotJson {
        /// What it is instead.
        came: &'static str,
    },
    /// A value is an object or an array.
    Nested {
        /// The name of the field.
        field: String,
    },
    /// A name stands there twice: who reads the first one and who reads the last one would not see the same.
    Repeated {
        /// The name of the field.
        field: String,
    },
    /// A name or a value is written so that the signed text can be read as other fields.
    Ambiguous {
        /// The name of the field.
        field: String,
    },
    /// A field is not there, or empty.
    Missing {
        /// The name of the field.
        field: &'static str,
    },
    /// It was not signed with this `app_key`, or was changed afterwards.
    WrongSignature,
    /// It is about another app.
    WrongApp {
        /// That app.
        app_id: String,
    },
    /// It is signed, but a value breaks a rule.
    Malformed(Mismatch),
}

const PAYMENT: [&str; 8] =
    ["app_id", "trade_no", "out_trade_no", "open_id", "trade_time", "pay_time", "amount", "status"];
const AGENT_PAY: [&str; 5] = ["app_id", "out_order_no", "agentpay_no", "status", "time"];

impl Notification {
    /// Verifies the fields of a notification, names and values as they were before any encoding.
    ///
    /// All fields take part in the signature, also those that are not known here. The first thing wrong is reported: fields
    /// that can be read as several, names that repeat, what is missing, the signature, the app, the form of the values, in
    /// this order.
    ///
    /// ```
    /// use vvchat_openapi::notification::{AgentPayStatus, Notification, Rejected};
    /// use vvchat_openapi::AppKey;
    ///
    /// let app_key = AppKey::new("123456")?;
    /// let mut fields = [
    ///     ("app_id", "test"),
    ///     ("out_order_no", "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS"),
    ///     ("agentpay_no", "ds99fjjwekwerjfm"),
    ///     ("status", "1"),
    ///     ("time", "1517928240"),
    ///     ("sign", "FB2C1A924CAB02201253FA3118D695AB"),
    /// ];
    /// let Ok(Notification::AgentPay(pay_out)) = Notification::verify(fields, &app_key) else { panic!() };
    /// assert_eq!(pay_out.status, AgentPayStatus::Paid);
    ///
    /// fields[3].1 = "2";
    /// assert_eq!(Notification::verify(fields, &app_key), Err(Rejected::WrongSignature));
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    pub fn verify<'a, N: AsRef<str>, V: AsRef<str>>(
        fields: impl IntoIterator<Item = (N, V)>,
        verifier: impl Into<Verifier<'a>>,
    ) -> Result<Self, Rejected> {
        let fields = Fields::new(fields)?;
        let verifier = verifier.into();
        let names = if fields.get("agentpay_no").is_some() { AGENT_PAY.as_slice() } else { PAYMENT.as_slice() };
        for name in names {
            fields.required(name)?;
        }
        if !sign::verify_data(fields.pairs(), fields.required("sign")?, verifier.app_key) {
            return Err(Rejected::WrongSignature);
        }
        let app_id = fields.required("app_id")?;
        if verifier.app_id.is_some_and(|own| own != app_id) {
            return Err(Rejected::WrongApp { app_id: app_id.to_string() });
        }
        if names == AGENT_PAY {
            fields.agent_pay().map(Notification::AgentPay)
        } else {
            fields.payment().map(Notification::Payment)
        }
    }

    /// Verifies a notification: the request's body as it arrived, and its `Content-Type`.
    ///
    /// The guide does not say whether the platform sends a form or JSON: the header tells, and where it says neither, the body
    /// does. In JSON, a number counts as its digits.
    ///
    /// ```
    /// use vvchat_openapi::AppKey;
    /// use vvchat_openapi::notification::{Notification, Rejected};
    ///
    /// let app_key = AppKey::new("123456")?;
    /// let form = b"agentpay_no=ds99fjjwekwerjfm&app_id=test&status=1&time=1517928240\
    ///     &out_order_no=lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS&sign=FB2C1A924CAB02201253FA3118D695AB";
    /// let notification = Notification::from_body(form, Some("application/x-www-form-urlencoded"), &app_key).unwrap();
    ///
    /// let json = br#"{"agentpay_no":"ds99fjjwekwerjfm","app_id":"test","status":1,"time":1517928240,
    ///     "out_order_no":"lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS","sign":"FB2C1A924CAB02201253FA3118D695AB"}"#;
    /// assert_eq!(Notification::from_body(json, Some("application/json; charset=utf-8"), &app_key), Ok(notification));
    ///
    /// let rejected = Notification::from_body(b"[]", Some("application/json"), &app_key);
    /// assert_eq!(rejected, Err(Rejected::NotJson { came: "an array" }));
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    pub fn from_body<'a>(
        body: &[u8],
        content_type: Option<&str>,
        verifier: impl Into<Verifier<'a>>,
    ) -> Result<Self, Rejected> {
        if !is_json(body, content_type) {
            return Self::verify(form_urlencoded::parse(body), verifier);
        }
        let object = Object::parse(body).map_err(|came| Rejected::NotJson { came })?;
        Self::verify(object.into_texts().map_err(|field| Rejected::Nested { field })?, verifier)
    }

    /// The same text for every repeat of one event, another text for every other event: store it, and do nothing more when it is
    /// there already.
    ///
    /// ```
    /// # use vvchat_openapi::AppKey;
    /// # use vvchat_openapi::notification::Notification;
    /// # let app_key = AppKey::new("123456")?;
    /// # let body = b"app_id=test&out_order_no=lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS&agentpay_no=ds99fjjwekwerjfm&status=1\
    /// #     &time=1517928240&sign=FB2C1A924CAB02201253FA3118D695AB";
    /// let notification = Notification::from_body(body, None, &app_key).unwrap();
    /// assert_eq!(
    ///     notification.deduplication_key(),
    ///     "agentpay&app_id=test&agentpay_no=ds99fjjwekwerjfm&out_order_no=lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS&status=1"
    /// );
    /// # Ok::<(), vvchat_openapi::Error>(())
    /// ```
    pub fn deduplication_key(&self) -> String {
        match self {
            Notification::Payment(payment) => payment.deduplication_key(),
            Notification::AgentPay(pay_out) => pay_out.deduplication_key(),
        }
    }
}

impl PaymentNotification {
    /// See [`Notification::deduplication_key`].
    pub fn deduplication_key(&self) -> String {
        let Self { app_id, trade_no, out_trade_no, status, .. } = self;
        let status = i64::from(*status);
        format!("payment&app_id={app_id}&trade_no={trade_no}&out_trade_no={out_trade_no}&status={status}")
    }
}

impl AgentPayNotification {
    /// See [`Notification::deduplication_key`].
    pub fn deduplication_key(&self) -> String {
        let Self { app_id, out_order_no, agentpay_no, status, .. } = self;
        let status = i64::from(*status);
        format!("agentpay&app_id={app_id}&agentpay_no={agentpay_no}&out_order_no={out_order_no}&status={status}")
    }
}

/// The fields as they came, each name once and none of them ambiguous.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn new<N: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (N, V)>) -> Result<Self, Rejected> {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (name, value) in fields {
            let (field, value) = (name.as_ref().to_string(), value.as_ref().to_string());
            if is_ambiguous(&field, &value) {
                return Err(Rejected::Ambiguous { field });
            }
            kept.push((field, value));
        }
        kept.sort_unstable();
        match kept.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(Rejected::Repeated { field: pair[0].0.clone() }),
            None => Ok(Self(kept)),
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of that name, unless it is empty: what is empty is not signed.
    fn get(&self, name: &str) -> Option<&str> {
        self.pairs().find(|(known, value)| *known == name && !value.is_empty()).map(|(_, value)| value)
    }

    fn required(&self, name: &'static str) -> Result<&str, Rejected> {
        self.get(name).ok_or(Rejected::Missing { field: name })
    }

    /// A value that must have a form.
    fn read<T>(
        &self,
        name: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Rejected> {
        let text = self.required(name)?;
        let malformed = || Rejected::Malformed(Mismatch { field: name, expected, came: quoted(text) });
        read(text).ok_or_else(malformed)
    }

    fn id(&self, name: &'static str) -> Result<String, Rejected> {
        self.read(name, ID, |text| is_id(text).then(|| text.to_string()))
    }

    fn timestamp(&self, name: &'static str) -> Result<Timestamp, Rejected> {
        self.read(name, "a moment in Unix seconds of ten digits", Timestamp::from_digits)
    }

    fn status(&self) -> Result<i64, Rejected> {
        self.read("status", "a whole number", |text| text.parse().ok())
    }

    fn payment(&self) -> Result<PaymentNotification, Rejected> {
        Ok(PaymentNotification {
            app_id: self.id("app_id")?,
            trade_no: self.id("trade_no")?,
            out_trade_no: self.id("out_trade_no")?,
            open_id: self.id("open_id")?,
            trade_time: self.timestamp("trade_time")?,
            pay_time: self.timestamp("pay_time")?,
            amount: self.read("amount", "a whole number of fen", Fen::from_digits)?,
            status: self.status()?.into(),
        })
    }

    fn agent_pay(&self) -> Result<AgentPayNotification, Rejected> {
        Ok(AgentPayNotification {
            app_id: self.id("app_id")?,
            out_order_no: self.id("out_order_no")?,
            agentpay_no: self.id("agentpay_no")?,
            status: self.status()?.into(),
            time: self.timestamp("time")?,
        })
    }
}

/// Whether a body is JSON, or else a form.
fn is_json(body: &[u8], content_type: Option<&str>) -> bool {
    let kind = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return true;
    }
    !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") && body.trim_ascii_start().starts_with(b"{")
}

/// Whether a field can be cut into others without a change to what is signed.
///
/// Signing joins fields as `name=value&name=value` and escapes nothing. So a field `zz` with the value `1&status=1` is signed like
/// two fields, and a signature of one can be used for the other. A remark may well have an `&` in it; what no honest field
/// has is the name of a field that is acted upon.
fn is_ambiguous(name: &str, value: &str) -> bool {
    name.contains(['&', '=']) || PAYMENT.iter().chain(&AGENT_PAY).any(|known| value.contains(&format!("&{known}=")))
}

impl From<i64> for AgentPayStatus {
    fn from(status: i64) -> Self {
        match status {
            0 => AgentPayStatus::Waiting,
            1 => AgentPayStatus::Paid,
            2 => AgentPayStatus::Failed,
            other => AgentPayStatus::Other(other),
        }
    }
}

impl From<AgentPayStatus> for i64 {
    fn from(status: AgentPayStatus) -> i64 {
        match status {
            AgentPayStatus::Waiting => 0,
            AgentPayStatus::Paid => 1,
            AgentPayStatus::Failed => 2,
            AgentPayStatus::Other(other) => other,
        }
    }
}

impl<'a> From<&'a AppKey> for Verifier<'a> {
    fn from(app_key: &'a AppKey) -> Self {
        Self { app_key, app_id: None }
    }
}

impl<'a> From<&'a Credentials> for Verifier<'a> {
    fn from(credentials: &'a Credentials) -> Self {
        Self { app_key: credentials.app_key(), app_id: Some(credentials.app_id()) }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a notification of VVChat's: ")?;
        match self {
            Rejected::NotJson { came } => write!(f, "the body must be a JSON object, but it is {came}"),
            Rejected::Nested { field } => write!(f, "the value of {} is neither text nor number", quoted(field)),
            Rejected::Repeated { field } => write!(f, "{} is there twice", quoted(field)),
            Rejected::Ambiguous { field } => write!(f, "{} can be read as several fields", quoted(field)),
            Rejected::Missing { field } => write!(f, "{field} is missing"),
            Rejected::WrongSignature => f.write_str("the signature is wrong"),
            Rejected::WrongApp { app_id } => write!(f, "it is about another app, {}", quoted(app_id)),
            Rejected::Malformed(mismatch) => mismatch.fmt(f),
        }
    }
}

impl std::error::Error for Rejected {}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn the_header_tells_a_form_from_json_and_else_the_body_does() {
        for content_type in ["application/json", "Application/JSON; charset=utf-8", " application/json ;charset=utf-8"]
        {
            assert!(is_json(b"a=1", Some(content_type)), "{content_type}");
        }
        for content_type in ["application/x-www-form-urlencoded", "Application/X-WWW-Form-URLEncoded; charset=utf-8"] {
            assert!(!is_json(b"{}", Some(content_type)), "{content_type}");
        }
        for content_type in [None, Some(""), Some("text/plain"), Some("application/jsonp"), Some("x; application/json")]
        {
            assert!(is_json(b" \r\n{}", content_type), "{content_type:?}");
            assert!(!is_json(b"a={}", content_type), "{content_type:?}");
            assert!(!is_json(b"", content_type), "{content_type:?}");
        }
    }
}
