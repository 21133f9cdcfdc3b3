//! The client against real servers on this machine: what they get, how often, and what becomes of their answers.

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vvchat_openapi::agent_pay::PayOut;
use vvchat_openapi::client::Options;
use vvchat_openapi::order_query::{OrderStatus, QueryOrder};
use vvchat_openapi::unified_order::PlaceOrder;
use vvchat_openapi::userinfo::Sex;
use vvchat_openapi::{AccessToken, BaseUrl, Client, Code, Credentials, Error, Fen, Mismatch, TransportKind, sign};

const APP_KEY: &str = "APP-KEY-THAT-IS-SECRET";
const TOKEN: &str = "TOKEN-THAT-IS-SECRET";
const CODE: &str = "CODE-THAT-IS-SECRET";

/// A server that answers as it is told, and keeps what it got. When it has nothing left to say, it says 404.
#[derive(Clone, Default)]
struct Server {
    answers: Arc<Mutex<VecDeque<(u16, String)>>>,
    requests: Arc<Mutex<Vec<Received>>>,
}

#[derive(Clone, Debug)]
struct Received {
    method: String,
    uri: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn json(&self) -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Server {
    /// Starts one, and gives its address.
    async fn start(answers: impl IntoIterator<Item = (u16, String)>) -> (Self, String) {
        let server = Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), ..Self::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (server, url)
    }

    fn requests(&self) -> Vec<Received> {
        self.requests.lock().unwrap().clone()
    }
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let headers =
        head.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_string())).collect();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    let (method, uri) = (head.method.to_string(), head.uri.to_string());
    server.requests.lock().unwrap().push(Received { method, uri, headers, body });
    let (status, body) = server.answers.lock().unwrap().pop_front().unwrap_or((404, String::new()));
    let status = StatusCode::from_u16(status).unwrap();
    if status.is_redirection() {
        return (status, [("location", body)]).into_response();
    }
    (status, Bytes::from(body)).into_response()
}

fn client(url: &str) -> Client {
    let options = Options { timeout: Duration::from_secs(20), pause: Duration::from_millis(1), ..Options::default() };
    client_with(url, options)
}

fn client_with(url: &str, options: Options) -> Client {
    Client::with_options(BaseUrl::new(url).unwrap(), Credentials::new("test", APP_KEY).unwrap(), options).unwrap()
}

fn token() -> AccessToken {
    AccessToken::new(TOKEN).unwrap()
}

fn order() -> PlaceOrder {
    PlaceOrder {
        store_no: "10000100".into(),
        out_trade_no: "A1".into(),
        amount: Fen::new(1280),
        notify_url: "https://shop.example/api/notify".into(),
        title: "龙井 🍵".into(),
        remark: None,
    }
}

fn pay_out() -> PayOut {
    PayOut {
        out_order_no: "B1".into(),
        in_open_id: "o1".into(),
        out_open_id: "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS".into(),
        amount: Fen::new(1000),
        notify_url: "https://shop.example/api/notify".into(),
        title: "佣金".into(),
        remark: None,
    }
}

fn placed() -> String {
    let fields = [("app_id", "test"), ("store_no", "10000100"), ("nonce_str", "n"), ("imprest_code", "P1")];
    let sign = sign::data(fields, Credentials::new("test", APP_KEY).unwrap().app_key());
    format!(r#"{{"app_id":"test","store_no":"10000100","nonce_str":"n","imprest_code":"P1","sign":"{sign}"}}"#)
}

/// The calls, by name.
const CALLS: [&str; 7] =
    ["exchange_code", "user_info", "send_message", "place_order", "query_order", "pay_out", "place_test_order"];

/// Those that may be sent again even if the platform may have got them.
const SAFE: [&str; 5] = ["user_info", "place_order", "query_order", "pay_out", "place_test_order"];

async fn call(client: &Client, name: &str) -> Result<(), Error> {
    match name {
        "exchange_code" => client.exchange_code(Code::new(CODE)?).await.map(drop),
        "user_info" => client.user_info(token()).await.map(drop),
        "send_message" => client.send_message(token(), "茶好了").await,
        "place_order" => client.place_order(&order()).await.map(drop),
        "query_order" => client.query_order(&QueryOrder::OutTradeNo("A1".into())).await.map(drop),
        "pay_out" => client.pay_out(&pay_out()).await,
        "place_test_order" => client.place_test_order().await.map(drop),
        other => panic!("no such call: {other}"),
    }
}

#[track_caller]
fn tells_no_secret(error: &Error) {
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert!(!text.contains("SECRET") && !text.contains("app_key="), "{text}");
    }
}

#[tokio::test]
async fn log_in() {
    let authorization =
        format!(r#"{{"open_id":"o1","scope":"snsapi_userinfo","token":"{TOKEN}","expire_in":1522821617}}"#);
    let profile = r#"{"open_id":"o1","nickname":"小雨","avatar":"","sex":"女"}"#.to_string();
    let (server, url) = Server::start([(200, authorization), (200, profile)]).await;
    let client = client(&url);

    let authorization = client.exchange_code(Code::new(CODE).unwrap()).await.unwrap();
    assert_eq!((authorization.open_id.as_str(), authorization.scope.as_str()), ("o1", "snsapi_userinfo"));
    assert_eq!((authorization.token.expose(), authorization.expires_at.seconds()), (TOKEN, 1_522_821_617));
    let user = client.user_info(authorization.token).await.unwrap();
    assert_eq!((user.nickname.as_str(), user.avatar, user.sex), ("小雨", None, Some(Sex::Female)));

    let [exchange, profile] = server.requests().try_into().unwrap();
    let uri = format!("/userservices/v2/authorization/token?app_id=test&app_key={APP_KEY}&code={CODE}");
    assert_eq!((exchange.method.as_str(), exchange.uri, exchange.body), ("GET", uri, String::new()));
    assert_eq!(profile.uri, "/userservices/v2/authorization/userinfo");
    assert_eq!(profile.header("authorization"), TOKEN, "without Bearer");
    assert!(profile.header("user-agent").starts_with("vvchat-openapi/"));
    assert_eq!(profile.header("referer"), "");
}

#[tokio::test]
async fn a_message() {
    let (server, url) = Server::start([(200, String::new())]).await;
    client(&url).send_message(token(), "茶好了 🍵").await.unwrap();
    let [sent] = server.requests().try_into().unwrap();
    assert_eq!((sent.method.as_str(), sent.uri.as_str()), ("POST", "/messageapi/v1/authorization/sendmsg"));
    assert_eq!((sent.header("authorization"), sent.header("content-type")), (TOKEN, "application/json"));
    assert_eq!(sent.body, r#"{"type":"text","content":"茶好了 🍵"}"#);
}

#[tokio::test]
async fn an_order() {
    let paid = r#"{"open_id":"o1","store_no":"10000100","out_trade_no":"A1","trade_no":"201712023384923834",
        "imprest_code":"P1","amount":1280,"title":"x","remark":"","notify_url":"https://a/","scene_type":"APP","status":1}"#;
    let (server, url) = Server::start([(200, placed()), (200, paid.to_string())]).await;
    let client = client(&url);

    assert_eq!(client.place_order(&order()).await.unwrap().imprest_code, "P1");
    let order = client.query_order(&QueryOrder::ImprestCode("P1".into())).await.unwrap();
    assert_eq!((order.status, order.amount), (OrderStatus::Paid, Fen::new(1280)));
    assert_eq!(order.trade_no.as_deref(), Some("201712023384923834"));

    let [placed, queried] = server.requests().try_into().unwrap();
    assert_eq!((placed.method.as_str(), placed.uri.as_str()), ("POST", "/paybusapi/v1/pay/unifiedorder"));
    let mut fields: Vec<(String, String)> = placed
        .json()
        .into_iter()
        .map(|(name, value)| (name, value.as_str().map_or(value.to_string(), String::from)))
        .collect();
    let credentials = Credentials::new("test", APP_KEY).unwrap();
    let given = fields.iter().find(|(name, _)| name == "sign").unwrap().1.clone();
    let signed = sign::data(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), credentials.app_key());
    assert_eq!(given, signed);
    fields.retain(|(name, _)| !["sign", "nonce_str"].contains(&name.as_str()));
    fields.sort();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        fields,
        [
            ("amount", "1280"),
            ("app_id", "test"),
            ("notify_url", "https://shop.example/api/notify"),
            ("out_trade_no", "A1"),
            ("scene_type", "APP"),
            ("sign_type", "MD5"),
            ("store_no", "10000100"),
            ("title", "龙井 🍵"),
        ]
    );
    assert_eq!(queried.uri, "/paybusapi/v1/pay/unifiedorder?app_id=test&imprest_code=P1");
}

#[tokio::test]
async fn a_pay_out() {
    let (server, url) = Server::start([(200, String::new())]).await;
    client(&url).pay_out(&pay_out()).await.unwrap();
    let [sent] = server.requests().try_into().unwrap();
    assert_eq!((sent.method.as_str(), sent.uri.as_str()), ("POST", "/paybusapi/v1/app/agentpay"));
    let app_key = Credentials::new("test", APP_KEY).unwrap();
    let base = sign::base(sent.header("noncestr"), sent.header("timestamp"), app_key.app_key());
    let body = sent.json();
    let fields: Vec<(String, String)> =
        body.into_iter().map(|(name, value)| (name, value.as_str().map_or(value.to_string(), String::from))).collect();
    let joint =
        sign::joint(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), &base, app_key.app_key());
    assert_eq!((sent.header("app_id"), sent.header("sign")), ("test", joint.as_str()));
    assert_eq!(sent.header("timestamp").len(), 10);
}

#[tokio::test]
async fn a_test_order() {
    let (server, url) = Server::start([(200, r#"{"imprest_code":"P9"}"#.to_string())]).await;
    assert_eq!(client(&url).place_test_order().await.unwrap().imprest_code, "P9");
    assert_eq!(server.requests()[0].uri, "/paybusapi/v1/test/imprest");
}

#[tokio::test]
async fn a_refusal_keeps_the_platforms_words_and_is_not_repeated() {
    for name in CALLS {
        let (server, url) = Server::start([(400, r#"{"err_code":400,"err_msg":"无效的code"}"#.to_string())]).await;
        let error = call(&client(&url), name).await.unwrap_err();
        assert_eq!(error, Error::Refused { status: 400, err_code: 400, err_msg: "无效的code".into() }, "{name}");
        assert!(!error.may_have_arrived(), "{name}");
        assert_eq!(server.requests().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_overloaded_platform_is_asked_again_where_that_is_safe() {
    for name in CALLS {
        for status in [429, 500, 502, 503, 504] {
            let (server, url) = Server::start([
                (status, String::new()),
                (status, String::new()),
                (400, r#"{"err_code":1,"err_msg":"x"}"#.to_string()),
            ])
            .await;
            let error = call(&client(&url), name).await.unwrap_err();
            if SAFE.contains(&name) {
                let refused = Error::Refused { status: 400, err_code: 1, err_msg: "x".to_string() };
                // 429 says that nothing was done; after the others something may have been.
                let expected = if status == 429 { refused } else { Error::AfterOthers(Box::new(refused)) };
                assert_eq!(error, expected, "{name} {status}");
                assert_eq!(server.requests().len(), 3, "{name} {status}");
            } else {
                assert_eq!(error, Error::UnexpectedStatus { status }, "{name}");
                assert_eq!(server.requests().len(), 1, "{name} {status}");
            }
        }
    }
}

#[tokio::test]
async fn every_attempt_has_a_nonce_and_a_signature_of_its_own() {
    let (server, url) =
        Server::start([(503, String::new()), (200, placed()), (503, String::new()), (200, String::new())]).await;
    let client = client(&url);
    client.place_order(&order()).await.unwrap();
    client.pay_out(&pay_out()).await.unwrap();
    let [first, second, third, fourth] = server.requests().try_into().unwrap();
    for name in ["nonce_str", "sign"] {
        assert_ne!(first.json()[name], second.json()[name], "{name}");
    }
    assert_eq!(first.json()["out_trade_no"], second.json()["out_trade_no"]);
    for name in ["noncestr", "sign"] {
        assert_ne!(third.header(name), fourth.header(name), "{name}");
        assert_ne!(third.header(name), "");
    }
}

#[tokio::test]
async fn what_is_not_allowed_to_leave_does_not() {
    let (server, url) = Server::start([]).await;
    let client = client(&url);
    let nothing = Fen::new(0);
    let error = client.place_order(&PlaceOrder { amount: nothing, ..order() }).await.unwrap_err();
    assert_eq!(error.to_string(), "nothing was sent: amount must be at least 1 fen, but it is 0");
    let error = client.pay_out(&PayOut { amount: nothing, ..pay_out() }).await.unwrap_err();
    assert_eq!(error.to_string(), "nothing was sent: amount must be at least 1 fen, but it is 0");
    let error = client.pay_out(&PayOut { out_order_no: String::new(), ..pay_out() }).await.unwrap_err();
    assert!(matches!(error, Error::InvalidInput(Mismatch { field: "out_order_no", .. })), "{error:?}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_success_of_another_kind_may_follow_the_deed_and_is_not_repeated() {
    for status in [201, 202, 204] {
        for name in CALLS {
            let (server, url) = Server::start([(status, String::new())]).await;
            let error = call(&client(&url), name).await.unwrap_err();
            assert_eq!(error, Error::UnexpectedStatus { status }, "{name}");
            assert!(error.may_have_arrived(), "{name} {status}");
            assert_eq!(server.requests().len(), 1, "{name} {status}");
        }
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (elsewhere, target) = Server::start([]).await;
    for status in [301, 302, 303, 307, 308] {
        for name in CALLS {
            let (server, url) = Server::start([(status, format!("{target}/caught"))]).await;
            let error = call(&client(&url), name).await.unwrap_err();
            assert_eq!(error, Error::UnexpectedStatus { status }, "{name}");
            assert!(
                error.may_have_arrived(),
                "many a server redirects after it has done what was asked: {name} {status}"
            );
            assert_eq!(server.requests().len(), 1, "{name}");
        }
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_reply_without_end_is_not_read_to_it() {
    for (bytes, accepted) in [(1 << 20, true), ((1 << 20) + 1, false)] {
        let (_, url) = Server::start([(200, "x".repeat(bytes))]).await;
        let sent = client(&url).send_message(token(), "x").await;
        assert_eq!(sent.is_ok(), accepted, "{bytes}");
        if let Err(error) = sent {
            assert_eq!(error.to_string(), "VVChat's reply can't be used: body must be at most 1 MiB, but it is longer");
        }
    }
}

/// What a server does that is none.
#[derive(Clone, Copy, Debug)]
enum Misbehave {
    /// Takes the request and says nothing.
    Silent,
    /// Takes the request and hangs up.
    HangUp,
    /// Begins an answer and does not end it.
    Stall,
    /// Speaks something else.
    Babble,
}

/// Starts such a server; gives its address, and the number of requests that arrived so far.
async fn misbehaving(how: Misbehave) -> (String, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let arrived = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&arrived);
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((mut connection, _)) = listener.accept().await {
            if read_head(&mut connection).await {
                *counter.lock().unwrap() += 1;
            }
            match how {
                Misbehave::Silent => kept.push(connection),
                Misbehave::HangUp => drop(connection),
                Misbehave::Stall => {
                    connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{").await.unwrap();
                    kept.push(connection);
                }
                Misbehave::Babble => connection.write_all(b"220 mail.example ESMTP\r\n").await.unwrap(),
            }
        }
    });
    (format!("http://{address}"), arrived)
}

/// Reads until the head of a request is there. Whether it came.
async fn read_head(connection: &mut TcpStream) -> bool {
    let mut received = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = connection.read(&mut chunk).await {
        received.extend_from_slice(&chunk[..count]);
        if received.windows(4).any(|window| window == b"\r\n\r\n") {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn no_usable_answer_is_repeated_only_where_that_is_safe() {
    let mut running = tokio::task::JoinSet::new();
    for how in [Misbehave::Silent, Misbehave::Stall, Misbehave::HangUp, Misbehave::Babble] {
        for name in CALLS {
            running.spawn(no_usable_answer(how, name));
        }
    }
    running.join_all().await;
}

async fn no_usable_answer(how: Misbehave, name: &str) {
    // Long enough for a busy machine where an answer comes, not too long where none will.
    let (kind, seconds) = match how {
        Misbehave::Silent | Misbehave::Stall => (TransportKind::Timeout, 1),
        Misbehave::HangUp | Misbehave::Babble => (TransportKind::Interrupted, 20),
    };
    let (url, arrived) = misbehaving(how).await;
    let timeout = Duration::from_secs(seconds);
    let options = Options { timeout, pause: Duration::from_millis(1), ..Options::default() };
    let error = call(&client_with(&url, options), name).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: came, .. } if came == kind), "{name} {how:?}: {error:?}");
    assert!(error.may_have_arrived(), "{name} {how:?}");
    tells_no_secret(&error);
    assert_eq!(*arrived.lock().unwrap(), if SAFE.contains(&name) { 3 } else { 1 }, "{name} {how:?}");
}

#[tokio::test]
async fn a_connection_that_is_never_made_is_tried_again_by_every_call() {
    // TLS fails before a request can be sent.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let connections = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            *counter.lock().unwrap() += 1;
            drop(connection);
        }
    });
    for name in CALLS {
        *connections.lock().unwrap() = 0;
        let error = call(&client(&url), name).await.unwrap_err();
        assert!(matches!(error, Error::Transport { kind: TransportKind::Connect, .. }), "{name}: {error:?}");
        assert!(!error.may_have_arrived());
        tells_no_secret(&error);
        assert_eq!(*connections.lock().unwrap(), 3, "{name}");
    }
}

#[tokio::test]
async fn the_last_error_says_that_an_earlier_attempt_may_have_arrived() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // The first connection gets as far as the request; after it there is nobody any more.
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        drop(listener);
        let _ = connection.read(&mut [0; 1]).await;
    });
    let error = call(&client(&url), "place_order").await.unwrap_err();
    let Error::AfterOthers(last) = &error else { panic!("{error:?}") };
    assert!(matches!(**last, Error::Transport { kind: TransportKind::Connect, .. }), "{last:?}");
    assert!(error.may_have_arrived() && !last.may_have_arrived());
    assert!(error.may_pass());
    assert_eq!(error.reason(), "transport");
    assert_eq!(error.to_string(), format!("{last} (an earlier attempt may have arrived)"));
    tells_no_secret(&error);
}

#[tokio::test]
async fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for name in CALLS {
        let error = call(&client(&url), name).await.unwrap_err();
        assert!(error.to_string().starts_with("no connection to VVChat, so nothing was sent: "), "{name}: {error}");
        tells_no_secret(&error);
    }
}

#[tokio::test]
async fn an_address_that_the_http_client_cannot_read() {
    // A label that is no Punycode.
    let error = client("https://xn--a.example").pay_out(&pay_out()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { kind: TransportKind::Connect, .. }), "{error:?}");
}

/// A proxy would read `app_key`. The environment of this process is everybody's, so the test runs once more in one of its own.
#[tokio::test]
async fn plain_http_goes_past_the_proxy_that_the_environment_names() {
    const URL_FOR_CHILD: &str = "VVCHAT_TEST_PLATFORM_URL";
    if let Ok(url) = std::env::var(URL_FOR_CHILD) {
        let options = Options { timeout: Duration::from_secs(5), attempts: 1, ..Options::default() };
        return client_with(&url, options).pay_out(&pay_out()).await.unwrap();
    }
    let (server, url) = Server::start([(200, String::new())]).await;
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy_url = format!("http://{}", proxy.local_addr().unwrap());
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "plain_http_goes_past_the_proxy_that_the_environment_names"]).env(URL_FOR_CHILD, url);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, &proxy_url);
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(server.requests().len(), 1);
    proxy.set_nonblocking(true).unwrap();
    assert_eq!(proxy.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody came to the proxy");
}

#[tokio::test]
async fn one_attempt_is_one_attempt() {
    for attempts in [0, 1] {
        let (server, url) = Server::start([]).await;
        let options = Options { attempts, ..Options::default() };
        server.answers.lock().unwrap().push_back((503, String::new()));
        let error = client_with(&url, options).user_info(token()).await.unwrap_err();
        assert_eq!(error, Error::UnexpectedStatus { status: 503 });
        assert_eq!(server.requests().len(), 1);
    }
}

/// Whatever a server answers: with the secrets it got, above all.
#[tokio::test]
async fn no_secret_is_in_what_is_printed() {
    for status in [200, 201, 302, 400, 401, 404, 500] {
        for body in [
            format!("{TOKEN} {CODE} {APP_KEY}"),
            format!(r#""{TOKEN}""#),
            format!(r#"["{TOKEN}"]"#),
            format!(r#"{{"open_id":"o1","scope":"s","token":"{TOKEN} {APP_KEY}","expire_in":1522821617}}"#),
            format!(r#"{{"open_id":"o1","scope":"s","token":["{TOKEN}"],"expire_in":1522821617}}"#),
            format!(r#"{{"open_id":"o1","scope":"s","token":"{TOKEN}","expire_in":7200}}"#),
            format!(r#"{{"token":"{TOKEN}","#),
        ] {
            let (_, url) = Server::start((0..3).map(|_| (status, body.clone()))).await;
            let error = client(&url).exchange_code(Code::new(CODE).unwrap()).await.unwrap_err();
            tells_no_secret(&error);
        }
    }
    let client = client("http://127.0.0.1:1");
    let authorization = vvchat_openapi::token::Authorization {
        open_id: "o1".into(),
        scope: "s".into(),
        token: token(),
        expires_at: vvchat_openapi::Timestamp::from_seconds(1_522_821_617).unwrap(),
    };
    let printed = format!(
        "{client:?} {:?} {:?} {authorization:?} {} {}",
        Credentials::new("test", APP_KEY).unwrap(),
        Code::new(CODE).unwrap(),
        token(),
        Code::new(CODE).unwrap()
    );
    assert!(!printed.contains("SECRET"), "{printed}");
}

#[tokio::test]
async fn the_rest_of_the_process_keeps_its_own_tls() {
    client("https://open.example");
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
