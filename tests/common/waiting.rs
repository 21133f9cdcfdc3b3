//! Calls may come before there is a host, and hosts late: what waits, until when, and what is said then.

use super::host::{Host, payment, session};
use super::js::{
    Clock, Log, Uncaught, apply, error, fulfilled, get, invoke, js, message, rejected, result, set, text, turn,
};
use super::page::Page;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

/// A host object that answers at once.
const INJECTED: &str = "{ postMessage(text) {
    const { id } = JSON.parse(text);
    return { jsonrpc: '2.0', id, result: { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 } };
} }";

/// What is said where nothing is found in an ordinary page.
const NOT_FOUND: &str = "no VVChat host was found. Tried: webview_javascript_bridge (not there); injected (not there); \
                         message_handler (not there); post_message (the page is not in a frame)";

/// A host appears in the page, without a word.
fn appear(page: &Page) {
    set(&page.global, "vvchatHost", &js(INJECTED));
}

/// The page finishes loading.
fn load(page: &Page) {
    invoke(&page.global, "dispatchEvent", &[&js("new Event('load')")]);
}

#[wasm_bindgen_test]
async fn no_host_says_what_was_tried() {
    let page = Page::new();
    fulfilled(page.config(&json!({ "hostTimeout": 1 }))).await;
    let error = error(page.get_session()).await;
    let id = text(&error["request_id"]);
    let expected = json!({
        "name": "VvchatError",
        "err_code": 503,
        "err_msg": format!("getSession: {NOT_FOUND}"),
        "reason": "no_host",
        "method": "getSession",
        "field": null,
        "request_id": id,
        "retryable": true,
        "outcome": null,
    });
    assert_eq!(error, expected);
    assert_eq!(message(page.ready()).await, ["ready: ", NOT_FOUND].concat());
    fulfilled(page.config(&json!({ "lang": "zh" }))).await;
    assert_eq!(
        message(page.get_session()).await,
        "getSession：未找到 VVChat 宿主。已尝试：webview_javascript_bridge（不存在）；injected（不存在）；message_handler（不存在）；\
         post_message（页面不在框架中）"
    );
}

/// What is there but of no use, and what the page itself has ruled out, is said too.
#[wasm_bindgen_test]
async fn no_host_says_why_what_is_there_is_not_used() {
    let page = Page::with(&[
        ("WebViewJavascriptBridge", &js("{}")),
        ("vvchatHost", &js("{ postMessage: 5 }")),
        ("webkit", &js("{ messageHandlers: { vvchatHost: {} } }")),
        ("parent", &js("{ postMessage() {} }")),
    ]);
    fulfilled(page.config(&json!({ "hostTimeout": 1 }))).await;
    let unusable = "there, but its function is not (yet)";
    assert_eq!(
        message(page.get_session()).await,
        format!(
            "getSession: no VVChat host was found. Tried: webview_javascript_bridge ({unusable}); injected ({unusable}); \
             message_handler ({unusable}); post_message (the page is in a frame, but config lists no origins)"
        )
    );
    fulfilled(page.config(&json!({ "origins": ["https://app.example"] }))).await;
    let said = message(page.get_session()).await;
    assert!(
        said.ends_with("post_message (the handshake was not answered: is the parent's origin in config's origins?)"),
        "{said}"
    );
    fulfilled(page.config(&json!({ "bridge": "injected" }))).await;
    assert_eq!(
        message(page.get_session()).await,
        format!(
            "getSession: no VVChat host was found. Tried: webview_javascript_bridge (not looked at, config names another bridge); \
             injected ({unusable}); message_handler (not looked at, config names another bridge); \
             post_message (not looked at, config names another bridge)"
        )
    );
}

#[wasm_bindgen_test]
async fn three_seconds_after_the_call() {
    let clock = Clock::stop();
    let page = Page::new();
    clock.advance(60_000.0);
    let promise = page.get_session();
    clock.advance(2_999.0);
    assert_eq!(page.pending(), json!(1));
    clock.advance(1.0);
    assert_eq!(error(promise).await["reason"], json!("no_host"));
    clock.is_at_rest();
}

/// Android hosts inject theirs after the page has loaded, however long that takes.
#[wasm_bindgen_test]
async fn three_seconds_after_load_if_that_is_later() {
    let clock = Clock::stop();
    let page = Page::loading();
    let early = page.get_session();
    clock.advance(60_000.0);
    load(&page);
    clock.advance(1_000.0);
    let late = page.get_session();
    clock.advance(1_999.0);
    assert_eq!(page.pending(), json!(2));
    clock.advance(1.0);
    assert_eq!(error(early).await["reason"], json!("no_host"));
    assert_eq!(page.pending(), json!(1));
    clock.advance(1_000.0);
    assert_eq!(error(late).await["reason"], json!("no_host"));
}

#[wasm_bindgen_test]
async fn how_long_to_wait_can_be_configured() {
    let clock = Clock::stop();
    let page = Page::new();
    fulfilled(page.config(&json!({ "hostTimeout": 20_000 }))).await;
    let promise = page.get_session();
    clock.advance(19_999.0);
    assert_eq!(page.pending(), json!(1));
    clock.advance(1.0);
    assert_eq!(error(promise).await["reason"], json!("no_host"));
}

#[wasm_bindgen_test]
async fn calls_before_there_is_a_host_are_sent_in_order() {
    let page = Page::new();
    let promises: Vec<_> = (0..20)
        .map(|number| page.call("pay", &json!({ "app_id": "test", "imprest_code": number.to_string() })))
        .collect();
    assert_eq!(page.pending(), json!(20));
    let host = Host::new();
    host.plug_into(&page);
    let sent: Vec<_> = host.calls().iter().map(|call| call["params"]["imprest_code"].clone()).collect();
    assert_eq!(sent, (0..20).map(|number| json!(number.to_string())).collect::<Vec<_>>());
    for call in host.calls() {
        host.answers(&text(&call["id"]), &json!({ "trade_no": call["params"]["imprest_code"] }));
    }
    for (number, promise) in promises.into_iter().enumerate() {
        assert_eq!(result(promise).await["trade_no"], json!(number.to_string()));
    }
}

/// Hosts appear without a word, so the page is looked at again and again: soon at first, then less often.
#[wasm_bindgen_test]
async fn hosts_that_appear_late_are_noticed() {
    let clock = Clock::stop();
    let page = Page::new();
    let promise = page.get_session();
    clock.advance(2_000.0);
    appear(&page);
    clock.advance(300.0);
    assert_eq!(result(promise).await, session());
}

#[wasm_bindgen_test]
async fn hosts_are_noticed_in_real_time_too() {
    let page = Page::new();
    let promise = page.get_session();
    appear(&page);
    assert_eq!(result(promise).await, session());
}

/// Too late for the first call is not too late for the next.
#[wasm_bindgen_test]
async fn hosts_that_appear_after_hope_was_given_up_are_used() {
    let clock = Clock::stop();
    let page = Page::new();
    let log = Log::default();
    drop(page.sdk.ready(&log.note("ready")));
    let given_up = page.get_session();
    clock.advance(3_000.0);
    assert_eq!(error(given_up).await["reason"], json!("no_host"));
    clock.advance(600_000.0);
    turn().await;
    assert_eq!(log.names(), [""; 0]);
    appear(&page);
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(log.entries(), json!([["ready", null]]));
}

/// Even if nobody calls: a function for when there is a host waits as long as the page lives, and at no cost to speak of.
#[wasm_bindgen_test]
async fn functions_for_when_there_is_a_host_wait_on() {
    const HOUR: f64 = 3_600_000.0;
    let clock = Clock::stop();
    let page = Page::new();
    let log = Log::default();
    drop(page.sdk.ready(&log.note("ready")));
    clock.advance(HOUR);
    assert!(clock.started() < 5_000, "{} timers in an hour", clock.started());
    appear(&page);
    clock.advance(1_000.0);
    turn().await;
    assert_eq!(log.names(), ["ready"]);
    clock.is_at_rest();
}

/// Until the page has loaded, hosts are looked for as well.
#[wasm_bindgen_test]
async fn hosts_that_appear_while_the_page_loads_are_used_at_once() {
    let clock = Clock::stop();
    let page = Page::loading();
    let promise = page.get_session();
    clock.advance(5_000.0);
    appear(&page);
    clock.advance(50.0);
    assert_eq!(result(promise).await, session());
}

#[wasm_bindgen_test]
async fn ready_functions_run_once_there_is_a_host_in_order_and_once() {
    let page = Page::new();
    let log = Log::default();
    let promises = [page.sdk.ready(&log.note("first")), page.sdk.ready(&log.note("second")), page.ready()];
    turn().await;
    assert_eq!(log.names(), [""; 0]);
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(log.names(), [""; 0], "inside use");
    for promise in promises {
        assert_eq!(fulfilled(promise).await, NONE);
    }
    assert_eq!(log.entries(), json!([["first", null], ["second", null]]));
    fulfilled(page.sdk.ready(&log.note("late"))).await;
    Host::new().plug_into(&page);
    load(&page);
    turn().await;
    assert_eq!(log.names(), ["first", "second", "late"]);
}

/// Their promise is rejected in time, without noise where there is a function.
#[wasm_bindgen_test]
async fn ready_is_rejected_where_there_is_no_host() {
    let uncaught = Uncaught::listen();
    let page = Page::new();
    fulfilled(page.config(&json!({ "hostTimeout": 1 }))).await;
    let log = Log::default();
    let with_function = page.sdk.ready(&log.note("ready"));
    let error = error(page.ready()).await;
    assert_eq!((&error["reason"], &error["method"]), (&json!("no_host"), &json!("ready")));
    assert_eq!(uncaught.all().await, json!([]));
    assert_eq!(get(&rejected(with_function).await, "reason"), "no_host");
    assert_eq!(log.names(), [""; 0]);
}

#[wasm_bindgen_test]
async fn is_in_vvchat() {
    let (page, _host) = Page::with_host();
    assert_eq!(fulfilled(page.sdk.is_in_vvchat()).await, JsValue::TRUE);

    let clock = Clock::stop();
    let page = Page::new();
    let (too_late, in_time) = (page.sdk.is_in_vvchat(), Page::new());
    let promise = in_time.sdk.is_in_vvchat();
    clock.advance(2_500.0);
    appear(&in_time);
    clock.advance(500.0);
    assert_eq!(fulfilled(too_late).await, JsValue::FALSE);
    assert_eq!(fulfilled(promise).await, JsValue::TRUE);
    appear(&page);
    assert_eq!(fulfilled(page.sdk.is_in_vvchat()).await, JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn can_i_use_asks_the_host() {
    let (page, host) = Page::with_host();
    let (pay, share) = (page.sdk.can_i_use(&"pay".into()), page.sdk.can_i_use(&"share".into()));
    let log = Log::default();
    for promise in [&pay, &share] {
        apply("(promise, known) => { promise.then(known); }", &[promise, &log.note("known")]);
    }
    turn().await;
    assert_eq!(log.names(), [""; 0], "before the host has said");
    host.greets(&["auth", "pay"]);
    assert_eq!(fulfilled(pay).await, JsValue::TRUE);
    assert_eq!(fulfilled(share).await, JsValue::FALSE);
    assert_eq!(fulfilled(page.sdk.can_i_use(&"auth".into())).await, JsValue::TRUE);
    for unknown in ["payment", "", "hello", "vvchat.pay"] {
        assert_eq!(fulfilled(page.sdk.can_i_use(&unknown.into())).await, JsValue::FALSE);
    }
}

/// A host that says nothing is taken at its word, call by call.
#[wasm_bindgen_test]
async fn can_i_use_what_a_silent_host_offers() {
    let clock = Clock::stop();
    let (page, _host) = Page::with_host();
    let promise = page.sdk.can_i_use(&"pay".into());
    clock.advance(3_000.0);
    assert_eq!(fulfilled(promise).await, JsValue::TRUE);
    clock.is_at_rest();
}

/// Nor is anything waited for where there is no handshake, also if one that went another way is not answered yet.
#[wasm_bindgen_test]
async fn can_i_use_what_a_host_without_a_handshake_offers() {
    let clock = Clock::stop();
    let app = js("{ callHandler() {} }");
    let page = Page::with(&[("WebViewJavascriptBridge", &app)]);
    assert_eq!(fulfilled(page.sdk.can_i_use(&"pay".into())).await, JsValue::TRUE);

    let page = Page::with(&[("parent", &js("{ postMessage() {} }"))]);
    fulfilled(page.config(&json!({ "origins": ["https://app.example"] }))).await;
    let promise = page.sdk.can_i_use(&"pay".into());
    set(&page.global, "WebViewJavascriptBridge", &app);
    clock.advance(50.0);
    assert_eq!(fulfilled(promise).await, JsValue::TRUE);
    clock.is_at_rest();
}

#[wasm_bindgen_test]
async fn can_i_use_nothing_without_a_host() {
    let clock = Clock::stop();
    let page = Page::new();
    assert_eq!(fulfilled(page.sdk.can_i_use(&"payment".into())).await, JsValue::FALSE);
    let promise = page.sdk.can_i_use(&"pay".into());
    clock.advance(3_000.0);
    assert_eq!(fulfilled(promise).await, JsValue::FALSE);
}

/// Those who wait for different things do not wait for each other.
#[wasm_bindgen_test]
async fn everyone_waits_from_when_they_asked() {
    let clock = Clock::stop();
    let page = Page::new();
    let first = page.sdk.is_in_vvchat();
    clock.advance(2_000.0);
    let (second, call) = (page.ready(), page.call("pay", &payment()));
    clock.advance(1_000.0);
    assert_eq!(fulfilled(first).await, JsValue::FALSE);
    assert_eq!(page.pending(), json!(1));
    clock.advance(1_999.0);
    assert_eq!(page.pending(), json!(1));
    clock.advance(1.0);
    assert_eq!(error(second).await["reason"], json!("no_host"));
    assert_eq!(error(call).await["outcome"], json!("none"));
    clock.is_at_rest();
}

/// A payment that is the same as one that waits has its whole time, too.
#[wasm_bindgen_test]
async fn the_same_payment_waits_from_when_it_was_asked_for_last() {
    let clock = Clock::stop();
    let page = Page::new();
    let first = page.call("pay", &payment());
    clock.advance(2_000.0);
    let second = page.call("pay", &payment());
    clock.advance(2_999.0);
    assert_eq!(page.pending(), json!(1));
    clock.advance(1.0);
    for promise in [first, second] {
        assert_eq!(error(promise).await["reason"], json!("no_host"));
    }
}

/// Two copies of the SDK on one page each have their own calls.
#[wasm_bindgen_test]
async fn two_copies_on_one_page() {
    let first = Page::new();
    appear(&first);
    let second = Page::of(&first.global);
    let promises = [first.get_session(), second.get_session()];
    for promise in promises {
        assert_eq!(result(promise).await, session());
    }
    assert_eq!((first.ignored(), second.ignored()), ([0; 4], [0; 4]));
}

/// Nothing is asked of the page before the first call.
#[wasm_bindgen_test]
fn nothing_happens_before_the_first_call() {
    let clock = Clock::stop();
    let log = Log::default();
    let watch = "(page, log) => new Proxy(page, {
        get(target, name) { if (name !== 'document' && name !== 'addEventListener') log(name); return target[name]; },
        set(target, name) { log(name); return false; },
    })";
    let page = Page::of(&apply(watch, &[&js("{}"), &log.note("touched")]));
    assert_eq!((clock.started(), log.entries()), (0, json!([])));
    drop(page);
}
