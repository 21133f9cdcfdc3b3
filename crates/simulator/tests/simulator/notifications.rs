//! What shops are told, how often, and when no more. Guide: 支付结果通知.

use serde_json::{Value, json};
use vvchat_simulator::{NotifyAs, Options};

use crate::support::http::Events;
use crate::support::process::{Folder, Process};
use crate::support::shop::{Heard, Shop};
use crate::support::signing::data;
use crate::support::{APP_ID, Desk, OPEN_ID, order, without};

/// Seconds from each attempt that failed to the next.
const DELAYS: [u64; 15] = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600];

fn fields(heard: &Heard) -> Value {
    heard.form().into_iter().map(|(name, value)| (name, Value::from(value))).collect()
}

/// A simulator, a shop, and an order of the shop's that Mia has just paid.
async fn paid() -> (Desk, Shop, String) {
    let (desk, shop) = (Desk::start().await, Shop::open().await);
    let imprest_code = desk.place(order("A1", &shop.notify_url)).await;
    let trade_no = desk.pay(&imprest_code).await;
    (desk, shop, trade_no)
}

/// Waits until the notification is as it should be after an attempt.
async fn attempted(desk: &Desk, events: &mut Events, attempts: usize) -> Value {
    loop {
        let present = desk.read("/device/notifications").await[0].clone();
        if present["attempts"].as_array().unwrap().len() == attempts {
            return present;
        }
        events.next_of("notification").await;
    }
}

#[tokio::test]
async fn a_payment_is_told_signed_and_as_texts() {
    let (desk, mut shop, trade_no) = paid().await;
    let mut events = Events::listen(&desk.origin).await;
    let heard = shop.next().await;
    let told = fields(&heard);
    let times = [&told["trade_time"], &told["pay_time"]].map(|time| time.as_str().unwrap().to_owned());
    assert!(times.iter().all(|time| time.len() == 10) && times[0] <= times[1], "{times:?}");
    assert_eq!(
        without(told.clone(), "sign"),
        json!({
            "app_id": APP_ID,
            "trade_no": trade_no,
            "out_trade_no": "A1",
            "open_id": OPEN_ID,
            "trade_time": times[0],
            "pay_time": times[1],
            "amount": "1280",
            "status": "1",
        })
    );
    assert_eq!(told["sign"], data(&without(told.clone(), "sign")));
    heard.succeed();

    let done = attempted(&desk, &mut events, 1).await;
    assert_eq!((&done["delivered"], &done["next_at"], &done["kind"]), (&json!(true), &Value::Null, &json!("pay")));
    assert_eq!(done["attempts"][0]["status"], 200);
    assert_eq!(done["attempts"][0]["answer"], "success");
    assert_eq!(done["fields"]["sign"], format!("{}…", &told["sign"].as_str().unwrap()[..4]), "masked");
    desk.advance(24 * 3600).await;
    assert!(!shop.has_heard_more(), "who has answered success is left alone");
}

#[tokio::test]
async fn it_may_be_told_as_json() {
    let desk = Desk::with(Options { notify_as: NotifyAs::Json, ..Options::default() }).await;
    let mut shop = Shop::open().await;
    desk.pay(&desk.place(order("A1", &shop.notify_url)).await).await;
    let heard = shop.next().await;
    assert_eq!(heard.content_type, "application/json");
    let told: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!(told["amount"], "1280");
    assert_eq!(told["sign"], data(&without(told.clone(), "sign")));
    heard.succeed();
}

#[tokio::test]
async fn success_may_be_in_letters_of_any_case() {
    for answer in ["SUCCESS", " Success\n"] {
        let (desk, mut shop, _) = paid().await;
        let mut events = Events::listen(&desk.origin).await;
        shop.next().await.answer(200, answer);
        assert_eq!(attempted(&desk, &mut events, 1).await["delivered"], true, "{answer:?}");
    }
}

#[tokio::test]
async fn it_is_repeated_ever_less_often_for_a_day() {
    let (desk, mut shop, _) = paid().await;
    let mut events = Events::listen(&desk.origin).await;
    let first = shop.next().await;
    let told = first.body.clone();
    first.answer(500, "success");
    for (attempt, delay) in DELAYS.into_iter().enumerate() {
        let waiting = attempted(&desk, &mut events, attempt + 1).await;
        let last = waiting["attempts"][attempt]["at"].as_u64().unwrap();
        assert_eq!(waiting["next_at"].as_u64().unwrap() - last, delay * 1000, "after attempt {attempt}");
        // A second early nobody hears anything; that it is still to come shows in what it says of itself.
        desk.advance(delay - 2).await;
        assert_eq!(desk.read("/device/notifications").await[0]["attempts"].as_array().unwrap().len(), attempt + 1);
        desk.advance(2).await;
        let heard = shop.next().await;
        assert_eq!(heard.body, told, "each time the same");
        heard.answer(200, "fail");
    }
    let given_up = attempted(&desk, &mut events, 16).await;
    assert_eq!((&given_up["delivered"], &given_up["next_at"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn whatever_goes_wrong_is_told_and_repeated() {
    let (desk, mut shop, _) = paid().await;
    let mut events = Events::listen(&desk.origin).await;
    shop.next().await.ignore();
    let failed = attempted(&desk, &mut events, 1).await;
    assert_eq!(failed["attempts"][0]["status"], Value::Null);
    assert!(!failed["attempts"][0]["error"].as_str().unwrap().is_empty(), "{failed}");
    desk.advance(15).await;
    shop.next().await.answer(302, "success");
    assert_eq!(attempted(&desk, &mut events, 2).await["delivered"], false, "a redirect is not followed");
    desk.advance(15).await;
    shop.next().await.answer(200, &format!("success{}", "x".repeat(10_000)));
    let failed = attempted(&desk, &mut events, 3).await;
    assert_eq!(failed["attempts"][2]["answer"].as_str().unwrap().len(), 200, "no more is kept");
    desk.advance(30).await;
    shop.next().await.succeed();
    assert_eq!(attempted(&desk, &mut events, 4).await["delivered"], true);
}

#[tokio::test]
async fn a_shop_that_is_not_there_is_tried_again() {
    let desk = Desk::start().await;
    let mut events = Events::listen(&desk.origin).await;
    desk.pay(&desk.place(order("A1", "http://127.0.0.1:9/notify")).await).await;
    let failed = attempted(&desk, &mut events, 1).await;
    assert!(failed["attempts"][0]["error"].as_str().unwrap().contains("refused"), "{failed}");
    assert_ne!(failed["next_at"], Value::Null);
}

#[tokio::test]
async fn it_is_sent_again_on_demand_delivered_or_not() {
    let (desk, mut shop, _) = paid().await;
    let mut events = Events::listen(&desk.origin).await;
    let heard = shop.next().await;
    let told = heard.body.clone();
    heard.answer(200, "fail");
    let id = attempted(&desk, &mut events, 1).await["id"].clone();
    let again = format!("/device/notifications/{id}/send");

    assert_eq!(desk.write(&again, json!({})).await, json!({}));
    let heard = shop.next().await;
    assert_eq!(heard.body, told);
    heard.succeed();
    assert_eq!(attempted(&desk, &mut events, 2).await["delivered"], true);

    desk.write(&again, json!({})).await;
    shop.next().await.answer(200, "fail");
    let present = attempted(&desk, &mut events, 3).await;
    assert_eq!((&present["delivered"], &present["next_at"]), (&json!(true), &Value::Null), "it stays delivered");

    for unknown in ["0", "x", "-1", "99999999999999999999"] {
        let path = format!("/device/notifications/{unknown}/send");
        assert_eq!(desk.post(&path, json!({})).await.refused(), "通知不存在");
    }
}

#[tokio::test]
async fn a_slow_shop_holds_up_no_other() {
    let desk = Desk::start().await;
    let (mut slow, mut quick) = (Shop::open().await, Shop::open().await);
    desk.pay(&desk.place(order("A1", &slow.notify_url)).await).await;
    let waiting = slow.next().await;
    desk.pay(&desk.place(order("A2", &quick.notify_url)).await).await;
    quick.next().await.succeed();
    assert!(!slow.has_heard_more(), "and is not told twice at once");
    waiting.succeed();
}

#[tokio::test]
async fn who_wants_it_once_more_while_it_is_under_way_gets_it_once_more() {
    let (desk, mut shop, _) = paid().await;
    let mut events = Events::listen(&desk.origin).await;
    let heard = shop.next().await;
    let id = desk.read("/device/notifications").await[0]["id"].clone();
    for _ in 0..2 {
        desk.write(&format!("/device/notifications/{id}/send"), json!({})).await;
    }
    assert!(!shop.has_heard_more(), "not while it is under way");
    heard.succeed();
    let waiting = attempted(&desk, &mut events, 1).await;
    assert_eq!(waiting["delivered"], true);
    assert_ne!(waiting["next_at"], Value::Null, "it is still to be sent once more");
    shop.next().await.succeed();
    assert_eq!(attempted(&desk, &mut events, 2).await["next_at"], Value::Null, "and no more than that");
}

#[tokio::test]
async fn an_attempt_that_cannot_be_noted_is_the_last_one_until_the_next_start() {
    let data = Folder::new("full-outbox");
    let process = Process::start_on_a_small_disk(&data);
    let desk = &process.desk;
    let mut shop = Shop::open().await;
    desk.pay(&desk.place(order("A1", &shop.notify_url)).await).await;
    let heard = shop.next().await;
    let told = heard.body.clone();
    desk.fill().await;
    let mut events = Events::listen(&desk.origin).await;
    heard.answer(200, "fail");
    assert_eq!(events.next_of("exchange").await["response_body"], "fail");
    // Time enough for another attempt, if there were one.
    for _ in 0..50 {
        desk.read("/device/world").await;
    }
    assert!(!shop.has_heard_more(), "it would never end");

    process.kill();
    let _process = Process::start(&data.flags());
    let heard = shop.next().await;
    assert_eq!(heard.body, told);
    heard.succeed();
}
