//! Unified order, query, payment, agent pay, test order. Guide: VVChat 支付.

use serde_json::{Value, json};

use crate::support::http::{Answer, Call};
use crate::support::shop::Shop;
use crate::support::signing::{agent_pay, data, now, pay_out, signed};
use crate::support::{ACCOUNT, APP_ID, Desk, OPEN_ID, order, payment, with, without};

const UNIFIED: &str = "/paybusapi/v1/pay/unifiedorder";
const NOTIFY: &str = "http://127.0.0.1:9/api/notify";

async fn place(desk: &Desk, order: Value) -> Answer {
    desk.platform_post(UNIFIED, &signed(order)).await
}

async fn query(desk: &Desk, number: &str) -> Answer {
    desk.get(&format!("{UNIFIED}?app_id={APP_ID}&{number}")).await
}

#[tokio::test]
async fn an_order_is_placed_shown_paid_and_found() {
    let desk = Desk::start().await;
    let placed = place(&desk, order("A1", NOTIFY)).await.done();
    let imprest_code = placed["imprest_code"].as_str().unwrap();
    assert!(imprest_code.len() > 20, "{imprest_code}");
    assert_eq!(
        without(placed.clone(), "sign"),
        json!({
            "app_id": APP_ID,
            "store_no": "10000100",
            "nonce_str": "ibuaiVcKdpRxkhJA",
            "scene_type": "APP",
            "imprest_code": imprest_code,
        })
    );
    assert_eq!(placed["sign"], data(&without(placed.clone(), "sign")), "the reply is signed");

    let shown = desk.read(&format!("/device/order?app_id={APP_ID}&imprest_code={imprest_code}")).await;
    assert_eq!(
        shown,
        json!({
            "title": "明前西湖龙井",
            "amount": 1280,
            "store_no": "10000100",
            "remark": "50克",
            "out_trade_no": "A1",
            "status": 0,
        })
    );

    let waiting = json!({
        "open_id": "",
        "store_no": "10000100",
        "out_trade_no": "A1",
        "trade_no": "",
        "imprest_code": imprest_code,
        "amount": 1280,
        "title": "明前西湖龙井",
        "remark": "50克",
        "notify_url": NOTIFY,
        "scene_type": "APP",
        "status": 0,
    });
    assert_eq!(query(&desk, "out_trade_no=A1").await.done(), waiting);
    assert_eq!(query(&desk, &format!("imprest_code={imprest_code}")).await.done(), waiting);

    let trade_no = desk.pay(imprest_code).await;
    assert!(trade_no.len() == 18 && trade_no.bytes().all(|byte| byte.is_ascii_digit()), "{trade_no}");
    let paid = with(with(with(waiting, "status", json!(1)), "trade_no", json!(trade_no)), "open_id", json!(OPEN_ID));
    assert_eq!(query(&desk, "out_trade_no=A1").await.done(), paid);

    let orders = desk.read("/device/orders").await;
    let kept = &orders[0];
    assert_eq!(
        (&kept["out_trade_no"], &kept["status"], &kept["trade_no"], &kept["user_id"]),
        (&json!("A1"), &json!(1), &json!(trade_no), &json!("mia"))
    );
    assert!(kept["paid_at"].as_u64() >= kept["created_at"].as_u64());
}

#[tokio::test]
async fn an_order_is_paid_once() {
    let desk = Desk::start().await;
    let imprest_code = desk.place(order("A1", NOTIFY)).await;
    let trade_no = desk.pay(&imprest_code).await;
    assert_eq!(desk.post("/device/payments", payment(&imprest_code)).await.refused(), "订单已支付");
    assert_eq!(query(&desk, "out_trade_no=A1").await.done()["trade_no"], json!(trade_no));
    assert_eq!(desk.read("/device/notifications").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_order_again_is_the_one_that_is_there() {
    let desk = Desk::start().await;
    let first = desk.place(order("A1", NOTIFY)).await;
    let again = desk.place(with(order("A1", NOTIFY), "nonce_str", json!("another"))).await;
    assert_eq!(again, first);
    let unremarkable = desk.place(without(order("A2", NOTIFY), "remark")).await;
    assert_ne!(unremarkable, first);
    assert_eq!(desk.place(with(order("A2", NOTIFY), "remark", json!(""))).await, unremarkable);
    // Paid or not.
    desk.pay(&first).await;
    assert_eq!(desk.place(order("A1", NOTIFY)).await, first);
    assert_eq!(desk.read("/device/orders").await.as_array().unwrap().len(), 2);

    for (field, value) in [
        ("amount", json!(1)),
        ("title", json!("b")),
        ("remark", json!("b")),
        ("store_no", json!("b")),
        ("notify_url", json!("http://127.0.0.1:9/")),
    ] {
        let refused = place(&desk, with(order("A1", NOTIFY), field, value)).await.refused();
        assert_eq!(refused, format!("商户订单号已存在，但{field}不同"));
    }
}

#[tokio::test]
async fn an_order_without_one_of_its_fields_is_refused() {
    let desk = Desk::start().await;
    for field in
        ["app_id", "store_no", "nonce_str", "sign_type", "out_trade_no", "amount", "notify_url", "scene_type", "title"]
    {
        let refused = place(&desk, without(order("A1", NOTIFY), field)).await.refused();
        assert_eq!(refused, format!("缺少参数{field}"));
    }
    assert_eq!(desk.platform_post(UNIFIED, &order("A1", NOTIFY)).await.refused(), "缺少参数sign");
}

#[tokio::test]
async fn an_order_with_a_wrong_field_is_refused() {
    let desk = Desk::start().await;
    let amount = |got: &str| format!("参数amount无效：应为以分为单位的正整数，收到{got}");
    for (field, value, refused) in [
        ("app_id", json!("nobody"), "无效的app_id".to_owned()),
        ("sign_type", json!("SHA256"), "参数sign_type无效：应为MD5，收到“SHA256”".to_owned()),
        ("nonce_str", json!("n".repeat(33)), "参数nonce_str无效：应为最多32个字符，收到33个字符".to_owned()),
        ("scene_type", json!("H5"), "参数scene_type无效：应为APP，收到“H5”".to_owned()),
        ("amount", json!(0), amount("0")),
        ("amount", json!(-5), amount("-5")),
        ("amount", json!(12.8), amount("12.8")),
        ("amount", json!("1280"), amount("“1280”")),
        ("amount", json!(true), amount("true")),
        (
            "notify_url",
            json!("/api/notify"),
            "参数notify_url无效：应为http或https的完整网址，收到“/api/notify”".to_owned(),
        ),
        ("notify_url", json!("ftp://a/"), "参数notify_url无效：应为http或https的完整网址，收到“ftp://a/”".to_owned()),
        ("title", json!(["a"]), "参数title无效：应为文本，收到[\"a\"]".to_owned()),
        ("title", json!(""), "缺少参数title".to_owned()),
    ] {
        assert_eq!(place(&desk, with(order("A1", NOTIFY), field, value)).await.refused(), refused);
    }
    let nested = with(signed(order("A1", NOTIFY)), "extra", json!({ "a": 1 }));
    assert_eq!(desk.platform_post(UNIFIED, &nested).await.refused(), "参数extra无效：应为文本或数字，收到{\"a\":1}");
    assert_eq!(desk.read("/device/orders").await, json!([]));
    desk.place(with(order("A1", NOTIFY), "nonce_str", json!("字".repeat(32)))).await;
}

#[tokio::test]
async fn a_signature_covers_every_field() {
    let desk = Desk::start().await;
    let right = signed(with(order("A1", NOTIFY), "extra", json!("taken along")));
    for (field, value) in [("amount", json!(1)), ("title", json!("x")), ("extra", json!("y")), ("sign", json!("F00"))] {
        let refused = desk.platform_post(UNIFIED, &with(right.clone(), field, value)).await.refused();
        assert_eq!(refused, "签名错误", "{field}");
    }
    assert_eq!(desk.platform_post(UNIFIED, &without(right.clone(), "remark")).await.refused(), "签名错误");
    // Empty ones are not signed.
    desk.platform_post(UNIFIED, &with(right, "another", json!(""))).await.done();
}

#[tokio::test]
async fn an_order_is_asked_for_by_one_number_and_by_its_own_app() {
    let desk = Desk::start().await;
    let imprest_code = desk.place(order("A1", NOTIFY)).await;
    let one_number = "imprest_code和out_trade_no须且只须填写一个";
    assert_eq!(desk.get(&format!("{UNIFIED}?app_id={APP_ID}")).await.refused(), one_number);
    assert_eq!(query(&desk, &format!("out_trade_no=A1&imprest_code={imprest_code}")).await.refused(), one_number);
    assert_eq!(query(&desk, "out_trade_no=A2").await.refused(), "订单不存在");
    assert_eq!(query(&desk, "imprest_code=A1").await.refused(), "订单不存在");
    assert_eq!(desk.get(&format!("{UNIFIED}?out_trade_no=A1")).await.refused(), "缺少参数app_id");
    assert_eq!(desk.get(&format!("{UNIFIED}?app_id=x&out_trade_no=A1")).await.refused(), "无效的app_id");
}

#[tokio::test]
async fn the_test_order_is_one_to_pay() {
    let desk = Desk::start().await;
    let made = desk.get("/paybusapi/v1/test/imprest").await;
    assert_eq!(made.header("access-control-allow-origin"), "*", "the platform's demo page asks for it");
    let made = made.done();
    let imprest_code = made["imprest_code"].as_str().unwrap();
    assert_eq!(made, json!({ "imprest_code": imprest_code }));
    let another = desk.read("/paybusapi/v1/test/imprest").await;
    assert_ne!(another["imprest_code"], imprest_code);
    desk.pay(imprest_code).await;
    assert_eq!(desk.read("/device/notifications").await, json!([]), "it has no shop that waits to hear of it");
    let found = query(&desk, &format!("imprest_code={imprest_code}")).await.done();
    assert_eq!((&found["amount"], &found["status"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn paying_needs_a_person_and_the_app_of_the_order() {
    let desk = Desk::start().await;
    let imprest_code = desk.place(order("A1", NOTIFY)).await;
    let pay = async |field: &str, value: &str| {
        desk.post("/device/payments", with(payment(&imprest_code), field, json!(value))).await.refused()
    };
    assert_eq!(pay("user_id", "nobody").await, "用户不存在");
    assert_eq!(pay("app_id", "nobody").await, "无效的app_id");
    assert_eq!(pay("imprest_code", "nothing").await, "订单不存在");
    assert_eq!(query(&desk, "out_trade_no=A1").await.done()["status"], 0);
}

#[tokio::test]
async fn a_payer_finds_a_receipt() {
    let desk = Desk::start().await;
    let has_receipts = async |user: &str| {
        let list = desk.read(&format!("/device/conversations?user_id={user}")).await;
        list.as_array().unwrap().iter().find(|entry| entry["service"] == true).cloned()
    };
    assert_eq!(has_receipts("mia").await, None, "nothing is there before the first payment");
    let imprest_code = desk.place(order("A1", NOTIFY)).await;
    let trade_no = desk.pay(&imprest_code).await;
    let receipts = has_receipts("mia").await.unwrap();
    assert_eq!((&receipts["session_id"], &receipts["unread"]), (&json!("payments.mia"), &json!(1)));
    assert_eq!(receipts["last"]["kind"], "payment");
    assert_eq!(
        receipts["last"]["payment"],
        json!({ "app_id": APP_ID, "title": "明前西湖龙井", "amount": 1280, "trade_no": trade_no })
    );
    assert_eq!(has_receipts("evan").await, None);
}

fn payout(out_order_no: &str, notify_url: &str) -> Value {
    json!({
        "out_order_no": out_order_no,
        "in_open_id": OPEN_ID,
        "out_open_id": ACCOUNT,
        "amount": 1000,
        "notify_url": notify_url,
        "title": "退款",
    })
}

#[tokio::test]
async fn a_person_is_paid_once_and_the_merchant_told() {
    let desk = Desk::start().await;
    let mut shop = Shop::open().await;
    let body = payout("B1", &shop.notify_url);
    assert_eq!(pay_out(&desk.origin, &body).await.done(), json!({}));
    let heard = shop.next().await;
    let fields: Value = heard.form().into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    heard.succeed();
    assert_eq!(
        without(without(without(fields.clone(), "sign"), "agentpay_no"), "time"),
        json!({ "app_id": APP_ID, "out_order_no": "B1", "status": "1" })
    );
    assert_eq!(fields["agentpay_no"].as_str().unwrap().len(), 18);
    assert!(now() - fields["time"].as_str().unwrap().parse::<u64>().unwrap() < 60);
    assert_eq!(fields["sign"], data(&without(fields.clone(), "sign")));

    pay_out(&desk.origin, &body).await.done();
    assert_eq!(desk.read("/device/notifications").await.as_array().unwrap().len(), 1, "it was paid once");
    for (field, value) in [
        ("amount", json!(2000)),
        ("in_open_id", json!("o4Zc8TqWn2LrXv6YkHs0BdEfJm")),
        ("notify_url", json!(NOTIFY)),
        ("title", json!("x")),
        ("remark", json!("x")),
    ] {
        let refused = pay_out(&desk.origin, &with(body.clone(), field, value)).await.refused();
        assert_eq!(refused, format!("商户付款单号已存在，但{field}不同"));
    }
}

#[tokio::test]
async fn paying_out_needs_every_header_and_field() {
    let desk = Desk::start().await;
    let body = payout("B1", NOTIFY);
    for name in ["app_id", "noncestr", "timestamp", "sign"] {
        let refused = agent_pay(&desk.origin, &body, now()).header(name, "").send().await.refused();
        assert_eq!(refused, format!("缺少请求头{name}"));
    }
    for field in ["out_order_no", "in_open_id", "out_open_id", "amount", "notify_url", "title"] {
        assert_eq!(pay_out(&desk.origin, &without(body.clone(), field)).await.refused(), format!("缺少参数{field}"));
    }
    for (field, value, refused) in [
        ("amount", json!("1000"), "参数amount无效：应为以分为单位的正整数，收到“1000”"),
        ("notify_url", json!("x"), "参数notify_url无效：应为http或https的完整网址，收到“x”"),
        ("in_open_id", json!("nobody"), "收款用户不存在"),
        ("out_open_id", json!(OPEN_ID), "付款账户不属于该应用"),
    ] {
        assert_eq!(pay_out(&desk.origin, &with(body.clone(), field, value)).await.refused(), refused);
    }
    let call = |name: &str, value: &str| agent_pay(&desk.origin, &body, now()).header(name, value).send();
    assert_eq!(call("app_id", "nobody").await.refused(), "无效的app_id");
    assert_eq!(call("sign", "F00").await.refused(), "签名错误");
    assert_eq!(call("noncestr", "another").await.refused(), "签名错误");
    assert_eq!(
        call("timestamp", "1517928240000").await.refused(),
        "请求头timestamp无效：应为10位数字的秒级时间戳，收到“1517928240000”"
    );
    let stale = "请求头timestamp与当前时间相差超过5分钟";
    for timestamp in [now() - 310, now() + 310] {
        assert_eq!(agent_pay(&desk.origin, &body, timestamp).send().await.refused(), stale);
    }
    let other = Call::post(&desk.origin, "/paybusapi/v1/app/agentpay", &body);
    assert_eq!(other.send().await.refused(), "缺少请求头app_id");
    assert_eq!(desk.read("/device/notifications").await, json!([]), "nobody was paid");
}

#[tokio::test]
async fn paying_out_goes_by_the_real_time() {
    let desk = Desk::start().await;
    desk.advance(24 * 3600).await;
    pay_out(&desk.origin, &payout("B1", NOTIFY)).await.done();
}

#[tokio::test]
async fn a_merchants_clock_may_be_five_minutes_off() {
    let desk = Desk::start().await;
    for (number, timestamp) in [("B1", now() - 290), ("B2", now() + 290)] {
        agent_pay(&desk.origin, &payout(number, NOTIFY), timestamp).send().await.done();
    }
}

#[tokio::test]
async fn orders_and_notifications_are_listed_newest_first() {
    let desk = Desk::start().await;
    for number in ["A1", "A2", "A3", "A4"] {
        desk.pay(&desk.place(order(number, NOTIFY)).await).await;
        desk.advance(1).await;
    }
    let newest_first = json!(["A4", "A3", "A2", "A1"]);
    let orders = desk.read("/device/orders").await;
    assert_eq!(column(&orders, "/out_trade_no"), newest_first);
    let notifications = desk.read("/device/notifications").await;
    assert_eq!(column(&notifications, "/fields/out_trade_no"), newest_first);
}

/// What each row of a list has there.
fn column(list: &Value, pointer: &str) -> Value {
    list.as_array().unwrap().iter().map(|row| row.pointer(pointer).unwrap().clone()).collect()
}
