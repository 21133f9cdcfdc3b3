//! `WebViewJavascriptBridge`, which the VVChat app itself speaks, as iOS and Android have it.

use crate::common::host::{payment, session};
use crate::common::js::{Clock, apply, error, fulfilled, get, invoke, js, json as to_json, message, result, set};
use crate::common::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// A bridge that notes its calls, and answers when it is told to.
const BRIDGE: &str = "{
    calls: [],
    replies: [],
    inits: 0,
    callHandler(name, params, reply) { this.calls.push([name, params]); this.replies.push(reply); },
}";

/// The same, as Android's has to be begun with. A second time throws.
const ANDROID: &str = "{
    calls: [],
    replies: [],
    inits: 0,
    init(handler) {
        this.inits += 1;
        if (this.inits > 1 || typeof handler !== 'function') throw new Error('WebViewJavascriptBridge.init called twice');
        handler('a message that nobody reads');
    },
    callHandler(name, params, reply) {
        if (this.inits === 0) throw new Error('no reply would ever arrive');
        this.calls.push([name, params]);
        this.replies.push(reply);
    },
}";

fn bridge(page: &Page) -> JsValue {
    get(&page.global, "WebViewJavascriptBridge")
}

fn appear(page: &Page, bridge: &str) {
    set(&page.global, "WebViewJavascriptBridge", &js(bridge));
}

/// What was called, with which params.
fn calls(page: &Page) -> Json {
    to_json(&get(&bridge(page), "calls"))
}

/// Answers the last call with anything.
fn reply(page: &Page, value: &JsValue) {
    apply("(bridge, value) => bridge.replies.at(-1)(value)", &[&bridge(page), value]);
}

/// A document in which frames can be made, and an agent.
fn page_on(agent: &str, touch_points: u32) -> Page {
    let page = Page::new();
    let frames = "(document) => Object.assign(document, {
        frames: [],
        createElement(name) {
            const frame = { name, style: {}, remove() { document.frames.at(-1).removed = true; } };
            return frame;
        },
        documentElement: { appendChild(frame) { document.frames.push(frame); } },
    })";
    apply(frames, &[&get(&page.global, "document")]);
    let navigator = js("{}");
    set(&navigator, "userAgent", &agent.into());
    set(&navigator, "maxTouchPoints", &touch_points.into());
    set(&page.global, "navigator", &navigator);
    page
}

/// The frames that were added: what they load, whether they can be seen, whether they are gone again.
fn frames(page: &Page) -> Json {
    let frames =
        "({ frames }) => frames.map(({ name, src, style, removed }) => [name, src, style.display, removed === true])";
    to_json(&apply(frames, &[&get(&page.global, "document")]))
}

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";
const ANDROID_PHONE: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";

#[wasm_bindgen_test]
async fn methods_and_params_are_the_platforms_own() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(BRIDGE))]);
    let promise = page.call("pay", &payment());
    assert_eq!(calls(&page), json!([["pay", payment()]]));
    reply(&page, &js(r#"'{"trade_no":"201712023384923834"}'"#));
    assert_eq!(result(promise).await, json!({ "trade_no": "201712023384923834" }));
    let promise = page.get_session();
    assert_eq!(calls(&page)[1], json!(["getSession", {}]));
    reply(&page, &js("{ session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: '1' }"));
    assert_eq!(result(promise).await, session());
}

/// Success is 200, 0 or nothing at all.
#[wasm_bindgen_test]
async fn all_three_marks_of_success() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(BRIDGE))]);
    for mark in ["\"err_code\":200,", "\"err_code\":0,", "\"err_code\":\"200\",", ""] {
        let promise = page.call("pay", &payment());
        reply(&page, &["{", mark, "\"err_msg\":\"ok\",\"trade_no\":\"1\"}"].concat().into());
        assert_eq!(result(promise).await, json!({ "trade_no": "1" }), "{mark}");
    }
}

#[wasm_bindgen_test]
async fn errors_of_the_platform() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(BRIDGE))]);
    let promise = page.call("pay", &payment());
    reply(&page, &r#"{"err_code":400,"err_msg":"失败"}"#.into());
    let error = error(promise).await;
    assert_eq!((&error["reason"], &error["err_code"]), (&json!("host_error"), &json!(400)));
    assert_eq!((&error["err_msg"], &error["outcome"]), (&json!("失败"), &json!("failed")));
}

#[wasm_bindgen_test]
async fn replies_that_are_none() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(BRIDGE))]);
    for (value, came) in [
        ("undefined", "is missing"),
        ("null", "is null"),
        ("''", "is an empty string"),
        ("'ok'", "is the string \"ok\""),
        ("'{'", "is the string \"{\""),
        ("'null'", "is null"),
        ("'[]'", "is an array"),
        ("5", "is the number 5"),
        ("Symbol()", "is a Symbol"),
        ("{ get a() { throw new Error('no'); } }", "is missing"),
    ] {
        let promise = page.get_session();
        reply(&page, &js(value));
        let expected = "getSession: the host's reply is malformed, reply must be an object, but it ";
        assert_eq!(message(promise).await, [expected, came].concat(), "{value}");
    }
    // A number that was rounded on its way is not believed here either.
    let promise = page.call("pay", &payment());
    reply(&page, &r#"{"trade_no":201712023384923834}"#.into());
    assert_eq!(error(promise).await["field"], json!("trade_no"));
}

/// Some hosts call back more than once.
#[wasm_bindgen_test]
async fn a_second_reply_is_ignored() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(BRIDGE))]);
    let promise = page.get_session();
    for _ in 0..3 {
        reply(&page, &js("{ session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 }"));
    }
    assert_eq!(result(promise).await, session());
    assert_eq!(page.ignored(), [0, 2, 0, 0]);
}

/// There is nothing to cancel with, and no handshake to wait for.
#[wasm_bindgen_test]
async fn nothing_but_calls_is_sent() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(BRIDGE))]);
    assert_eq!(fulfilled(page.sdk.can_i_use(&"share".into())).await, JsValue::TRUE);
    fulfilled(page.ready()).await;
    let promise = page.call_with("getSession", &json!({}), &js("{ timeout: 1 }"));
    assert_eq!(error(promise).await["reason"], json!("timeout"));
    assert_eq!(calls(&page), json!([["getSession", {}]]));
    assert_eq!(
        (&page.diagnosis()["bridge"], &page.diagnosis()["host"]),
        (&json!("webview_javascript_bridge"), &json!(null))
    );
}

#[wasm_bindgen_test]
async fn a_bridge_that_throws() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js("{ callHandler() { throw new Error('gone'); } }"))]);
    let error = error(page.call("pay", &payment())).await;
    assert_eq!((&error["reason"], &error["outcome"]), (&json!("host_error"), &json!("unknown")));
}

/// A reply inside `callHandler`.
#[wasm_bindgen_test]
async fn a_bridge_that_answers_at_once() {
    let bridge = "{ callHandler(name, params, reply) { reply('{\"session_id\":\"IqxDpc-s6S_9RaXMmag39YVH7W810Z57\",\"session_type\":1}'); } }";
    let page = Page::with(&[("WebViewJavascriptBridge", &js(bridge))]);
    assert_eq!(result(page.get_session()).await, session());
}

// Android.

/// Or no reply ever arrives.
#[wasm_bindgen_test]
async fn init_is_called_exactly_once_and_before_the_first_call() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(ANDROID))]);
    let promise = page.get_session();
    drop(page.get_session());
    let appeared = "(document) => document.dispatchEvent(new Event('WebViewJavascriptBridgeReady'))";
    apply(appeared, &[&get(&page.global, "document")]);
    assert_eq!(
        (get(&bridge(&page), "inits"), calls(&page)),
        (1.into(), json!([["getSession", {}], ["getSession", {}]]))
    );
    apply("({ replies }) => replies[0]('{\"session_id\":\"S\",\"session_type\":1}')", &[&bridge(&page)]);
    assert_eq!(result(promise).await["session_id"], json!("S"));
}

/// The page may have done it already.
#[wasm_bindgen_test]
async fn an_init_that_throws_is_as_good() {
    let page = Page::with(&[("WebViewJavascriptBridge", &js(ANDROID))]);
    invoke(&bridge(&page), "init", &[&js("() => {}")]);
    let promise = page.get_session();
    reply(&page, &js("'{\"session_id\":\"S\",\"session_type\":1}'"));
    assert_eq!(result(promise).await["session_id"], json!("S"));
}

/// The host injects its bridge after the page has loaded, and says so: no need to look.
#[wasm_bindgen_test]
fn the_bridge_may_come_late_with_an_event() {
    let clock = Clock::stop();
    let page = page_on(ANDROID_PHONE, 5);
    drop(page.get_session());
    clock.advance(1_000.0);
    appear(&page, ANDROID);
    assert_eq!(calls(&page), json!([]));
    invoke(&get(&page.global, "document"), "dispatchEvent", &[&js("new Event('WebViewJavascriptBridgeReady')")]);
    assert_eq!((get(&bridge(&page), "inits"), calls(&page)), (1.into(), json!([["getSession", {}]])));
    assert_eq!(frames(&page), json!([]), "Android has no use for the frame");
}

/// A Java object of that name is there before it can be used.
#[wasm_bindgen_test]
fn the_bridge_may_be_there_before_it_can_be_used() {
    let clock = Clock::stop();
    let page = page_on(ANDROID_PHONE, 5);
    appear(&page, "{}");
    drop(page.get_session());
    assert_eq!(page.diagnosis()["tried"][0]["why"], json!("there, but its function is not (yet)"));
    appear(&page, ANDROID);
    clock.advance(50.0);
    assert_eq!(calls(&page), json!([["getSession", {}]]));
}

// iOS.

/// The page asks for the bridge by loading a frame, once, and leaves a function that the host calls with it.
#[wasm_bindgen_test]
fn the_bridge_is_asked_for_on_ios() {
    for (agent, touch_points) in
        [(IPHONE, 5), (&IPHONE.replace("iPhone;", "iPod;"), 5), (&IPHONE.replace("iPhone;", "iPad;"), 5), (MAC, 5)]
    {
        let clock = Clock::stop();
        let page = page_on(agent, touch_points);
        assert_eq!(frames(&page), json!([]), "nobody has asked for anything");
        drop(page.get_session());
        assert_eq!(frames(&page), json!([["iframe", "https://__bridge_loaded__", "none", false]]));
        clock.advance(1_000.0);
        assert_eq!(
            frames(&page),
            json!([["iframe", "https://__bridge_loaded__", "none", true]]),
            "once, and gone again"
        );
        appear(&page, BRIDGE);
        let callbacks =
            "(page) => { page.WVJBCallbacks.forEach((callback) => callback(page.WebViewJavascriptBridge)); }";
        apply(callbacks, &[&page.global]);
        assert_eq!(calls(&page), json!([["getSession", {}]]), "{agent}");
    }
}

/// Elsewhere the frame would only be a failed load.
#[wasm_bindgen_test]
fn the_bridge_is_asked_for_nowhere_else() {
    for (agent, touch_points) in
        [(ANDROID_PHONE, 5), (MAC, 0), (MAC, 1), ("", 0), ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", 10)]
    {
        let clock = Clock::stop();
        let page = page_on(agent, touch_points);
        drop(page.get_session());
        clock.advance(2_000.0);
        assert_eq!(frames(&page), json!([]), "{agent}");
    }
}

/// Not where another bridge is there.
#[wasm_bindgen_test]
fn the_bridge_is_not_asked_for_where_another_is_there() {
    let page = page_on(IPHONE, 5);
    set(&page.global, "vvchatHost", &js("{ postMessage() {} }"));
    drop(page.get_session());
    assert_eq!(frames(&page), json!([]));
}

/// The page's own functions that wait for the bridge stay.
#[wasm_bindgen_test]
fn callbacks_of_the_page_stay() {
    let page = Page::new();
    set(&page.global, "WVJBCallbacks", &js("['mine']"));
    drop(page.get_session());
    let kept = apply("({ WVJBCallbacks }) => [WVJBCallbacks.length, WVJBCallbacks[0]]", &[&page.global]);
    assert_eq!(to_json(&kept), json!([2, "mine"]));
}

/// A document that makes no frames is no reason to fail.
#[wasm_bindgen_test]
async fn a_page_without_frames() {
    let page = Page::with(&[("navigator", &js("{ userAgent: 'iPhone' }"))]);
    let promise = page.get_session();
    appear(&page, BRIDGE);
    apply("({ WVJBCallbacks }) => WVJBCallbacks.forEach((callback) => callback())", &[&page.global]);
    reply(&page, &js("'{\"session_id\":\"S\",\"session_type\":1}'"));
    assert_eq!(result(promise).await["session_id"], json!("S"));
}
