//! Nothing waits forever: deadlines, and the page's own `AbortSignal`. Either tells the host to stop.

use super::host::{Host, payment, session};
use super::js::{
    Clock, Log, apply, error, fulfilled, get, invoke, js, message, rejected, result, set, text, turn, value,
};
use super::page::Page;
use js_sys::Promise;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

const MINUTES: f64 = 60_000.0;

/// Calls of all methods that wait for a person, with valid params.
fn those_that_wait_for_a_person() -> [(&'static str, Json); 4] {
    [
        ("auth", json!({ "app_id": "test", "scope": "snsapi_userinfo" })),
        ("pay", payment()),
        ("selectSession", json!({})),
        ("share", json!({ "app_id": "test", "share_title": "茶", "share_url": "https://shop.example/" })),
    ]
}

/// The notification that a request is no longer wanted.
fn cancellation(id: &str) -> Json {
    json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } })
}

/// Calls `getSession` with a time-out of its own.
fn with_timeout(page: &Page, milliseconds: f64) -> Promise {
    page.call_with("getSession", &json!({}), &value(&json!({ "timeout": milliseconds })))
}

/// Calls `getSession` with a signal.
fn with_signal(page: &Page, signal: &JsValue) -> Promise {
    let options = js("{}");
    set(&options, "signal", signal);
    page.call_with("getSession", &json!({}), &options)
}

/// A controller, and its signal.
fn controller() -> (JsValue, JsValue) {
    let controller = js("new AbortController()");
    let signal = get(&controller, "signal");
    (controller, signal)
}

fn abort(controller: &JsValue) {
    invoke(controller, "abort", &[]);
}

/// The call of that promise is over exactly then, counted from now.
async fn is_over_after(page: &Page, clock: &Clock, promise: Promise, time: f64) -> Json {
    clock.advance(time - 1.0);
    assert_eq!(page.pending(), json!(1), "it is over before {time} ms");
    clock.advance(1.0);
    assert_eq!(page.pending(), json!(0), "it is not over after {time} ms");
    error(promise).await
}

#[wasm_bindgen_test]
async fn a_call_that_is_not_answered_in_time() {
    let (page, host) = Page::with_host();
    let promise = with_timeout(&page, 1.0);
    let id = host.last_id();
    let expected = json!({
        "name": "VvchatError",
        "err_code": 408,
        "err_msg": "getSession: the host did not answer within 1 ms",
        "reason": "timeout",
        "method": "getSession",
        "field": null,
        "request_id": id,
        "retryable": true,
        "outcome": null,
    });
    assert_eq!(error(promise).await, expected);
    assert_eq!(host.calls()[1..], [cancellation(&id)]);
    // The host may have answered before it heard, or say that it has stopped.
    host.answers(&id, &session());
    host.refuses(&id, -32800, "Request cancelled");
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0, 2, 0, 0]));

    let (page, _host) = Page::in_chinese();
    assert_eq!(message(with_timeout(&page, 1.0)).await, "getSession：宿主未在 1 毫秒内回复");
}

#[wasm_bindgen_test]
async fn the_host_has_10_seconds_for_get_session() {
    let clock = Clock::stop();
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    let error = is_over_after(&page, &clock, promise, 10_000.0).await;
    assert_eq!(error["err_msg"], json!("getSession: the host did not answer within 10000 ms"));
    assert_eq!(host.last()["method"], json!("$/cancelRequest"));
}

#[wasm_bindgen_test]
async fn a_person_has_10_minutes() {
    for (method, params) in those_that_wait_for_a_person() {
        let clock = Clock::stop();
        let (page, host) = Page::with_host();
        let promise = page.call(method, &params);
        let error = is_over_after(&page, &clock, promise, 10.0 * MINUTES).await;
        assert!(text(&error["err_msg"]).starts_with(&format!("{method}: the host did not answer within 600000 ms")));
        assert_eq!(host.last()["method"], json!("$/cancelRequest"));
    }
}

#[wasm_bindgen_test]
async fn deadlines_can_be_configured_for_each_method() {
    let clock = Clock::stop();
    let (page, _host) = Page::with_host();
    fulfilled(page.config(&json!({ "timeouts": { "getSession": 50, "share": 0.5 } }))).await;
    fulfilled(page.config(&json!({ "timeouts": { "selectSession": 70 } }))).await;
    is_over_after(&page, &clock, page.get_session(), 50.0).await;
    is_over_after(&page, &clock, page.call("selectSession", &json!({})), 70.0).await;
    is_over_after(&page, &clock, page.call("pay", &payment()), 10.0 * MINUTES).await;
    fulfilled(page.config(&json!({ "timeouts": { "getSession": 60 } }))).await;
    is_over_after(&page, &clock, page.get_session(), 60.0).await;
}

#[wasm_bindgen_test]
async fn a_call_may_have_a_deadline_of_its_own() {
    let clock = Clock::stop();
    let (page, _host) = Page::with_host();
    fulfilled(page.config(&json!({ "timeouts": { "getSession": 50 } }))).await;
    is_over_after(&page, &clock, with_timeout(&page, 30.0), 30.0).await;
    is_over_after(&page, &clock, with_timeout(&page, 20_000.0), 20_000.0).await;
    is_over_after(&page, &clock, page.get_session(), 50.0).await;
}

/// More than a browser's timers can hold, which take it for no time at all.
#[wasm_bindgen_test]
async fn deadlines_of_more_than_24_days() {
    const DAY: f64 = 24.0 * 60.0 * MINUTES;
    let clock = Clock::stop();
    let (page, _host) = Page::with_host();
    is_over_after(&page, &clock, with_timeout(&page, 60.0 * DAY), 60.0 * DAY).await;
    assert!(clock.started() < 20, "{} timers", clock.started());
    drop(with_timeout(&page, 1e300));
    clock.advance(DAY);
    assert_eq!(page.pending(), json!(1));
}

#[wasm_bindgen_test]
async fn an_answer_in_the_last_moment_counts() {
    let clock = Clock::stop();
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    clock.advance(9_999.0);
    host.answers_last(&session());
    clock.advance(10.0 * MINUTES);
    assert_eq!(result(promise).await, session());
    assert_eq!(host.calls().len(), 1, "it was cancelled");
}

#[wasm_bindgen_test]
async fn deadlines_are_kept_in_their_order() {
    let clock = Clock::stop();
    let (page, _host) = Page::with_host();
    let log = Log::default();
    for timeout in [30.0, 10.0, 20.0, 15.0] {
        let then = "(promise, note) => { promise.catch((error) => note(error.err_msg)); }";
        apply(then, &[&with_timeout(&page, timeout), &log.note("over")]);
    }
    clock.advance(12.0);
    assert_eq!(page.pending(), json!(3));
    clock.advance(18.0);
    turn().await;
    let over = |time: u32| json!(["over", format!("getSession: the host did not answer within {time} ms")]);
    assert_eq!(log.entries(), json!([over(10), over(15), over(20), over(30)]));
}

/// How long a person takes says nothing about how long a host takes to appear.
#[wasm_bindgen_test]
async fn time_runs_from_when_a_call_is_sent() {
    let clock = Clock::stop();
    let page = Page::loading();
    let promise = page.get_session();
    clock.advance(5.0 * MINUTES);
    assert_eq!(page.pending(), json!(1));
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(host.calls().len(), 1);
    is_over_after(&page, &clock, promise, 10_000.0).await;
}

/// A time-out of its own is the page's word, and runs from the call.
#[wasm_bindgen_test]
async fn a_deadline_of_its_own_runs_from_the_call() {
    let clock = Clock::stop();
    let page = Page::loading();
    let promise = with_timeout(&page, 10.0 * MINUTES);
    clock.advance(4.0 * MINUTES);
    let host = Host::new();
    host.plug_into(&page);
    is_over_after(&page, &clock, promise, 6.0 * MINUTES).await;
    assert_eq!(host.last()["method"], json!("$/cancelRequest"));
}

/// Even a page that never finishes loading.
#[wasm_bindgen_test]
async fn nothing_waits_forever_for_a_host() {
    let clock = Clock::stop();
    let page = Page::loading();
    let promise = page.call("pay", &payment());
    let error = is_over_after(&page, &clock, promise, 10.0 * MINUTES).await;
    assert_eq!((&error["reason"], &error["outcome"]), (&json!("timeout"), &json!("none")));
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(host.calls(), Vec::<Json>::new(), "it was sent after all");
}

#[wasm_bindgen_test]
async fn one_timer_serves_one_call_after_the_other() {
    let clock = Clock::stop();
    let (page, host) = Page::with_host();
    assert_eq!(clock.running(), 0);
    let first = page.get_session();
    assert_eq!(clock.running(), 1);
    host.answers_last(&session());
    fulfilled(first).await;
    let started = clock.started();
    for _ in 0..10 {
        clock.advance(900.0);
        let answered = page.get_session();
        host.answers_last(&session());
        fulfilled(answered).await;
    }
    let (controller, signal) = controller();
    let aborted = with_signal(&page, &signal);
    abort(&controller);
    rejected(aborted).await;
    let refused = page.get_session();
    host.refuses_last(400, "x");
    rejected(refused).await;
    assert_eq!((clock.running(), clock.started()), (1, started));
    // It was set for the first of them. The last has its time from when it was made.
    let last = page.get_session();
    assert_eq!((clock.running(), clock.started()), (1, started));
    is_over_after(&page, &clock, last, 10_000.0).await;
    clock.is_at_rest();
}

// Signals.

#[wasm_bindgen_test]
async fn a_call_that_is_aborted() {
    let (page, host) = Page::with_host();
    let (controller, signal) = controller();
    let promise = with_signal(&page, &signal);
    let id = host.last_id();
    abort(&controller);
    assert_eq!(host.calls()[1..], [cancellation(&id)]);
    let expected = json!({
        "name": "VvchatError",
        "err_code": 499,
        "err_msg": "getSession: the page aborted the call",
        "reason": "aborted",
        "method": "getSession",
        "field": null,
        "request_id": id,
        "retryable": false,
        "outcome": null,
    });
    assert_eq!(error(promise).await, expected);
    host.refuses(&id, -32800, "Request cancelled");
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0, 1, 0, 0]));

    let (page, _host) = Page::in_chinese();
    let promise = with_signal(&page, &js("AbortSignal.abort()"));
    assert_eq!(message(promise).await, "getSession：页面中止了调用");
}

#[wasm_bindgen_test]
async fn a_call_that_is_aborted_before_it_is_made() {
    let (page, host) = Page::with_host();
    let error = error(with_signal(&page, &js("AbortSignal.abort()"))).await;
    assert_eq!((&error["reason"], &error["request_id"]), (&json!("aborted"), &json!(null)));
    assert_eq!(host.calls(), Vec::<Json>::new());
}

#[wasm_bindgen_test]
async fn a_call_that_is_aborted_before_there_is_a_host() {
    let page = Page::new();
    let (controller, signal) = controller();
    let (aborted, kept) = (with_signal(&page, &signal), page.get_session());
    abort(&controller);
    assert_eq!(error(aborted).await["reason"], json!("aborted"));
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(host.calls().len(), 1, "a call that nobody wants any more was sent");
    host.answers_last(&session());
    fulfilled(kept).await;
}

/// Anyone can dispatch an event.
#[wasm_bindgen_test]
async fn an_event_of_a_signal_that_was_not_triggered_changes_nothing() {
    let (page, host) = Page::with_host();
    let (_controller, signal) = controller();
    let promise = with_signal(&page, &signal);
    invoke(&signal, "dispatchEvent", &[&js("new Event('abort')")]);
    assert_eq!((page.pending(), host.calls().len()), (json!(1), 1));
    host.answers_last(&session());
    assert_eq!(result(promise).await, session());
}

#[wasm_bindgen_test]
async fn a_signal_that_comes_too_late_changes_nothing() {
    let (page, host) = Page::with_host();
    let (controller, signal) = controller();
    let promise = with_signal(&page, &signal);
    host.answers_last(&session());
    abort(&controller);
    assert_eq!(result(promise).await, session());
    assert_eq!(host.calls().len(), 1, "it was cancelled");
}

#[wasm_bindgen_test]
async fn a_signal_for_several_calls_aborts_them_all_and_no_other() {
    let (page, host) = Page::with_host();
    let (controller, signal) = controller();
    let aborted = [with_signal(&page, &signal), with_signal(&page, &signal)];
    let kept = [page.get_session(), with_signal(&page, &js("new AbortController().signal"))];
    let ids: Vec<_> = host.calls().iter().map(|call| text(&call["id"])).collect();
    abort(&controller);
    for promise in aborted {
        assert_eq!(error(promise).await["reason"], json!("aborted"));
    }
    assert_eq!(host.calls()[4..], [cancellation(&ids[0]), cancellation(&ids[1])]);
    for (promise, id) in kept.into_iter().zip(&ids[2..]) {
        host.answers(id, &session());
        assert_eq!(result(promise).await, session());
    }
}

#[wasm_bindgen_test]
async fn the_engines_own_signal_of_time() {
    let (page, _host) = Page::with_host();
    assert_eq!(error(with_signal(&page, &js("AbortSignal.timeout(1)"))).await["reason"], json!("aborted"));
}

/// A signal may live as long as the page; it must not collect listeners. It may also come from a library.
#[wasm_bindgen_test]
async fn listeners_are_removed_from_signals() {
    let (page, host) = Page::with_host();
    let signal = js("{
        aborted: false,
        listeners: [],
        addEventListener(type, listener) { this.listeners.push([type, listener]); },
        removeEventListener(type, listener) {
            this.listeners = this.listeners.filter((other) => other[0] !== type || other[1] !== listener);
        },
        abort() { this.aborted = true; this.listeners.forEach(([, listener]) => listener({ type: 'abort' })); },
    }");
    let listeners = || get(&get(&signal, "listeners"), "length").as_f64();
    let answered = with_signal(&page, &signal);
    assert_eq!(listeners(), Some(1.0));
    host.answers_last(&session());
    fulfilled(answered).await;
    assert_eq!(listeners(), Some(0.0));

    let options = js("{ timeout: 1 }");
    set(&options, "signal", &signal);
    let late = page.call_with("getSession", &json!({}), &options);
    assert_eq!(error(late).await["reason"], json!("timeout"));
    assert_eq!(listeners(), Some(0.0));

    let aborted = with_signal(&page, &signal);
    abort(&signal);
    assert_eq!(error(aborted).await["reason"], json!("aborted"));
    assert_eq!(listeners(), Some(0.0));
}

#[wasm_bindgen_test]
async fn callbacks_hear_of_deadlines_too() {
    let (page, _host) = Page::with_host();
    let log = Log::default();
    fulfilled(page.config(&json!({ "timeouts": { "getSession": 1 } }))).await;
    let [success, error, complete] = ["success", "error", "complete"].map(|name| log.note(name));
    let promise = page.sdk.call(&"getSession".into(), &NONE, &NONE, [&success, &error, &complete]);
    let error = rejected(promise).await;
    assert_eq!(log.names(), ["error", "complete"]);
    assert_eq!(log.given("complete"), error);
}
