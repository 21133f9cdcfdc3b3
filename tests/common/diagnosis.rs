//! `diagnose()`: plain data that tells a merchant why nothing happens.

use super::host::{Host, session};
use super::js::{apply, fulfilled, get, js, json as to_json, result, set};
use super::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn tried(bridge: &str, found: bool, why: &str) -> Json {
    json!({ "bridge": bridge, "found": found, "why": why })
}

#[wasm_bindgen_test]
async fn of_a_page_without_a_host() {
    let page = Page::new();
    let expected = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "engine": { "name": "wasm", "why": "" },
        "bridge": null,
        "host": null,
        "tried": [
            tried("webview_javascript_bridge", false, "not there"),
            tried("injected", false, "not there"),
            tried("message_handler", false, "not there"),
            tried("post_message", false, "the page is not in a frame"),
        ],
        "pending": 0,
        "ignored": { "unknown": 0, "duplicate": 0, "foreign": 0, "malformed": 0 },
        "blocked": [],
    });
    assert_eq!(page.diagnosis(), expected);
    fulfilled(page.config(&json!({ "lang": "zh" }))).await;
    assert_eq!(page.diagnosis()["tried"][0]["why"], json!("不存在"));
}

#[wasm_bindgen_test]
async fn of_a_page_with_a_host() {
    let page = Page::with(&[
        ("vvchatHost", &js("{ postMessage() {} }")),
        ("webkit", &js("{ messageHandlers: { vvchatHost: 5 } }")),
    ]);
    let host = Host::new();
    host.plug_into(&page);
    host.greets(&["getSession", "pay"]);
    let promise = page.get_session();
    host.answers("0-0", &session());
    host.says_js(&"x".into());
    let expected = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "engine": { "name": "wasm", "why": "" },
        "bridge": "test",
        "host": { "name": "Test", "version": "1.2", "methods": ["getSession", "pay"] },
        "tried": [
            tried("test", true, "in use"),
            tried("webview_javascript_bridge", false, "not there"),
            tried("injected", true, "not needed, another bridge is in use"),
            tried("message_handler", false, "there, but its function is not (yet)"),
            tried("post_message", false, "the page is not in a frame"),
        ],
        "pending": 1,
        "ignored": { "unknown": 1, "duplicate": 0, "foreign": 0, "malformed": 1 },
        "blocked": [],
    });
    assert_eq!(page.diagnosis(), expected);
    host.answers_last(&session());
    assert_eq!(result(promise).await, session());
    assert_eq!(page.pending(), json!(0));
}

/// It looks once more before it says that there is nothing.
#[wasm_bindgen_test]
fn of_a_page_that_nobody_has_used_yet() {
    let page = Page::with(&[("vvchatHost", &js("{ postMessage() {} }"))]);
    assert_eq!(page.diagnosis()["bridge"], json!("injected"));
}

/// What runs the SDK is for whoever loads it to say, and handed on as it is.
#[wasm_bindgen_test]
fn of_the_engine() {
    let page = Page::new();
    let engine = js("{ name: 'wasm', why: 'the page can run it' }");
    assert_eq!(get(&page.sdk.diagnose(&engine), "engine"), engine);
}

/// It is plain data: what a page does to it is of no consequence.
#[wasm_bindgen_test]
fn is_a_fresh_object_each_time() {
    let page = Page::new();
    let diagnosis = page.sdk.diagnose(&JsValue::NULL);
    apply("(diagnosis) => { diagnosis.tried.length = 0; diagnosis.ignored.unknown = 7; }", &[&diagnosis]);
    assert_eq!(page.diagnosis()["tried"].as_array().map(Vec::len), Some(4));
    assert_eq!(page.ignored(), [0; 4]);
    assert_eq!(apply("(o) => Object.getPrototypeOf(o) === Object.prototype", &[&diagnosis]), JsValue::TRUE);
}

/// Bridges that work by loading frames fail without any other sign under a strict policy.
#[wasm_bindgen_test]
fn of_what_the_pages_policy_blocked() {
    let page = Page::new();
    let block = "(document, number) => document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), {
        effectiveDirective: 'frame-src', blockedURI: 'https://__bridge_loaded__' + number,
    }))";
    for number in 0..30 {
        apply(block, &[&get(&page.global, "document"), &number.into()]);
    }
    let blocked = page.diagnosis()["blocked"].clone();
    assert_eq!(blocked[0], json!("frame-src https://__bridge_loaded__0"));
    assert_eq!(blocked.as_array().map(Vec::len), Some(20), "no more than can be read");

    let page = Page::new();
    apply(
        "(document) => document.dispatchEvent(new Event('securitypolicyviolation'))",
        &[&get(&page.global, "document")],
    );
    assert_eq!(page.diagnosis()["blocked"], json!([" "]));
}

/// Whatever stands in the page.
#[wasm_bindgen_test]
fn of_an_odd_page() {
    let page = Page::of(&js("new Proxy({}, { get() { throw new Error('no'); } })"));
    assert_eq!(to_json(&page.sdk.diagnose(&JsValue::NULL))["pending"], json!(0));
    let page = Page::new();
    set(&page.global, "navigator", &js("new Proxy({}, { get() { throw new Error('no'); } })"));
    assert_eq!(page.diagnosis()["bridge"], json!(null));
}
