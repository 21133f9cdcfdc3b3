//! The trace of the platform's calls, and that it shows no secrets.

use serde_json::{Value, json};

use crate::support::http::{Call, Events};
use crate::support::shop::Shop;
use crate::support::signing::{pay_out, signed};
use crate::support::{ACCOUNT, APP_ID, APP_KEY, Desk, GROUP, OPEN_ID, order, token_path};

async fn exchanges(desk: &Desk) -> Vec<Value> {
    desk.read("/device/exchanges").await.as_array().unwrap().clone()
}

#[tokio::test]
async fn every_call_is_traced_in_both_directions() {
    let (desk, mut shop) = (Desk::start().await, Shop::open().await);
    let mut events = Events::listen(&desk.origin).await;
    let body = signed(order("A1", &shop.notify_url));
    let placed = desk.platform_post("/paybusapi/v1/pay/unifiedorder", &body).await.done();

    let traced = events.next_of("exchange").await;
    assert_eq!(exchanges(&desk).await, std::slice::from_ref(&traced));
    assert_eq!(traced["direction"], "in");
    assert_eq!(traced["method"], "POST");
    assert_eq!(traced["url"], format!("{}/paybusapi/v1/pay/unifiedorder", desk.origin));
    assert_eq!(traced["request_headers"]["content-type"], "application/json");
    assert_eq!(traced["status"], 200);
    assert_eq!(traced["by"], APP_ID);
    assert!(traced["at"].is_u64() && traced["took_ms"].is_u64());
    let request: Value = serde_json::from_str(traced["request_body"].as_str().unwrap()).unwrap();
    assert_eq!((&request["out_trade_no"], &request["amount"]), (&json!("A1"), &json!(1280)));
    let response: Value = serde_json::from_str(traced["response_body"].as_str().unwrap()).unwrap();
    assert_eq!(response["imprest_code"], placed["imprest_code"], "it is no secret: the page has it, too");

    desk.pay(placed["imprest_code"].as_str().unwrap()).await;
    shop.next().await.answer(200, "wait");
    let told = events.next_of("exchange").await;
    assert_eq!(
        (&told["direction"], &told["url"], &told["status"]),
        (&json!("out"), &json!(shop.notify_url), &json!(200))
    );
    assert_eq!((&told["response_body"], &told["by"]), (&json!("wait"), &json!(APP_ID)));
    assert!(told["request_body"].as_str().unwrap().contains("out_trade_no=A1"), "{told}");

    desk.get("/paybusapi/v1/nothing?app_id=nobody").await.refused();
    let refused = events.next_of("exchange").await;
    assert_eq!((&refused["status"], &refused["by"]), (&json!(400), &Value::Null));
    assert_eq!(exchanges(&desk).await, [traced, told, refused]);
}

#[tokio::test]
async fn no_secret_is_in_the_trace_or_the_events() {
    let (desk, mut shop) = (Desk::start().await, Shop::open().await);
    let mut events = Events::listen(&desk.origin).await;
    let code = desk.agree(&format!("sessionapi_sendmsg:{GROUP}:2")).await;
    let granted = desk.get(&token_path(APP_ID, APP_KEY, &code)).await.done();
    let token = granted["token"].as_str().unwrap();
    desk.get(&token_path(APP_ID, "a-key-that-is-wrong-and-long", &code)).await.refused();
    desk.get(&format!("{}&%63ode=again", token_path(APP_ID, APP_KEY, &code))).await.refused();
    let userinfo = "/userservices/v2/authorization/userinfo";
    Call::get(&desk.origin, userinfo).header("authorization", token).send().await.refused();
    let bearer = format!("Bearer {token}");
    Call::get(&desk.origin, userinfo).header("authorization", &bearer).send().await.refused();
    let body = json!({ "type": "text", "content": "hello", "token": token, "extra": { "app_key": APP_KEY } });
    let send = Call::post(&desk.origin, "/messageapi/v1/authorization/sendmsg", &body);
    send.header("authorization", token).send().await.done();
    let broken = Call::post(&desk.origin, "/messageapi/v1/authorization/sendmsg", &json!(null));
    broken.header("authorization", token).body(&format!("{{\"token\": \"{token}\"")).send().await.refused();

    let order = signed(order("A1", &shop.notify_url));
    let placed = desk.platform_post("/paybusapi/v1/pay/unifiedorder", &order).await.done();
    desk.pay(placed["imprest_code"].as_str().unwrap()).await;
    let heard = shop.next().await;
    let told: Vec<(String, String)> = heard.form();
    let told_sign = &told.iter().find(|(name, _)| name == "sign").unwrap().1;
    heard.succeed();
    let payout = json!({ "out_order_no": "B1", "in_open_id": OPEN_ID, "out_open_id": ACCOUNT, "amount": 1,
        "notify_url": shop.notify_url, "title": "t" });
    pay_out(&desk.origin, &payout).await.done();
    shop.next().await.succeed();

    let mut seen = desk.get("/device/exchanges").await.body + &desk.get("/device/notifications").await.body;
    // The last of what was told.
    desk.write("/device/reset", json!({})).await;
    loop {
        let (name, data) = events.next().await.unwrap();
        seen += &data.to_string();
        if name == "reset" {
            break;
        }
    }
    let secrets = [
        &code,
        token,
        "a-key-that-is-wrong",
        order["sign"].as_str().unwrap(),
        placed["sign"].as_str().unwrap(),
        told_sign,
    ];
    for secret in secrets {
        assert!(!seen.contains(&secret[..8]), "{secret} is in {seen}");
    }
    // So short that it may be part of something else: it is looked for where it would stand.
    assert!(!seen.contains("app_key=123456") && !seen.contains("\\\"app_key\\\":\\\"123456"), "{seen}");
    assert!(seen.contains("app_key=…"), "{seen}");
    assert!(seen.contains(&format!("code={}…", &code[..4])), "{seen}");
    assert!(seen.contains("bytes, not JSON"), "{seen}");
}

#[tokio::test]
async fn the_last_thousand_calls_are_kept() {
    let desk = Desk::start().await;
    for _ in 0..1003 {
        desk.get("/paybusapi/v1/nothing").await;
    }
    let kept = exchanges(&desk).await;
    assert_eq!(kept.len(), 1000);
    assert_eq!((&kept[0]["id"], &kept[999]["id"]), (&json!(4), &json!(1003)));
}

#[tokio::test]
async fn a_preflight_is_answered_and_not_traced() {
    let desk = Desk::start().await;
    let ask = Call::new(hyper::Method::OPTIONS, &desk.origin, "/userservices/v2/authorization/userinfo")
        .header("origin", "http://127.0.0.1:4174")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let answer = ask.send().await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-methods"), "GET");
    // No browser holds a POST back for its method: what holds it back is that it may not declare JSON.
    assert_eq!(answer.header("access-control-allow-headers"), "authorization");
    assert_eq!(exchanges(&desk).await, Vec::<Value>::new());
    let refused = desk.get("/userservices/v2/authorization/userinfo").await;
    assert_eq!(refused.header("access-control-allow-origin"), "*", "a page may read why it was refused");
    let posted = desk.platform_post("/paybusapi/v1/pay/unifiedorder", &json!({})).await;
    assert_eq!(posted.header("access-control-allow-origin"), "", "what changes something is for servers");
}
