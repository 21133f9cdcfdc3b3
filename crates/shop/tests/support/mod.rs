//! What the tests share: a shop and a platform on free ports, somebody who uses the shop's page, and VVChat's user.
#![allow(dead_code, reason = "each test file is a program of its own, and none needs all of this")]

use std::future::pending;
use std::path::{Path, PathBuf};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use vvchat_shop::{Options, Shop};
use vvchat_simulator::Simulator;

/// VVChat's user of the tests, and what the platform calls them.
pub(crate) const MIA: &str = "mia";
pub(crate) const MIA_OPEN_ID: &str = "xd8wjr9jr02kjf823jse94kio8";

/// A conversation of Mia's: a group.
pub(crate) const GROUP: &str = "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1";

pub(crate) const LOGIN: &str = "snsapi_userinfo";

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The JSON of an answer that must be a success.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// Status, reason, code and message of an answer that must not be one.
    #[track_caller]
    pub(crate) fn failure(&self) -> (u16, String, i64, String) {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        (self.status.as_u16(), text("reason"), body["err_code"].as_i64().unwrap(), text("err_msg"))
    }
}

/// One request on a connection of its own.
pub(crate) async fn request(method: Method, origin: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let (parts, body) = begin(method, origin, path, headers, body).await.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
}

async fn begin(method: Method, origin: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Incoming> {
    let address = origin.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", address);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    sender.send_request(request.body(Full::new(Bytes::from(body.to_owned()))).unwrap()).await.unwrap()
}

/// VVChat on this desk.
pub(crate) struct Platform {
    pub(crate) origin: String,
}

impl Platform {
    pub(crate) async fn start() -> Self {
        let options = vvchat_simulator::Options { app_port: 0, ..vvchat_simulator::Options::default() };
        let simulator = Simulator::bind(options).await.unwrap();
        let origin = simulator.origin().to_owned();
        // Nobody opens the phone here.
        tokio::spawn(simulator.run("http://127.0.0.1:9/", pending()));
        Self { origin }
    }

    /// What the phone does at VVChat's servers.
    async fn device(&self, path: &str, body: &Value) -> Answer {
        let headers = [("origin", self.origin.as_str()), ("content-type", "application/json")];
        request(Method::POST, &self.origin, path, &headers, &body.to_string()).await
    }

    /// A person agrees on the consent sheet. Returns the code.
    pub(crate) async fn agree(&self, user: &str, scope: &str) -> String {
        let params = json!({ "user_id": user, "app_id": "test", "scope": scope });
        self.device("/device/authorizations", &params).await.json()["code"].as_str().unwrap().to_owned()
    }

    /// A person pays. Returns the platform's number of the transaction.
    pub(crate) async fn pay(&self, user: &str, order: &Value) -> String {
        let params = json!({ "user_id": user, "app_id": "test", "imprest_code": order["imprest_code"] });
        self.device("/device/payments", &params).await.json()["trade_no"].as_str().unwrap().to_owned()
    }

    /// A person pays; then waits until the shop's answer to the notification is there. Returns that answer, too.
    pub(crate) async fn pay_and_notify(&self, user: &str, order: &Value) -> (String, Value) {
        let mut events = Events::of(self).await;
        let trade_no = self.pay(user, order).await;
        loop {
            let notification = events.next("notification").await;
            if notification["fields"]["trade_no"] == trade_no
                && let Some(attempt) = notification["attempts"].as_array().unwrap().last()
            {
                return (trade_no, attempt.clone());
            }
        }
    }

    pub(crate) async fn messages(&self, session_id: &str) -> Vec<Value> {
        let path = format!("/device/messages?session_id={session_id}");
        let answer = request(Method::GET, &self.origin, &path, &[], "").await;
        serde_json::from_value(answer.json()).unwrap()
    }

    pub(crate) async fn orders(&self) -> Vec<Value> {
        let answer = request(Method::GET, &self.origin, "/device/orders", &[], "").await;
        serde_json::from_value(answer.json()).unwrap()
    }

    /// Forgets everything.
    pub(crate) async fn reset(&self) {
        self.device("/device/reset", &json!({})).await.json();
    }
}

/// What happens at the platform, as it happens.
struct Events {
    body: Incoming,
    text: String,
}

impl Events {
    async fn of(platform: &Platform) -> Self {
        let body = begin(Method::GET, &platform.origin, "/device/events", &[], "").await.into_body();
        Self { body, text: String::new() }
    }

    async fn next(&mut self, name: &str) -> Value {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |key: &str| event.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
                if field("event:") == Some(name) {
                    return serde_json::from_str(field("data:").unwrap()).unwrap();
                }
            }
            let frame = self.body.frame().await.expect("the stream of events ended").unwrap();
            self.text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
        }
    }
}

/// A shop that runs until this is dropped.
pub(crate) struct Server {
    pub(crate) origin: String,
    running: JoinHandle<Result<(), vvchat_shop::Error>>,
}

impl Server {
    pub(crate) async fn start(platform: &Platform) -> Self {
        Self::with(platform, Options::default()).await
    }

    /// A shop that keeps its orders in a folder.
    pub(crate) async fn with_data(platform: &Platform, folder: &Path) -> Self {
        Self::with(platform, Options { data: Some(folder.to_owned()), ..Options::default() }).await
    }

    pub(crate) async fn with(platform: &Platform, options: Options) -> Self {
        let shop = Shop::bind(Options {
            port: 0,
            platform_url: platform.origin.clone(),
            app_origin: platform.origin.clone(),
            www: root().join("www/shop"),
            sdk: root().join("dist"),
            ..options
        })
        .await
        .unwrap();
        Self { origin: shop.origin().to_owned(), running: tokio::spawn(shop.run()) }
    }

    /// Stops it, as pulling the plug does: connections break, the port and the files are free.
    pub(crate) async fn stop(self) {
        self.running.abort();
        let _ = self.running.await;
    }

    /// What the platform, or somebody who says to be it, sends to `notify_url`.
    pub(crate) async fn notify(&self, body: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        request(Method::POST, &self.origin, "/api/notify", &headers, body).await
    }
}

/// Somebody's browser, with the shop's page open.
pub(crate) struct Page {
    origin: String,
    pub(crate) cookie: String,
}

impl Page {
    /// Opens the page: its first request begins a visit.
    pub(crate) async fn open(server: &Server) -> Self {
        let mut page = Self::with_cookie(server, "");
        assert_eq!(page.post("/api/visit", json!({})).await.json(), Value::Null);
        page
    }

    pub(crate) fn with_cookie(server: &Server, cookie: &str) -> Self {
        Self { origin: server.origin.clone(), cookie: cookie.to_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        request(Method::GET, &self.origin, path, &[("cookie", &self.cookie)], "").await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        let headers =
            [("cookie", self.cookie.as_str()), ("origin", &self.origin), ("content-type", "application/json")];
        let answer = request(Method::POST, &self.origin, path, &headers, &body.to_string()).await;
        if let Some((cookie, _)) = answer.header("set-cookie").split_once(';') {
            cookie.clone_into(&mut self.cookie);
        }
        answer
    }

    /// What the page hands to `vvchat.auth` to log in.
    pub(crate) async fn ask_to_log_in(&mut self) -> Value {
        self.post("/api/login/ask", json!({})).await.json()
    }

    /// Logs in; the person agrees.
    pub(crate) async fn log_in(&mut self, platform: &Platform, user: &str) -> Value {
        let asked = self.ask_to_log_in().await;
        let code = platform.agree(user, asked["scope"].as_str().unwrap()).await;
        self.post("/api/login", json!({ "code": code, "state": asked["state"] })).await.json()
    }

    /// Orders.
    pub(crate) async fn order(&mut self, product: &str, quantity: u32) -> Value {
        self.post("/api/orders", wish(product, quantity)).await.json()
    }

    /// One of the visitor's orders, as it is now.
    pub(crate) async fn look(&self, order: &Value) -> Answer {
        self.get(&format!("/api/orders/{}", order["out_trade_no"].as_str().unwrap())).await
    }
}

pub(crate) fn wish(product: &str, quantity: u32) -> Value {
    json!({ "product": product, "quantity": quantity, "lang": "en" })
}

/// A folder of a test's own, gone when dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
