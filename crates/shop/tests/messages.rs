//! Messages and cards.

mod support;

use hyper::Method;
use serde_json::{Value, json};
use support::{GROUP, LOGIN, MIA, Page, Platform, Server, request};

const FRIEND: &str = "IqxDpc-s6S_9RaXMmag39YVH7W810Z57";
const WORDS: &str = "Saturday at three, Cloud & Mist Tea: shall we have some Aged Pu'er cake?";

async fn ask(page: &mut Page, session_id: &str, session_type: u8) -> Value {
    let conversation = json!({ "session_id": session_id, "session_type": session_type });
    page.post("/api/messages/ask", conversation).await.json()
}

fn invitation(code: &str, asked: &Value) -> Value {
    json!({ "product": "puer", "lang": "en", "code": code, "state": asked["state"] })
}

#[tokio::test]
async fn the_servers_words_go_to_the_conversation_that_was_allowed() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    for (session_id, session_type) in [(GROUP, 2), (FRIEND, 1)] {
        let asked = ask(&mut page, session_id, session_type).await;
        assert_eq!(asked["scope"], format!("sessionapi_sendmsg:{session_id}:{session_type}"));
        let code = platform.agree(MIA, asked["scope"].as_str().unwrap()).await;
        let before = platform.messages(session_id).await.len();
        let mut wanted = invitation(&code, &asked);
        wanted["content"] = json!("buy cheap watches");
        assert_eq!(page.post("/api/messages", wanted).await.json(), Value::Null);

        let messages = platform.messages(session_id).await;
        assert_eq!(messages.len(), before + 1);
        let last = messages.last().unwrap();
        assert_eq!((&last["text"], &last["from"]), (&json!(WORDS), &json!({ "app_id": "test", "user_id": MIA })));
    }
}

#[tokio::test]
async fn a_consent_to_another_conversation_sends_nothing() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let before = (platform.messages(GROUP).await, platform.messages(FRIEND).await);
    for scope in [format!("sessionapi_sendmsg:{FRIEND}:1"), LOGIN.to_owned()] {
        let asked = ask(&mut page, GROUP, 2).await;
        let code = platform.agree(MIA, &scope).await;
        assert_eq!(page.post("/api/messages", invitation(&code, &asked)).await.failure().1, "other_scope", "{scope}");
    }
    // Nor does one that was asked for to log in.
    let asked = page.ask_to_log_in().await;
    let code = platform.agree(MIA, &format!("sessionapi_sendmsg:{GROUP}:2")).await;
    assert_eq!(page.post("/api/messages", invitation(&code, &asked)).await.failure().1, "other_scope");
    assert_eq!((platform.messages(GROUP).await, platform.messages(FRIEND).await), before);
}

#[tokio::test]
async fn what_is_no_conversation_is_refused() {
    let platform = Platform { origin: "http://127.0.0.1:9".to_owned() };
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    for (session_id, session_type, message) in [
        ("", 1, "session_id: a text without white space is expected"),
        ("a b", 1, "session_id: a text without white space is expected"),
        ("a\n", 1, "session_id: a text without white space is expected"),
        ("a", 0, "session_type: 1 or 2 is expected"),
        ("a", 3, "session_type: 1 or 2 is expected"),
    ] {
        let conversation = json!({ "session_id": session_id, "session_type": session_type });
        let failure = page.post("/api/messages/ask", conversation).await.failure();
        assert_eq!(failure, (400, "bad_request".to_owned(), 400, message.to_owned()), "{session_id:?} {session_type}");
    }
}

#[tokio::test]
async fn a_card_is_there_for_everybody_in_both_languages() {
    let platform = Platform { origin: "http://127.0.0.1:9".to_owned() };
    let server = Server::start(&platform).await;
    for (path, data) in [
        ("/cards/puer?lang=zh", ["云雾茶舍", "陈年普洱饼 ¥268.00", "2009 年 · 357 克"]),
        ("/cards/puer?lang=en", ["Cloud & Mist Tea", "Aged Pu'er cake ¥268.00", "Of 2009 · 357 g"]),
    ] {
        let answer = request(Method::GET, &server.origin, path, &[], "").await;
        assert_eq!(answer.header("content-type"), "application/json");
        let card = json!({ "tpl_header": "vctalk", "tpl_version": "v1", "tpl_type": "MultipleLine", "data": data });
        assert_eq!(answer.json(), card);
    }
    let answer = request(Method::GET, &server.origin, "/cards/coffee?lang=en", &[], "").await;
    assert_eq!(answer.failure().3, "product: the id of a tea is expected");
}
