//! Every call settles exactly once, promise and callbacks alike, in order, and never inside `call` itself.

use super::host::{Host, payment, session};
use super::js::{
    Log, Uncaught, apply, error_json, fulfilled, get, js, json as to_json, rejected, result, set, text, turn, value,
};
use super::page::Page;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

#[wasm_bindgen_test]
async fn success_then_complete_with_the_very_same_value() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    let promise = page.call_noting("getSession", &json!({}), &log);
    host.answers_last(&session());
    let result = fulfilled(promise).await;
    assert_eq!(log.entries(), json!([["success", session()], ["complete", session()]]));
    assert_eq!(log.given("success"), result);
    assert_eq!(log.given("complete"), result);
}

#[wasm_bindgen_test]
async fn error_then_the_handlers_of_all_errors_then_complete_with_the_very_same_value() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    for name in ["first handler", "second handler"] {
        fulfilled(page.sdk.on_error(&log.note(name))).await;
    }
    let promise = page.call_noting("pay", &payment(), &log);
    host.refuses_last(400, "x");
    let error = rejected(promise).await;
    assert_eq!(log.names(), ["error", "first handler", "second handler", "complete"]);
    for name in log.names() {
        assert_eq!(log.given(&name), error, "{name}");
    }
}

/// Calls that fail at once, calls that are answered inside `send`, functions that have nothing to wait for.
#[wasm_bindgen_test]
async fn nothing_is_settled_inside_a_call() {
    let page = Page::new();
    let answer = "({ id }) => ({ jsonrpc: '2.0', id, result: { session_id: 'S', session_type: 1 } })";
    Host::responding(answer).plug_into(&page);
    let log = Log::default();
    drop(page.sdk.on_error(&log.note("handler")));
    let promises = [
        page.call_noting("getSession", &json!({}), &log),
        page.call_noting("payment", &json!({}), &log),
        page.call_noting("pay", &json!({}), &log),
        page.sdk.ready(&log.note("ready")),
        page.sdk.config(&NONE),
        page.sdk.ready(&5.into()),
        page.sdk.on_error(&NONE),
        page.sdk.use_bridge(&NONE),
        page.sdk.can_i_use(&NONE),
    ];
    assert_eq!(log.names(), [""; 0]);
    for promise in promises {
        // Whatever it is, it has no more to say than that it is over.
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
    let expected = [
        ["success", "complete"].as_slice(),
        &["error", "handler", "complete"],
        &["error", "handler", "complete"],
        &["ready"],
        &["handler"; 5],
    ];
    assert_eq!(log.names(), expected.concat());
}

#[wasm_bindgen_test]
async fn outcomes_arrive_in_the_order_in_which_they_came_about() {
    let (page, host) = Page::with_host();
    let all = Log::default();
    let calls = [
        page.sdk.call(&"getSession".into(), &NONE, &NONE, [&all.note("first"), &NONE, &NONE]),
        page.sdk.call(&"getSession".into(), &NONE, &NONE, [&all.note("second"), &NONE, &NONE]),
    ];
    let ids: Vec<_> = host.calls().iter().map(|call| text(&call["id"])).collect();
    host.answers(&ids[1], &session());
    let invalid = page.sdk.call(&"pay".into(), &NONE, &NONE, [&NONE, &all.note("third"), &NONE]);
    host.answers(&ids[0], &session());
    for call in calls {
        fulfilled(call).await;
    }
    rejected(invalid).await;
    assert_eq!(all.names(), ["second", "third", "first"]);
}

#[wasm_bindgen_test]
async fn a_second_reply_changes_nothing() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    let promise = page.call_noting("getSession", &json!({}), &log);
    let id = host.last_id();
    host.answers(&id, &session());
    host.answers(&id, &json!({ "session_id": "another", "session_type": 2 }));
    host.refuses(&id, 400, "x");
    assert_eq!(result(promise).await, session());
    host.refuses(&id, 400, "x");
    turn().await;
    assert_eq!(log.names(), ["success", "complete"]);
    assert_eq!(page.ignored(), [0, 3, 0, 0]);
}

#[wasm_bindgen_test]
async fn replies_to_no_call_change_nothing() {
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    let id = host.last_id();
    for forged in ["", "0", "1-0", "x", &id.to_uppercase(), &id[..id.len() - 1], &["0", &id].concat()] {
        if *forged != id {
            host.answers(forged, &session());
        }
    }
    assert_eq!(page.pending(), json!(1));
    assert_eq!(page.ignored()[1..], [0; 3]);
    assert!(page.ignored()[0] >= 6);
    host.answers(&id, &session());
    assert_eq!(result(promise).await, session());
}

/// What is no message at all is counted, and so is nothing else.
#[wasm_bindgen_test]
async fn rubbish_is_ignored_and_counted() {
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    let id = host.last_id();
    let rubbish = [
        js("undefined"),
        js("null"),
        js("0"),
        js("''"),
        js("'{'"),
        js("'null'"),
        js("'[]'"),
        js("[]"),
        js("{}"),
        js("Symbol('x')"),
        js("() => {}"),
        js("10n"),
        js("(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()"),
        js("{ get jsonrpc() { throw new Error('no'); } }"),
        js("{ jsonrpc: '2.0', get id() { throw new Error('no'); } }"),
        value(&json!({ "jsonrpc": "1.0", "id": id, "result": session() })),
        value(&json!({ "jsonrpc": 2.0, "id": id, "result": session() })),
        value(&json!({ "id": id, "result": session() })),
        value(&json!({ "jsonrpc": "2.0", "id": null, "result": session() })),
        value(&json!({ "jsonrpc": "2.0", "id": 0, "result": session() })),
        value(&json!([{ "jsonrpc": "2.0", "id": id, "result": session() }])),
    ];
    for message in &rubbish {
        host.says_js(message);
    }
    assert_eq!(page.ignored(), [0, 0, 0, rubbish.len() as u64]);
    // Other JSON-RPC is none of our business, but no rubbish either.
    host.says(&json!({ "jsonrpc": "2.0", "method": "later", "id": id, "result": session() }));
    host.says(&json!({ "jsonrpc": "2.0", "method": "vvchat.getSession" }));
    assert_eq!(page.ignored(), [0, 0, 0, rubbish.len() as u64]);
    assert_eq!(page.pending(), json!(1));
    host.answers(&id, &session());
    assert_eq!(result(promise).await, session());
}

/// A callback that throws skips nothing and nobody, is the page's own uncaught error, and the host never notices.
#[wasm_bindgen_test]
async fn callbacks_that_throw() {
    let uncaught = Uncaught::listen();
    let (page, host) = Page::with_host();
    let log = Log::default();
    let throwing = |name: &str| log.note_and(name, &format!("() => {{ throw new Error('{name}'); }}"));
    drop(page.sdk.on_error(&throwing("handler")));
    let call = || {
        let callbacks = ["success", "error", "complete"].map(throwing);
        let [success, error, complete] = &callbacks;
        page.sdk.call(&"getSession".into(), &NONE, &NONE, [success, error, complete])
    };
    let (paid, refused) = (call(), call());
    let ids: Vec<_> = host.calls().iter().map(|call| text(&call["id"])).collect();
    // These would panic if the page's errors came back this way.
    host.answers(&ids[0], &session());
    host.refuses(&ids[1], 400, "x");
    assert_eq!(result(paid).await, session());
    rejected(refused).await;
    let names = ["success", "complete", "error", "handler", "complete"];
    assert_eq!(log.names(), names);
    assert_eq!(uncaught.all().await, json!(names.map(|name| ["uncaught", name])));
    assert_eq!(page.pending(), json!(0));
}

/// Engines that can report an error where it was first thrown do; thrown once more by a script of another origin, it would be
/// "Script error." and nothing else.
#[wasm_bindgen_test]
async fn callbacks_that_throw_where_errors_can_be_reported() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    let thrown = js("new Error('boom')");
    set(&page.global, "reportError", &log.note("reported"));
    let throwing = apply("(error) => () => { throw error; }", &[&thrown]);
    let promise = page.sdk.call(&"getSession".into(), &NONE, &NONE, [&throwing, &NONE, &log.note("complete")]);
    host.answers_last(&session());
    fulfilled(promise).await;
    fulfilled(js("new Promise((resolve) => { setTimeout(resolve, 1); })").unchecked_into()).await;
    assert_eq!(log.names(), ["complete", "reported"]);
    assert_eq!(log.given("reported"), thrown);
}

/// Who gives callbacks hears of errors there: an unhandled rejection would be a false alarm.
#[wasm_bindgen_test]
async fn no_rejection_is_unhandled_where_there_are_callbacks() {
    let uncaught = Uncaught::listen();
    let page = Page::new();
    let nothing = js("() => {}");
    for callbacks in [[&nothing, &NONE, &NONE], [&NONE, &nothing, &NONE], [&NONE, &NONE, &nothing]] {
        drop(page.sdk.call(&"pay".into(), &NONE, &NONE, callbacks));
    }
    assert_eq!(uncaught.all().await, json!([]));
}

/// Nor is one hidden where there are none.
#[wasm_bindgen_test]
async fn a_rejection_that_nobody_handles_is_the_pages_to_see() {
    let uncaught = Uncaught::listen();
    let page = Page::new();
    drop(page.sdk.call(&"pay".into(), &NONE, &NONE, [&NONE; 3]));
    drop(page.sdk.config(&5.into()));
    let expected = [
        ["unhandled", "pay: params must be an object, but it is missing"],
        ["unhandled", "config: params must be an object, but it is the number 5"],
    ];
    assert_eq!(uncaught.all().await, json!(expected));
}

#[wasm_bindgen_test]
async fn a_promise_keeps_its_outcome_for_those_who_come_late() {
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    host.answers_last(&session());
    turn().await;
    assert_eq!(result(promise.clone()).await, session());
    assert_eq!(fulfilled(promise.clone()).await, fulfilled(promise).await);
}

#[wasm_bindgen_test]
async fn callbacks_run_with_no_this_and_one_argument() {
    let (page, host) = Page::with_host();
    let seen = js("[]");
    let spy =
        "(seen) => { 'use strict'; return function (...given) { seen.push([this === undefined, given.length]); }; }";
    let spy = apply(spy, &[&seen]);
    let promise = page.sdk.call(&"getSession".into(), &NONE, &NONE, [&spy, &spy, &spy]);
    host.answers_last(&session());
    fulfilled(promise).await;
    assert_eq!(to_json(&seen), json!([[true, 1], [true, 1]]));
}

/// Errors of everything go to the handlers of all errors, not only those of calls.
#[wasm_bindgen_test]
async fn handlers_of_all_errors_hear_of_all_errors() {
    let page = Page::new();
    let log = Log::default();
    fulfilled(page.sdk.on_error(&log.note("handler"))).await;
    for number in 0..5 {
        let promise = match number {
            0 => page.config(&json!(5)),
            1 => page.sdk.use_bridge(&NONE),
            2 => page.sdk.can_i_use(&NONE),
            3 => page.sdk.ready(&5.into()),
            _ => page.call("payment", &json!({})),
        };
        let error = rejected(promise).await;
        assert_eq!(log.given("handler"), error);
        assert!(get(&error, "reason").is_string(), "{}", error_json(&error));
    }
    assert_eq!(log.names(), ["handler"; 5]);
}
