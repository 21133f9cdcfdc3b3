//! The example `examples/axum.rs`, run against a platform that answers as the real one does.

#[path = "../examples/axum.rs"]
#[expect(dead_code, reason = "main is not called")]
mod example;

use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use vvchat_openapi::{AppKey, BaseUrl, Credentials, sign};

async fn serve(router: impl FnOnce(&str) -> Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = router(&url);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// The orders that the platform got.
type Orders = Arc<Mutex<Vec<Value>>>;

fn platform(orders: Orders) -> Router {
    Router::new()
        .route(
            "/userservices/v2/authorization/token",
            get(|Query(query): Query<HashMap<String, String>>| async move {
                assert_eq!((query["app_id"].as_str(), query["app_key"].as_str()), ("test", "123456"));
                Json(json!({"open_id": "o1", "scope": "snsapi_userinfo", "token": "T", "expire_in": 1_522_821_617}))
            }),
        )
        .route(
            "/userservices/v2/authorization/userinfo",
            get(|| async { Json(json!({"open_id": "o1", "nickname": "小雨", "sex": "女"})) }),
        )
        .route("/paybusapi/v1/pay/unifiedorder", get(query).post(place))
        .with_state(orders)
}

async fn place(State(orders): State<Orders>, Json(order): Json<Value>) -> Json<Value> {
    let fields = [("app_id", "test"), ("store_no", "10000100"), ("imprest_code", "P1")];
    let sign = sign::data(fields, &AppKey::new("123456").unwrap());
    orders.lock().unwrap().push(order);
    Json(json!({"app_id": "test", "store_no": "10000100", "imprest_code": "P1", "sign": sign}))
}

async fn query(State(orders): State<Orders>) -> Json<Value> {
    let order = orders.lock().unwrap()[0].clone();
    Json(json!({
        "open_id": "o1", "store_no": "10000100", "out_trade_no": order["out_trade_no"], "trade_no": "",
        "imprest_code": "P1", "amount": order["amount"], "title": "龙井", "remark": "",
        "notify_url": order["notify_url"], "scene_type": "APP", "status": 0,
    }))
}

async fn send(method: reqwest::Method, url: String, content_type: &str, body: String) -> (u16, String) {
    // Making a client of the crate's own gives reqwest no TLS, so this one is for plain http.
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(rustls::RootCertStore::empty())
                .with_no_client_auth(),
        )
        .no_proxy()
        .build()
        .unwrap();
    let answer = http.request(method, url).header("content-type", content_type).body(body).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn post_json(url: String, body: Value) -> (u16, String) {
    send(reqwest::Method::POST, url, "application/json", body.to_string()).await
}

/// The fields of a notification, signed.
fn notification<'a>(out_trade_no: &'a str, amount: &'a str, status: &'a str) -> Vec<(&'a str, String)> {
    let mut fields = vec![
        ("app_id", "test"),
        ("trade_no", "201712023384923834"),
        ("out_trade_no", out_trade_no),
        ("open_id", "o1"),
        ("trade_time", "1517928240"),
        ("pay_time", "1517928250"),
        ("amount", amount),
        ("status", status),
    ];
    let sign = sign::data(fields.iter().copied(), &AppKey::new("123456").unwrap());
    fields.push(("sign", &sign));
    fields.into_iter().map(|(name, value)| (name, value.to_string())).collect()
}

/// None of the values needs escaping.
fn form(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn log_in_order_notification() {
    let orders = Orders::default();
    let platform = serve(|_| platform(Arc::clone(&orders))).await;
    let credentials = Credentials::new("test", "123456").unwrap();
    let shop =
        serve(|url| example::router(example::Shop::new(BaseUrl::new(&platform).unwrap(), credentials, url).unwrap()))
            .await;

    let person = post_json(format!("{shop}/api/login"), json!({"code": "C"})).await;
    assert_eq!(person, (200, r#"{"nickname":"小雨","avatar":null}"#.to_string()));

    let (status, body) = post_json(format!("{shop}/api/orders"), json!({"product": "longjing", "quantity": 2})).await;
    assert_eq!(status, 200, "{body}");
    let placed: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(placed["imprest_code"], "P1");
    let number = placed["out_trade_no"].as_str().unwrap();
    let order = orders.lock().unwrap()[0].clone();
    assert_eq!((&order["out_trade_no"], &order["amount"]), (&json!(number), &json!(2560)));
    assert_eq!(order["notify_url"], format!("{shop}/api/notify"));

    let ask = || send(reqwest::Method::GET, format!("{shop}/api/orders/{number}"), "text/plain", String::new());
    let notify_as = |content_type, body| send(reqwest::Method::POST, format!("{shop}/api/notify"), content_type, body);
    let notify = |body| notify_as("application/x-www-form-urlencoded", body);
    assert_eq!(ask().await, (200, "waiting".to_string()));

    // Forged, of another price, of no order, and of an order that is not paid.
    let forged = form(&notification(number, "2560", "1")).replace("amount=2560", "amount=1");
    let refused = "not a notification of VVChat's: the signature is wrong".to_string();
    assert_eq!(notify(forged).await, (400, refused));
    let other = (400, "not an order of this shop at this price".to_string());
    assert_eq!(notify(form(&notification(number, "1", "1"))).await, other);
    assert_eq!(notify(form(&notification("A0", "2560", "1"))).await, other);
    assert_eq!(notify(form(&notification(number, "2560", "0"))).await, (200, "success".to_string()));
    assert_eq!(ask().await, (200, "waiting".to_string()));

    for _ in 0..2 {
        assert_eq!(notify(form(&notification(number, "2560", "1"))).await, (200, "success".to_string()));
        assert_eq!(ask().await, (200, "paid".to_string()));
    }
    // The platform may as well send JSON.
    let json = notification(number, "2560", "1").into_iter().collect::<Value>().to_string();
    assert_eq!(notify_as("application/json", json).await, (200, "success".to_string()));

    let unknown = send(reqwest::Method::GET, format!("{shop}/api/orders/none"), "text/plain", String::new()).await;
    assert_eq!(unknown, (404, "no such order".to_string()));
}

#[tokio::test]
async fn what_the_page_may_not_decide() {
    let platform = serve(|_| platform(Orders::default())).await;
    let credentials = Credentials::new("test", "123456").unwrap();
    let shop =
        serve(|url| example::router(example::Shop::new(BaseUrl::new(&platform).unwrap(), credentials, url).unwrap()))
            .await;
    for (product, quantity, message) in [
        ("gold", json!(1), "no such product"),
        ("longjing", json!(0), "not so many"),
        ("longjing", json!(u64::MAX), "not so many"),
    ] {
        let answer = post_json(format!("{shop}/api/orders"), json!({"product": product, "quantity": quantity})).await;
        assert_eq!(answer, (400, message.to_string()));
    }
}
