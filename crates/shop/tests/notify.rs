//! Notifications: whose are believed, and how often.

mod support;

use hyper::Method;
use serde_json::{Value, json};
use support::{MIA, Page, Platform, Server, request};
use vvchat_openapi::{AppKey, sign};

const KEY: &str = "123456";

/// A notification as the platform makes it.
fn fields(order: &Value) -> Vec<(&'static str, String)> {
    let text = |name: &str| order[name].as_str().unwrap().to_owned();
    vec![
        ("app_id", "test".to_owned()),
        ("trade_no", "201712023384923834".to_owned()),
        ("out_trade_no", text("out_trade_no")),
        ("open_id", "xd8wjr9jr02kjf823jse94kio8".to_owned()),
        ("trade_time", "1763809272".to_owned()),
        ("pay_time", "1763809280".to_owned()),
        ("amount", order["amount"].to_string()),
        ("status", "1".to_owned()),
    ]
}

fn set(mut fields: Vec<(&'static str, String)>, name: &str, value: &str) -> Vec<(&'static str, String)> {
    for (known, present) in &mut fields {
        if *known == name {
            value.clone_into(present);
        }
    }
    fields
}

fn sign_with(key: &str, mut fields: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let sign = sign::data(fields.iter().map(|(name, value)| (*name, value.as_str())), &AppKey::new(key).unwrap());
    fields.push(("sign", sign));
    fields
}

/// None of the values needs escaping.
fn form(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn json(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Value>().to_string()
}

fn signed(fields: Vec<(&'static str, String)>) -> String {
    form(&sign_with(KEY, fields))
}

#[tokio::test]
async fn what_is_not_the_platforms_or_not_ours_is_refused() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    let good = fields(&order);
    let true_sign = sign_with(KEY, good.clone()).pop().unwrap().1;
    let with_true_sign = |name, value| {
        let mut fields = set(good.clone(), name, value);
        fields.push(("sign", true_sign.clone()));
        form(&fields)
    };
    let forged = [
        ("nothing", String::new()),
        ("no sign", form(&good)),
        ("an empty sign", format!("{}&sign=", form(&good))),
        ("a wrong sign", format!("{}&sign={}", form(&good), "0".repeat(32))),
        ("another key", form(&sign_with("654321", good.clone()))),
        ("another trade_no", with_true_sign("trade_no", "201712023384923835")),
        ("another payer", with_true_sign("open_id", "o4Zc8TqWn2LrXv6YkHs0BdEfJm")),
        ("another status", with_true_sign("status", "0")),
        ("a field more", format!("{}&sign={true_sign}&remark=x", form(&good))),
        ("a field twice", format!("{}&sign={true_sign}&amount=1", form(&good))),
        ("no trade_no, signed", signed(good.iter().filter(|(name, _)| *name != "trade_no").cloned().collect())),
        ("another app, signed", signed(set(good.clone(), "app_id", "other"))),
        ("a fen less, signed", signed(set(good.clone(), "amount", "26799"))),
        ("a fen more, signed", signed(set(good.clone(), "amount", "26801"))),
        ("yuan, signed", signed(set(good.clone(), "amount", "268.00"))),
        ("an order that nobody placed, signed", signed(set(good.clone(), "out_trade_no", "17638092720000"))),
        (
            "an order of nobody's, paid out",
            signed(vec![
                ("app_id", "test".to_owned()),
                ("out_order_no", order["out_trade_no"].as_str().unwrap().to_owned()),
                ("agentpay_no", "201712023384923834".to_owned()),
                ("status", "1".to_owned()),
                ("time", "1763809280".to_owned()),
            ]),
        ),
        ("JSON where a form is promised, signed", json(&sign_with(KEY, good.clone()))),
        ("very much", "x".repeat(20_000)),
    ];
    for (name, body) in forged {
        let answer = server.notify(&body).await;
        assert!(answer.status.is_client_error(), "{name}: {}", answer.status);
        assert!(!answer.body.to_ascii_lowercase().contains("success"), "{name}: {}", answer.body);
    }
    assert_eq!(page.look(&order).await.json(), order, "nothing of that counted");

    // And the true one counts.
    let answer = server.notify(&signed(good)).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "success"));
    assert_eq!(page.look(&order).await.json()["payment"]["trade_no"], "201712023384923834");
}

#[tokio::test]
async fn a_repeated_notification_is_answered_and_counts_once() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    platform.pay_and_notify(MIA, &order).await;
    let paid = page.look(&order).await.json();

    let trade_no = paid["payment"]["trade_no"].as_str().unwrap();
    for _ in 0..3 {
        let again = signed(set(fields(&order), "trade_no", trade_no));
        assert_eq!(server.notify(&again).await.body, "success");
    }
    // Not even a second payment changes what is stored of the first.
    let other = signed(set(fields(&order), "trade_no", "209912023384923834"));
    assert_eq!(server.notify(&other).await.body, "success");
    assert_eq!(page.look(&order).await.json(), paid);
    assert_eq!(page.get("/api/orders").await.json(), json!([paid]));
}

#[tokio::test]
async fn an_order_that_waits_is_told_and_not_paid() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    for status in ["0", "2", "-1"] {
        let answer = server.notify(&signed(set(fields(&order), "status", status))).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "success"), "{status}");
        assert_eq!(page.look(&order).await.json()["payment"], Value::Null, "{status}");
    }
    server.notify(&signed(fields(&order))).await;
    assert_ne!(page.look(&order).await.json()["payment"], Value::Null);
}

#[tokio::test]
async fn a_notification_may_be_json_and_have_fields_that_nobody_knows_yet() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    let mut fields = fields(&order);
    fields.push(("since_next_year", "1".to_owned()));
    let body = json(&sign_with(KEY, fields));
    let kinds =
        ["application/json", "Application/JSON; charset=utf-8", "text/plain"].map(|kind| [("content-type", kind)]);
    for headers in kinds.iter().map(<[_; 1]>::as_slice).chain([[].as_slice()]) {
        let answer = request(Method::POST, &server.origin, "/api/notify", headers, &body).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "success"), "{headers:?}");
    }
    assert_ne!(page.look(&order).await.json()["payment"], Value::Null);
}
