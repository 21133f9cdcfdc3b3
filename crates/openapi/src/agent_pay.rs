//! Paying out to a person (guide: 代付).

use crate::amount::check_price;
use crate::json::check_success;
use crate::params::{Param, Params};
use crate::text::{check_id, check_not_blank, check_url};
use crate::{Attempt, Call, Error, Fen, Method, Platform, Repeat, Request, Response, sign};
use serde::Deserialize;

/// Pays money out of the merchant's account to a person.
///
/// `POST /paybusapi/v1/app/agentpay`, JSON, with a [joint signature](sign::joint) in its headers. The platform only accepts it
/// here; what became of it, a [notification](crate::notification::AgentPayNotification) says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayOut {
    /// The merchant's own number, another one for each pay-out. Whoever sends a second pay-out because the first got no answer
    /// must use the same number, or the money may go out twice. Visible ASCII without `&` and `=`.
    pub out_order_no: String,
    /// Who gets the money.
    pub in_open_id: String,
    /// The merchant's account that it comes from.
    pub out_open_id: String,
    /// How much. At least 1 fen.
    pub amount: Fen,
    /// Where the platform reports: an absolute http or https URL of the merchant's server.
    pub notify_url: String,
    /// What the person sees that they get it for. Not blank.
    pub title: String,
    /// A remark; nothing if it is empty.
    #[serde(default)]
    pub remark: Option<String>,
}

impl PayOut {
    fn check(&self) -> Result<(), Error> {
        check_id("out_order_no", &self.out_order_no)?;
        check_id("in_open_id", &self.in_open_id)?;
        check_id("out_open_id", &self.out_open_id)?;
        check_price(self.amount)?;
        check_url("notify_url", &self.notify_url)?;
        check_not_blank("title", &self.title)
    }
}

impl Call for PayOut {
    /// Nothing: status 200 says that it was accepted.
    type Reply = ();

    /// `out_order_no` names the pay-out: the platform does it once.
    const REPEAT: Repeat = Repeat::Safe;

    fn request(&self, platform: &Platform, attempt: &Attempt) -> Result<Request, Error> {
        self.check()?;
        let params = Params::new([
            ("out_order_no", Param::Text(&self.out_order_no)),
            ("in_open_id", Param::Text(&self.in_open_id)),
            ("out_open_id", Param::Text(&self.out_open_id)),
            ("amount", Param::Number(self.amount.get())),
            ("notify_url", Param::Text(&self.notify_url)),
            ("title", Param::Text(&self.title)),
            ("remark", Param::Text(self.remark.as_deref().unwrap_or_default())),
        ]);
        let credentials = &platform.credentials;
        let timestamp = attempt.time.to_string();
        let base = sign::base(attempt.nonce.as_str(), &timestamp, credentials.app_key());
        let texts = params.texts();
        let joint =
            sign::joint(texts.iter().map(|(name, value)| (*name, value.as_str())), &base, credentials.app_key());
        let headers = vec![
            ("app_id", credentials.app_id().to_string()),
            ("noncestr", attempt.nonce.as_str().to_string()),
            ("timestamp", timestamp),
            ("sign", joint),
            ("content-type", "application/json".to_string()),
        ];
        let url = platform.url("/paybusapi/v1/app/agentpay", &[]);
        Ok(Request { method: Method::Post, url, headers, body: params.to_json() })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<(), Error> {
        check_success(response)
    }
}
