//! `state` comes back byte for byte, or the reply is not to be trusted.

use super::host::Host;
use super::js::{apply, error, fulfilled, get, js, json as to_json, message, set};
use super::page::Page;
use js_sys::Promise;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

/// Texts that get lost easily: what is no well-formed Unicode, what looks the same, what JSON or a header would change.
const STATES: [&str; 14] = [
    "''",
    "' '",
    "'x7Kq'",
    "'\\0\\u0001\\u007f\\u0085\\u2028\\u2029\\ufeff'",
    "'\"\\\\\\/\\b\\f\\n\\r\\t'",
    "'e\\u0301'",
    "'\\u00e9'",
    "'茶🍵'",
    "String.fromCharCode(0xd800)",
    "String.fromCharCode(0xdbff)",
    "'%uD800'",
    "'a' + String.fromCharCode(0xdfff) + 'b'",
    "String.fromCharCode(0xdf75, 0xd83c)",
    "String.fromCharCode(0xfffd, 0xffff)",
];

/// Asks for consent with a `state`, if it is not `undefined`.
fn auth(page: &Page, state: &JsValue) -> Promise {
    let params = js("{ app_id: 'test', scope: 'snsapi_userinfo' }");
    set(&params, "state", state);
    page.call_js(&"auth".into(), &params)
}

/// Answers the last request with a `state`, as a text or as an object.
fn answers_with(host: &Host, state: &JsValue, as_text: bool) {
    let reply = "(host, state, asText) => {
        const { id } = JSON.parse(host.sent.at(-1));
        const reply = { jsonrpc: '2.0', id, result: { err_code: 0, code: 'C', state } };
        host.receive(asText ? JSON.stringify(reply) : reply);
    }";
    apply(reply, &[host.object(), state, &as_text.into()]);
}

#[wasm_bindgen_test]
async fn a_state_is_returned_byte_for_byte() {
    let (page, host) = Page::with_host();
    for state in STATES {
        let sent = js(state);
        for as_text in [true, false] {
            let promise = auth(&page, &sent);
            let arrived =
                get(&get(&apply("({ sent }) => JSON.parse(sent.at(-1))", &[host.object()]), "params"), "state");
            assert_eq!(arrived, sent, "{state}");
            answers_with(&host, &arrived, as_text);
            assert_eq!(get(&fulfilled(promise).await, "state"), sent, "{state}");
        }
    }
}

#[wasm_bindgen_test]
async fn every_other_state_is_a_mismatch() {
    let (page, host) = Page::with_host();
    for (position, state) in STATES.iter().enumerate() {
        for (other_position, other) in STATES.iter().enumerate().filter(|(other, _)| *other != position) {
            let promise = auth(&page, &js(state));
            answers_with(&host, &js(other), (position + other_position) % 2 == 0);
            assert_eq!(error(promise).await["reason"], json!("state_mismatch"), "{state} and {other}");
        }
    }
}

#[wasm_bindgen_test]
async fn what_a_mismatch_says() {
    let (page, host) = Page::with_host();
    let promise = auth(&page, &"x7Kq".into());
    answers_with(&host, &"x7KQ".into(), true);
    let expected = json!({
        "name": "VvchatError",
        "err_code": 409,
        "err_msg": "auth: the state that came back is not the one that was sent; the reply is not to be trusted",
        "reason": "state_mismatch",
        "method": "auth",
        "field": "state",
        "request_id": host.last_id(),
        "retryable": false,
        "outcome": null,
    });
    assert_eq!(error(promise).await, expected);
    let (page, host) = Page::in_chinese();
    let promise = auth(&page, &"x7Kq".into());
    answers_with(&host, &"x7KQ".into(), true);
    assert_eq!(message(promise).await, "auth：返回的 state 与发送的不一致，该回复不可信");
}

/// Whatever else is in the reply: a forged refusal is forged as well.
#[wasm_bindgen_test]
async fn a_mismatch_comes_before_all_else() {
    let (page, host) = Page::with_host();
    for result in [
        json!({ "err_code": 400, "state": "forged" }),
        json!({ "err_code": 0, "code": "", "state": "forged" }),
        json!({ "err_code": 0, "code": "C", "state": 7 }),
        json!({ "err_code": 0, "code": "C", "state": ["x7Kq"] }),
    ] {
        let promise = auth(&page, &"x7Kq".into());
        host.answers_last(&result);
        assert_eq!(error(promise).await["reason"], json!("state_mismatch"), "{result}");
    }
}

/// A host may leave it out, which says nothing; it may not make one up.
#[wasm_bindgen_test]
async fn a_state_may_be_left_out() {
    let (page, host) = Page::with_host();
    for state in ["undefined", "null"] {
        let promise = auth(&page, &"x7Kq".into());
        answers_with(&host, &js(state), true);
        assert_eq!(to_json(&fulfilled(promise).await), json!({ "err_code": 0, "code": "C" }));
    }
    for nothing in [NONE, "".into()] {
        let promise = auth(&page, &NONE);
        answers_with(&host, &nothing, true);
        assert_eq!(get(&fulfilled(promise).await, "code"), "C");
    }
    let promise = auth(&page, &NONE);
    answers_with(&host, &"forged".into(), true);
    assert_eq!(error(promise).await["reason"], json!("state_mismatch"));
}

/// A bridge may change the object that it was handed (`JsBridge` 2 does): what was sent is still what was sent.
#[wasm_bindgen_test]
async fn a_host_cannot_change_what_was_sent() {
    let page = Page::with(&[(
        "WebViewJavascriptBridge",
        &js(
            "{ callHandler(name, params, reply) { params.state = 'forged'; reply({ err_code: 0, code: 'C', state: 'forged' }); } }",
        ),
    )]);
    assert_eq!(error(auth(&page, &"x7Kq".into())).await["reason"], json!("state_mismatch"));
    let page = Page::with(&[(
        "WebViewJavascriptBridge",
        &js("{ callHandler(name, params, reply) {
            const { state } = params;
            for (const key in params) delete params[key];
            reply(JSON.stringify({ err_code: 0, code: 'C', state }));
        } }"),
    )]);
    assert_eq!(get(&fulfilled(auth(&page, &"x7Kq".into())).await, "state"), "x7Kq");
}
