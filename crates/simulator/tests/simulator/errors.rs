//! Every error of the table is given, with exactly its words.

use hyper::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use vvchat_simulator::{ERROR_TEXTS, Options, Seed};

use crate::support::http::Call;
use crate::support::process::{Folder, Process};
use crate::support::signing::{agent_pay, now, signed};
use crate::support::{ACCOUNT, APP_ID, APP_KEY, Desk, GROUP, OPEN_ID, order, payment, token_path, with};

/// Whether a message is of that text, in which `{name}` stands for anything.
fn is_of(text: &str, message: &str) -> bool {
    let mut rest = message;
    let mut pieces = text.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after)).peekable();
    rest = match rest.strip_prefix(pieces.next().unwrap_or_default()) {
        Some(after) => after,
        None => return false,
    };
    while let Some(piece) = pieces.next() {
        match rest.find(piece) {
            _ if pieces.peek().is_none() => return rest.ends_with(piece),
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

#[test]
fn texts_are_told_apart() {
    assert!(is_of("缺少参数{name}", "缺少参数a") && !is_of("缺少参数{name}", "缺少请求头a"));
    assert!(is_of("参数{name}无效：应为{expected}", "参数a无效：应为b") && !is_of("参数{name}重复", "参数a无效"));
    assert!(is_of("无效的code", "无效的code") && !is_of("无效的code", "无效的code。"));
}

#[tokio::test]
async fn every_error_is_given_in_its_own_words() {
    let mut seed: Value = serde_json::from_str(include_str!("../../src/seed.json")).unwrap();
    let mut second = seed["apps"][0].clone();
    second["app_id"] = json!("second");
    seed["apps"].as_array_mut().unwrap().push(second);
    let seed = Seed::from_json(&seed.to_string()).unwrap();
    let desk = Desk::with(Options { seed: Some(seed), ..Options::default() }).await;
    let own = desk.origin.as_str();
    let unified = "/paybusapi/v1/pay/unifiedorder";
    let userinfo = "/userservices/v2/authorization/userinfo";
    let notify = "http://127.0.0.1:9/";
    let mut given = Vec::new();
    let mut expect = |message: String, expected: &str| {
        assert_eq!(message, expected);
        given.push(message);
    };

    // The request as such.
    expect(desk.get("/paybusapi/v9/nothing").await.refused(), "接口不存在：/paybusapi/v9/nothing");
    expect(desk.get("/device/nothing").await.refused(), "接口不存在：/device/nothing");
    let delete = Call::new(Method::DELETE, own, unified).send().await;
    expect(delete.refused(), "接口/paybusapi/v1/pay/unifiedorder不支持DELETE请求");
    expect(desk.post("/device/world", json!({})).await.refused(), "接口/device/world不支持POST请求");
    let rebound = Call::get(own, "/paybusapi/v1/test/imprest").header("host", "evil.example").send().await;
    expect(rebound.refused(), "请求的主机名无效：“evil.example”");
    let huge = Call::post(own, unified, &json!({ "title": "x".repeat(1024 * 1024) })).send().await;
    expect(huge.refused(), "请求体过大，最多1048576字节");
    expect(incomplete(own).await, "请求体不完整");
    let form = Call::post(own, unified, &json!({})).header("content-type", "application/x-www-form-urlencoded").send();
    expect(form.await.refused(), "请求头Content-Type应为application/json，收到：“application/x-www-form-urlencoded”");
    let broken = Call::post(own, unified, &json!({})).body("{\n\"title\": 茶}").send().await;
    expect(broken.refused(), "请求体不是有效的JSON（第2行第10列）");
    expect(desk.platform_post(unified, &json!([1])).await.refused(), "请求体应为JSON对象");
    expect(desk.get(&token_path(APP_ID, APP_KEY, "%FF")).await.refused(), "网址中的参数不是有效的UTF-8文本");
    expect(desk.get(&token_path(APP_ID, APP_KEY, "a&code=b")).await.refused(), "参数code重复");
    expect(desk.get(&token_path(APP_ID, "", "a")).await.refused(), "缺少参数app_key");
    let free = signed(with(order("A1", notify), "amount", json!(0)));
    expect(desk.platform_post(unified, &free).await.refused(), "参数amount无效：应为以分为单位的正整数，收到0");
    expect(desk.get(userinfo).await.refused(), "缺少请求头Authorization");
    let bearer = Call::get(own, userinfo).header("authorization", "Bearer x").send().await;
    expect(bearer.refused(), "请求头Authorization无效：应为token本身，不带Bearer前缀，收到“Bearer …”");

    // Apps, codes, tokens.
    expect(desk.get(&token_path("nobody", APP_KEY, "a")).await.refused(), "无效的app_id");
    expect(desk.get(&token_path(APP_ID, "x", "a")).await.refused(), "无效的app_key");
    expect(desk.get(&token_path(APP_ID, APP_KEY, "a")).await.refused(), "无效的code");
    let code = desk.agree("snsapi_userinfo").await;
    let token = desk.token("snsapi_userinfo").await;
    let message = json!({ "type": "text", "content": "a" });
    let call = Call::post(own, "/messageapi/v1/authorization/sendmsg", &message).header("authorization", &token);
    expect(call.send().await.refused(), "token没有该权限，其授权作用域为snsapi_userinfo");
    desk.advance(2 * 3600).await;
    let call = Call::get(own, userinfo).header("authorization", &token).send().await;
    expect(call.refused(), "token已过期");
    expect(desk.get(&token_path(APP_ID, APP_KEY, &code)).await.refused(), "code已过期");
    expect(Call::get(own, userinfo).header("authorization", "x").send().await.refused(), "无效的token");
    let agree = async |user_id: &str, scope: &str| {
        let body = json!({ "user_id": user_id, "app_id": APP_ID, "scope": scope });
        desk.post("/device/authorizations", body).await.refused()
    };
    expect(agree("mia", "x").await, "无效的scope：x");
    expect(agree("nobody", "snsapi_userinfo").await, "用户不存在");
    expect(agree("mia", "sessionapi_sendmsg:x:1").await, "会话不存在");
    expect(agree("jianguo", &format!("sessionapi_sendmsg:{GROUP}:2")).await, "用户不在该会话中");
    expect(agree("mia", "sessionapi_sendmsg:payments.mia:1").await, "该会话不能发送消息");

    // Orders.
    let unsigned = with(order("A1", notify), "sign", json!("x"));
    expect(desk.platform_post(unified, &unsigned).await.refused(), "签名错误");
    expect(
        desk.get(&format!("{unified}?app_id={APP_ID}")).await.refused(),
        "imprest_code和out_trade_no须且只须填写一个",
    );
    let imprest_code = desk.place(order("A1", notify)).await;
    let dearer = signed(with(order("A1", notify), "amount", json!(1281)));
    expect(desk.platform_post(unified, &dearer).await.refused(), "商户订单号已存在，但amount不同");
    expect(desk.get(&format!("{unified}?app_id={APP_ID}&out_trade_no=x")).await.refused(), "订单不存在");
    let others = format!("{unified}?app_id=second&imprest_code={imprest_code}");
    expect(desk.get(&others).await.refused(), "订单不属于该应用");
    let others = with(payment(&imprest_code), "app_id", json!("second"));
    expect(desk.post("/device/payments", others).await.refused(), "订单不属于该应用");
    desk.pay(&imprest_code).await;
    expect(desk.post("/device/payments", payment(&imprest_code)).await.refused(), "订单已支付");
    let payout = json!({ "out_order_no": "B1", "in_open_id": OPEN_ID, "out_open_id": ACCOUNT, "amount": 1,
        "notify_url": notify, "title": "t" });
    let agent_pays = async |body: &Value, at: u64| agent_pay(own, body, at).send().await;
    expect(agent_pays(&payout, now() - 400).await.refused(), "请求头timestamp与当前时间相差超过5分钟");
    let wrong = with(payout.clone(), "out_open_id", json!("x"));
    expect(agent_pays(&wrong, now()).await.refused(), "付款账户不属于该应用");
    let wrong = with(payout.clone(), "in_open_id", json!("x"));
    expect(agent_pays(&wrong, now()).await.refused(), "收款用户不存在");
    agent_pays(&payout, now()).await.done();
    let dearer = with(payout, "amount", json!(2));
    expect(agent_pays(&dearer, now()).await.refused(), "商户付款单号已存在，但amount不同");

    // What the phone asks for.
    let foreign = Call::get(own, "/device/world").header("sec-fetch-site", "same-site").send().await;
    expect(foreign.refused(), "只接受VVChat自身页面的请求");
    expect(desk.post("/device/notifications/0/send", json!({})).await.refused(), "通知不存在");
    let card = desk.get("/device/card-data?url=http%3A%2F%2F127.0.0.1%3A9").await.refused();
    expect(card.clone(), &format!("无法读取卡片数据：{}", card.split_once('：').unwrap().1));

    let data = Folder::new("full-disk");
    expect(Process::start_on_a_small_disk(&data).desk.fill().await, "系统繁忙，请稍后再试");

    for text in ERROR_TEXTS {
        assert!(given.iter().any(|message| is_of(text, message)), "nothing was refused with {text}");
    }
    for message in &given {
        assert_eq!(ERROR_TEXTS.iter().filter(|text| is_of(text, message)).count(), 1, "{message}");
    }
}

/// What is answered to a body that breaks off: its chunk is no chunk.
async fn incomplete(origin: &str) -> String {
    let mut stream = TcpStream::connect(origin.strip_prefix("http://").unwrap()).await.unwrap();
    let host = origin.strip_prefix("http://").unwrap();
    let request = format!(
        "POST /paybusapi/v1/pay/unifiedorder HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n5\r\n{{\"a\":\r\nnot a length\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let body: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    body["err_msg"].as_str().unwrap().to_owned()
}
