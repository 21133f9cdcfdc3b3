//! `vvchatHost`, an object that the host puts into the page.

use crate::common::host::session;
use crate::common::js::{apply, error, get, js, json as to_json, result, set};
use crate::common::page::Page;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

/// A page with this for a host.
fn with_host(object: &str) -> Page {
    Page::with(&[("vvchatHost", &js(object))])
}

const ANSWER: &str = "({ id, method }) => JSON.stringify(method === 'vvchat.hello'
    ? { jsonrpc: '2.0', id, result: { version: 1 } }
    : { jsonrpc: '2.0', id, result: { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 } })";

/// As Android's `addJavascriptInterface` has it: the reply is what the method returns.
#[wasm_bindgen_test]
async fn the_reply_may_be_returned() {
    let page = with_host(
        "{ sent: [], postMessage(text) { this.sent.push(text); return (ANSWER)(JSON.parse(text)); } }"
            .replace("ANSWER", ANSWER)
            .as_str(),
    );
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(get(&get(&get(&page.global, "vvchatHost"), "sent"), "length"), 2);
}

/// Java's bridges look methods up by the number of arguments.
#[wasm_bindgen_test]
fn a_callback_is_passed_only_where_one_is_asked_for() {
    let page = with_host("{ given: [], postMessage(text) { this.given.push(arguments.length); } }");
    drop(page.get_session());
    assert_eq!(to_json(&get(&get(&page.global, "vvchatHost"), "given")), json!([1, 1]));
    let page = with_host("{ given: [], postMessage(text, reply) { this.given.push(typeof reply); } }");
    drop(page.get_session());
    assert_eq!(to_json(&get(&get(&page.global, "vvchatHost"), "given")), json!(["function", "function"]));
}

/// Each request has a callback of its own: what it is called with is the reply to that one.
#[wasm_bindgen_test]
async fn a_callback_answers_its_own_request() {
    let page =
        with_host("{ callbacks: [], postMessage(text, reply) { this.callbacks.push([JSON.parse(text).id, reply]); } }");
    let (first, second) = (page.get_session(), page.get_session());
    let mix_up = "({ vvchatHost: { callbacks } }) => {
        const [, [firstId, first], [secondId, second]] = callbacks;
        const reply = (id, session_id) => ({ jsonrpc: '2.0', id, result: { session_id, session_type: 1 } });
        second(reply(firstId, 'first'));
        first(reply(firstId, 'first'));
        first(reply(firstId, 'again'));
    }";
    apply(mix_up, &[&page.global]);
    assert_eq!(error(second).await["reason"], json!("malformed_reply"));
    assert_eq!(result(first).await["session_id"], json!("first"));
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0, 1, 0, 0]));
}

/// Where the object takes listeners, what the page has put there stays as it is.
#[wasm_bindgen_test]
fn an_object_that_takes_listeners_is_listened_to_and_no_more() {
    let page = with_host(
        "{ onmessage: 'kept', heard: [], addEventListener(type) { this.heard.push(type); }, postMessage() {} }",
    );
    drop(page.get_session());
    let host = get(&page.global, "vvchatHost");
    assert_eq!((get(&host, "onmessage"), to_json(&get(&host, "heard"))), ("kept".into(), json!(["message"])));
}

/// The object may be replaced; the one that is there is the one to ask.
#[wasm_bindgen_test]
async fn the_object_may_be_replaced() {
    let page = with_host("{ postMessage() {} }");
    drop(page.get_session());
    set(
        &page.global,
        "vvchatHost",
        &js(&"{ postMessage(text) { return (ANSWER)(JSON.parse(text)); } }".replace("ANSWER", ANSWER)),
    );
    assert_eq!(result(page.get_session()).await, session());
}

/// Functions can have functions.
#[wasm_bindgen_test]
async fn the_object_may_be_a_function() {
    let page = with_host(
        &"Object.assign(() => {}, { postMessage(text) { return (ANSWER)(JSON.parse(text)); } })"
            .replace("ANSWER", ANSWER),
    );
    assert_eq!(result(page.get_session()).await, session());
}

/// Two copies of the SDK on a page may not take each other's replies away.
#[wasm_bindgen_test]
async fn two_copies_share_one_onmessage() {
    let first = with_host("{ sent: [], postMessage(text) { this.sent.push(text); } }");
    let second = Page::of(&first.global);
    let promises = [first.get_session(), second.get_session()];
    let answer = "({ vvchatHost }) => {
        for (const text of vvchatHost.sent) {
            const { id, method } = JSON.parse(text);
            const result = { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 };
            if (method !== 'vvchat.hello') vvchatHost.onmessage({ data: { jsonrpc: '2.0', id, result } });
        }
    }";
    apply(answer, &[&first.global]);
    assert_eq!((first.pending(), second.pending()), (json!(0), json!(0)));
    for promise in promises {
        assert_eq!(result(promise).await, session());
    }
}
