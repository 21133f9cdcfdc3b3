//! Ten thousand calls in flight, and other crowds.

use super::host::Host;
use super::js::{Clock, apply, call, fulfilled, function, get, invoke, js, result, set, text};
use super::page::Page;
use js_sys::Array;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const MANY: u32 = 10_000;

/// Enough where the number itself is not what is tested. (Unoptimised, the SDK makes some ten thousand calls a second.)
const SOME: u32 = 2_000;

/// Makes that many calls with the same options.
fn make(count: u32, page: &Page, options: &JsValue) -> Array {
    let (method, none) = ("getSession".into(), JsValue::UNDEFINED);
    (0..count).map(|_| JsValue::from(page.sdk.call(&method, &none, options, [&none; 3]))).collect()
}

/// How many promises were settled in which way, and whether those that were fulfilled got their own answer.
async fn outcomes(promises: &Array) -> serde_json::Value {
    let count = "async (promises) => {
        const settled = await Promise.allSettled(promises);
        const outcomes = {};
        settled.forEach(({ value, reason }, number) => {
            const outcome = value ? (value.session_id === String(number) ? 'its own' : 'another') : reason.reason;
            outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        });
        return outcomes;
    }";
    result(apply(count, &[promises]).into()).await
}

/// Answers all calls that were sent, in an order that has nothing to do with the one in which they came, some twice.
const ANSWER_ALL: &str = "(host) => {
    const calls = host.sent.map((text) => JSON.parse(text)).filter(({ method }) => method === 'vvchat.getSession');
    const answers = calls.map(({ id }, number) => ({ jsonrpc: '2.0', id, result: { session_id: String(number), session_type: 1 } }));
    for (let step = 0; step < answers.length; step += 1) {
        const answer = answers[(step * 7919) % answers.length];
        host.receive(answer);
        if (step % 1000 === 0) host.receive(answer);
    }
}";

#[wasm_bindgen_test]
async fn ten_thousand_calls_are_answered_in_any_order() {
    let (page, host) = Page::with_host();
    let promises = make(MANY, &page, &JsValue::UNDEFINED);
    assert_eq!(page.pending(), json!(MANY));
    apply(ANSWER_ALL, &[host.object()]);
    assert_eq!((page.pending(), page.ignored()), (json!(0), [0, 10, 0, 0]));
    assert_eq!(outcomes(&promises).await, json!({ "its own": MANY }));
}

#[wasm_bindgen_test]
async fn ten_thousand_calls_wait_for_a_host() {
    let page = Page::new();
    let promises = make(MANY, &page, &JsValue::UNDEFINED);
    let host = Host::new();
    host.plug_into(&page);
    apply(ANSWER_ALL, &[host.object()]);
    assert_eq!(outcomes(&promises).await, json!({ "its own": MANY }));
}

#[wasm_bindgen_test]
async fn many_calls_are_aborted_at_once() {
    let (page, host) = Page::with_host();
    let controller = js("new AbortController()");
    let options = js("{}");
    set(&options, "signal", &get(&controller, "signal"));
    let quiet =
        function("(limit, signal) => globalThis.process?.getBuiltinModule?.('events').setMaxListeners(limit, signal)");
    call(&quiet, &[&0.into(), &get(&controller, "signal")]);
    let promises = make(SOME, &page, &options);
    invoke(&controller, "abort", &[]);
    assert_eq!(outcomes(&promises).await, json!({ "aborted": SOME }));
    assert_eq!((page.pending(), host.calls().len()), (json!(0), 2 * SOME as usize));
}

#[wasm_bindgen_test]
async fn many_calls_run_out_of_time_at_once() {
    let clock = Clock::stop();
    let (page, host) = Page::with_host();
    let promises = make(SOME, &page, &JsValue::UNDEFINED);
    clock.advance(10_000.0);
    assert_eq!(outcomes(&promises).await, json!({ "timeout": SOME }));
    assert_eq!(page.pending(), json!(0));
    clock.is_at_rest();
    assert_eq!(text(&host.last()["method"]), "$/cancelRequest");
}

/// Double taps, again and again.
#[wasm_bindgen_test]
async fn many_taps_are_one_payment() {
    let (page, host) = Page::with_host();
    let (method, none) = ("pay".into(), JsValue::UNDEFINED);
    let params = js("{ app_id: 'test', imprest_code: 'P1' }");
    let promises: Vec<_> = (0..SOME).map(|_| page.sdk.call(&method, &params, &none, [&none; 3])).collect();
    assert_eq!((page.pending(), host.calls().len()), (json!(1), 1));
    host.answers_last(&json!({ "trade_no": "T" }));
    let results: Array = promises.into_iter().map(JsValue::from).collect();
    let same = "async (promises) => new Set(await Promise.all(promises)).size";
    assert_eq!(fulfilled(apply(same, &[&results]).into()).await, 1);
}
