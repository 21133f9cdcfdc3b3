//! The way of a call: what is sent for it, and what the page gets for what comes back.

use super::host::{Host, payment, session};
use super::js::{
    apply, error, error_json, fulfilled, get, js, json as to_json, message, rejected, result, set, text, value,
};
use super::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The last message that was sent is the request for a method with these params.
#[track_caller]
fn sent(host: &Host, method: &str, params: &Json) {
    let mut message = host.last();
    let id = message["id"].take();
    assert!(id.is_string(), "{id}");
    assert_eq!(message, json!({ "jsonrpc": "2.0", "id": null, "method": method, "params": params }));
}

/// Params pass as they are, a result arrives as it is.
async fn round_trip(method: &str, params: Json, answer: Json) {
    let (page, host) = Page::with_host();
    let promise = page.call(method, &params);
    sent(&host, &["vvchat.", method].concat(), &params);
    host.answers_last(&answer);
    assert_eq!(result(promise).await, answer);
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0; 4]));
}

/// What the page gets for a host's answer to a method.
async fn answered(method: &str, params: &Json, answer: &str) -> Json {
    let (page, host) = Page::with_host();
    let promise = page.call(method, params);
    host.answers_last_with_text(answer);
    result(promise).await
}

/// What the page gets for a host's answer that is an error, in English and in Chinese.
async fn fails(method: &str, params: &Json, answer: &str) -> [Json; 2] {
    let (page, host) = Page::with_host();
    let promise = page.call(method, params);
    host.answers_last_with_text(answer);
    let in_english = error(promise).await;
    let (page, host) = Page::in_chinese();
    let promise = page.call(method, params);
    host.answers_last_with_text(answer);
    [in_english, error(promise).await]
}

fn auth() -> Json {
    json!({ "app_id": "test", "scope": "snsapi_userinfo", "state": "x7Kq" })
}

fn share() -> Json {
    json!({
        "app_id": "test",
        "share_title": "春茶",
        "sub_title": "Spring tea",
        "share_url": "https://shop.example/茶 叶?a=b c",
        "thumb_url": "http://shop.example/tea.png",
    })
}

#[wasm_bindgen_test]
async fn auth_allowed() {
    round_trip("auth", auth(), json!({ "err_code": 0, "code": "C", "state": "x7Kq" })).await;
}

/// All three mean success, and are handed on as 0.
#[wasm_bindgen_test]
async fn auth_is_allowed_by_0_by_200_and_by_no_code_at_all() {
    let allowed = json!({ "err_code": 0, "code": "C" });
    for answer in [r#"{"code":"C","err_code":0}"#, r#"{"code":"C","err_code":"200"}"#, r#"{"code":"C"}"#] {
        assert_eq!(answered("auth", &auth(), answer).await, allowed, "{answer}");
    }
}

/// A person who says no has given an answer.
#[wasm_bindgen_test]
async fn auth_refused_is_a_result() {
    let refused = answered("auth", &auth(), r#"{"err_code":400,"err_msg":"用户取消","state":"x7Kq"}"#).await;
    assert_eq!(refused, json!({ "err_code": 400, "err_msg": "用户取消", "state": "x7Kq" }));
}

#[wasm_bindgen_test]
async fn auth_for_messages_to_a_conversation() {
    let params = json!({ "app_id": "test", "scope": "sessionapi_sendmsg:a:b:2" });
    round_trip("auth", params, json!({ "err_code": 0, "code": "C" })).await;
}

#[wasm_bindgen_test]
async fn auth_for_a_scope_of_the_future() {
    round_trip("auth", json!({ "app_id": "test", "scope": "later:x" }), json!({ "err_code": 0, "code": "C" })).await;
}

#[wasm_bindgen_test]
async fn pay_paid() {
    round_trip("pay", payment(), json!({ "trade_no": "201712023384923834" })).await;
}

#[wasm_bindgen_test]
async fn get_session() {
    round_trip("getSession", json!({}), session()).await;
}

#[wasm_bindgen_test]
async fn select_session() {
    round_trip("selectSession", json!({}), session()).await;
}

/// What has no params is not called with anything but an object either.
#[wasm_bindgen_test]
async fn params_are_an_object_where_there_are_none_too() {
    let (page, host) = Page::with_host();
    for method in ["getSession", "selectSession"] {
        let expected = [method, ": params must be an object, but it is the number 5"].concat();
        assert_eq!(message(page.call_js(&method.into(), &5.into())).await, expected);
    }
    assert_eq!(host.calls(), Vec::<Json>::new());
}

/// What has no params may be called without.
#[wasm_bindgen_test]
async fn params_may_be_left_out_where_there_are_none() {
    let (page, host) = Page::with_host();
    for method in ["getSession", "selectSession"] {
        let promise = page.call_js(&method.into(), &JsValue::UNDEFINED);
        sent(&host, &["vvchat.", method].concat(), &json!({}));
        host.answers_last(&session());
        assert_eq!(result(promise).await, session());
    }
}

#[wasm_bindgen_test]
async fn session_types_are_numbers_however_they_came() {
    for kind in ["2", "\"2\""] {
        let answer = [r#"{"session_id":"S","session_type":"#, kind, "}"].concat();
        assert_eq!(answered("getSession", &json!({}), &answer).await["session_type"], json!(2));
    }
}

#[wasm_bindgen_test]
async fn basic_share() {
    round_trip("share", share(), json!({ "code": 200 })).await;
}

/// The card's data is text, whatever is in it, and not one byte of it changes.
#[wasm_bindgen_test]
async fn advanced_share() {
    for data in
        ["{\"tpl_header\":\"vctalk\",\"data\":[\"春茶\",\"¥1\",]}", "{},", " \u{feff}\r\n", "https://a.example/"]
    {
        let mut params = share();
        params["share_data_url"] = json!(data);
        round_trip("share", params, json!({ "code": 200 })).await;
    }
}

#[wasm_bindgen_test]
async fn share_cancelled_is_a_result() {
    let cancelled = answered("share", &share(), r#"{"code":"400","err_msg":"取消"}"#).await;
    assert_eq!(cancelled, json!({ "code": 400, "error": "取消" }));
}

/// The platform adds fields over time.
#[wasm_bindgen_test]
async fn unknown_params_and_results_are_handed_on() {
    let params = json!({ "app_id": "test", "imprest_code": "P1", "later": { "a": [1, null, "茶"] } });
    round_trip("pay", params, json!({ "trade_no": "1", "later": { "b": [true] } })).await;
}

#[wasm_bindgen_test]
fn optional_params_that_are_null_or_undefined_are_not_sent() {
    let (page, host) = Page::with_host();
    let params = js("{ app_id: 'test', scope: 'snsapi_userinfo', state: null, later: undefined }");
    drop(page.call_js(&"auth".into(), &params));
    sent(&host, "vvchat.auth", &json!({ "app_id": "test", "scope": "snsapi_userinfo" }));
}

/// The message to the letter, and the fields in the page's order.
#[wasm_bindgen_test]
fn a_request_is_one_text_of_json() {
    let (page, host) = Page::with_host();
    drop(page.call_js(&"pay".into(), &js("{ later: ['\\n'], imprest_code: 'P\"1', app_id: '茶' }")));
    let expected = [
        r#"{"jsonrpc":"2.0","id":""#,
        &host.last_id(),
        r#"","method":"vvchat.pay","params":{"later":["\n"],"imprest_code":"P\"1","app_id":"茶"}}"#,
    ];
    assert_eq!(host.texts().last(), Some(&expected.concat()));
}

/// The page may do with its object what it likes, and gets it back as it was.
#[wasm_bindgen_test]
async fn params_are_those_of_the_moment_of_the_call() {
    let page = Page::new();
    let params = value(&json!({ "app_id": "test", "imprest_code": "P1", "later": { "a": 1 } }));
    drop(page.call_js(&"pay".into(), &params));
    set(&params, "imprest_code", &"P2".into());
    set(&get(&params, "later"), "a", &2.into());
    let host = Host::new();
    host.plug_into(&page);
    sent(&host, "vvchat.pay", &json!({ "app_id": "test", "imprest_code": "P1", "later": { "a": 1 } }));

    let frozen = js("Object.freeze({ app_id: 'test', imprest_code: 'P3', later: null })");
    drop(page.call_js(&"pay".into(), &frozen));
    assert_eq!(to_json(&frozen), json!({ "app_id": "test", "imprest_code": "P3", "later": null }));
}

/// Ids can't be guessed: 128 bits that are different each time.
#[wasm_bindgen_test]
fn ids_are_random() {
    let (page, host) = Page::with_host();
    let mut bits = Vec::new();
    for _ in 0..100 {
        drop(page.get_session());
        let id = host.last_id();
        let (_, nonce) = id.split_once('-').expect("an id has two parts");
        bits.push(u128::from_str_radix(nonce, 16).expect("hexadecimal digits"));
        assert_eq!(nonce.len(), 32, "{nonce}");
    }
    // Each bit is set in some of them and not in others.
    assert_eq!(bits.iter().fold(0, |any, bits| any | bits), u128::MAX);
    assert_eq!(bits.iter().fold(u128::MAX, |all, bits| all & bits), 0);
    bits.sort_unstable();
    bits.dedup();
    assert_eq!(bits.len(), 100);
}

/// A reply may be an object as well as a text.
#[wasm_bindgen_test]
async fn replies_may_be_objects() {
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    host.says_object(&json!({ "jsonrpc": "2.0", "id": host.last_id(), "result": session() }));
    assert_eq!(result(promise).await, session());
}

#[wasm_bindgen_test]
async fn calls_are_answered_in_any_order() {
    let (page, host) = Page::with_host();
    let promises: Vec<_> = (0..5).map(|_| (page.get_session(), host.last_id())).collect();
    for (position, (_, id)) in promises.iter().enumerate().rev() {
        host.answers(id, &json!({ "session_id": position.to_string(), "session_type": 1 }));
    }
    for (position, (promise, _)) in promises.into_iter().enumerate() {
        assert_eq!(result(promise).await["session_id"], json!(position.to_string()));
    }
}

// Errors. All of one is checked once; then those parts that differ.

#[wasm_bindgen_test]
async fn an_error_is_an_error_with_all_its_properties() {
    let (page, host) = Page::with_host();
    let promise = page.call("pay", &payment());
    host.refuses_last(400, "用户取消");
    let error = rejected(promise).await;
    let expected = json!({
        "name": "VvchatError",
        "err_code": 400,
        "err_msg": "用户取消",
        "reason": "host_error",
        "method": "pay",
        "field": null,
        "request_id": host.last_id(),
        "retryable": false,
        "outcome": "failed",
    });
    assert_eq!(error_json(&error), expected);
    let names = apply("Object.keys", &[&error]);
    assert_eq!(to_json(&names).as_array().map(Vec::len), expected.as_object().map(serde_json::Map::len));
    assert!(get(&error, "stack").is_string());
}

#[wasm_bindgen_test]
async fn what_a_page_passes_wrong_names_method_field_expectation_and_what_came() {
    let page = Page::new();
    let params = json!({ "app_id": "test", "scope": "sessionapi_sendmsg:S:3" });
    let mut expected = json!({
        "name": "VvchatError",
        "err_code": 400,
        "err_msg": "auth: scope must be snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2), \
                    but it is the string \"sessionapi_sendmsg:S:3\"",
        "reason": "invalid_params",
        "method": "auth",
        "field": "scope",
        "request_id": null,
        "retryable": false,
        "outcome": null,
    });
    assert_eq!(error(page.call("auth", &params)).await, expected);
    fulfilled(page.config(&json!({ "lang": "zh" }))).await;
    expected["err_msg"] =
        "auth：scope 应为 snsapi_userinfo 或 sessionapi_sendmsg:SESSION_ID:SESSION_TYPE（SESSION_TYPE 为 1 或 2），\
                           实际为字符串 \"sessionapi_sendmsg:S:3\""
            .into();
    assert_eq!(error(page.call("auth", &params)).await, expected);
}

/// Every rule of every method, by one that breaks it; and nothing was sent.
#[wasm_bindgen_test]
async fn params_that_break_a_rule_are_not_sent() {
    let (page, host) = Page::with_host();
    for (method, field, broken) in [
        ("auth", "app_id", json!(" ")),
        ("auth", "scope", json!("")),
        ("auth", "state", json!(1)),
        ("pay", "app_id", json!(null)),
        ("pay", "imprest_code", json!("\u{3000}")),
        ("share", "app_id", json!(5)),
        ("share", "share_title", json!("\t")),
        ("share", "sub_title", json!({})),
        ("share", "share_url", json!("/tea")),
        ("share", "share_url", json!("javascript:alert(1)")),
        ("share", "thumb_url", json!("tea.png")),
        ("share", "share_data_url", json!("")),
    ] {
        let mut params = match method {
            "auth" => auth(),
            "pay" => payment(),
            _ => share(),
        };
        params[field] = broken;
        let error = error(page.call(method, &params)).await;
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!(field)), "{error}");
        assert_eq!(error["outcome"], if method == "pay" { json!("none") } else { json!(null) }, "{error}");
    }
    assert_eq!(host.calls(), Vec::<Json>::new());
}

#[wasm_bindgen_test]
async fn unknown_methods() {
    let page = Page::new();
    let error = error(page.call("payment", &payment())).await;
    assert_eq!(
        error,
        json!({
            "name": "VvchatError",
            "err_code": 404,
            "err_msg": "vvchat: method must be one of auth, pay, getSession, selectSession, share, but it is the string \"payment\"",
            "reason": "unknown_method",
            "method": null,
            "field": null,
            "request_id": null,
            "retryable": false,
            "outcome": null,
        })
    );
    drop(page.config(&json!({ "lang": "zh" })));
    assert_eq!(
        message(page.call("payment", &payment())).await,
        "vvchat：method 应为以下之一：auth、pay、getSession、selectSession、share，实际为字符串 \"payment\""
    );
}

/// The host's own words, in whatever language it speaks.
#[wasm_bindgen_test]
async fn host_errors() {
    for (code, said, message) in
        [(400, "用户取消", "用户取消"), (0, "x", "x"), (-7, "", "getSession: the host answered with error -7")]
    {
        let (page, host) = Page::with_host();
        let promise = page.get_session();
        host.refuses_last(code, said);
        let error = error(promise).await;
        assert_eq!((&error["reason"], &error["err_code"]), (&json!("host_error"), &json!(code)));
        assert_eq!((&error["err_msg"], &error["retryable"]), (&json!(message), &json!(false)));
    }
    let (page, host) = Page::in_chinese();
    let promise = page.get_session();
    host.refuses_last(-7, "");
    assert_eq!(message(promise).await, "getSession：宿主返回错误 -7");
}

/// The platform's own form of an error, as a result.
#[wasm_bindgen_test]
async fn an_err_code_in_a_result_is_the_hosts_error() {
    for (method, params) in [("getSession", json!({})), ("selectSession", json!({})), ("share", share())] {
        let [error, _] = fails(method, &params, r#"{"err_code":403,"err_msg":"无权限","code":200}"#).await;
        assert_eq!((&error["reason"], &error["err_code"]), (&json!("host_error"), &json!(403)));
        assert_eq!(error["err_msg"], json!("无权限"));
    }
}

#[wasm_bindgen_test]
async fn a_host_that_does_not_know_the_method() {
    let (page, host) = Page::with_host();
    let promise = page.call("share", &share());
    host.refuses_last(-32601, "Method not found");
    let error = error(promise).await;
    assert_eq!((&error["reason"], &error["err_code"]), (&json!("unsupported"), &json!(501)));
    assert_eq!(error["err_msg"], json!("share: the host does not offer this method"));
    let (page, host) = Page::in_chinese();
    let promise = page.call("share", &share());
    host.refuses_last(-32601, "Method not found");
    assert_eq!(message(promise).await, "share：宿主不支持该方法");
}

#[wasm_bindgen_test]
async fn results_that_break_a_rule() {
    for (method, params, answer, field, english, chinese) in [
        (
            "auth",
            auth(),
            "{}",
            "code",
            "code must be a string that is not blank, but it is missing",
            "code 应为非空白字符串，实际未提供",
        ),
        (
            "getSession",
            json!({}),
            r#"{"session_id":"S","session_type":"3"}"#,
            "session_type",
            "session_type must be 1 (single chat) or 2 (group), but it is the string \"3\"",
            "session_type 应为 1（单聊）或 2（群聊），实际为字符串 \"3\"",
        ),
        (
            "selectSession",
            json!({}),
            r#"{"session_id":" ","session_type":1}"#,
            "session_id",
            "session_id must be a string that is not blank, but it is the string \" \"",
            "session_id 应为非空白字符串，实际为字符串 \" \"",
        ),
        (
            "share",
            share(),
            r#"{"code":"ok"}"#,
            "code",
            "code must be a whole number, but it is the string \"ok\"",
            "code 应为整数，实际为字符串 \"ok\"",
        ),
    ] {
        let [error, in_chinese] = fails(method, &params, answer).await;
        assert_eq!((&error["reason"], &error["err_code"]), (&json!("malformed_reply"), &json!(502)), "{method}");
        assert_eq!((&error["field"], &error["retryable"]), (&json!(field), &json!(false)), "{method}");
        assert_eq!(text(&error["err_msg"]), format!("{method}: the host's reply is malformed, {english}"));
        assert_eq!(text(&in_chinese["err_msg"]), format!("{method}：宿主的回复格式错误，{chinese}"));
    }
}

#[wasm_bindgen_test]
async fn results_that_are_no_objects() {
    for (answer, came) in [
        ("null", "is null"),
        ("true", "is true"),
        ("7", "is the number 7"),
        ("\"\"", "is an empty string"),
        ("\"ok\"", "is the string \"ok\""),
        ("[]", "is an array"),
    ] {
        let [error, _] = fails("getSession", &json!({}), answer).await;
        let expected = "getSession: the host's reply is malformed, reply must be an object, but it ";
        assert_eq!(text(&error["err_msg"]), [expected, came].concat());
        assert_eq!((&error["reason"], &error["field"]), (&json!("malformed_reply"), &json!(null)));
    }
}

/// Neither a result nor an error, or both: whose reply it is, is clear, so the call is over.
#[wasm_bindgen_test]
async fn responses_that_are_none() {
    for members in [
        "",
        r#","error":null"#,
        r#","error":{}"#,
        r#","error":{"code":"400","message":"x"}"#,
        r#","error":"x""#,
        r#","result":{"session_id":"S","session_type":1},"error":{"code":1,"message":"x"}"#,
    ] {
        let (page, host) = Page::with_host();
        let promise = page.get_session();
        host.says_js(&[r#"{"jsonrpc":"2.0","id":""#, &host.last_id(), "\"", members, "}"].concat().into());
        assert_eq!(
            message(promise).await,
            "getSession: the host's reply is malformed, reply must be a JSON-RPC 2.0 response, but it is an object"
        );
        assert_eq!(page.ignored(), [0; 4]);
    }
    let (page, host) = Page::in_chinese();
    let promise = page.get_session();
    host.says(&json!({ "jsonrpc": "2.0", "id": host.last_id() }));
    assert_eq!(message(promise).await, "getSession：宿主的回复格式错误，reply 应为 JSON-RPC 2.0 响应，实际为对象");
}
