//! Logging in: whose answer is believed, and what the page gets to see.

mod support;

use hyper::Method;
use serde_json::{Value, json};
use support::{GROUP, LOGIN, MIA, MIA_OPEN_ID, Page, Platform, Server, request};

#[tokio::test]
async fn the_profile_is_shown_and_nothing_secret() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;

    let asked = page.ask_to_log_in().await;
    assert_eq!((&asked["app_id"], &asked["scope"]), (&json!("test"), &json!(LOGIN)));
    assert_eq!(asked["state"].as_str().unwrap().len(), 32);

    let code = platform.agree(MIA, LOGIN).await;
    let answer = page.post("/api/login", json!({ "code": code, "state": asked["state"] })).await;
    let customer = answer.json();
    assert_eq!((&customer["open_id"], &customer["nickname"]), (&json!(MIA_OPEN_ID), &json!("林小满")));
    assert_eq!((&customer["sex"], customer["avatar"].is_string()), (&json!("female"), true));
    let keys: Vec<_> = customer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["avatar", "nickname", "open_id", "sex"], "no token");

    // The next page knows who is there.
    assert_eq!(page.post("/api/visit", json!({})).await.json(), customer);
}

#[tokio::test]
async fn logging_in_makes_a_new_cookie_and_logging_out_another() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let before = page.cookie.clone();
    page.log_in(&platform, MIA).await;
    assert_ne!(page.cookie, before);
    let planted = Page::with_cookie(&server, &before);
    assert_eq!(planted.get("/api/orders").await.failure().1, "no_visit");

    let known = page.cookie.clone();
    assert_eq!(page.post("/api/logout", json!({})).await.json(), Value::Null);
    assert_ne!(page.cookie, known);
    assert_eq!(Page::with_cookie(&server, &known).get("/api/orders").await.failure().1, "no_visit");
    assert_eq!(page.post("/api/visit", json!({})).await.json(), Value::Null);
}

#[tokio::test]
async fn a_state_is_good_for_one_visit_and_once() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let (mut page, mut other) = (Page::open(&server).await, Page::open(&server).await);
    let mismatch = (403, "state_mismatch".to_owned(), 403, "state: not one that this visit was given".to_owned());

    // Somebody else's answer, slipped to this visitor.
    let theirs = other.ask_to_log_in().await;
    page.ask_to_log_in().await;
    let code = platform.agree(MIA, LOGIN).await;
    let answer = page.post("/api/login", json!({ "code": code, "state": theirs["state"] })).await;
    assert_eq!(answer.failure(), mismatch);
    let answer = page.post("/api/login", json!({ "code": code, "state": "" })).await;
    assert_eq!(answer.failure(), mismatch);

    // The code is still good: it was not exchanged. The state is not, once it was used.
    let answer = other.post("/api/login", json!({ "code": "no-such-code", "state": theirs["state"] })).await;
    assert_eq!(answer.failure(), (502, "platform_refused".to_owned(), 400, "无效的code".to_owned()));
    let answer = other.post("/api/login", json!({ "code": code, "state": theirs["state"] })).await;
    assert_eq!(answer.failure(), mismatch);
    let mine = other.ask_to_log_in().await;
    other.post("/api/login", json!({ "code": code, "state": mine["state"] })).await.json();
}

#[tokio::test]
async fn a_code_is_exchanged_once() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let (first, second) = (page.ask_to_log_in().await, page.ask_to_log_in().await);
    let code = platform.agree(MIA, LOGIN).await;
    let answer = page.post("/api/login", json!({ "code": code, "state": first["state"] })).await;
    answer.json();
    // The log-in was a new visit: what the old one was asked is forgotten with it.
    let answer = page.post("/api/login", json!({ "code": code, "state": second["state"] })).await;
    assert_eq!(answer.failure().1, "state_mismatch");
    let third = page.ask_to_log_in().await;
    let answer = page.post("/api/login", json!({ "code": code, "state": third["state"] })).await;
    assert_eq!(answer.failure(), (502, "platform_refused".to_owned(), 400, "无效的code".to_owned()));
}

#[tokio::test]
async fn a_consent_to_something_else_logs_nobody_in() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let asked = page.ask_to_log_in().await;
    let code = platform.agree(MIA, &format!("sessionapi_sendmsg:{GROUP}:2")).await;
    let answer = page.post("/api/login", json!({ "code": code, "state": asked["state"] })).await;
    assert_eq!(answer.failure(), (403, "other_scope".to_owned(), 403, "scope: not what was asked for".to_owned()));
    assert_eq!(page.post("/api/visit", json!({})).await.json(), Value::Null);
}

#[tokio::test]
async fn only_the_last_eight_questions_are_open() {
    let platform = Platform::start().await;
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let mut asked = Vec::new();
    for _ in 0..9 {
        asked.push(page.ask_to_log_in().await["state"].clone());
    }
    let code = platform.agree(MIA, LOGIN).await;
    let answer = page.post("/api/login", json!({ "code": code, "state": asked[0] })).await;
    assert_eq!(answer.failure().1, "state_mismatch");
    page.post("/api/login", json!({ "code": code, "state": asked[1] })).await.json();
}

#[tokio::test]
async fn a_platform_that_does_not_answer_is_told() {
    let platform = Platform { origin: "http://127.0.0.1:9".to_owned() };
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let asked = page.ask_to_log_in().await;
    let answer = page.post("/api/login", json!({ "code": "c0de", "state": asked["state"] })).await;
    let (status, reason, code, message) = answer.failure();
    assert_eq!((status, reason.as_str(), code), (502, "platform_failed", 502));
    assert!(message.starts_with("no connection to VVChat, so nothing was sent: "), "{message}");
    assert!(!message.contains("123456") && !message.contains("c0de"), "{message}");
}

#[tokio::test]
async fn a_code_that_is_no_text_is_not_sent() {
    let platform = Platform { origin: "http://127.0.0.1:9".to_owned() };
    let server = Server::start(&platform).await;
    let mut page = Page::open(&server).await;
    let asked = page.ask_to_log_in().await;
    for body in
        [json!({ "code": "", "state": asked["state"] }), json!({ "code": 7, "state": asked["state"] }), json!([])]
    {
        let (status, reason, _, message) = page.post("/api/login", body.clone()).await.failure();
        assert_eq!((status, reason.as_str()), (400, "bad_request"), "{body}: {message}");
    }
    let headers = [("cookie", page.cookie.as_str()), ("origin", &server.origin), ("content-type", "application/json")];
    let answer = request(Method::POST, &server.origin, "/api/login", &headers, "{").await;
    assert_eq!(answer.failure().1, "bad_request");
}
