//! The process is killed while people pay. Whatever was answered stays true, and no shop misses a payment.
//!
//! `VVCHAT_CRASH_ROUNDS` sets how often it is killed at random.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::support::http::{Call, Events};
use crate::support::process::{Folder, Process};
use crate::support::shop::{Heard, Shop};
use crate::support::signing::signed;
use crate::support::{APP_ID, Desk, order, payment};

/// Checks that everything that is kept fits together, and returns the `trade_no` of each paid order by its
/// `out_trade_no`.
async fn consistent(desk: &Desk) -> BTreeMap<String, String> {
    let orders = desk.read("/device/orders").await;
    let notifications = desk.read("/device/notifications").await;
    let receipts = desk.read("/device/messages?session_id=payments.mia").await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();

    let told: Vec<(String, String)> = notifications
        .as_array()
        .unwrap()
        .iter()
        .map(|told| (text(&told["fields"]["out_trade_no"]), text(&told["fields"]["trade_no"])))
        .collect();
    let received: BTreeSet<String> =
        receipts.as_array().unwrap().iter().map(|receipt| text(&receipt["payment"]["trade_no"])).collect();
    let mut paid = BTreeMap::new();
    for order in orders.as_array().unwrap() {
        assert_eq!(order["status"] == 1, order["trade_no"].is_string(), "{order}");
        assert_eq!(order["status"] == 1, order["notification"].is_object(), "paid is in the outbox: {order}");
        if order["status"] == 1 {
            paid.insert(text(&order["out_trade_no"]), text(&order["trade_no"]));
        }
    }
    assert_eq!(told.len(), paid.len(), "one notification for each payment");
    assert_eq!(told.into_iter().collect::<BTreeMap<_, _>>(), paid, "and it says the same");
    assert_eq!(received, paid.values().cloned().collect(), "as the receipts do");
    paid
}

fn field(heard: &Heard, name: &str) -> String {
    heard.form().into_iter().find(|(present, _)| present == name).unwrap().1
}

/// Waits until every notification is delivered.
async fn delivered(desk: &Desk, events: &mut Events) {
    loop {
        let all = desk.read("/device/notifications").await;
        if all.as_array().unwrap().iter().all(|notification| notification["delivered"] == true) {
            return;
        }
        events.next_of("notification").await;
    }
}

#[tokio::test]
async fn killed_before_the_shop_hears_of_a_payment_it_hears_after_the_restart() {
    let data = Folder::new("killed-early");
    let mut shop = Shop::open().await;
    // Nobody listens there until the restart.
    let process = Process::start(&data.flags());
    let imprest_code = process.desk.place(order("A1", &shop.notify_url)).await;
    let trade_no = process.desk.pay(&imprest_code).await;
    process.kill();

    let process = Process::start(&data.flags());
    let mut events = Events::listen(&process.desk.origin).await;
    assert_eq!(consistent(&process.desk).await, BTreeMap::from([("A1".to_owned(), trade_no.clone())]));
    // The first may have been sent before the end; it was never answered.
    let heard = shop.next().await;
    assert_eq!(field(&heard, "trade_no"), trade_no);
    heard.succeed();
    while consistent_but_not_delivered(&process.desk).await {
        tokio::select! {
            heard = shop.next() => heard.succeed(),
            _ = events.next_of("notification") => {}
        }
    }
}

async fn consistent_but_not_delivered(desk: &Desk) -> bool {
    consistent(desk).await;
    desk.read("/device/notifications").await[0]["delivered"] == false
}

#[tokio::test]
async fn killed_while_the_shop_thinks_it_over_it_tells_the_shop_again() {
    let data = Folder::new("killed-waiting");
    let mut shop = Shop::open().await;
    let process = Process::start(&data.flags());
    let trade_no = process.desk.pay(&process.desk.place(order("A1", &shop.notify_url)).await).await;
    let first = shop.next().await;
    process.kill();
    let told = first.body.clone();
    // The shop has taken it in; nobody is there to hear it.
    first.succeed();

    let process = Process::start(&data.flags());
    let again = shop.next().await;
    assert_eq!(again.body, told, "the same to the letter, so that the shop knows it by its numbers");
    let mut events = Events::listen(&process.desk.origin).await;
    again.succeed();
    delivered(&process.desk, &mut events).await;
    assert_eq!(consistent(&process.desk).await["A1"], trade_no);
}

#[tokio::test]
async fn killed_after_the_shop_has_answered_it_leaves_the_shop_alone() {
    let data = Folder::new("killed-late");
    let mut shop = Shop::open().await;
    let process = Process::start(&data.flags());
    let mut events = Events::listen(&process.desk.origin).await;
    process.desk.pay(&process.desk.place(order("A1", &shop.notify_url)).await).await;
    shop.next().await.succeed();
    delivered(&process.desk, &mut events).await;
    process.kill();

    let process = Process::start(&data.flags());
    let mut events = Events::listen(&process.desk.origin).await;
    // What is due is sent in order of its time: when the second order's is there, the first's would have been.
    process.desk.pay(&process.desk.place(order("A2", &shop.notify_url)).await).await;
    let heard = shop.next().await;
    assert_eq!(field(&heard, "out_trade_no"), "A2");
    heard.succeed();
    delivered(&process.desk, &mut events).await;
    assert_eq!(consistent(&process.desk).await.len(), 2);
}

#[tokio::test]
async fn a_repeat_waits_for_its_time_across_a_restart() {
    let data = Folder::new("killed-between");
    let mut shop = Shop::open().await;
    let process = Process::start(&data.flags());
    let mut events = Events::listen(&process.desk.origin).await;
    process.desk.pay(&process.desk.place(order("A1", &shop.notify_url)).await).await;
    for wait in [15, 15] {
        shop.next().await.answer(200, "fail");
        while events.next_of("notification").await["next_at"].is_null() {}
        process.desk.advance(wait).await;
    }
    shop.next().await.answer(200, "fail");
    let before = loop {
        let present = events.next_of("notification").await;
        if present["attempts"].as_array().unwrap().len() == 3 {
            break present;
        }
    };
    process.kill();
    let process = Process::start(&data.flags());
    let after = process.desk.read("/device/notifications").await;
    assert_eq!((&after[0]["next_at"], &after[0]["attempts"]), (&before["next_at"], &before["attempts"]));
    process.desk.advance(30).await;
    shop.next().await.succeed();
}

#[tokio::test]
async fn killed_while_it_starts_for_the_first_time_it_starts_again() {
    for _ in 0..40 {
        let data = Folder::new("killed-starting");
        let mut command = Command::new(Process::PROGRAM);
        command.args(["--headless", "--app-port", "0", "--shop", "http://shop.example/"]).args(data.flags());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Some way into what it does until it listens.
        for _ in 0..random()[0] % 300_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let process = Process::start(&data.flags());
        assert_eq!(consistent(&process.desk).await.len(), 0);
    }
}

/// What the merchant and the person were answered, over all rounds.
#[derive(Default)]
struct Answered {
    placed: HashMap<String, String>,
    paid: BTreeMap<String, String>,
}

/// Places an order and pays it, again and again, until the simulator is gone.
async fn pay_on(
    origin: String,
    notify_url: String,
    name: String,
    answered: Arc<Mutex<Answered>>,
    steps: Arc<Semaphore>,
) {
    for number in 0.. {
        let out_trade_no = format!("{name}-{number}");
        let body = signed(order(&out_trade_no, &notify_url));
        let Ok(placed) = Call::post(&origin, "/paybusapi/v1/pay/unifiedorder", &body).try_send().await else { return };
        let imprest_code = placed.done()["imprest_code"].as_str().unwrap().to_owned();
        answered.lock().unwrap().placed.insert(out_trade_no.clone(), imprest_code.clone());
        steps.add_permits(1);
        let pay = Call::post(&origin, "/device/payments", &payment(&imprest_code)).header("origin", &origin);
        let Ok(paid) = pay.try_send().await else { return };
        let trade_no = paid.done()["trade_no"].as_str().unwrap().to_owned();
        answered.lock().unwrap().paid.insert(out_trade_no, trade_no);
        steps.add_permits(1);
    }
}

#[tokio::test]
async fn killed_at_random_while_people_pay_nothing_is_lost_or_changed() {
    let rounds: u32 = env::var("VVCHAT_CRASH_ROUNDS").map_or(8, |rounds| rounds.parse().unwrap());
    let data = Folder::new("killed-at-random");
    let mut shop = Shop::open().await;
    let notify_url = shop.notify_url.clone();
    let heard = Arc::new(Mutex::new(BTreeMap::new()));
    let hearing = {
        let heard = heard.clone();
        tokio::spawn(async move {
            for count in 0_u64.. {
                let told = shop.next().await;
                heard.lock().unwrap().insert(field(&told, "out_trade_no"), field(&told, "trade_no"));
                // Shops fail at times.
                if count % 5 == 3 { told.answer(500, "later") } else { told.succeed() }
            }
        })
    };

    let answered = Arc::new(Mutex::new(Answered::default()));
    for round in 0..rounds {
        let process = Process::start(&data.flags());
        let steps = Arc::new(Semaphore::new(0));
        let payers: Vec<_> = (0..3)
            .map(|payer| {
                let (origin, name) = (process.desk.origin.clone(), format!("R{round}-{payer}"));
                tokio::spawn(pay_on(origin, notify_url.clone(), name, answered.clone(), steps.clone()))
            })
            .collect();
        // After some answers, and then somewhere on the way to the next.
        let random = random();
        steps.acquire_many(1 + random[0] % 12).await.unwrap().forget();
        for _ in 0..random[1] % 20_000 {
            std::hint::spin_loop();
        }
        process.kill();
        for payer in payers {
            payer.await.unwrap();
        }

        let process = Process::start(&data.flags());
        let paid = consistent(&process.desk).await;
        let (answered_paid, placed) = {
            let answered = answered.lock().unwrap();
            (answered.paid.clone(), answered.placed.clone())
        };
        for (out_trade_no, trade_no) in &answered_paid {
            assert_eq!(paid.get(out_trade_no), Some(trade_no), "round {round}: what was answered stays");
        }
        // Those that were paid though nobody heard the answer are paid for good, too.
        answered.lock().unwrap().paid.extend(paid);
        for (out_trade_no, imprest_code) in
            placed.iter().filter(|(number, _)| number.starts_with(&format!("R{round}-")))
        {
            let path = format!("/paybusapi/v1/pay/unifiedorder?app_id={APP_ID}&out_trade_no={out_trade_no}");
            assert_eq!(process.desk.read(&path).await["imprest_code"], json!(imprest_code), "round {round}");
        }
        process.kill();
    }

    let process = Process::start(&data.flags());
    let mut events = Events::listen(&process.desk.origin).await;
    let mut undelivered = usize::MAX;
    while undelivered > 0 {
        let all = process.desk.read("/device/notifications").await;
        let open = all.as_array().unwrap().iter().filter(|notification| notification["delivered"] == false);
        let open: Vec<_> = open.collect();
        undelivered = open.len();
        if open.iter().any(|notification| !notification["attempts"].as_array().unwrap().is_empty()) {
            process.desk.advance(6 * 3600).await;
        }
        if undelivered > 0 {
            events.next_of("notification").await;
        }
    }
    let paid = consistent(&process.desk).await;
    assert_eq!(paid, answered.lock().unwrap().paid, "no payment was lost, none changed its number");
    assert_eq!(*heard.lock().unwrap(), paid, "the shop heard of each");
    assert!(paid.len() >= usize::try_from(rounds).unwrap() / 2, "{} payments in {rounds} rounds", paid.len());
    hearing.abort();
}

/// Two random numbers.
fn random() -> [u32; 2] {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    [0, 4].map(|start| u32::from_le_bytes(bytes[start..start + 4].try_into().unwrap()))
}
