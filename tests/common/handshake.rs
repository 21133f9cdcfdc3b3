//! The handshake: who speaks, in which version, and what the host offers. A host may do without.

use super::host::{Host, session};
use super::js::{Uncaught, apply, error, fulfilled, js, result, set, turn};
use super::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Answers the last message, which is a handshake, with anything.
fn answers_hello(host: &Host, answer: &Json) {
    assert_eq!(host.last()["method"], json!("vvchat.hello"));
    host.answers_last(answer);
}

/// A host announces that it has (re)started.
fn announces_itself(host: &Host) {
    host.says(&json!({ "jsonrpc": "2.0", "method": "vvchat.ready" }));
}

#[wasm_bindgen_test]
fn the_handshake_comes_first() {
    let page = Page::new();
    drop(page.get_session());
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(host.methods(), ["vvchat.hello", "vvchat.getSession"]);
    let mut hello = host.messages().swap_remove(0);
    let id = hello["id"].take();
    assert_eq!(id.as_str().map(str::len), Some(32), "{id}");
    let expected = json!({
        "jsonrpc": "2.0",
        "id": null,
        "method": "vvchat.hello",
        "params": { "versions": [1], "sdk": { "name": "vvchat-jssdk", "version": env!("CARGO_PKG_VERSION") } },
    });
    assert_eq!(hello, expected);
    drop(page.get_session());
    assert_eq!(host.methods().len(), 3, "the host was greeted again");
}

#[wasm_bindgen_test]
async fn what_the_host_does_not_offer_is_not_sent() {
    let (page, host) = Page::with_host();
    host.greets(&["getSession", "later"]);
    let error = error(page.call("selectSession", &json!({}))).await;
    assert_eq!((&error["reason"], &error["err_code"]), (&json!("unsupported"), &json!(501)));
    assert_eq!(error["err_msg"], json!("selectSession: the host does not offer this method"));
    assert_eq!(host.calls(), Vec::<Json>::new());
    let promise = page.get_session();
    host.answers_last(&session());
    assert_eq!(result(promise).await, session());
}

/// Calls wait for no handshake: what is sent before the answer is sent.
#[wasm_bindgen_test]
async fn calls_do_not_wait_for_the_answer() {
    let (page, host) = Page::with_host();
    let promise = page.call("selectSession", &json!({}));
    let id = host.last_id();
    host.greets(&["getSession"]);
    host.answers(&id, &session());
    assert_eq!(result(promise).await, session());
}

/// A host may be modest, or know nothing of handshakes: its answers are checked one by one.
#[wasm_bindgen_test]
async fn hosts_without_a_proper_handshake_are_taken_at_their_word() {
    for answer in [
        json!({}),
        json!({ "version": 1 }),
        json!({ "version": 1, "methods": null }),
        json!({ "version": 1, "methods": "getSession" }),
        json!({ "version": 1, "host": 5 }),
        json!({ "host": { "name": 5, "version": null } }),
    ] {
        let (page, host) = Page::with_host();
        answers_hello(&host, &answer);
        assert_eq!(fulfilled(page.sdk.can_i_use(&"getSession".into())).await, JsValue::TRUE, "{answer}");
        let promise = page.get_session();
        host.answers_last(&session());
        assert_eq!(result(promise).await, session(), "{answer}");
        assert_eq!(page.diagnosis()["host"], json!({ "name": "", "version": "", "methods": null }), "{answer}");
    }
    let (page, host) = Page::with_host();
    host.refuses_last(-32601, "Method not found");
    assert_eq!(fulfilled(page.sdk.can_i_use(&"getSession".into())).await, JsValue::TRUE);
    let promise = page.get_session();
    host.answers_last(&session());
    assert_eq!(result(promise).await, session());
}

#[wasm_bindgen_test]
async fn an_empty_list_offers_nothing() {
    let (page, host) = Page::with_host();
    host.greets(&[]);
    assert_eq!(fulfilled(page.sdk.can_i_use(&"getSession".into())).await, JsValue::FALSE);
    assert_eq!(error(page.get_session()).await["reason"], json!("unsupported"));
}

/// A bridge may throw, or refuse, what it does not know.
#[wasm_bindgen_test]
async fn a_handshake_that_fails_is_no_failure() {
    let uncaught = Uncaught::listen();
    for respond in [
        "({ method }) => { if (method === 'vvchat.hello') throw new Error('what?'); }",
        "async ({ method }) => { if (method === 'vvchat.hello') throw new Error('what?'); }",
        "({ method }) => method === 'vvchat.hello' ? 'what?' : undefined",
        "({ method }) => method === 'vvchat.hello' ? {} : undefined",
    ] {
        let page = Page::new();
        let host = Host::responding(respond);
        host.plug_into(&page);
        turn().await;
        let promise = page.get_session();
        host.answers_last(&session());
        assert_eq!(result(promise).await, session(), "{respond}");
    }
    assert_eq!(uncaught.all().await, json!([]));
}

#[wasm_bindgen_test]
async fn a_host_that_has_restarted_is_greeted_again() {
    let (page, host) = Page::with_host();
    host.greets(&["pay"]);
    announces_itself(&host);
    assert_eq!(host.methods(), ["vvchat.hello", "vvchat.hello"]);
    host.greets(&["getSession"]);
    assert_eq!(page.diagnosis()["host"]["methods"], json!(["getSession"]));
    assert_eq!(fulfilled(page.sdk.can_i_use(&"pay".into())).await, JsValue::FALSE);
    let promise = page.get_session();
    host.answers_last(&session());
    assert_eq!(result(promise).await, session());
}

/// The answer counts for the handshake alone, and only as long as it is asked for.
#[wasm_bindgen_test]
fn a_forged_answer_to_a_handshake_is_none() {
    let (page, host) = Page::with_host();
    host.answers("0", &json!({ "version": 1, "methods": [] }));
    let id = host.last_id();
    host.answers(&id.to_uppercase(), &json!({ "version": 1, "methods": [] }));
    assert_eq!((page.ignored(), &page.diagnosis()["host"]), ([2, 0, 0, 0], &json!(null)));
}

/// What another host says of itself says nothing of the one in use.
#[wasm_bindgen_test]
async fn only_the_host_in_use_has_a_say() {
    let page = Page::new();
    let (first, second) = (Host::new(), Host::new());
    first.plug_into(&page);
    let id = first.last_id();
    second.plug_into(&page);
    second.greets(&["getSession"]);
    first.answers(&id, &json!({ "version": 1, "host": { "name": "first" }, "methods": [] }));
    assert_eq!(page.diagnosis()["host"]["methods"], json!(["getSession"]));
    announces_itself(&first);
    if first.methods().len() > 1 {
        first.greets(&[]);
    }
    assert_eq!(page.diagnosis()["host"]["methods"], json!(["getSession"]));
    let promise = page.get_session();
    second.answers_last(&session());
    assert_eq!(result(promise).await, session());
}

/// A parent frame that was asked before the host of another kind appeared has no say in what that offers.
#[wasm_bindgen_test]
async fn a_parent_frame_that_answers_too_late_has_no_say() {
    let page = Page::with(&[("parent", &js("{ sent: [], postMessage(text) { this.sent.push(text); } }"))]);
    fulfilled(page.config(&json!({ "origins": ["https://app.example"] }))).await;
    let ready = page.ready();
    let bridge = "{ callHandler(name, params, reply) { reply({ session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 }); } }";
    set(&page.global, "WebViewJavascriptBridge", &js(bridge));
    fulfilled(ready).await;
    // That one has no handshake, so there is nothing to wait for.
    assert_eq!(page.diagnosis()["bridge"], json!("webview_javascript_bridge"));
    let can_i_use = page.sdk.can_i_use(&"getSession".into());
    let answer = "(page) => page.dispatchEvent(Object.assign(new Event('message'), {
        source: page.parent,
        origin: 'https://app.example',
        data: { jsonrpc: '2.0', id: JSON.parse(page.parent.sent[0]).id, result: { version: 1, methods: [] } },
    }))";
    apply(answer, &[&page.global]);
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(fulfilled(can_i_use).await, JsValue::TRUE);
    assert_eq!(
        (&page.diagnosis()["bridge"], &page.diagnosis()["host"]),
        (&json!("webview_javascript_bridge"), &json!(null))
    );
}

/// A version that the SDK does not speak: nothing can be asked of that host.
#[wasm_bindgen_test]
async fn a_host_of_another_version_offers_nothing() {
    let (page, host) = Page::with_host();
    answers_hello(
        &host,
        &json!({ "version": 2, "host": { "name": "Test", "version": "2" }, "methods": ["getSession"] }),
    );
    assert_eq!(fulfilled(page.sdk.can_i_use(&"getSession".into())).await, JsValue::FALSE);
    assert_eq!(error(page.get_session()).await["reason"], json!("unsupported"));
}
