//! What the phone asks for, and that nobody else may.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use vvchat_simulator::Options;

use crate::support::http::{Call, Events};
use crate::support::shop::Shop;
use crate::support::{APP_ID, Desk, GROUP, OPEN_ID, SINGLE, order, with, without};

async fn list(desk: &Desk, user_id: &str) -> Vec<Value> {
    desk.read(&format!("/device/conversations?user_id={user_id}")).await.as_array().unwrap().clone()
}

async fn messages(desk: &Desk, session_id: &str) -> Vec<Value> {
    desk.read(&format!("/device/messages?session_id={session_id}")).await.as_array().unwrap().clone()
}

fn text(user_id: &str, session_id: &str, text: &str) -> Value {
    json!({ "user_id": user_id, "session_id": session_id, "text": text })
}

#[tokio::test]
async fn the_world_is_that_of_the_seed_without_its_keys() {
    let desk = Desk::start().await;
    let world = desk.read("/device/world").await;
    assert!(world["now"].is_u64());
    assert_eq!(
        world["users"][0],
        json!({
            "user_id": "mia", "open_id": OPEN_ID, "name": { "zh": "林小满", "en": "Mia Lin" }, "sex": "女", "hue": 24,
        })
    );
    assert_eq!(
        world["apps"],
        json!([{
            "app_id": APP_ID, "name": { "zh": "云雾茶舍", "en": "Cloud & Mist Tea" }, "icon": "img/app-test.svg", "url": null,
        }])
    );
    assert_eq!(
        world["conversations"][0],
        json!({
            "session_id": GROUP, "session_type": 2, "name": { "zh": "周末茶友", "en": "Weekend tea" },
            "members": ["mia", "evan", "wan"], "hue": 150, "service": false,
        })
    );
    assert_eq!(world["conversations"][1]["name"], Value::Null, "a single chat goes by the other person's name");
    assert!(!world.to_string().contains("123456"));
}

#[tokio::test]
async fn a_list_has_ones_own_conversations_the_newest_first() {
    let desk = Desk::start().await;
    let mias: Vec<Value> = list(&desk, "mia").await.iter().map(|entry| entry["session_id"].clone()).collect();
    assert_eq!(mias, [GROUP, SINGLE, "k3_PzYw8NfQd-VtA5cBhLx1RuSg6MeJo", "Tb7HnDs4CqXm0Wv_2LrKyFa9-ZpEuGi8"]);
    let evans: Vec<Value> = list(&desk, "evan").await.iter().map(|entry| entry["session_id"].clone()).collect();
    assert_eq!(evans, [GROUP, SINGLE]);

    let said = desk.write("/device/messages", text("evan", SINGLE, " Tea on Sunday? ")).await;
    assert_eq!(
        said,
        json!({
            "id": said["id"], "session_id": SINGLE, "at": said["at"], "from": { "user_id": "evan" },
            "kind": "text", "text": "Tea on Sunday?",
        })
    );
    let mias = list(&desk, "mia").await;
    assert_eq!((&mias[0]["session_id"], &mias[0]["last"], &mias[0]["unread"]), (&json!(SINGLE), &said, &json!(1)));
    assert_eq!(list(&desk, "evan").await[0]["unread"], 0, "who writes has read");
    assert_eq!(messages(&desk, SINGLE).await.last(), Some(&said));
}

#[tokio::test]
async fn reading_takes_the_count_back_to_none() {
    let desk = Desk::start().await;
    assert_eq!(list(&desk, "mia").await[0]["unread"], 1, "the seed leaves one unread");
    desk.write("/device/messages", text("wan", GROUP, "周六见")).await;
    assert_eq!(list(&desk, "mia").await[0]["unread"], 2);
    let read = json!({ "user_id": "mia", "session_id": GROUP });
    assert_eq!(desk.write("/device/read", read.clone()).await, json!({}));
    assert_eq!(list(&desk, "mia").await[0]["unread"], 0);
    assert_eq!(list(&desk, "evan").await[0]["unread"], 2, "it is Mia who has read");

    assert_eq!(
        desk.post("/device/read", with(read.clone(), "user_id", json!("jianguo"))).await.refused(),
        "用户不在该会话中"
    );
    assert_eq!(desk.post("/device/read", with(read, "session_id", json!("x"))).await.refused(), "会话不存在");
}

#[tokio::test]
async fn a_text_is_from_a_member_and_says_something() {
    let desk = Desk::start().await;
    for (body, refused) in [
        (text("nobody", GROUP, "a"), "用户不存在"),
        (text("mia", "nothing", "a"), "会话不存在"),
        (text("jianguo", GROUP, "a"), "用户不在该会话中"),
        (text("mia", "payments.mia", "a"), "该会话不能发送消息"),
        (text("mia", GROUP, " \n"), "缺少参数text"),
        (without(text("mia", GROUP, "a"), "text"), "缺少参数text"),
        (with(text("mia", GROUP, "a"), "text", json!(1)), "参数text无效：应为文本，收到1"),
    ] {
        assert_eq!(desk.post("/device/messages", body).await.refused(), refused);
    }
    assert_eq!(messages(&desk, GROUP).await.len(), 4, "nothing but what the seed has");
    assert_eq!(desk.get("/device/messages?session_id=x").await.refused(), "会话不存在");
    assert_eq!(desk.get("/device/conversations?user_id=x").await.refused(), "用户不存在");
}

fn card() -> Value {
    json!({ "app_id": APP_ID, "share_title": "明前西湖龙井", "share_url": "http://shop.example/tea?id=1" })
}

#[tokio::test]
async fn a_card_is_shared_as_the_page_gave_it() {
    let desk = Desk::start().await;
    let share = async |card: Value| {
        let body = json!({ "user_id": "mia", "session_id": GROUP, "card": card });
        desk.post("/device/shares", body).await
    };
    let data = "{\"tpl_type\":\"MultipleLine\",\"data\":[\"a\",],}";
    let full = with(with(card(), "sub_title", json!("新茶")), "thumb_url", json!("http://shop.example/tea.png"));
    let full = with(full, "share_data_url", json!(data));
    let shared = share(with(full.clone(), "unknown", json!(1))).await.done();
    assert_eq!(
        (&shared["kind"], &shared["card"], &shared["from"]),
        (&json!("card"), &full, &json!({ "user_id": "mia" }))
    );
    assert_eq!(share(card()).await.done()["card"], card());
    assert_eq!(messages(&desk, GROUP).await.len(), 6);

    for (card, refused) in [
        (json!("x"), "参数card无效：应为JSON对象，收到“x”"),
        (Value::Null, "缺少参数card"),
        (with(card(), "app_id", json!("x")), "无效的app_id"),
        (without(card(), "share_title"), "缺少参数share_title"),
        (
            with(card(), "share_url", json!("javascript:alert(1)")),
            "参数share_url无效：应为http或https的完整网址，收到“javascript:alert(1)”",
        ),
        (with(card(), "sub_title", json!({})), "参数sub_title无效：应为文本，收到{}"),
    ] {
        assert_eq!(share(card).await.refused(), refused);
    }
}

#[tokio::test]
async fn what_a_card_leads_to_is_read_within_limits() {
    let (desk, mut shop) = (Desk::start().await, Shop::open().await);
    let origin = shop.notify_url.trim_end_matches("/api/notify").to_owned();
    let ask = async |url: &str| {
        let url: String = form_urlencoded::byte_serialize(url.as_bytes()).collect();
        desk.get(&format!("/device/card-data?url={url}")).await
    };
    let url = format!("{origin}/card.json");
    let (answer, ()) = tokio::join!(ask(&url), async { shop.next().await.answer(200, "{\"a\":1,}") });
    assert_eq!(answer.done(), json!({ "text": "{\"a\":1,}" }));
    let (answer, ()) = tokio::join!(ask(&url), async { shop.next().await.answer(404, "no") });
    assert_eq!(answer.refused(), "无法读取卡片数据：HTTP状态码404");
    let (answer, ()) = tokio::join!(ask(&url), async { shop.next().await.answer(200, &"x".repeat(64 * 1024)) });
    assert_eq!(answer.done()["text"].as_str().unwrap().len(), 64 * 1024);
    let (answer, ()) = tokio::join!(ask(&url), async { shop.next().await.answer(200, &"x".repeat(64 * 1024 + 1)) });
    assert_eq!(answer.refused(), "无法读取卡片数据：超过65536字节");
    let refused = ask("http://127.0.0.1:9/").await.refused();
    assert!(refused.starts_with("无法读取卡片数据：") && refused.contains("refused"), "{refused}");
    assert_eq!(
        ask("file:///etc/passwd").await.refused(),
        "参数url无效：应为http或https的完整网址，收到“file:///etc/passwd”"
    );
}

#[tokio::test]
async fn what_happens_is_told_as_it_happens() {
    let (desk, mut shop) = (Desk::start().await, Shop::open().await);
    let mut events = Events::listen(&desk.origin).await;
    let said = desk.write("/device/messages", text("evan", SINGLE, "Hello")).await;
    assert_eq!(events.next().await, Some(("message".to_owned(), said)));

    let imprest_code = desk.place(order("A1", &shop.notify_url)).await;
    let (name, placed) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &placed["imprest_code"], &placed["status"]), ("order", &json!(imprest_code), &json!(0)));
    assert_eq!(events.next().await.unwrap().0, "exchange");

    let trade_no = desk.pay(&imprest_code).await;
    let (name, receipt) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &receipt["payment"]["trade_no"]), ("message", &json!(trade_no)));
    let (name, due) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &due["attempts"], &due["delivered"]), ("notification", &json!([]), &json!(false)));
    let (name, paid) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &paid["status"], &paid["trade_no"]), ("order", &json!(1), &json!(trade_no)));
    assert_eq!(
        paid["notification"],
        json!({ "id": due["id"], "delivered": false, "attempts": 0, "next_at": due["next_at"] })
    );

    shop.next().await.succeed();
    assert_eq!(events.next().await.unwrap().0, "exchange");
    assert_eq!(events.next_of("notification").await["delivered"], true);
    let told = events.next_of("order").await;
    assert_eq!(told["notification"], json!({ "id": due["id"], "delivered": true, "attempts": 1, "next_at": null }));

    let now = desk.advance(60).await;
    assert_eq!(events.next().await, Some(("clock".to_owned(), json!({ "now": now }))));
    desk.write("/device/reset", json!({})).await;
    assert_eq!(events.next().await, Some(("reset".to_owned(), json!({}))));
}

#[tokio::test]
async fn the_streams_of_events_end_with_the_simulator() {
    let simulator = vvchat_simulator::Simulator::bind(Options { app_port: 0, ..Options::default() }).await.unwrap();
    let origin = simulator.origin().to_owned();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(simulator.run("http://shop.example/", async { ended.await.unwrap() }));
    let mut events = Events::listen(&origin).await;
    end.send(()).unwrap();
    assert_eq!(events.next().await, None);
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_reset_goes_back_to_the_seed_and_to_the_real_time() {
    let (desk, shop) = (Desk::start().await, Shop::open().await);
    let before = desk.read("/device/world").await["now"].as_u64().unwrap();
    desk.advance(24 * 3600).await;
    let token = desk.token("snsapi_userinfo").await;
    let code = desk.agree("snsapi_userinfo").await;
    desk.write("/device/messages", text("evan", SINGLE, "Hello")).await;
    desk.pay(&desk.place(order("A1", &shop.notify_url)).await).await;
    assert_eq!(desk.write("/device/reset", json!({})).await, json!({}));

    let now = desk.read("/device/world").await["now"].as_u64().unwrap();
    assert!(now - before < 3_600_000, "{before} {now}");
    for path in ["/device/orders", "/device/notifications", "/device/exchanges"] {
        assert_eq!(desk.read(path).await, json!([]), "{path}");
    }
    let list = list(&desk, "mia").await;
    assert_eq!((list.len(), &list[0]["session_id"], &list[0]["unread"]), (4, &json!(GROUP), &json!(1)));
    assert_eq!(messages(&desk, SINGLE).await.len(), 2);
    let userinfo = Call::get(&desk.origin, "/userservices/v2/authorization/userinfo").header("authorization", &token);
    assert_eq!(userinfo.send().await.refused(), "无效的token");
    let exchange = desk.get(&crate::support::token_path(APP_ID, "123456", &code)).await;
    assert_eq!(exchange.refused(), "无效的code");
}

#[tokio::test]
async fn time_passes_forwards_and_in_whole_seconds() {
    let desk = Desk::start().await;
    let before = desk.read("/device/world").await["now"].as_u64().unwrap();
    let now = desk.advance(3600).await;
    assert!((before + 3_600_000..before + 3_700_000).contains(&now), "{before} {now}");
    for (by, refused) in [
        (json!(0), "参数advance_seconds无效：应为正整数，收到0"),
        (json!(-1), "参数advance_seconds无效：应为正整数，收到-1"),
        (json!(1.5), "参数advance_seconds无效：应为正整数，收到1.5"),
        (json!("60"), "参数advance_seconds无效：应为正整数，收到“60”"),
        (json!(u64::MAX), "参数advance_seconds无效：应为总共不超过一百年的秒数，收到18446744073709551615"),
        (Value::Null, "缺少参数advance_seconds"),
    ] {
        assert_eq!(desk.post("/device/clock", json!({ "advance_seconds": by })).await.refused(), refused);
    }
}

#[tokio::test]
async fn only_the_apps_own_page_may_ask() {
    let desk = Desk::start().await;
    let own = desk.origin.as_str();
    let refused = "只接受VVChat自身页面的请求";
    let reading = |name: &'static str, value: &str| Call::get(own, "/device/world").header(name, value).send();
    let port = own.rsplit_once(':').unwrap().1;
    for (name, value) in [
        ("host", format!("localhost:{port}")),
        ("host", "evil.example".to_owned()),
        ("origin", "http://127.0.0.1:4174".to_owned()),
        ("origin", "null".to_owned()),
        ("sec-fetch-site", "same-site".to_owned()),
        ("sec-fetch-site", "cross-site".to_owned()),
    ] {
        assert_eq!(reading(name, &value).await.refused(), refused, "{name}: {value}");
    }
    for (name, value) in [("origin", own), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none")] {
        reading(name, value).await.done();
    }

    let body = json!({ "advance_seconds": 60 });
    let writing = || Call::post(own, "/device/clock", &body);
    assert_eq!(writing().send().await.refused(), refused, "a change names its origin");
    assert_eq!(writing().header("origin", "http://127.0.0.1:4174").send().await.refused(), refused);
    let from_frame = writing().header("origin", own).header("sec-fetch-site", "cross-site");
    assert_eq!(from_frame.send().await.refused(), refused);
    let form = writing().header("origin", own).header("content-type", "text/plain");
    assert_eq!(form.send().await.refused(), "请求头Content-Type应为application/json，收到：“text/plain”");
    writing().header("origin", own).header("content-type", "application/json; charset=utf-8").send().await.done();
    let preflight = Call::new(Method::OPTIONS, own, "/device/clock").header("origin", "http://127.0.0.1:4174");
    let preflight = preflight.send().await;
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (StatusCode::BAD_REQUEST, ""));
}
