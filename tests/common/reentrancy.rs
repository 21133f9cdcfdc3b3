//! The page's code and the host's run in the middle of everything, and may do anything there.

use super::host::{Host, payment, session};
use super::js::{Log, Replaced, Uncaught, apply, error, fulfilled, get, js, rejected, result, set, text, turn};
use super::page::Page;
use js_sys::{Array, Promise};
use serde_json::json;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

/// A function of JavaScript that calls `getSession`, and keeps the promises.
fn calling(page: &Page, promises: &Array) -> JsValue {
    let (sdk, promises) = (Rc::downgrade(&page.sdk), promises.clone());
    let call = move || {
        if let Some(sdk) = sdk.upgrade() {
            promises.push(&sdk.call(&"getSession".into(), &NONE, &NONE, [&NONE; 3]));
        }
    };
    Closure::<dyn Fn()>::new(call).into_js_value()
}

/// Waits for all of the promises, and says how many there were.
async fn all_answered(promises: &Array) -> u32 {
    for promise in promises.iter() {
        assert_eq!(result(Promise::from(promise)).await, session());
    }
    promises.length()
}

/// A host that answers all that it is asked, once `send` has returned, and does this inside `send`.
fn answering(inside_send: &JsValue) -> Host {
    let host = Host::responding("() => undefined");
    let send = "(host, inside) => {
        let isInside = false;
        host.send = (text) => {
            host.sent.push(text);
            const { id, method } = JSON.parse(text);
            if (!isInside && method !== 'vvchat.hello') {
                isInside = true;
                inside();
                isInside = false;
            }
            const result = { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 };
            return { jsonrpc: '2.0', id, result };
        };
    }";
    apply(send, &[host.object(), inside_send]);
    host
}

#[wasm_bindgen_test]
async fn a_bridge_that_calls_while_it_sends() {
    let page = Page::new();
    let promises = Array::new();
    answering(&calling(&page, &promises)).plug_into(&page);
    for _ in 0..3 {
        promises.push(&page.get_session());
    }
    assert_eq!(all_answered(&promises).await, 6);
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0; 4]));
}

/// Calls that were held back are sent one by one; those that come about meanwhile are not lost either.
#[wasm_bindgen_test]
async fn a_bridge_that_calls_while_it_is_plugged_in() {
    let page = Page::new();
    let promises = Array::of2(&page.get_session(), &page.get_session());
    let call = calling(&page, &promises);
    let host = answering(&call);
    let subscribe = "(host, call) => { host.subscribe = () => { call(); }; }";
    apply(subscribe, &[host.object(), &call]);
    host.plug_into(&page);
    // Those from before, one inside `subscribe`, one inside the first `send`.
    assert_eq!(all_answered(&promises).await, 2 + 1 + 1);
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0; 4]));
}

#[wasm_bindgen_test]
async fn a_bridge_that_plugs_in_another_while_it_sends() {
    let page = Page::new();
    let second = answering(&js("() => {}"));
    let sdk = Rc::downgrade(&page.sdk);
    let object = second.object().clone();
    let plug_in = Closure::<dyn Fn()>::new(move || {
        if let Some(sdk) = sdk.upgrade() {
            drop(sdk.use_bridge(&object));
        }
    });
    let first = answering(&plug_in.into_js_value());
    first.plug_into(&page);
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!((first.calls().len(), second.calls().len()), (1, 1));
}

#[wasm_bindgen_test]
async fn params_that_call_while_they_are_read() {
    let (page, host) = Page::with_host();
    let promises = Array::new();
    let params = apply(
        "(call) => ({
            get app_id() { call(); return 'test'; },
            imprest_code: { toJSON() { call(); return 'P1'; } },
            later: { get deep() { call(); return 1; } },
        })",
        &[&calling(&page, &promises)],
    );
    let promise = page.call_js(&"pay".into(), &params);
    assert_eq!(host.last()["params"], json!({ "app_id": "test", "imprest_code": "P1", "later": { "deep": 1 } }));
    host.answers_last(&json!({ "trade_no": "1" }));
    fulfilled(promise).await;
    for call in host.calls().iter().take(3) {
        host.answers(&text(&call["id"]), &session());
    }
    assert_eq!(all_answered(&promises).await, 3);
}

#[wasm_bindgen_test]
async fn replies_that_call_while_they_are_read() {
    let (page, host) = Page::with_host();
    let promises = Array::new();
    let promise = page.get_session();
    let reply = "(id, call) => ({
        get jsonrpc() { call(); return '2.0'; },
        get id() { call(); return id; },
        result: { get session_id() { call(); return 'S'; }, session_type: 1 },
    })";
    let id = host.last_id();
    host.says_js(&apply(reply, &[&id.as_str().into(), &calling(&page, &promises)]));
    assert_eq!(result(promise).await["session_id"], json!("S"));
    for call in host.calls().iter().skip(1) {
        host.answers(&text(&call["id"]), &session());
    }
    assert_eq!(all_answered(&promises).await, 3);
}

#[wasm_bindgen_test]
async fn callbacks_that_call() {
    let page = Page::new();
    answering(&js("() => {}")).plug_into(&page);
    let promises = Array::new();
    let call = calling(&page, &promises);
    fulfilled(page.sdk.on_error(&call)).await;
    fulfilled(page.sdk.ready(&call)).await;
    let succeeds = page.sdk.call(&"getSession".into(), &NONE, &NONE, [&call, &call, &call]);
    let fails = page.sdk.call(&"pay".into(), &NONE, &NONE, [&call, &call, &call]);
    fulfilled(succeeds).await;
    rejected(fails).await;
    turn().await;
    // Ready; success and complete; error, the handler of all errors, complete.
    assert_eq!(all_answered(&promises).await, 1 + 2 + 3);
    assert_eq!(page.pending(), json!(0));
}

/// One after the other without end, and nothing piles up.
#[wasm_bindgen_test]
async fn a_callback_that_calls_again_and_again() {
    let page = Page::new();
    answering(&js("() => {}")).plug_into(&page);
    let log = Log::default();
    let sdk = Rc::downgrade(&page.sdk);
    let again = js("{ left: 1000 }");
    let counter = again.clone();
    let call = Closure::<dyn Fn()>::new(move || {
        let left = get(&counter, "left").as_f64().unwrap_or_default() - 1.0;
        set(&counter, "left", &left.into());
        let callback = if left > 0.0 { get(&counter, "call") } else { get(&counter, "done") };
        if let Some(sdk) = sdk.upgrade() {
            drop(sdk.call(&"getSession".into(), &NONE, &NONE, [&NONE, &NONE, &callback]));
        }
    });
    set(&again, "call", &call.into_js_value());
    let done = Promise::new(&mut |resolve, _| set(&again, "done", &resolve));
    let first = page.sdk.call(&"getSession".into(), &NONE, &NONE, [&log.note("first"), &NONE, &get(&again, "call")]);
    fulfilled(first).await;
    fulfilled(done).await;
    assert_eq!((get(&again, "left"), log.names(), page.pending()), (0.into(), vec!["first".to_string()], json!(0)));
}

/// Those who wait for the same host may all want something at once.
#[wasm_bindgen_test]
async fn ready_functions_that_ask_for_more() {
    let page = Page::new();
    let sdk = Rc::downgrade(&page.sdk);
    let log = Log::default();
    let note = log.note("second");
    let ask = Closure::<dyn Fn()>::new(move || {
        if let Some(sdk) = sdk.upgrade() {
            drop(sdk.ready(&note));
        }
    });
    let promise = page.sdk.ready(&ask.into_js_value());
    answering(&js("() => {}")).plug_into(&page);
    fulfilled(promise).await;
    turn().await;
    assert_eq!(log.names(), ["second"]);
}

/// Aborting in the middle of things: inside `send`, inside a callback of the same call.
#[wasm_bindgen_test]
async fn a_signal_that_is_triggered_while_the_call_is_sent() {
    let page = Page::new();
    let controller = js("new AbortController()");
    let host = answering(&apply("(controller) => () => controller.abort()", &[&controller]));
    host.plug_into(&page);
    let options = js("{}");
    set(&options, "signal", &get(&controller, "signal"));
    let error = error(page.call_with("getSession", &json!({}), &options)).await;
    assert_eq!(error["reason"], json!("aborted"));
    assert_eq!(host.methods(), ["vvchat.hello", "vvchat.getSession", "$/cancelRequest"]);
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0, 1, 0, 0]));

    let second = js("new AbortController()");
    set(&options, "signal", &get(&second, "signal"));
    let abort = apply("(controller) => () => controller.abort()", &[&second]);
    let promise = page.sdk.call(&"getSession".into(), &NONE, &options, [&abort, &NONE, &NONE]);
    assert_eq!(result(promise).await, session());
}

/// Nor do all signals wait until they are listened to.
#[wasm_bindgen_test]
async fn a_signal_that_is_triggered_by_listening_to_it() {
    let signal = || {
        js("{
            aborted: false,
            addEventListener(type, listener) { this.aborted = true; listener({ type }); },
            removeEventListener() {},
        }")
    };
    for page in [Page::new(), Page::with_host().0] {
        let options = js("{}");
        set(&options, "signal", &signal());
        let error = error(page.call_with("pay", &payment(), &options)).await;
        assert_eq!((&error["reason"], &error["outcome"]), (&json!("aborted"), &json!("none")));
        assert_eq!(page.pending(), json!(0));
    }
}

/// A signal of a library's own may do anything when it is asked; whoever waits is told exactly once.
#[wasm_bindgen_test]
async fn a_signal_that_answers_the_call_when_it_is_asked() {
    let (page, host) = Page::with_host();
    let signal = "(host) => ({
        listeners: [],
        get aborted() {
            if (this.isTriggered) {
                const { id } = JSON.parse(host.sent[1]);
                host.receive({ jsonrpc: '2.0', id, result: { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 } });
            }
            return this.isTriggered === true;
        },
        addEventListener(type, listener) { this.listeners.push(listener); },
        removeEventListener() {},
        abort() { this.isTriggered = true; this.listeners.forEach((listener) => listener()); },
    })";
    let signal = apply(signal, &[host.object()]);
    let options = js("{}");
    set(&options, "signal", &signal);
    let log = Log::default();
    let complete = log.note("complete");
    let promise = page.sdk.call(&"getSession".into(), &NONE, &options, [&NONE, &NONE, &complete]);
    apply("(signal) => signal.abort()", &[&signal]);
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    assert_eq!((log.names(), page.pending()), (vec!["complete".to_string()], json!(0)));
}

/// A host that hears of a cancellation may answer all it has, in the middle of that.
#[wasm_bindgen_test]
async fn a_host_that_answers_everything_when_one_call_is_cancelled() {
    let page = Page::new();
    let respond = "({ method }, host) => {
        if (method !== '$/cancelRequest') return;
        for (const { id } of host.sent.map((text) => JSON.parse(text)).filter(({ method }) => method === 'vvchat.getSession')) {
            host.receive({ jsonrpc: '2.0', id, result: { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 } });
        }
    }";
    Host::responding(respond).plug_into(&page);
    let kept = page.get_session();
    let given_up = page.call_with("getSession", &json!({}), &js("{ timeout: 1 }"));
    assert_eq!(error(given_up).await["reason"], json!("timeout"));
    assert_eq!(result(kept).await, session());
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0, 1, 0, 0]));
}

/// Globals that call while they are looked for.
#[wasm_bindgen_test]
async fn a_page_that_calls_when_it_is_looked_at() {
    let page = Page::new();
    let promises = Array::new();
    let define = "(page, call) => {
        let reads = 0;
        Object.defineProperty(page, 'vvchatHost', { get() { reads += 1; if (reads < 4) call(); return undefined; } });
    }";
    apply(define, &[&page.global, &calling(&page, &promises)]);
    promises.push(&page.get_session());
    answering(&js("() => {}")).plug_into(&page);
    assert_eq!(all_answered(&promises).await, 4);
}

/// In debug mode the console hears of slips and messages. It may be one of the page's own.
#[wasm_bindgen_test]
async fn a_console_that_calls_or_throws() {
    let page = Page::new();
    let respond = "({ id, method }) => {
        const session = { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 };
        return { jsonrpc: '2.0', id, result: method === 'vvchat.pay' ? { trade_no: '201712023384923834' } : session };
    }";
    Host::responding(respond).plug_into(&page);
    fulfilled(page.config(&json!({ "debug": true }))).await;
    let console = get(&js_sys::global(), "console");
    let promises = Array::new();
    let slip = json!({ "app_id": "test", "imprest_code": "P1", "imprestcode": "P1", "x": 1 });
    {
        let call = calling(&page, &promises);
        let once = apply("(call) => { let n = 0; return () => { if (n++ < 2) call(); }; }", &[&call]);
        let _replaced = ["debug", "warn"].map(|name| Replaced::new(&console, name, &once));
        assert_eq!(result(page.call("pay", &slip)).await, json!({ "trade_no": "201712023384923834" }));
        assert_eq!(all_answered(&promises).await, 2);
    }
    let uncaught = Uncaught::listen();
    let throws = js("() => { throw 'from the console'; }");
    let _replaced = ["debug", "warn"].map(|name| Replaced::new(&console, name, &throws));
    assert_eq!(result(page.call("pay", &slip)).await, json!({ "trade_no": "201712023384923834" }));
    // Two slips, the request and its answer.
    let each = json!(["uncaught", "from the console"]);
    assert_eq!(uncaught.all().await, json!([each, each, each, each]));
}

/// A bridge's name is read once, so that what was checked is what is used.
#[wasm_bindgen_test]
async fn a_bridge_whose_name_can_be_read_once() {
    let page = Page::new();
    let bridge = js("{
        names: ['the first'],
        get name() { if (this.names.length) return this.names.pop(); throw new Error('read again'); },
        send() {},
        subscribe() {},
    }");
    fulfilled(page.sdk.use_bridge(&bridge)).await;
    assert_eq!(page.diagnosis()["bridge"], json!("the first"));
}
