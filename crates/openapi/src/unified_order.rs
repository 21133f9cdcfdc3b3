//! Placing an order (guide: 统一下单接口).

use crate::amount::check_price;
use crate::json::Object;
use crate::params::{Param, Params};
use crate::text::{check_id, check_not_blank, check_url, quoted};
use crate::{Attempt, Call, Error, Fen, Method, Platform, Repeat, Request, Response, sign};
use serde::{Deserialize, Serialize};

/// Places an order, for which the page then asks the person to pay: `vvchat.pay({app_id, imprest_code})`.
///
/// `POST /paybusapi/v1/pay/unifiedorder`, JSON, with a [data signature](sign::data). `sign_type` is `MD5` and `scene_type` is
/// `APP`: the platform knows no other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceOrder {
    /// The number of the shop, issued by the platform.
    pub store_no: String,
    /// The merchant's own number of the order, another one for each: the platform answers a repeat with the order that is
    /// there already. Visible ASCII without `&` and `=`.
    pub out_trade_no: String,
    /// The price. At least 1 fen.
    pub amount: Fen,
    /// Where the platform reports the payment: an absolute http or https URL of the merchant's server.
    pub notify_url: String,
    /// What the person sees that they pay for. Not blank.
    pub title: String,
    /// A remark; nothing if it is empty.
    #[serde(default)]
    pub remark: Option<String>,
}

/// An order that waits to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedOrder {
    /// What the page hands to `vvchat.pay`.
    pub imprest_code: String,
}

impl PlaceOrder {
    fn check(&self) -> Result<(), Error> {
        check_id("store_no", &self.store_no)?;
        check_id("out_trade_no", &self.out_trade_no)?;
        check_price(self.amount)?;
        check_url("notify_url", &self.notify_url)?;
        check_not_blank("title", &self.title)
    }
}

impl Call for PlaceOrder {
    type Reply = PlacedOrder;

    /// `out_trade_no` names the order: placing it again gives the same order.
    const REPEAT: Repeat = Repeat::Safe;

    fn request(&self, platform: &Platform, attempt: &Attempt) -> Result<Request, Error> {
        self.check()?;
        let params = Params::new([
            ("app_id", Param::Text(platform.credentials.app_id())),
            ("store_no", Param::Text(&self.store_no)),
            ("nonce_str", Param::Text(attempt.nonce.as_str())),
            ("sign_type", Param::Text("MD5")),
            ("out_trade_no", Param::Text(&self.out_trade_no)),
            ("amount", Param::Number(self.amount.get())),
            ("notify_url", Param::Text(&self.notify_url)),
            ("scene_type", Param::Text("APP")),
            ("title", Param::Text(&self.title)),
            ("remark", Param::Text(self.remark.as_deref().unwrap_or_default())),
        ]);
        let texts = params.texts();
        let sign = sign::data(pairs(&texts), platform.credentials.app_key());
        let url = platform.url("/paybusapi/v1/pay/unifiedorder", &[]);
        let headers = vec![("content-type", "application/json".to_string())];
        Ok(Request { method: Method::Post, url, headers, body: params.and("sign", &sign).to_json() })
    }

    /// The reply is believed if it is signed, and for this app and this shop.
    fn decode(&self, platform: &Platform, response: &Response) -> Result<PlacedOrder, Error> {
        let body = Object::of(response)?;
        let signature = body.text("sign")?;
        for (name, asked) in [("app_id", platform.credentials.app_id()), ("store_no", &self.store_no)] {
            let came = body.text(name)?;
            if came != asked {
                return Err(Error::reply(name, "the one that was asked for", quoted(&came)));
            }
        }
        let imprest_code = body.id("imprest_code")?;
        let texts = body.into_texts().map_err(|name| {
            Error::reply(
                "body",
                "a JSON object of texts and numbers",
                format!("one where {} is neither", quoted(&name)),
            )
        })?;
        if !sign::verify_data(pairs(&texts), &signature, platform.credentials.app_key()) {
            return Err(Error::reply("sign", "the signature of the reply", "another"));
        }
        Ok(PlacedOrder { imprest_code })
    }
}

fn pairs<N: AsRef<str>>(texts: &[(N, String)]) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
}
