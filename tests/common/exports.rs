//! What JavaScript sees of the crate: the same SDK, for the page that it runs in.

use super::js::{Log, error, fulfilled, get, js, json as to_json, result, value};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

/// One test, because there is one SDK in a page, which keeps what it was told.
#[wasm_bindgen_test]
async fn the_functions_are_those_of_one_sdk() {
    fulfilled(vvchat_jssdk::config(&value(&json!({ "hostTimeout": 1, "lang": "en" })))).await;
    let log = Log::default();
    fulfilled(vvchat_jssdk::on_error(&log.note("handler"))).await;
    let [success, error_callback, complete] = ["success", "error", "complete"].map(|name| log.note(name));

    let lost = error(vvchat_jssdk::call(&"getSession".into(), &NONE, &success, &error_callback, &complete)).await;
    assert_eq!(lost["reason"], json!("no_host"));
    assert_eq!(log.names(), ["error", "handler", "complete"]);
    assert_eq!(error(vvchat_jssdk::ready(&NONE)).await["method"], json!("ready"));
    assert_eq!(fulfilled(vvchat_jssdk::is_in_vvchat()).await, JsValue::FALSE);
    assert_eq!(fulfilled(vvchat_jssdk::can_i_use(&"pay".into())).await, JsValue::FALSE);

    let bridge = js("{
        name: 'test',
        subscribe() {},
        send(text) {
            const { id, method } = JSON.parse(text);
            const results = {
                'vvchat.hello': { version: 1, methods: ['getSession'] },
                'vvchat.getSession': { session_id: 'S', session_type: 1 },
            };
            return { jsonrpc: '2.0', id, result: results[method] };
        },
    }");
    fulfilled(vvchat_jssdk::use_bridge(&bridge)).await;
    let expected = json!({ "session_id": "S", "session_type": 1 });
    assert_eq!(result(vvchat_jssdk::call(&"getSession".into(), &NONE, &success, &NONE, &NONE)).await, expected);
    assert_eq!(to_json(&log.given("success")), expected);
    assert_eq!(
        result(vvchat_jssdk::request(&"getSession".into(), &NONE, &js("{ timeout: 1000 }"), None)).await,
        expected
    );
    assert_eq!(fulfilled(vvchat_jssdk::can_i_use(&"getSession".into())).await, JsValue::TRUE);
    assert_eq!(fulfilled(vvchat_jssdk::can_i_use(&"pay".into())).await, JsValue::FALSE);
    assert_eq!(get(&vvchat_jssdk::diagnose(&"wasm".into()), "engine"), "wasm");

    // What the page has waited for already, while the engine was being loaded, counts.
    let silent = js("{ name: 'silent', subscribe() {}, send() {} }");
    fulfilled(vvchat_jssdk::use_bridge(&silent)).await;
    let late = vvchat_jssdk::request(&"getSession".into(), &NONE, &js("{ timeout: 600000 }"), Some(600_000.0));
    assert_eq!(error(late).await["reason"], json!("timeout"));
    assert_eq!(get(&vvchat_jssdk::diagnose(&NONE), "pending"), 0);
}
