//! `vvchat-openapi` for JavaScript: what `vvchat-jssdk/server` asks of the WebAssembly.
//!
//! Nothing in here does I/O or looks at a clock. A call is prepared from what the merchant's code passed; `npm/server` sends
//! its requests, and hands the answers back to be read.

mod failure;
mod input;
mod output;

use failure::Failure;
use input::Input;
use output::Reply;
use vvchat_openapi::agent_pay::PayOut;
use vvchat_openapi::message::SendMessage;
use vvchat_openapi::notification::Notification;
use vvchat_openapi::order_query::QueryOrder;
use vvchat_openapi::test_order::PlaceTestOrder;
use vvchat_openapi::token::ExchangeCode;
use vvchat_openapi::unified_order::PlaceOrder;
use vvchat_openapi::userinfo::GetUserInfo;
use vvchat_openapi::{
    AccessToken, AppKey, Attempt, BaseUrl, Call, Code, Credentials, Error, Fen, Mismatch, Nonce, Repeat, Request,
    Response, Timestamp, TransportKind, sign,
};
use wasm_bindgen::prelude::*;

/// Whom calls are sent to, and as whom: it prepares calls and verifies notifications.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Platform(vvchat_openapi::Platform);

/// A call that can be sent, more than once if need be.
#[wasm_bindgen]
#[expect(missing_debug_implementations, reason = "it has a secret in it, and nobody in Rust sees one")]
pub struct Prepared {
    platform: vvchat_openapi::Platform,
    call: Box<dyn AnyCall>,
}

#[wasm_bindgen]
impl Platform {
    /// Takes `app_id`, `app_key`, `baseUrl` and `allowHttp` of a client's options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Platform, Failure> {
        let options =
            Input::new("options", options, &["app_id", "app_key", "baseUrl", "allowHttp", "timeout", "retries"])?;
        let credentials = Credentials::new(options.text("app_id")?, options.secret("app_key")?)?;
        let base_url = options.text("baseUrl")?;
        let base_url =
            if options.flag("allowHttp")? { BaseUrl::allowing_plain_http(&base_url) } else { BaseUrl::new(&base_url) };
        let base_url = base_url.map_err(|error| match error {
            Error::InvalidInput(Mismatch { expected, came, .. }) => Failure::input("baseUrl", expected, &came),
            other => other.into(),
        })?;
        Ok(Platform(vvchat_openapi::Platform::new(base_url, credentials)))
    }

    /// Exchanges a code.
    #[wasm_bindgen(js_name = exchangeCode)]
    pub fn exchange_code(&self, code: &JsValue) -> Result<Prepared, Failure> {
        let code = Code::new(input::secret("code", code)?)?;
        Ok(self.prepare(ExchangeCode { code }))
    }

    /// Reads a profile.
    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self, token: &JsValue) -> Result<Prepared, Failure> {
        Ok(self.prepare(GetUserInfo { token: access_token(token)? }))
    }

    /// Sends a message.
    #[wasm_bindgen(js_name = sendMessage)]
    pub fn send_message(&self, token: &JsValue, content: &JsValue) -> Result<Prepared, Failure> {
        let token = access_token(token)?;
        Ok(self.prepare(SendMessage { token, content: input::text("content", content)? }))
    }

    /// Places an order.
    #[wasm_bindgen(js_name = placeOrder)]
    pub fn place_order(&self, order: &JsValue) -> Result<Prepared, Failure> {
        let order =
            Input::new("order", order, &["store_no", "out_trade_no", "amount", "notify_url", "title", "remark"])?;
        Ok(self.prepare(PlaceOrder {
            store_no: order.text("store_no")?,
            out_trade_no: order.text("out_trade_no")?,
            amount: order.fen("amount")?,
            notify_url: order.text("notify_url")?,
            title: order.text("title")?,
            remark: order.optional_text("remark")?,
        }))
    }

    /// Asks for an order.
    #[wasm_bindgen(js_name = queryOrder)]
    pub fn query_order(&self, query: &JsValue) -> Result<Prepared, Failure> {
        let query = Input::new("query", query, &["out_trade_no", "imprest_code"])?;
        let query = match (query.optional_text("out_trade_no")?, query.optional_text("imprest_code")?) {
            (Some(number), None) => QueryOrder::OutTradeNo(number),
            (None, Some(code)) => QueryOrder::ImprestCode(code),
            (None, None) => return Err(Failure::input("query", "out_trade_no or imprest_code", "neither")),
            (Some(_), Some(_)) => return Err(Failure::input("query", "out_trade_no or imprest_code", "both")),
        };
        Ok(self.prepare(query))
    }

    /// Pays out.
    #[wasm_bindgen(js_name = payOut)]
    pub fn pay_out(&self, pay_out: &JsValue) -> Result<Prepared, Failure> {
        let names = ["out_order_no", "in_open_id", "out_open_id", "amount", "notify_url", "title", "remark"];
        let pay_out = Input::new("payOut", pay_out, &names)?;
        Ok(self.prepare(PayOut {
            out_order_no: pay_out.text("out_order_no")?,
            in_open_id: pay_out.text("in_open_id")?,
            out_open_id: pay_out.text("out_open_id")?,
            amount: pay_out.fen("amount")?,
            notify_url: pay_out.text("notify_url")?,
            title: pay_out.text("title")?,
            remark: pay_out.optional_text("remark")?,
        }))
    }

    /// Gets a test order.
    #[wasm_bindgen(js_name = placeTestOrder)]
    pub fn place_test_order(&self) -> Prepared {
        self.prepare(PlaceTestOrder {})
    }

    /// Verifies a notification: its body, and its `Content-Type`.
    #[wasm_bindgen(js_name = verifyNotification)]
    pub fn verify_notification(&self, body: &JsValue, content_type: &JsValue) -> Result<JsValue, Failure> {
        let body = input::body(body)?;
        let content_type = content_type.as_string();
        Ok(Notification::from_body(&body, content_type.as_deref(), &self.0.credentials)?.into_js())
    }

    fn prepare<C>(&self, call: C) -> Prepared
    where
        C: Call + 'static,
        C::Reply: Reply,
    {
        Prepared { platform: self.0.clone(), call: Box::new(call) }
    }
}

#[wasm_bindgen]
impl Prepared {
    /// The request to send, `{method, url, headers, body}`, with a nonce and a time (Unix seconds) of its own.
    pub fn request(&self, nonce: &str, seconds: f64) -> Result<JsValue, Failure> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is out of range is refused")]
        let time = Timestamp::from_seconds(seconds as u64)
            .ok_or_else(|| Failure::input("time", "after 2001 on this machine's clock", &seconds.to_string()))?;
        let attempt = Attempt { nonce: Nonce::new(nonce)?, time };
        Ok(output::request(self.call.request(&self.platform, &attempt)?))
    }

    /// What the answer says.
    pub fn decode(&self, status: u16, body: Vec<u8>) -> Result<JsValue, Failure> {
        let reply = self.call.decode(&self.platform, &Response { status, body });
        reply.map_err(|error| Failure::of_call(error, self.call.repeat()))
    }

    /// The error of an answer that has more than [`max_bytes`].
    #[wasm_bindgen(js_name = tooLong)]
    pub fn too_long(&self) -> JsValue {
        Failure::of_call(Response::too_long(), self.call.repeat()).into()
    }

    /// The error of a request that got no answer. `kind` is `connect`, `timeout` or `interrupted`.
    pub fn unanswered(&self, kind: &str, cause: String) -> JsValue {
        let kind = match kind {
            "connect" => TransportKind::Connect,
            "timeout" => TransportKind::Timeout,
            _ => TransportKind::Interrupted,
        };
        Failure::of_call(Error::Transport { kind, cause }, self.call.repeat()).into()
    }
}

/// How many bytes an answer has at most.
#[wasm_bindgen(js_name = maxBytes)]
pub fn max_bytes() -> usize {
    Response::MAX_BYTES
}

/// A [`Call`] of any type, whose reply becomes a JavaScript value.
trait AnyCall {
    fn request(&self, platform: &vvchat_openapi::Platform, attempt: &Attempt) -> Result<Request, Error>;
    fn decode(&self, platform: &vvchat_openapi::Platform, response: &Response) -> Result<JsValue, Error>;
    fn repeat(&self) -> Repeat;
}

impl<C> AnyCall for C
where
    C: Call,
    C::Reply: Reply,
{
    fn request(&self, platform: &vvchat_openapi::Platform, attempt: &Attempt) -> Result<Request, Error> {
        Call::request(self, platform, attempt)
    }

    fn decode(&self, platform: &vvchat_openapi::Platform, response: &Response) -> Result<JsValue, Error> {
        Call::decode(self, platform, response).map(Reply::into_js)
    }

    fn repeat(&self) -> Repeat {
        C::REPEAT
    }
}

fn access_token(value: &JsValue) -> Result<AccessToken, Failure> {
    Ok(AccessToken::new(input::secret("token", value)?)?)
}

/// An amount in fen, from yuan as people write them: `"12.34"`.
#[wasm_bindgen]
pub fn fen(yuan: &JsValue) -> Result<u64, Failure> {
    let amount = yuan.as_string().and_then(|text| Fen::from_yuan(&text)).map(Fen::get);
    amount.ok_or_else(|| {
        Failure::value("amount", "yuan in digits, with at most two after a point", &input::described(yuan))
    })
}

/// Yuan as people write them, from an amount in fen.
#[wasm_bindgen]
pub fn yuan(fen: &JsValue) -> Result<String, Failure> {
    input::fen(fen)
        .map(|fen| fen.to_string())
        .ok_or_else(|| Failure::value("amount", input::FEN, &input::described(fen)))
}

/// The data signature of an object's values.
#[wasm_bindgen(js_name = signData)]
pub fn sign_data(fields: &JsValue, app_key: &JsValue) -> Result<String, Failure> {
    let fields = input::texts("fields", fields)?;
    Ok(sign::data(pairs(&fields), &key(app_key)?))
}

/// The base signature of a nonce and a moment in ten digits.
#[wasm_bindgen(js_name = signBase)]
pub fn sign_base(nonce: &JsValue, timestamp: &JsValue, app_key: &JsValue) -> Result<String, Failure> {
    Ok(sign::base(&input::text("nonce", nonce)?, &input::text("timestamp", timestamp)?, &key(app_key)?))
}

/// The joint signature of an object's values and a base signature.
#[wasm_bindgen(js_name = signJoint)]
pub fn sign_joint(fields: &JsValue, base: &JsValue, app_key: &JsValue) -> Result<String, Failure> {
    let fields = input::texts("fields", fields)?;
    Ok(sign::joint(pairs(&fields), &input::text("base", base)?, &key(app_key)?))
}

fn pairs(fields: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

fn key(app_key: &JsValue) -> Result<AppKey, Failure> {
    Ok(AppKey::new(input::secret("app_key", app_key)?)?)
}

/// Refuses options that are no object, or have a name that is none of these.
#[wasm_bindgen(js_name = checkNames)]
#[expect(clippy::needless_pass_by_value, reason = "a list from JavaScript comes as its own")]
pub fn check_names(what: &str, value: &JsValue, names: Vec<String>) -> Result<(), Failure> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Input::new(what, value, &names).map(drop)
}

/// Refuses an option that `npm/server` reads by itself.
#[wasm_bindgen]
pub fn refuse(name: &str, expected: &str, value: &JsValue) -> Result<(), Failure> {
    Err(Failure::input(name, expected, &input::described(value)))
}
