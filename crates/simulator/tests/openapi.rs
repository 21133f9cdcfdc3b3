//! The merchant server's half, `vvchat-openapi`, against the simulator: every call, every flow, every error of the platform's
//! that a merchant's server can bring about.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use vvchat_openapi::agent_pay::PayOut;
use vvchat_openapi::notification::{ACKNOWLEDGEMENT, AgentPayStatus, Notification, Rejected};
use vvchat_openapi::order_query::{OrderStatus, QueryOrder};
use vvchat_openapi::token::Authorization;
use vvchat_openapi::unified_order::PlaceOrder;
use vvchat_openapi::userinfo::Sex;
use vvchat_openapi::{
    AccessToken, Attempt, BaseUrl, Call, Client, Code, Credentials, Error, Fen, Method, Platform, Repeat, Request,
    Response, Timestamp,
};
use vvchat_simulator::{NotifyAs, Options, Seed, Simulator};

/// The documented test data.
const APP_ID: &str = "test";
const APP_KEY: &str = "123456";
const ACCOUNT: &str = "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS";

/// Of the built-in seed.
const OPEN_ID: &str = "xd8wjr9jr02kjf823jse94kio8";
const GROUP: &str = "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1";

/// A running simulator, with a person (Mia) who does as the test says.
struct Desk {
    origin: String,
}

/// A call of the device API, by which the person acts.
struct Device {
    path: String,
    origin: String,
    body: Option<Value>,
}

impl Call for Device {
    type Reply = Value;
    const REPEAT: Repeat = Repeat::OnlyIfUnreached;

    fn request(&self, _: &Platform, _: &Attempt) -> Result<Request, Error> {
        let headers = vec![("content-type", "application/json".into()), ("origin", self.origin.clone())];
        let body = self.body.as_ref().map(Value::to_string).unwrap_or_default().into_bytes();
        let method = if self.body.is_some() { Method::Post } else { Method::Get };
        Ok(Request { method, url: format!("{}{}", self.origin, self.path), headers, body })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<Value, Error> {
        let body: Value = serde_json::from_slice(&response.body).unwrap();
        match response.status {
            200 => Ok(body),
            status => Err(Error::Refused {
                status,
                err_code: body["err_code"].as_i64().unwrap(),
                err_msg: body["err_msg"].as_str().unwrap().to_owned(),
            }),
        }
    }
}

impl Desk {
    async fn start() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        let simulator = Simulator::bind(Options { app_port: 0, ..options }).await.unwrap();
        let origin = simulator.origin().to_owned();
        tokio::spawn(simulator.run("http://shop.example/", std::future::pending()));
        Self { origin }
    }

    async fn device(&self, path: impl Into<String>, body: Option<Value>) -> Result<Value, Error> {
        client(self).send(&Device { path: path.into(), origin: self.origin.clone(), body }).await
    }

    /// Mia agrees; gives the code.
    async fn agree(&self, scope: &str) -> Code {
        let body = json!({ "user_id": "mia", "app_id": APP_ID, "scope": scope });
        let answer = self.device("/device/authorizations", Some(body)).await.unwrap();
        Code::new(answer["code"].as_str().unwrap()).unwrap()
    }

    /// Mia pays; gives the `trade_no`.
    async fn pay(&self, imprest_code: &str) -> String {
        let body = json!({ "user_id": "mia", "app_id": APP_ID, "imprest_code": imprest_code });
        let answer = self.device("/device/payments", Some(body)).await.unwrap();
        answer["trade_no"].as_str().unwrap().to_owned()
    }

    /// Lets time pass.
    async fn advance(&self, seconds: u64) {
        self.device("/device/clock", Some(json!({ "advance_seconds": seconds }))).await.unwrap();
    }
}

/// A merchant's server that hears notifications.
struct Shop {
    notify_url: String,
    heard: mpsc::UnboundedReceiver<Vec<u8>>,
}

#[derive(Clone)]
struct Hearing {
    heard: mpsc::UnboundedSender<Vec<u8>>,
    /// How many more are answered with an error.
    refusals: Arc<AtomicUsize>,
}

impl Shop {
    /// It answers the first ones with an error, as many as it is told, and all others with `success`.
    async fn refusing(refusals: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let notify_url = format!("http://{}/api/notify", listener.local_addr().unwrap());
        let (sender, heard) = mpsc::unbounded_channel();
        let hearing = Hearing { heard: sender, refusals: Arc::new(AtomicUsize::new(refusals)) };
        let router = Router::new().route("/api/notify", post(hear)).with_state(hearing);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { notify_url, heard }
    }

    /// The body of the next notification.
    async fn next(&mut self) -> Vec<u8> {
        self.heard.recv().await.unwrap()
    }
}

async fn hear(State(hearing): State<Hearing>, body: Bytes) -> (StatusCode, &'static str) {
    hearing.heard.send(body.to_vec()).unwrap();
    let left = hearing.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    if left.is_ok() { (StatusCode::INTERNAL_SERVER_ERROR, "") } else { (StatusCode::OK, ACKNOWLEDGEMENT) }
}

fn client(desk: &Desk) -> Client {
    client_as(desk, APP_ID, APP_KEY)
}

fn client_as(desk: &Desk, app_id: &str, app_key: &str) -> Client {
    Client::new(BaseUrl::new(&desk.origin).unwrap(), Credentials::new(app_id, app_key).unwrap()).unwrap()
}

async fn authorize(desk: &Desk, scope: &str) -> Authorization {
    client(desk).exchange_code(desk.agree(scope).await).await.unwrap()
}

fn order(out_trade_no: &str, notify_url: &str) -> PlaceOrder {
    PlaceOrder {
        store_no: "10000100".into(),
        out_trade_no: out_trade_no.into(),
        amount: Fen::new(1280),
        notify_url: notify_url.into(),
        title: "龙井 & 点心 = 🍵".into(),
        remark: Some("少糖".into()),
    }
}

fn pay_out(out_order_no: &str, notify_url: &str) -> PayOut {
    PayOut {
        out_order_no: out_order_no.into(),
        in_open_id: OPEN_ID.into(),
        out_open_id: ACCOUNT.into(),
        amount: Fen::new(1000),
        notify_url: notify_url.into(),
        title: "佣金".into(),
        remark: None,
    }
}

/// Fails unless the platform refused with these words.
#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>, words: &str) {
    let expected = Error::Refused { status: 400, err_code: 400, err_msg: words.into() };
    assert_eq!(outcome.unwrap_err(), expected);
}

#[tokio::test]
async fn log_in() {
    let desk = Desk::start().await;
    let authorization = authorize(&desk, "snsapi_userinfo").await;
    assert_eq!((authorization.open_id.as_str(), authorization.scope.as_str()), (OPEN_ID, "snsapi_userinfo"));
    let now = Timestamp::from_system_time(std::time::SystemTime::now()).unwrap();
    assert!(!authorization.is_expired(now));
    assert!(authorization.is_expired(Timestamp::from_seconds(now.seconds() + 7300).unwrap()));

    let user = client(&desk).user_info(authorization.token).await.unwrap();
    assert_eq!((user.open_id.as_str(), user.nickname.as_str(), user.sex), (OPEN_ID, "林小满", Some(Sex::Female)));
    assert!(user.avatar.unwrap().starts_with(&desk.origin));
}

#[tokio::test]
async fn what_is_refused_when_logging_in() {
    let desk = Desk::start().await;
    let code = desk.agree("snsapi_userinfo").await;
    refused(client_as(&desk, "nobody", APP_KEY).exchange_code(code.clone()).await, "无效的app_id");
    refused(client_as(&desk, APP_ID, "654321").exchange_code(code.clone()).await, "无效的app_key");
    refused(client(&desk).exchange_code(Code::new("made-up").unwrap()).await, "无效的code");
    client(&desk).exchange_code(code.clone()).await.unwrap();
    refused(client(&desk).exchange_code(code).await, "无效的code");

    let late = desk.agree("snsapi_userinfo").await;
    desk.advance(5 * 60).await;
    refused(client(&desk).exchange_code(late).await, "code已过期");

    let token = authorize(&desk, "snsapi_userinfo").await.token;
    refused(client(&desk).user_info(AccessToken::new("made-up").unwrap()).await, "无效的token");
    desk.advance(3 * 60 * 60).await;
    refused(client(&desk).user_info(token).await, "token已过期");
}

#[tokio::test]
async fn a_message() {
    let desk = Desk::start().await;
    let scope = format!("sessionapi_sendmsg:{GROUP}:2");
    let token = authorize(&desk, &scope).await.token;
    client(&desk).send_message(token.clone(), "茶好了 🍵 \"趁热\"\n& = <b>").await.unwrap();
    let messages = desk.device(format!("/device/messages?session_id={GROUP}"), None).await.unwrap();
    let last = messages.as_array().unwrap().last().unwrap();
    assert_eq!(last["text"], "茶好了 🍵 \"趁热\"\n& = <b>");
    assert_eq!(last["from"], json!({ "app_id": APP_ID, "user_id": "mia" }));

    refused(client(&desk).user_info(token.clone()).await, &format!("token没有该权限，其授权作用域为{scope}"));
    let profile = authorize(&desk, "snsapi_userinfo").await.token;
    refused(client(&desk).send_message(profile, "x").await, "token没有该权限，其授权作用域为snsapi_userinfo");
    refused(client(&desk).send_message(AccessToken::new("made-up").unwrap(), "x").await, "无效的token");
    desk.advance(3 * 60 * 60).await;
    refused(client(&desk).send_message(token, "x").await, "token已过期");
}

/// Both forms that notifications have.
#[tokio::test]
async fn an_order_is_placed_paid_reported_and_found() {
    for notify_as in [NotifyAs::Form, NotifyAs::Json] {
        let desk = Desk::with(Options { notify_as, ..Options::default() }).await;
        let (client, mut shop) = (client(&desk), Shop::refusing(1).await);
        let order = order("A1", &shop.notify_url);
        let imprest_code = client.place_order(&order).await.unwrap().imprest_code;
        assert_eq!(client.place_order(&order).await.unwrap().imprest_code, imprest_code, "the same order again");

        let waiting = client.query_order(&QueryOrder::OutTradeNo("A1".into())).await.unwrap();
        assert_eq!((waiting.status, waiting.open_id, waiting.trade_no), (OrderStatus::Waiting, None, None));
        assert_eq!((waiting.imprest_code.as_str(), waiting.amount), (imprest_code.as_str(), Fen::new(1280)));
        assert_eq!((waiting.title, waiting.remark), (order.title, Some("少糖".to_string())));

        let trade_no = desk.pay(&imprest_code).await;
        let heard = shop.next().await;
        let credentials = Credentials::new(APP_ID, APP_KEY).unwrap();
        let content_type = match notify_as {
            NotifyAs::Form => "application/x-www-form-urlencoded",
            NotifyAs::Json => "application/json",
        };
        let verify =
            |body: &[u8], credentials: &Credentials| Notification::from_body(body, Some(content_type), credentials);
        let verified = verify(&heard, &credentials).unwrap();
        let Notification::Payment(reported) = &verified else { panic!("{verified:?}") };
        assert_eq!((reported.out_trade_no.as_str(), reported.amount), ("A1", Fen::new(1280)));
        assert_eq!((reported.status, reported.trade_no.as_str()), (OrderStatus::Paid, trade_no.as_str()));
        assert_eq!(reported.open_id, OPEN_ID);
        let other_key = Credentials::new(APP_ID, "654321").unwrap();
        assert_eq!(verify(&heard, &other_key), Err(Rejected::WrongSignature));

        // The shop answered with an error, so it comes again.
        desk.advance(60).await;
        let again = verify(&shop.next().await, &credentials).unwrap();
        assert_eq!(again.deduplication_key(), verified.deduplication_key());

        let paid = client.query_order(&QueryOrder::ImprestCode(imprest_code)).await.unwrap();
        assert_eq!((paid.status, paid.open_id.as_deref()), (OrderStatus::Paid, Some(OPEN_ID)));
        assert_eq!(paid.trade_no, Some(trade_no));
    }
}

#[tokio::test]
async fn what_is_refused_about_orders() {
    let mut seed: Value = serde_json::from_str(include_str!("../src/seed.json")).unwrap();
    let mut second = seed["apps"][0].clone();
    second["app_id"] = json!("second");
    seed["apps"].as_array_mut().unwrap().push(second);
    let seed = Seed::from_json(&seed.to_string()).unwrap();
    let desk = Desk::with(Options { seed: Some(seed), ..Options::default() }).await;
    let client = client(&desk);
    let order = order("A1", "https://shop.example/n");

    refused(client_as(&desk, "nobody", APP_KEY).place_order(&order).await, "无效的app_id");
    refused(client_as(&desk, APP_ID, "654321").place_order(&order).await, "签名错误");
    let imprest_code = client.place_order(&order).await.unwrap().imprest_code;
    for (name, other) in [
        ("amount", PlaceOrder { amount: Fen::new(1), ..order.clone() }),
        ("title", PlaceOrder { title: "x".into(), ..order.clone() }),
        ("store_no", PlaceOrder { store_no: "2".into(), ..order.clone() }),
        ("notify_url", PlaceOrder { notify_url: "https://other.example/".into(), ..order.clone() }),
        ("remark", PlaceOrder { remark: None, ..order.clone() }),
    ] {
        refused(client.place_order(&other).await, &format!("商户订单号已存在，但{name}不同"));
    }

    let query = QueryOrder::ImprestCode(imprest_code.clone());
    refused(client_as(&desk, "nobody", APP_KEY).query_order(&query).await, "无效的app_id");
    refused(client_as(&desk, "second", APP_KEY).query_order(&query).await, "订单不属于该应用");
    refused(client.query_order(&QueryOrder::OutTradeNo("none".into())).await, "订单不存在");

    desk.pay(&imprest_code).await;
    let again = json!({ "user_id": "mia", "app_id": APP_ID, "imprest_code": imprest_code });
    refused(desk.device("/device/payments", Some(again)).await, "订单已支付");
}

#[tokio::test]
async fn a_pay_out_is_accepted_once_and_reported() {
    let desk = Desk::start().await;
    let (client, mut shop) = (client(&desk), Shop::refusing(0).await);
    let pay_out = pay_out("B1", &shop.notify_url);
    client.pay_out(&pay_out).await.unwrap();
    client.pay_out(&pay_out).await.unwrap();

    let heard = shop.next().await;
    let verified = Notification::from_body(&heard, None, &Credentials::new(APP_ID, APP_KEY).unwrap()).unwrap();
    let Notification::AgentPay(reported) = verified else { panic!("{verified:?}") };
    assert_eq!((reported.out_order_no.as_str(), reported.status), ("B1", AgentPayStatus::Paid));
    let reports = desk.device("/device/notifications", None).await.unwrap();
    assert_eq!(reports.as_array().unwrap().len(), 1, "one pay-out");
}

/// A pay-out that was signed at another time: what a server with a wrong clock sends.
struct SignedAt(PayOut, Duration);

impl Call for SignedAt {
    type Reply = ();
    const REPEAT: Repeat = PayOut::REPEAT;

    fn request(&self, platform: &Platform, attempt: &Attempt) -> Result<Request, Error> {
        let time = Timestamp::from_seconds(attempt.time.seconds() - self.1.as_secs()).unwrap();
        self.0.request(platform, &Attempt { time, ..attempt.clone() })
    }

    fn decode(&self, platform: &Platform, response: &Response) -> Result<(), Error> {
        self.0.decode(platform, response)
    }
}

#[tokio::test]
async fn what_is_refused_about_pay_outs() {
    let desk = Desk::start().await;
    let client = client(&desk);
    let pay_out = pay_out("B1", "https://shop.example/n");

    refused(client_as(&desk, "nobody", APP_KEY).pay_out(&pay_out).await, "无效的app_id");
    refused(client_as(&desk, APP_ID, "654321").pay_out(&pay_out).await, "签名错误");
    let stale = SignedAt(pay_out.clone(), Duration::from_secs(6 * 60));
    refused(client.send(&stale).await, "请求头timestamp与当前时间相差超过5分钟");
    refused(client.pay_out(&PayOut { out_open_id: OPEN_ID.into(), ..pay_out.clone() }).await, "付款账户不属于该应用");
    refused(client.pay_out(&PayOut { in_open_id: "nobody".into(), ..pay_out.clone() }).await, "收款用户不存在");
    client.send(&SignedAt(pay_out.clone(), Duration::from_secs(4 * 60))).await.unwrap();
    let other = PayOut { amount: Fen::new(1), ..pay_out };
    refused(client.pay_out(&other).await, "商户付款单号已存在，但amount不同");
}

#[tokio::test]
async fn a_test_order() {
    let desk = Desk::start().await;
    let client = client(&desk);
    let imprest_code = client.place_test_order().await.unwrap().imprest_code;
    assert_ne!(client.place_test_order().await.unwrap().imprest_code, imprest_code);
    let found = client.query_order(&QueryOrder::ImprestCode(imprest_code.clone())).await.unwrap();
    assert_eq!((found.status, found.notify_url), (OrderStatus::Waiting, None));
    desk.pay(&imprest_code).await;
    let found = client.query_order(&QueryOrder::ImprestCode(imprest_code)).await.unwrap();
    assert_eq!(found.status, OrderStatus::Paid);
}

/// No path of the platform's is at the wrong base URL; the errors have the platform's form even there.
#[tokio::test]
async fn a_wrong_base_url() {
    let desk = Desk::start().await;
    let base_url = BaseUrl::new(&format!("{}/device", desk.origin)).unwrap();
    let client = Client::new(base_url, Credentials::new(APP_ID, APP_KEY).unwrap()).unwrap();
    refused(client.place_test_order().await, "接口不存在：/device/paybusapi/v1/test/imprest");
}
