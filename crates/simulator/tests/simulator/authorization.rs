//! Codes, tokens, profiles, messages. Guide: 用户信息授权, 发送消息.

use crate::support::http::{Answer, Call};
use crate::support::{APP_ID, APP_KEY, Desk, GROUP, OPEN_ID, SINGLE, token_path};
use serde_json::{Value, json};
use vvchat_simulator::{Options, Seed};

const USERINFO: &str = "/userservices/v2/authorization/userinfo";
const SENDMSG: &str = "/messageapi/v1/authorization/sendmsg";

async fn userinfo(desk: &Desk, token: &str) -> Answer {
    Call::get(&desk.origin, USERINFO).header("authorization", token).send().await
}

async fn sendmsg(desk: &Desk, token: &str, body: &Value) -> Answer {
    Call::post(&desk.origin, SENDMSG, body).header("authorization", token).send().await
}

#[tokio::test]
async fn a_code_becomes_a_token_and_the_token_a_profile() {
    let desk = Desk::start().await;
    let now = desk.read("/device/world").await["now"].as_u64().unwrap() / 1000;
    let granted = desk.granted("snsapi_userinfo").await;
    let (token, expires) = (granted["token"].as_str().unwrap(), granted["expire_in"].as_u64().unwrap());
    assert_eq!(
        granted,
        json!({ "open_id": OPEN_ID, "scope": "snsapi_userinfo", "token": token, "expire_in": expires })
    );
    assert!((now + 7190..=now + 7210).contains(&expires), "two hours from {now}: {expires}");

    assert_eq!(
        userinfo(&desk, token).await.done(),
        json!({
            "open_id": OPEN_ID,
            "nickname": "林小满",
            "avatar": format!("{}/avatars/mia.svg", desk.origin),
            "sex": "女",
        })
    );
}

#[tokio::test]
async fn a_code_is_good_for_one_exchange() {
    let desk = Desk::start().await;
    let code = desk.agree("snsapi_userinfo").await;
    desk.get(&token_path(APP_ID, APP_KEY, &code)).await.done();
    assert_eq!(desk.get(&token_path(APP_ID, APP_KEY, &code)).await.refused(), "无效的code");
}

#[tokio::test]
async fn a_code_expires_after_five_minutes() {
    let desk = Desk::start().await;
    let (early, late) = (desk.agree("snsapi_userinfo").await, desk.agree("snsapi_userinfo").await);
    desk.advance(4 * 60 + 50).await;
    desk.get(&token_path(APP_ID, APP_KEY, &early)).await.done();
    desk.advance(10).await;
    assert_eq!(desk.get(&token_path(APP_ID, APP_KEY, &late)).await.refused(), "code已过期");
    // Nobody remembers it for ever.
    desk.advance(5 * 60).await;
    desk.agree("snsapi_userinfo").await;
    assert_eq!(desk.get(&token_path(APP_ID, APP_KEY, &late)).await.refused(), "无效的code");
}

#[tokio::test]
async fn a_wrong_key_does_not_use_up_a_code() {
    let desk = Desk::start().await;
    let code = desk.agree("snsapi_userinfo").await;
    assert_eq!(desk.get(&token_path(APP_ID, "654321", &code)).await.refused(), "无效的app_key");
    assert_eq!(desk.get(&token_path("nobody", APP_KEY, &code)).await.refused(), "无效的app_id");
    desk.get(&token_path(APP_ID, APP_KEY, &code)).await.done();
}

#[tokio::test]
async fn a_code_is_for_the_app_that_was_agreed_to() {
    let mut seed: Value = serde_json::from_str(include_str!("../../src/seed.json")).unwrap();
    let mut second = seed["apps"][0].clone();
    second["app_id"] = json!("second");
    seed["apps"].as_array_mut().unwrap().push(second);
    let seed = Seed::from_json(&seed.to_string()).unwrap();
    let desk = Desk::with(Options { seed: Some(seed), ..Options::default() }).await;
    let code = desk.agree("snsapi_userinfo").await;
    assert_eq!(desk.get(&token_path("second", APP_KEY, &code)).await.refused(), "无效的code");
    desk.get(&token_path(APP_ID, APP_KEY, &code)).await.done();
}

#[tokio::test]
async fn a_token_expires_at_the_moment_that_was_told() {
    let desk = Desk::start().await;
    let granted = desk.granted("snsapi_userinfo").await;
    let token = granted["token"].as_str().unwrap();
    let now = desk.advance(7190).await;
    let left = granted["expire_in"].as_u64().unwrap() * 1000 - now;
    assert!(left <= 10_000, "ten seconds before its end: {left}");
    userinfo(&desk, token).await.done();
    desk.advance(10).await;
    assert_eq!(userinfo(&desk, token).await.refused(), "token已过期");
}

#[tokio::test]
async fn a_profile_needs_its_scope() {
    let desk = Desk::start().await;
    let scope = format!("sessionapi_sendmsg:{GROUP}:2");
    let token = desk.token(&scope).await;
    let refused = userinfo(&desk, &token).await.refused();
    assert_eq!(refused, format!("token没有该权限，其授权作用域为{scope}"));
    assert_eq!(userinfo(&desk, "nonsense").await.refused(), "无效的token");
    assert_eq!(
        userinfo(&desk, &format!("Bearer {token}")).await.refused(),
        "请求头Authorization无效：应为token本身，不带Bearer前缀，收到“Bearer …”"
    );
    assert_eq!(desk.get(USERINFO).await.refused(), "缺少请求头Authorization");
}

#[tokio::test]
async fn a_message_arrives_in_the_conversation_of_its_token_and_nowhere_else() {
    let desk = Desk::start().await;
    let before = desk.read(&format!("/device/messages?session_id={SINGLE}")).await;
    let token = desk.token(&format!("sessionapi_sendmsg:{GROUP}:2")).await;
    let body = json!({ "type": "text", "content": "周六下午三点，云雾茶舍？", "session_id": SINGLE });
    assert_eq!(sendmsg(&desk, &token, &body).await.done(), json!({}));

    let messages = desk.read(&format!("/device/messages?session_id={GROUP}")).await;
    let message = messages.as_array().unwrap().last().unwrap();
    assert_eq!(
        *message,
        json!({
            "id": message["id"],
            "session_id": GROUP,
            "at": message["at"],
            "from": { "app_id": APP_ID, "user_id": "mia" },
            "kind": "text",
            "text": "周六下午三点，云雾茶舍？",
        })
    );
    assert_eq!(desk.read(&format!("/device/messages?session_id={SINGLE}")).await, before);
    // Evan has not seen it.
    let list = desk.read("/device/conversations?user_id=evan").await;
    assert_eq!((&list[0]["session_id"], &list[0]["last"]), (&json!(GROUP), message));
    assert_eq!(list[0]["unread"], 2, "this one, and the one that the seed leaves unread");
}

#[tokio::test]
async fn a_message_needs_its_scope_and_both_fields() {
    let desk = Desk::start().await;
    let text = json!({ "type": "text", "content": "你好" });
    let profile = desk.token("snsapi_userinfo").await;
    assert_eq!(sendmsg(&desk, &profile, &text).await.refused(), "token没有该权限，其授权作用域为snsapi_userinfo");

    let token = desk.token(&format!("sessionapi_sendmsg:{SINGLE}:1")).await;
    for (body, refused) in [
        (json!({ "content": "你好" }), "缺少参数type"),
        (json!({ "type": "image", "content": "你好" }), "参数type无效：应为text，收到“image”"),
        (json!({ "type": "text" }), "缺少参数content"),
        (json!({ "type": "text", "content": "" }), "缺少参数content"),
        (json!({ "type": "text", "content": 5 }), "参数content无效：应为文本，收到5"),
    ] {
        assert_eq!(sendmsg(&desk, &token, &body).await.refused(), refused);
    }
    desk.advance(7200).await;
    assert_eq!(sendmsg(&desk, &token, &text).await.refused(), "token已过期");
    let messages = desk.read(&format!("/device/messages?session_id={SINGLE}")).await;
    assert_eq!(messages.as_array().unwrap().len(), 2, "nothing but what the seed has");
}

#[tokio::test]
async fn nobody_agrees_to_what_is_not_theirs() {
    let desk = Desk::start().await;
    let agree = async |user_id: &str, app_id: &str, scope: &str| {
        let body = json!({ "user_id": user_id, "app_id": app_id, "scope": scope });
        desk.post("/device/authorizations", body).await.refused()
    };
    let group = format!("sessionapi_sendmsg:{GROUP}:2");
    assert_eq!(agree("nobody", APP_ID, &group).await, "用户不存在");
    assert_eq!(agree("mia", "nobody", &group).await, "无效的app_id");
    assert_eq!(agree("mia", APP_ID, "").await, "缺少参数scope");
    assert_eq!(agree("mia", APP_ID, "snsapi_everything").await, "无效的scope：snsapi_everything");
    assert_eq!(agree("mia", APP_ID, "sessionapi_sendmsg:").await, "无效的scope：sessionapi_sendmsg:");
    assert_eq!(agree("mia", APP_ID, &format!("sessionapi_sendmsg:{GROUP}:1")).await, "会话不存在");
    assert_eq!(agree("mia", APP_ID, "sessionapi_sendmsg:x:2").await, "会话不存在");
    assert_eq!(agree("jianguo", APP_ID, &group).await, "用户不在该会话中");
    assert_eq!(agree("mia", APP_ID, "sessionapi_sendmsg:payments.mia:1").await, "该会话不能发送消息");
}
