//! `pay` never lies about money: what an error says became of it, and that a double tap is one payment.

use super::host::{Host, payment};
use super::js::{Clock, Log, Replaced, error, fulfilled, get, invoke, js, message, rejected, result, set, text, value};
use super::page::Page;
use js_sys::Promise;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

fn pay(page: &Page) -> Promise {
    page.call("pay", &payment())
}

/// Pays, and can be aborted.
fn pay_with_signal(page: &Page) -> (Promise, JsValue) {
    let controller = js("new AbortController()");
    let options = js("{}");
    set(&options, "signal", &get(&controller, "signal"));
    (page.call_with("pay", &payment(), &options), controller)
}

/// What an error says became of the money, and whether to try again.
fn outcome(error: &Json) -> (String, &Json, &Json) {
    (text(&error["reason"]), &error["outcome"], &error["retryable"])
}

#[wasm_bindgen_test]
async fn no_money_moves_where_nothing_is_sent() {
    let page = Page::new();
    let none = json!("none");
    let invalid = error(page.call("pay", &json!({ "app_id": "test" }))).await;
    assert_eq!(outcome(&invalid), ("invalid_params".into(), &none, &json!(false)));
    let (promise, controller) = pay_with_signal(&page);
    invoke(&controller, "abort", &[]);
    assert_eq!(outcome(&error(promise).await), ("aborted".into(), &none, &json!(false)));
    let aborted = error(page.call_with("pay", &payment(), &js("{ signal: AbortSignal.abort() }"))).await;
    assert_eq!(outcome(&aborted), ("aborted".into(), &none, &json!(false)));
    let late = error(page.call_with("pay", &payment(), &js("{ timeout: 1 }"))).await;
    assert_eq!(outcome(&late), ("timeout".into(), &none, &json!(true)));
    fulfilled(page.config(&json!({ "hostTimeout": 1 }))).await;
    assert_eq!(outcome(&error(pay(&page)).await), ("no_host".into(), &none, &json!(true)));

    let (page, host) = Page::with_host();
    host.greets(&["auth"]);
    assert_eq!(outcome(&error(pay(&page)).await), ("unsupported".into(), &none, &json!(false)));
    assert_eq!(host.calls(), Vec::<Json>::new());
}

/// Ids that somebody could guess are none: without randomness nothing is sent.
#[wasm_bindgen_test]
async fn no_money_moves_where_there_is_no_randomness() {
    let crypto = get(&js_sys::global(), "crypto");
    let broken = Replaced::new(&crypto, "getRandomValues", &js("() => { throw new Error('no entropy'); }"));
    let (page, host) = Page::with_host();
    let error = error(pay(&page)).await;
    drop(broken);
    assert_eq!(outcome(&error), ("internal".into(), &json!("none"), &json!(true)));
    assert_eq!((&error["err_code"], &error["err_msg"]), (&json!(500), &json!("pay: the SDK failed: no entropy")));
    assert_eq!((host.calls(), page.pending()), (Vec::new(), json!(0)));
    let promise = pay(&page);
    host.answers_last(&json!({ "trade_no": "T1" }));
    fulfilled(promise).await;
}

/// The host's answer says it all: it was not asked properly, it says that it was not paid, or it doesn't know itself.
#[wasm_bindgen_test]
async fn what_a_host_says_of_the_money() {
    for (code, reason, expected) in [
        (400, "host_error", "failed"),
        (1, "host_error", "failed"),
        (0, "host_error", "failed"),
        (-1, "host_error", "failed"),
        (-31999, "host_error", "failed"),
        (-32769, "host_error", "failed"),
        // JSON-RPC's own: the request never got to where money moves.
        (-32700, "host_error", "none"),
        (-32600, "host_error", "none"),
        (-32601, "unsupported", "none"),
        (-32602, "host_error", "none"),
        // The host itself failed, whenever that was.
        (-32603, "host_error", "unknown"),
        (-32000, "host_error", "unknown"),
        (-32099, "host_error", "unknown"),
        (-32768, "host_error", "unknown"),
    ] {
        let (page, host) = Page::with_host();
        let promise = pay(&page);
        host.refuses_last(code, "x");
        assert_eq!(outcome(&error(promise).await), (reason.into(), &json!(expected), &json!(false)), "{code}");
    }
    let (page, host) = Page::with_host();
    let promise = pay(&page);
    host.answers_last(&json!({ "err_code": 400, "err_msg": "用户取消" }));
    assert_eq!(outcome(&error(promise).await), ("host_error".into(), &json!("failed"), &json!(false)));
}

/// Asked, and nobody knows: the error says where to ask, and never that it might be tried again.
#[wasm_bindgen_test]
async fn money_may_have_moved_where_nobody_knows() {
    const ASK: &str = ". The payment may have gone through: ask your server by imprest_code";
    const ASK_IN_CHINESE: &str = "。支付可能已成功，请用 imprest_code 向商户服务器查询";
    let unknown = |error: &Json, reason: &str, said: &str| {
        assert_eq!(outcome(error), (reason.into(), &json!("unknown"), &json!(false)));
        assert_eq!(error["err_msg"], json!([said, ASK].concat()));
    };
    let (page, host) = Page::with_host();
    let late = page.call_with("pay", &payment(), &js("{ timeout: 1 }"));
    unknown(&error(late).await, "timeout", "pay: the host did not answer within 1 ms");
    let (promise, controller) = pay_with_signal(&page);
    invoke(&controller, "abort", &[]);
    unknown(&error(promise).await, "aborted", "pay: the page aborted the call");
    let promise = pay(&page);
    host.answers_last(&json!({}));
    let expected = "pay: the host's reply is malformed, trade_no must be a string that is not blank (a number only up to 2^53 - 1), \
                    but it is missing";
    unknown(&error(promise).await, "malformed_reply", expected);

    let (page, _host) = Page::in_chinese();
    let late = page.call_with("pay", &payment(), &js("{ timeout: 1 }"));
    assert_eq!(message(late).await, ["pay：宿主未在 1 毫秒内回复", ASK_IN_CHINESE].concat());
}

/// A bridge that throws may have sent it before.
#[wasm_bindgen_test]
async fn money_may_have_moved_where_sending_throws() {
    let page = Page::new();
    Host::responding("() => { throw new Error('boom'); }").plug_into(&page);
    let error = error(pay(&page)).await;
    assert_eq!(outcome(&error), ("host_error".into(), &json!("unknown"), &json!(false)));
}

#[wasm_bindgen_test]
async fn other_methods_say_nothing_of_money() {
    let (page, host) = Page::with_host();
    let refused = page.get_session();
    host.refuses_last(400, "x");
    assert_eq!(error(refused).await["outcome"], json!(null));
    let late = page.call_with("getSession", &json!({}), &js("{ timeout: 1 }"));
    assert_eq!(error(late).await["outcome"], json!(null));
}

/// Transaction numbers have more digits than a JavaScript number holds: what may have been rounded is not believed.
#[wasm_bindgen_test]
async fn transaction_numbers() {
    for (sent, expected) in [
        (r#""201712023384923834""#, Ok("201712023384923834")),
        (r#""0012""#, Ok("0012")),
        (r#"" 1 ""#, Ok(" 1 ")),
        ("20171202", Ok("20171202")),
        ("0", Ok("0")),
        ("1e3", Ok("1000")),
        ("9007199254740991", Ok("9007199254740991")),
        ("9007199254740992", Err("is the number 9007199254740992")),
        ("9007199254740993", Err("is the number 9007199254740992")),
        ("201712023384923834", Err("is the number 201712023384923840")),
        ("1e21", Err("is the number 1e+21")),
        ("-1", Err("is the number -1")),
        ("1.5", Err("is the number 1.5")),
        ("null", Err("is null")),
        ("true", Err("is true")),
        ("\"\"", Err("is an empty string")),
        ("\" \"", Err("is the string \" \"")),
        ("[]", Err("is an array")),
        ("{}", Err("is an object")),
    ] {
        let (page, host) = Page::with_host();
        let promise = pay(&page);
        host.answers_last_with_text(&[r#"{"trade_no":"#, sent, "}"].concat());
        match expected {
            Ok(number) => assert_eq!(result(promise).await, json!({ "trade_no": number })),
            Err(came) => {
                let error = error(promise).await;
                assert_eq!(
                    (&error["reason"], &error["field"]),
                    (&json!("malformed_reply"), &json!("trade_no")),
                    "{sent}"
                );
                assert!(text(&error["err_msg"]).contains(&format!(", but it {came}. The payment may")), "{error}");
            }
        }
    }
    let (page, host) = Page::in_chinese();
    let promise = pay(&page);
    host.answers_last_with_text(r#"{"trade_no":201712023384923834}"#);
    assert_eq!(
        message(promise).await,
        "pay：宿主的回复格式错误，trade_no 应为非空白字符串（数字不得超过 2^53 - 1），实际为数字 201712023384923840。\
         支付可能已成功，请用 imprest_code 向商户服务器查询"
    );
}

/// A host's object may hold what JSON cannot.
#[wasm_bindgen_test]
async fn transaction_numbers_in_objects() {
    let page = Page::new();
    Host::responding("({ id }) => ({ jsonrpc: '2.0', id, result: { trade_no: 201712023384923834 } })").plug_into(&page);
    assert_eq!(error(pay(&page)).await["field"], json!("trade_no"));
}

// A double tap.

#[wasm_bindgen_test]
async fn identical_payments_in_flight_are_one() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    let promises = [
        page.call_noting("pay", &payment(), &log),
        page.call_js(&"pay".into(), &js("{ imprest_code: 'P1', app_id: 'test' }")),
        page.call_js(&"pay".into(), &js("{ imprest_code: 'P1', app_id: 'test', later: undefined }")),
        page.call_noting("pay", &payment(), &log),
    ];
    assert_eq!((host.calls().len(), page.pending()), (1, json!(1)));
    host.answers_last(&json!({ "trade_no": "T1" }));
    for promise in promises {
        assert_eq!(result(promise).await, json!({ "trade_no": "T1" }));
    }
    assert_eq!(log.names(), ["success", "complete", "success", "complete"]);
    assert_eq!(page.ignored(), [0; 4]);
}

#[wasm_bindgen_test]
async fn identical_payments_fail_together() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    let promises = [page.call_noting("pay", &payment(), &log), page.call_noting("pay", &payment(), &log)];
    let id = host.last_id();
    host.refuses_last(400, "x");
    for promise in promises {
        let error = error(promise).await;
        assert_eq!((&error["outcome"], &error["request_id"]), (&json!("failed"), &json!(id)));
    }
    assert_eq!(log.names(), ["error", "complete", "error", "complete"]);
}

#[wasm_bindgen_test]
async fn identical_payments_are_one_before_there_is_a_host() {
    let page = Page::new();
    let promises = [pay(&page), pay(&page)];
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(host.calls().len(), 1);
    host.answers_last(&json!({ "trade_no": "T1" }));
    for promise in promises {
        assert_eq!(result(promise).await, json!({ "trade_no": "T1" }));
    }
}

#[wasm_bindgen_test]
async fn payments_that_differ_are_several() {
    let (page, host) = Page::with_host();
    let params = [
        json!({ "app_id": "test", "imprest_code": "P1" }),
        json!({ "app_id": "test", "imprest_code": "P2" }),
        json!({ "app_id": "Test", "imprest_code": "P1" }),
        json!({ "app_id": "test", "imprest_code": "P1", "later": 1 }),
        json!({ "app_id": "test", "imprest_code": "P1", "later": "1" }),
    ];
    let promises: Vec<_> = params.iter().map(|params| (page.call("pay", params), host.last_id())).collect();
    assert_eq!((host.calls().len(), page.pending()), (5, json!(5)));
    for (promise, id) in promises {
        host.answers(&id, &json!({ "trade_no": id }));
        assert_eq!(result(promise).await, json!({ "trade_no": id }));
    }
}

/// No text of a param can make it pass for another payment.
#[wasm_bindgen_test]
fn payments_cannot_be_mistaken_for_each_other() {
    let (page, host) = Page::with_host();
    let payments = [
        js(r#"{ app_id: 'a', imprest_code: '","imprest_code":"b' }"#),
        js(r#"{ app_id: 'a","imprest_code":"', imprest_code: 'b' }"#),
        js("{ app_id: 'a', imprest_code: '\\ud800' }"),
        js("{ app_id: 'a', imprest_code: '\\udbff' }"),
        js("{ app_id: 'a', imprest_code: '\\ufffd' }"),
    ];
    for params in &payments {
        drop(page.call_js(&"pay".into(), params));
    }
    // The texts, for not everything can read lone surrogates.
    let requests = host.texts().iter().filter(|text| text.contains("vvchat.pay")).count();
    assert_eq!(requests, payments.len());
}

#[wasm_bindgen_test]
async fn a_payment_after_the_answer_is_another_one() {
    let (page, host) = Page::with_host();
    for (number, trade_no) in ["T1", "T2", "T3"].into_iter().enumerate() {
        let promise = pay(&page);
        assert_eq!(host.calls().len(), number + 1);
        host.answers_last(&json!({ "trade_no": trade_no }));
        // Even before the page has heard of the answer.
        assert_eq!(page.pending(), json!(0));
        drop(promise);
    }
    assert_eq!(host.calls().len(), 3);
    let again = pay(&page);
    host.refuses_last(400, "x");
    rejected(again).await;
    drop(pay(&page));
    assert_eq!(host.calls().len(), 5);
}

/// Who gives up gives up alone; the host is told when nobody is left.
#[wasm_bindgen_test]
async fn one_of_two_taps_may_give_up() {
    let (page, host) = Page::with_host();
    let (first, first_controller) = pay_with_signal(&page);
    let (second, _) = pay_with_signal(&page);
    invoke(&first_controller, "abort", &[]);
    assert_eq!(outcome(&error(first).await), ("aborted".into(), &json!("unknown"), &json!(false)));
    assert_eq!((host.calls().len(), page.pending()), (1, json!(1)));
    host.answers_last(&json!({ "trade_no": "T1" }));
    assert_eq!(result(second).await, json!({ "trade_no": "T1" }));
}

#[wasm_bindgen_test]
async fn a_payment_that_everyone_gave_up_is_cancelled_once() {
    let (page, host) = Page::with_host();
    let (first, first_controller) = pay_with_signal(&page);
    let second = page.call_with("pay", &payment(), &js("{ timeout: 1 }"));
    let id = host.last_id();
    assert_eq!(error(second).await["reason"], json!("timeout"));
    assert_eq!((host.calls().len(), page.pending()), (1, json!(1)));
    invoke(&first_controller, "abort", &[]);
    assert_eq!(error(first).await["reason"], json!("aborted"));
    assert_eq!(host.calls()[1..], [json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } })]);
    // And the next is a payment of its own.
    drop(pay(&page));
    assert_ne!(host.last_id(), id);
}

/// A tap has the time that it is given, not what is left of another's.
#[wasm_bindgen_test]
async fn each_tap_has_its_own_deadline() {
    let clock = Clock::stop();
    let (page, host) = Page::with_host();
    let first = pay(&page);
    clock.advance(599_000.0);
    let second = pay(&page);
    clock.advance(1_000.0);
    assert_eq!(error(first).await["reason"], json!("timeout"));
    clock.advance(598_999.0);
    assert_eq!((host.calls().len(), page.pending()), (1, json!(1)));
    clock.advance(1.0);
    assert_eq!(error(second).await["reason"], json!("timeout"));
    assert_eq!(host.calls().len(), 2);
}

/// Also the second one, where the page has set how long that is.
#[wasm_bindgen_test]
async fn each_tap_has_the_deadline_that_is_configured() {
    let clock = Clock::stop();
    let (page, _host) = Page::with_host();
    fulfilled(page.config(&json!({ "timeouts": { "pay": 50 } }))).await;
    let first = pay(&page);
    clock.advance(30.0);
    let second = pay(&page);
    clock.advance(20.0);
    assert_eq!(error(first).await["reason"], json!("timeout"));
    clock.advance(29.0);
    assert_eq!(page.pending(), json!(1));
    clock.advance(1.0);
    assert_eq!(page.pending(), json!(0));
    assert!(message(second).await.starts_with("pay: the host did not answer within 50 ms."));
}

#[wasm_bindgen_test]
async fn other_methods_are_never_joined() {
    let (page, host) = Page::with_host();
    let auth = value(&json!({ "app_id": "test", "scope": "snsapi_userinfo" }));
    for _ in 0..2 {
        drop(page.call_js(&"auth".into(), &auth));
        drop(page.call_js(&"getSession".into(), &NONE));
    }
    assert_eq!(host.calls().len(), 4);
}

#[wasm_bindgen_test]
async fn an_engine_that_fails() {
    let (page, host) = Page::with_host();
    page.sdk.fail_at("params");
    let unsent = error(pay(&page)).await;
    assert_eq!(outcome(&unsent), ("internal".into(), &json!("none"), &json!(true)));
    assert_eq!(unsent["err_msg"], json!("pay: the SDK failed: out of order"));
    assert_eq!(host.calls(), [] as [Json; 0]);

    page.sdk.fail_at("reply");
    let promise = pay(&page);
    host.answers_last(&json!({ "trade_no": "1" }));
    let unread = error(promise).await;
    assert_eq!(outcome(&unread), ("internal".into(), &json!("unknown"), &json!(false)));
    assert_eq!(page.pending(), json!(0));

    // That nothing can be said of slips is no reason to hold a payment back.
    page.sdk.fail_at("advice");
    fulfilled(page.config(&json!({ "debug": true }))).await;
    let promise = pay(&page);
    host.answers_last(&json!({ "trade_no": "1" }));
    assert_eq!(result(promise).await, json!({ "trade_no": "1" }));
}
