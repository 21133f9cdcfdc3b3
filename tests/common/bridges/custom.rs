//! A bridge of the embedder's own: `{name, send(message), subscribe(receive)}`.

use crate::common::host::{Host, payment, session};
use crate::common::js::{Log, Uncaught, apply, error, fulfilled, js, message, rejected, result, set, turn};
use crate::common::page::Page;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const SESSION: &str = "{ session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 }";

/// A host whose `send` gives this, with `id` for the request's.
fn giving(expression: &str) -> Host {
    let respond = ["({ id, method }) => method === 'vvchat.hello' ? undefined : ", expression].concat();
    Host::responding(&respond.replace("SESSION", SESSION))
}

/// What `send` returns is the reply, at once or later.
#[wasm_bindgen_test]
async fn send_may_return_the_reply() {
    for reply in [
        "({ jsonrpc: '2.0', id, result: SESSION })",
        "JSON.stringify({ jsonrpc: '2.0', id, result: SESSION })",
        "Promise.resolve({ jsonrpc: '2.0', id, result: SESSION })",
        "Promise.resolve(JSON.stringify({ jsonrpc: '2.0', id, result: SESSION }))",
        "({ then(resolve) { resolve({ jsonrpc: '2.0', id, result: SESSION }); } })",
        "new Promise((resolve) => { setTimeout(resolve, 1, { jsonrpc: '2.0', id, result: SESSION }); })",
    ] {
        let page = Page::new();
        giving(reply).plug_into(&page);
        assert_eq!(result(page.get_session()).await, session(), "{reply}");
        assert_eq!((page.pending(), page.ignored()), (json!(0), [0; 4]), "{reply}");
    }
}

/// Whatever else it returns is no reply, but it was to be one.
#[wasm_bindgen_test]
async fn send_may_return_rubbish() {
    for (returned, came) in [
        ("true", "is true"),
        ("0", "is the number 0"),
        ("'ok'", "is the string \"ok\""),
        ("[]", "is an array"),
        ("({})", "is an object"),
        ("({ jsonrpc: '2.0', id: 'another', result: SESSION })", "is an object"),
        ("({ jsonrpc: '2.0', method: 'vvchat.ready' })", "is an object"),
        ("Promise.resolve(5)", "is the number 5"),
    ] {
        let page = Page::new();
        giving(returned).plug_into(&page);
        let expected = "getSession: the host's reply is malformed, reply must be a JSON-RPC 2.0 response, but it ";
        assert_eq!(message(page.get_session()).await, [expected, came].concat(), "{returned}");
    }
}

/// What says nothing is nothing: the reply is still to come.
#[wasm_bindgen_test]
async fn send_may_return_nothing() {
    for nothing in ["undefined", "null", "''", "Promise.resolve()", "Promise.resolve(null)", "Promise.resolve('')"] {
        let page = Page::new();
        let host = giving(nothing);
        host.plug_into(&page);
        let promise = page.get_session();
        turn().await;
        assert_eq!((page.pending(), page.ignored()), (json!(1), [0; 4]), "{nothing}");
        host.answers_last(&session());
        assert_eq!(result(promise).await, session(), "{nothing}");
    }
}

/// A reply inside `send`: the call is registered before it is sent.
#[wasm_bindgen_test]
async fn the_reply_may_come_before_send_returns() {
    let page = Page::new();
    let respond = "({ id, method }, host) => {
        if (method !== 'vvchat.hello') host.receive({ jsonrpc: '2.0', id, result: SESSION });
    }";
    Host::responding(&respond.replace("SESSION", SESSION)).plug_into(&page);
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(page.ignored(), [0; 4]);
}

/// A reply that comes both ways is one and its copy.
#[wasm_bindgen_test]
async fn the_reply_may_come_both_ways() {
    let page = Page::new();
    let respond = "({ id, method }, host) => {
        if (method === 'vvchat.hello') return undefined;
        const reply = { jsonrpc: '2.0', id, result: SESSION };
        host.receive(reply);
        return reply;
    }";
    Host::responding(&respond.replace("SESSION", SESSION)).plug_into(&page);
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(page.ignored(), [0, 1, 0, 0]);
}

#[wasm_bindgen_test]
async fn send_may_throw_or_reject() {
    for (failure, said) in [
        ("(() => { throw new Error('boom'); })()", "boom"),
        ("(() => { throw 'boom'; })()", "boom"),
        ("(() => { throw { message: 'boom' }; })()", "boom"),
        ("(() => { throw 7; })()", "7"),
        ("(() => { throw null; })()", "null"),
        ("(() => { throw undefined; })()", "undefined"),
        ("(() => { throw Symbol('boom'); })()", "Symbol(boom)"),
        ("Promise.reject(new Error('boom'))", "boom"),
        ("Promise.reject('boom')", "boom"),
        ("({ then(_, reject) { reject(new Error('boom')); } })", "boom"),
        ("({ then() { throw new Error('boom'); } })", "boom"),
    ] {
        let page = Page::new();
        giving(failure).plug_into(&page);
        let error = error(page.get_session()).await;
        assert_eq!((&error["reason"], &error["err_code"]), (&json!("host_error"), &json!(-32603)), "{failure}");
        assert_eq!(error["err_msg"], json!(said), "{failure}");
        assert_eq!(page.pending(), json!(0), "{failure}");
    }
    for unsayable in
        ["Object.create(null)", "({ get message() { throw new Error('no'); }, toString() { throw new Error('no'); } })"]
    {
        let page = Page::new();
        giving(&["(() => { throw ", unsayable, "; })()"].concat()).plug_into(&page);
        assert_eq!(message(page.get_session()).await, "getSession: the host answered with error -32603");
    }
}

/// It throws after it has answered: the answer counts.
#[wasm_bindgen_test]
async fn send_may_throw_after_the_reply() {
    let page = Page::new();
    let respond = "({ id, method }, host) => {
        if (method !== 'vvchat.hello') host.receive({ jsonrpc: '2.0', id, result: SESSION });
        throw new Error('boom');
    }";
    Host::responding(&respond.replace("SESSION", SESSION)).plug_into(&page);
    assert_eq!(result(page.get_session()).await, session());
}

/// Nobody listens to what became of a cancellation.
#[wasm_bindgen_test]
async fn a_cancellation_may_fail() {
    let uncaught = Uncaught::listen();
    for failure in
        ["(() => { throw new Error('boom'); })()", "Promise.reject(new Error('boom'))", "5", "Promise.resolve(5)"]
    {
        let page = Page::new();
        let respond = ["({ method }) => method === '$/cancelRequest' ? ", failure, " : undefined"].concat();
        let host = Host::responding(&respond);
        host.plug_into(&page);
        let promise = page.call_with("getSession", &json!({}), &js("{ timeout: 1 }"));
        assert_eq!(error(promise).await["reason"], json!("timeout"));
        assert_eq!(host.last()["method"], json!("$/cancelRequest"));
        assert_eq!(page.ignored(), [0; 4], "{failure}");
    }
    assert_eq!(uncaught.all().await, json!([]));
}

/// The embedder's own mistake is for them to see; `send` may still return the replies.
#[wasm_bindgen_test]
async fn subscribe_may_throw() {
    let uncaught = Uncaught::listen();
    let page = Page::new();
    let host = giving("({ jsonrpc: '2.0', id, result: SESSION })");
    set(host.object(), "subscribe", &js("() => { throw new Error('boom'); }"));
    fulfilled(page.sdk.use_bridge(host.object())).await;
    assert_eq!(result(page.get_session()).await, session());
    assert_eq!(uncaught.all().await, json!([["uncaught", "boom"]]));
}

/// They are called as methods of the object, with what they are documented to get.
#[wasm_bindgen_test]
async fn functions_are_called_as_methods() {
    let page = Page::new();
    let log = Log::default();
    let bridge = apply(
        "(log) => ({
            name: 'test',
            subscribe(...given) { log('subscribe', this.name, given.length, typeof given[0]); },
            send(...given) { log('send', this.name, given.length, typeof given[0]); },
        })",
        &[&log.note("called")],
    );
    fulfilled(page.sdk.use_bridge(&bridge)).await;
    let expected = json!([["called", "subscribe", "test", 1, "function"], ["called", "send", "test", 1, "string"]]);
    assert_eq!(log.entries(), expected);
}

/// Before all others, the last one before all.
#[wasm_bindgen_test]
async fn what_is_plugged_in_is_used_from_then_on() {
    let page = Page::with(&[("vvchatHost", &js("{ postMessage() {} }"))]);
    let before = page.get_session();
    assert_eq!(page.diagnosis()["bridge"], json!("injected"));
    let (first, second) = (Host::new(), Host::new());
    set(second.object(), "name", &"second".into());
    first.plug_into(&page);
    let during = page.get_session();
    second.plug_into(&page);
    let after = page.get_session();
    assert_eq!((first.calls().len(), second.calls().len()), (1, 1));
    // Each call is answered over the bridge that it went by, and only there.
    let (first_id, second_id) = (first.last_id(), second.last_id());
    first.answers(&second_id, &session());
    second.answers(&first_id, &session());
    assert_eq!((page.pending(), page.ignored()), (json!(3), [0, 0, 2, 0]));
    first.answers(&first_id, &session());
    second.answers(&second_id, &session());
    assert_eq!(result(during).await, session());
    assert_eq!(result(after).await, session());
    assert_eq!(page.pending(), json!(1));
    drop(before);
    let tried = page.diagnosis()["tried"].clone();
    let names: Vec<_> = tried.as_array().into_iter().flatten().map(|tried| tried["bridge"].clone()).collect();
    let expected = ["second", "test", "webview_javascript_bridge", "injected", "message_handler", "post_message"]
        .map(|name| json!(name));
    assert_eq!(names, expected);
}

#[wasm_bindgen_test]
async fn a_bridge_that_is_refused_changes_nothing() {
    let (page, host) = Page::with_host();
    rejected(page.sdk.use_bridge(&JsValue::NULL)).await;
    let promise = page.call("pay", &payment());
    host.answers_last(&json!({ "trade_no": "1" }));
    assert_eq!(result(promise).await["trade_no"], json!("1"));
}
