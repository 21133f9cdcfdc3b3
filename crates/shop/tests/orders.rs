//! Orders: whose prices count, who sees them, and that nobody pays twice.

mod support;

use std::collections::HashMap;
use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::Query;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use support::{Folder, MIA, MIA_OPEN_ID, Page, Platform, Server, wish};
use tokio::net::TcpListener;
use vvchat_openapi::{AppKey, sign};

#[tokio::test]
async fn the_server_has_the_prices() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;

    // A page in the wrong hands adds what it likes.
    let wish = json!({ "product": "puer", "quantity": 3, "lang": "zh", "amount": 1, "price": 1 });
    let order = page.post("/api/orders", wish).await.json();
    assert_eq!((&order["amount"], &order["title"]), (&json!(80400), &json!("陈年普洱饼 × 3")));
    assert_eq!(order["payment"], Value::Null);

    let [known] = <[Value; 1]>::try_from(platform.orders().await).unwrap();
    assert_eq!(known["amount"], json!(80400));
    assert_eq!(known["out_trade_no"], order["out_trade_no"]);
    assert_eq!(known["imprest_code"], order["imprest_code"]);
    assert_eq!(known["title"], "陈年普洱饼 × 3");
    assert_eq!(known["notify_url"], format!("{}/api/notify", server.origin));
}

#[tokio::test]
async fn what_cannot_be_ordered_is_refused() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    for (wish, message) in [
        (wish("coffee", 1), "product: the id of a tea is expected"),
        (wish("puer", 0), "quantity: 1 to 99 is expected"),
        (wish("puer", 100), "quantity: 1 to 99 is expected"),
    ] {
        let failure = page.post("/api/orders", wish.clone()).await.failure();
        assert_eq!(failure, (400, "bad_request".to_owned(), 400, message.to_owned()), "{wish}");
    }
    for quantity in [json!(-1), json!(1.5), json!("1"), Value::Null] {
        let wish = json!({ "product": "puer", "quantity": quantity, "lang": "en" });
        assert_eq!(page.post("/api/orders", wish).await.failure().1, "bad_request", "{quantity}");
    }
    assert_eq!(platform.orders().await, Vec::<Value>::new());
}

#[tokio::test]
async fn ordering_the_same_before_it_is_paid_gives_the_same_order() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let first = page.order("longjing", 1).await;
    assert_eq!(page.order("longjing", 1).await, first);
    // Another quantity is another order, and so is another visitor's.
    let two = page.order("longjing", 2).await;
    assert_ne!(two["out_trade_no"], first["out_trade_no"]);
    let others = Page::open(&server).await.order("longjing", 1).await;
    assert_ne!(others["out_trade_no"], first["out_trade_no"]);
    assert_eq!(platform.orders().await.len(), 3);
    assert_eq!(page.get("/api/orders").await.json(), json!([two, first]), "newest first");
}

#[tokio::test]
async fn two_taps_at_once_make_one_order() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let page = Page::open(&server).await;
    let tap = || async { Page::with_cookie(&server, &page.cookie).order("jasmine", 1).await };
    let (first, second, third) = tokio::join!(tap(), tap(), tap());
    assert_eq!((&first, &first), (&second, &third));
    assert_eq!(platform.orders().await.len(), 1);
}

#[tokio::test]
async fn a_paid_order_is_known_by_its_notification() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let order = page.order("longjing", 2).await;
    let (trade_no, attempt) = platform.pay_and_notify(MIA, &order).await;
    assert_eq!((&attempt["status"], &attempt["answer"]), (&json!(200), &json!("success")));

    let paid = page.look(&order).await.json();
    let payment = &paid["payment"];
    assert_eq!((&payment["trade_no"], &payment["open_id"]), (&json!(trade_no), &json!(MIA_OPEN_ID)));
    assert_eq!(payment["learnt_by"], "notification");
    assert_eq!(page.get("/api/orders").await.json(), json!([paid]));

    // The same again is a new order now.
    let next = page.order("longjing", 2).await;
    assert_ne!(next["out_trade_no"], order["out_trade_no"]);
    assert_eq!(next["payment"], Value::Null);
}

#[tokio::test]
async fn what_no_notification_told_the_shop_asks_for_itself_even_after_a_restart() {
    let platform = Platform::start().await;
    let folder = Folder::new("query");
    let server = Server::with_data(&platform, &folder.0).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    let other = page.order("puer", 2).await;
    assert_eq!(page.look(&order).await.json(), order, "asked, and waiting");

    // The shop is down when it is paid: the notification reaches nobody.
    server.stop().await;
    let (trade_no, attempt) = platform.pay_and_notify(MIA, &order).await;
    assert_eq!(attempt["answer"], Value::Null);

    let server = Server::with_data(&platform, &folder.0).await;
    let mut page = Page::with_cookie(&server, &page.cookie);
    // Whoever wants to pay again is told that it is paid: VVChat's sheet is not even opened.
    let paid = page.order("puer", 1).await;
    assert_eq!(paid["out_trade_no"], order["out_trade_no"]);
    assert_eq!((&paid["payment"]["trade_no"], &paid["payment"]["learnt_by"]), (&json!(trade_no), &json!("query")));
    assert_eq!(page.look(&order).await.json(), paid);
    assert_eq!(page.get("/api/orders").await.json(), json!([other, paid]));
}

#[tokio::test]
async fn orders_are_their_owners_and_follow_them_when_they_log_in() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let (mut page, mut other) = (Page::open(&server).await, Page::open(&server).await);
    let order = page.order("puer", 1).await;
    let hidden = (404, "no_such_order".to_owned(), 404, "this visitor has no such order".to_owned());
    assert_eq!(other.look(&order).await.failure(), hidden);
    assert_eq!(other.get("/api/orders").await.json(), json!([]));
    assert_eq!(page.get("/api/orders/1").await.failure(), hidden);

    page.log_in(&platform, MIA).await;
    assert_eq!(page.look(&order).await.json()["owner"], MIA_OPEN_ID);
    // On another device, as the same person.
    other.log_in(&platform, MIA).await;
    assert_eq!(other.look(&order).await.json()["out_trade_no"], order["out_trade_no"]);
    // As another one.
    other.log_in(&platform, "evan").await;
    assert_eq!(other.look(&order).await.failure(), hidden);
    // And logged out.
    page.post("/api/logout", json!({})).await.json();
    assert_eq!(page.look(&order).await.failure(), hidden);
}

#[tokio::test]
async fn an_order_that_the_platform_has_forgotten_is_made_known_to_it_again() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    platform.reset().await;
    assert_eq!(
        page.look(&order).await.failure(),
        (502, "platform_refused".to_owned(), 400, "订单不存在".to_owned()),
        "looking changes nothing"
    );
    let known = page.order("puer", 1).await;
    assert_eq!(known["out_trade_no"], order["out_trade_no"], "the same order");
    assert_ne!(known["imprest_code"], order["imprest_code"], "to be paid by what the platform knows now");
    assert_eq!(page.get("/api/orders").await.json(), json!([known]));
    let [at_platform] = <[Value; 1]>::try_from(platform.orders().await).unwrap();
    assert_eq!(at_platform["imprest_code"], known["imprest_code"]);
}

#[tokio::test]
async fn an_order_that_did_not_reach_the_platform_does_so_at_the_next_try() {
    let folder = Folder::new("unreached");
    let nowhere = Platform { origin: "http://127.0.0.1:9".to_owned() };
    let server = Server::with_data(&nowhere, &folder.0).await;
    let mut page = Page::open(&server).await;
    let failure = page.post("/api/orders", wish("puer", 1)).await.failure();
    assert_eq!((failure.0, failure.1.as_str()), (502, "platform_failed"));
    let [stored] = serde_json::from_value::<[Value; 1]>(page.get("/api/orders").await.json()).unwrap();
    assert_eq!(stored["imprest_code"], Value::Null);
    assert_eq!(page.look(&stored).await.json(), stored);
    server.stop().await;

    let platform = Platform::start().await;
    let server = Server::with_data(&platform, &folder.0).await;
    let order = Page::with_cookie(&server, &page.cookie).order("puer", 1).await;
    assert_eq!(order["out_trade_no"], stored["out_trade_no"]);
    assert!(order["imprest_code"].is_string());
}

/// A platform that knows every order, and answers as the test wants it to when it is asked about one. The simulated one
/// never would.
async fn platform_that_says<T: 'static>(answer: impl Handler<T, ()>) -> Platform {
    async fn place(Json(order): Json<Value>) -> Json<Value> {
        let text = |name: &str| order[name].as_str().unwrap().to_owned();
        let mut reply = vec![
            ("app_id", text("app_id")),
            ("store_no", text("store_no")),
            ("nonce_str", text("nonce_str")),
            ("scene_type", text("scene_type")),
            ("imprest_code", format!("P{}", text("out_trade_no"))),
        ];
        let pairs = reply.iter().map(|(name, value)| (*name, value.as_str()));
        let sign = sign::data(pairs, &AppKey::new("123456").unwrap());
        reply.push(("sign", sign));
        Json(reply.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect())
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().route("/paybusapi/v1/pay/unifiedorder", post(place).get(answer));
    tokio::spawn(axum::serve(listener, routes).into_future());
    Platform { origin }
}

#[tokio::test]
async fn a_platform_that_will_not_say_whether_it_is_paid_gets_no_second_order() {
    let busy = || (StatusCode::BAD_REQUEST, Json(json!({ "err_code": 400, "err_msg": "系统繁忙，请稍后再试" })));
    let refuses = async move || busy();
    // The client asks again where it got no answer. What it hears in the end is another error then.
    let asked = Arc::new(AtomicU32::new(0));
    let fails_and_refuses = async move || match asked.fetch_add(1, Ordering::Relaxed) % 2 {
        0 => StatusCode::BAD_GATEWAY.into_response(),
        _ => busy().into_response(),
    };
    for platform in [platform_that_says(refuses).await, platform_that_says(fails_and_refuses).await] {
        let server = Server::start(&platform).await;
        let mut page = Page::open(&server).await;
        let order = page.order("puer", 1).await;
        assert_eq!(page.order("puer", 1).await, order, "both can be paid, so both must be one");
        assert_eq!(page.get("/api/orders").await.json(), json!([order]));
    }
}

#[tokio::test]
async fn what_makes_no_sense_of_an_order_is_told_and_makes_no_second_one() {
    let server = Server::start(&platform_that_says(async || "?").await).await;
    let mut page = Page::open(&server).await;
    let order = page.order("puer", 1).await;
    assert_eq!(page.post("/api/orders", wish("puer", 1)).await.failure().1, "platform_failed");
    assert_eq!(page.get("/api/orders").await.json(), json!([order]));
}

/// A platform that says an order is paid, but with another amount.
async fn liar(amount: u64) -> Platform {
    platform_that_says(async move |Query(query): Query<HashMap<String, String>>| {
        let out_trade_no = &query["out_trade_no"];
        Json(json!({
            "open_id": MIA_OPEN_ID, "store_no": "10000100", "out_trade_no": out_trade_no,
            "trade_no": "201712023384923834", "imprest_code": format!("P{out_trade_no}"), "amount": amount,
            "title": "t", "remark": "", "notify_url": "http://127.0.0.1:9/", "scene_type": "APP", "status": 1,
        }))
    })
    .await
}

#[tokio::test]
async fn an_order_is_not_paid_with_another_amount() {
    for (amount, is_paid) in [(26800, true), (26799, false), (1, false)] {
        let server = Server::start(&liar(amount).await).await;
        let mut page = Page::open(&server).await;
        let order = page.order("puer", 1).await;
        let answer = page.look(&order).await;
        if is_paid {
            assert_eq!(answer.json()["payment"]["trade_no"], "201712023384923834");
        } else {
            let failure = (502, "other_amount".to_owned(), 502, "amount: not the order's".to_owned());
            assert_eq!(answer.failure(), failure, "{amount}");
            assert_eq!(page.get("/api/orders").await.json(), json!([order]), "{amount}");
        }
    }
}
