//! Real frames, which only a browser has: the page in one, its host the window around it.

use crate::common::js::{Uncaught, apply, error, fulfilled, get, invoke, js, message, rejected, result, set};
use crate::common::page::Page;
use js_sys::Promise;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

/// A frame, its page, and the host around it. All go when this does.
struct Frame {
    page: Page,
    element: JsValue,
    host: JsValue,
}

impl Frame {
    /// A frame in a window that answers what comes from this SDK, and keeps it.
    fn new() -> Self {
        let element = js("document.body.appendChild(document.createElement('iframe'))");
        let host = "(frame) => {
            const host = { received: [] };
            host.listener = ({ data }) => {
                if (typeof data !== 'string' || !data.includes('\"vvchat.')) return;
                host.received.push(data);
                const { id, method } = JSON.parse(data);
                const result = method === 'vvchat.hello' ? { version: 1 } : { session_id: method, session_type: 1 };
                frame.contentWindow.postMessage(JSON.stringify({ jsonrpc: '2.0', id, result }), '*');
            };
            addEventListener('message', host.listener);
            return host;
        }";
        let host = apply(host, &[&element]);
        let page = Page::of(&get(&element, "contentWindow"));
        Self { page, element, host }
    }

    /// How many messages the host got.
    fn received(&self) -> JsValue {
        get(&get(&self.host, "received"), "length")
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        apply(
            "(frame, host) => { removeEventListener('message', host.listener); frame.remove(); }",
            &[&self.element, &self.host],
        );
    }
}

/// The origin of the window that the tests run in.
fn own_origin() -> JsValue {
    js("location.origin")
}

/// Makes the page believe a parent of that origin.
async fn believe(page: &Page, origin: &JsValue) {
    let options = js("{ hostTimeout: 1_000, lang: 'en' }");
    set(&options, "origins", &js_sys::Array::of1(origin));
    fulfilled(page.sdk.config(&options)).await;
}

/// All that was posted to a window before has arrived.
async fn delivered(window: &JsValue) {
    let post = "(window) => new Promise((resolve) => {
        const listener = ({ data }) => {
            if (data.method !== 'the last') return;
            window.removeEventListener('message', listener);
            resolve();
        };
        window.addEventListener('message', listener);
        window.postMessage({ jsonrpc: '2.0', method: 'the last' }, '*');
    })";
    fulfilled(apply(post, &[window]).unchecked_into::<Promise>()).await;
}

#[wasm_bindgen_test]
async fn the_window_around_is_the_host() {
    let frame = Frame::new();
    believe(&frame.page, &own_origin()).await;
    let promise = frame.page.get_session();
    assert_eq!(result(promise).await, json!({ "session_id": "vvchat.getSession", "session_type": 1 }));
    assert_eq!(frame.received(), 2);
    assert_eq!((&frame.page.diagnosis()["bridge"], frame.page.ignored()), (&json!("post_message"), [0; 4]));
}

/// A message for another origin than the window's is not delivered: nobody else learns of the call.
#[wasm_bindgen_test]
async fn a_window_of_another_origin_hears_nothing() {
    let frame = Frame::new();
    believe(&frame.page, &"https://app.example".into()).await;
    fulfilled(frame.page.config(&json!({ "hostTimeout": 1 }))).await;
    let said = message(frame.page.get_session()).await;
    assert!(
        said.ends_with("post_message (the handshake was not answered: is the parent's origin in config's origins?)"),
        "{said}"
    );
    delivered(&js_sys::global()).await;
    assert_eq!(frame.received(), 0);
}

/// Another frame may post to this one, of the same origin even; it is not the parent.
#[wasm_bindgen_test]
async fn other_frames_are_not_believed() {
    let (frame, other) = (Frame::new(), Frame::new());
    believe(&frame.page, &own_origin()).await;
    fulfilled(frame.page.ready()).await;
    apply("(host) => removeEventListener('message', host.listener)", &[&frame.host]);
    let promise = frame.page.get_session();
    let request = "() => new Promise((resolve) => {
        addEventListener('message', ({ data }) => resolve(JSON.parse(data).id), { once: true });
    })";
    let id = fulfilled(apply(request, &[]).unchecked_into::<Promise>()).await;
    // Posted by code of the other frame, so that it is the source.
    let forge = "(other, id, target) => {
        const reply = { jsonrpc: '2.0', id, result: { session_id: 'forged', session_type: 1 } };
        new other.Function('target', 'reply', 'target.postMessage(reply, \"*\")')(target, JSON.stringify(reply));
    }";
    apply(forge, &[&other.page.global, &id, &frame.page.global]);
    // Nor is the page itself, whatever finds its way into it.
    apply(forge, &[&frame.page.global, &id, &frame.page.global]);
    delivered(&frame.page.global).await;
    assert_eq!((frame.page.pending(), frame.page.ignored()), (json!(1), [0, 0, 2, 0]));
    let answer =
        "(id, target) => target.postMessage({ jsonrpc: '2.0', id, result: { session_id: 'S', session_type: 1 } }, '*')";
    apply(answer, &[&id, &frame.page.global]);
    assert_eq!(result(promise).await["session_id"], json!("S"));
}

#[wasm_bindgen_test]
async fn a_frame_that_is_removed() {
    let frame = Frame::new();
    believe(&frame.page, &own_origin()).await;
    fulfilled(frame.page.ready()).await;
    apply("(frame) => frame.remove()", &[&frame.element]);
    assert_eq!(error(frame.page.get_session()).await["reason"], json!("host_error"));
    assert_eq!(frame.page.pending(), json!(0));
}

/// What comes from another frame is of other classes, and as good.
#[wasm_bindgen_test]
async fn values_of_another_frame() {
    let (page, host) = Page::with_host();
    let other = Frame::new();
    let theirs = |expression: &str| {
        apply("(window, code) => window.eval(`(${code})`)", &[&other.page.global, &expression.into()])
    };
    let callback = theirs("(result) => { top.heard = result.trade_no; }");
    let params = theirs("{ app_id: 'test', imprest_code: 'P1', later: [1] }");
    let promise = page.sdk.call(&"pay".into(), &params, &NONE, [&callback, &NONE, &NONE]);
    assert_eq!(host.last()["params"], json!({ "app_id": "test", "imprest_code": "P1", "later": [1] }));
    host.answers_last(&json!({ "trade_no": "T1" }));
    fulfilled(promise).await;
    assert_eq!(js("top.heard"), "T1");

    let controller = theirs("new AbortController()");
    let options = js("{}");
    set(&options, "signal", &get(&controller, "signal"));
    let promise = page.call_with("getSession", &json!({}), &options);
    invoke(&controller, "abort", &[]);
    assert_eq!(get(&rejected(promise).await, "reason"), "aborted");
}

/// The page of the tests themselves, whose own handlers hear of what callbacks throw.
#[wasm_bindgen_test]
async fn callbacks_that_throw_in_a_real_window() {
    let uncaught = Uncaught::listen();
    let page = Page::of(&js_sys::global());
    let throwing = js("() => { throw new Error('boom'); }");
    let promise = page.sdk.call(&"pay".into(), &NONE, &NONE, [&NONE, &throwing, &NONE]);
    rejected(promise).await;
    assert_eq!(uncaught.all().await, json!([["uncaught", "boom"]]));
}
