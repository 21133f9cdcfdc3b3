//! A script message handler of a `WebKit` view.

use crate::common::host::{payment, session};
use crate::common::js::{error, js, result};
use crate::common::page::Page;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

/// A page with this for its handler.
fn with_handler(object: &str) -> Page {
    Page::with(&[("webkit", &js(&["{ messageHandlers: { vvchatHost: ", object, " } }"].concat()))])
}

/// Handlers are the view's own objects: called any other way than as a method, they throw.
#[wasm_bindgen_test]
async fn the_handler_is_called_as_a_method_with_one_text() {
    let page = with_handler(
        "new (class UserMessageHandler {
            #native = true;
            async postMessage(...given) {
                if (!this.#native || given.length !== 1 || typeof given[0] !== 'string') throw new TypeError('no');
                const { id } = JSON.parse(given[0]);
                const result = { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 };
                return { jsonrpc: '2.0', id, result };
            }
        })()",
    );
    assert_eq!(result(page.get_session()).await, session());
}

/// On iOS a reply that the app drops rejects the promise.
#[wasm_bindgen_test]
async fn a_handler_that_rejects() {
    let page = with_handler("{ postMessage: async () => { throw new Error('dropped'); } }");
    let error = error(page.call("pay", &payment())).await;
    assert_eq!((&error["reason"], &error["err_code"]), (&json!("host_error"), &json!(-32603)));
    assert_eq!(error["outcome"], json!("unknown"));
}

/// Handlers can't be listed: they are asked for by name, and other names are none of ours.
#[wasm_bindgen_test]
fn only_the_handler_of_our_name_is_used() {
    let page =
        Page::with(&[("webkit", &js("{ messageHandlers: { other: { postMessage() { throw new Error('no'); } } } }"))]);
    drop(page.get_session());
    assert_eq!(page.diagnosis()["bridge"], json!(null));
}
