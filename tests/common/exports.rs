//! All functions of one SDK, for the very page that the test runs in.

use super::js::{Log, error, fulfilled, get, js, json as to_json, result, value};
use super::page::Sdk;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

/// One test, because there is one SDK in a page, which keeps what it was told.
#[wasm_bindgen_test]
async fn the_functions_are_those_of_one_sdk() {
    let sdk = Sdk::new(&js_sys::global());
    fulfilled(sdk.config(&value(&json!({ "hostTimeout": 1, "lang": "en" })))).await;
    let log = Log::default();
    fulfilled(sdk.on_error(&log.note("handler"))).await;
    let [success, error_callback, complete] = ["success", "error", "complete"].map(|name| log.note(name));

    let lost = error(sdk.call(&"getSession".into(), &NONE, &NONE, [&success, &error_callback, &complete])).await;
    assert_eq!(lost["reason"], json!("no_host"));
    assert_eq!(log.names(), ["error", "handler", "complete"]);
    assert_eq!(error(sdk.ready(&NONE)).await["method"], json!("ready"));
    assert_eq!(fulfilled(sdk.is_in_vvchat()).await, JsValue::FALSE);
    assert_eq!(fulfilled(sdk.can_i_use(&"pay".into())).await, JsValue::FALSE);

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
    fulfilled(sdk.use_bridge(&bridge)).await;
    let expected = json!({ "session_id": "S", "session_type": 1 });
    assert_eq!(result(sdk.call(&"getSession".into(), &NONE, &NONE, [&success, &NONE, &NONE])).await, expected);
    assert_eq!(to_json(&log.given("success")), expected);
    assert_eq!(result(sdk.call(&"getSession".into(), &NONE, &js("{ timeout: 1000 }"), [&NONE; 3])).await, expected);
    assert_eq!(fulfilled(sdk.can_i_use(&"getSession".into())).await, JsValue::TRUE);
    assert_eq!(fulfilled(sdk.can_i_use(&"pay".into())).await, JsValue::FALSE);
    assert_eq!(get(&get(&sdk.diagnose(&js("{ name: 'wasm' }")), "engine"), "name"), "wasm");
}
