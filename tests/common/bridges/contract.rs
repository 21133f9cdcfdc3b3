//! What a page may rely on, whatever way its host takes, as long as that speaks JSON-RPC.

use crate::common::host::{Host, payment, session};
use crate::common::js::{apply, error, fulfilled, get, js, result, set, turn};
use crate::common::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The bridge, how its host answers, and a function that puts such a host into a page.
struct Way {
    bridge: &'static str,
    answers: &'static str,
    install: &'static str,
}

const WAYS: [Way; 11] = [
    Way {
        bridge: "injected",
        answers: "to onmessage, with an event",
        install: "(page) => {
            const sent = [];
            page.vvchatHost = { postMessage(text) { sent.push(text); } };
            return { sent, receive: (data) => page.vvchatHost.onmessage({ data }) };
        }",
    },
    Way {
        bridge: "injected",
        answers: "to onmessage, with the message itself",
        install: "(page) => {
            const sent = [];
            page.vvchatHost = { postMessage(text) { sent.push(text); } };
            return { sent, receive: (data) => page.vvchatHost.onmessage(data) };
        }",
    },
    Way {
        bridge: "injected",
        answers: "to a listener on the object",
        install: "(page) => {
            const sent = [];
            page.vvchatHost = Object.assign(new EventTarget(), { postMessage(text) { sent.push(text); } });
            return { sent, receive: (data) => page.vvchatHost.dispatchEvent(Object.assign(new Event('message'), { data })) };
        }",
    },
    Way {
        bridge: "injected",
        answers: "by the callback",
        install: "(page) => {
            const sent = [];
            const callbacks = {};
            page.vvchatHost = { postMessage(text, callback) { sent.push(text); callbacks[JSON.parse(text).id] = callback; } };
            return { sent, receive: (data) => callbacks[(data.id === undefined ? JSON.parse(data) : data).id](data) };
        }",
    },
    Way {
        bridge: "injected",
        answers: "by a promise",
        install: "(page) => {
            const sent = [];
            const promises = {};
            page.vvchatHost = { postMessage(text) {
                sent.push(text);
                return new Promise((resolve) => { promises[JSON.parse(text).id] = resolve; });
            } };
            return { sent, receive: (data) => promises[(data.id === undefined ? JSON.parse(data) : data).id](data) };
        }",
    },
    Way {
        bridge: "injected",
        answers: "with an event on the window",
        install: "(page) => {
            const sent = [];
            page.vvchatHost = Object.freeze({ postMessage(text) { sent.push(text); } });
            return { sent, receive: (data) => page.dispatchEvent(Object.assign(new Event('message'), { data })) };
        }",
    },
    Way {
        bridge: "injected",
        answers: "with an event on the document",
        install: "(page) => {
            const sent = [];
            page.vvchatHost = Object.freeze({ postMessage(text) { sent.push(text); } });
            return { sent, receive: (data) => page.document.dispatchEvent(Object.assign(new Event('message'), { data })) };
        }",
    },
    Way {
        bridge: "message_handler",
        answers: "with an event on the window",
        install: "(page) => {
            const sent = [];
            page.webkit = { messageHandlers: { vvchatHost: { async postMessage(text) { sent.push(text); } } } };
            return { sent, receive: (data) => page.dispatchEvent(Object.assign(new Event('message'), { data })) };
        }",
    },
    Way {
        bridge: "message_handler",
        answers: "by a promise",
        install: "(page) => {
            const sent = [];
            const promises = {};
            page.webkit = { messageHandlers: { vvchatHost: { postMessage(text) {
                sent.push(text);
                return new Promise((resolve) => { promises[JSON.parse(text).id] = resolve; });
            } } } };
            return { sent, receive: (data) => promises[(data.id === undefined ? JSON.parse(data) : data).id](data) };
        }",
    },
    Way {
        bridge: "post_message",
        answers: "with an event from the parent",
        install: "(page) => {
            const sent = [];
            page.parent = { postMessage(text, origin) { if (origin === 'https://app.example') sent.push(text); } };
            const event = { origin: 'https://app.example', source: page.parent };
            return { sent, receive: (data) => page.dispatchEvent(Object.assign(new Event('message'), event, { data })) };
        }",
    },
    Way {
        bridge: "test",
        answers: "to its subscriber",
        install: "() => ({
            name: 'test',
            sent: [],
            subscribe(receive) { this.receive = receive; },
            send(text) { this.sent.push(text); },
        })",
    },
];

impl Way {
    /// Whether a host may also say something that it was not asked for, and answer twice.
    fn may_speak_up(&self) -> bool {
        !matches!(self.answers, "by a promise" | "by the callback")
    }

    /// A page with such a host in it, which has answered the handshake.
    async fn open(&self) -> (Page, Host) {
        let page = Page::new();
        fulfilled(page.config(&json!({ "origins": ["https://app.example"] }))).await;
        let host = Host::put_into(&page, self.install);
        if self.bridge == "test" {
            host.plug_into(&page);
        }
        let ready = page.ready();
        host.greets(&["auth", "pay", "getSession", "selectSession"]);
        fulfilled(ready).await;
        turn().await;
        assert_eq!(page.diagnosis()["bridge"], json!(self.bridge), "{}", self.name());
        (page, host)
    }

    fn name(&self) -> String {
        format!("{}, which answers {}", self.bridge, self.answers)
    }
}

#[wasm_bindgen_test]
async fn a_request_and_its_answer_in_text_or_as_an_object() {
    for way in WAYS {
        let (page, host) = way.open().await;
        for as_text in [true, false] {
            let promise = page.call("pay", &payment());
            let request = host.last();
            let id = &request["id"];
            let expected = json!({ "jsonrpc": "2.0", "id": id, "method": "vvchat.pay", "params": payment() });
            assert_eq!(request, expected, "{}", way.name());
            let answer = json!({ "jsonrpc": "2.0", "id": id, "result": { "trade_no": "201712023384923834" } });
            if as_text {
                host.says(&answer);
            } else {
                host.says_object(&answer);
            }
            assert_eq!(result(promise).await, answer["result"], "{}", way.name());
        }
        assert_eq!((page.pending(), page.ignored()), (json!(0), [0; 4]), "{}", way.name());
    }
}

#[wasm_bindgen_test]
async fn errors_of_the_host() {
    for way in WAYS {
        let (page, host) = way.open().await;
        let promise = page.call("pay", &payment());
        host.refuses_last(400, "用户取消");
        let error = error(promise).await;
        let what = (&error["reason"], &error["err_code"], &error["err_msg"], &error["outcome"]);
        let expected = (&json!("host_error"), &json!(400), &json!("用户取消"), &json!("failed"));
        assert_eq!(what, expected, "{}", way.name());
    }
}

#[wasm_bindgen_test]
async fn what_the_host_does_not_offer() {
    for way in WAYS {
        let (page, host) = way.open().await;
        let share = json!({ "app_id": "test", "share_title": "茶", "share_url": "https://shop.example/" });
        assert_eq!(error(page.call("share", &share)).await["reason"], json!("unsupported"), "{}", way.name());
        assert_eq!(host.calls(), Vec::<Json>::new(), "{}", way.name());
    }
}

#[wasm_bindgen_test]
async fn answers_out_of_order() {
    for way in WAYS {
        let (page, host) = way.open().await;
        let calls: Vec<_> = (0..3).map(|_| (page.get_session(), host.last_id())).collect();
        for (number, (_, id)) in calls.iter().enumerate().rev() {
            host.answers(id, &json!({ "session_id": number.to_string(), "session_type": 1 }));
        }
        for (number, (promise, _)) in calls.into_iter().enumerate() {
            assert_eq!(result(promise).await["session_id"], json!(number.to_string()), "{}", way.name());
        }
    }
}

#[wasm_bindgen_test]
async fn a_call_that_nobody_wants_any_more_is_cancelled() {
    for way in WAYS {
        let (page, host) = way.open().await;
        let promise = page.call_with("getSession", &json!({}), &js("{ timeout: 1 }"));
        let id = host.last_id();
        assert_eq!(error(promise).await["reason"], json!("timeout"), "{}", way.name());
        let expected = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } });
        assert_eq!(host.last(), expected, "{}", way.name());
    }
}

#[wasm_bindgen_test]
async fn answers_that_nobody_waits_for() {
    for way in WAYS.iter().filter(|way| way.may_speak_up()) {
        let (page, host) = way.open().await;
        let promise = page.get_session();
        let id = host.last_id();
        host.answers("0-0", &session());
        host.answers(&id, &session());
        host.answers(&id, &json!({ "session_id": "forged", "session_type": 2 }));
        host.says_js(&"{".into());
        host.says_js(&js("{}"));
        assert_eq!(result(promise).await, session(), "{}", way.name());
        assert_eq!(page.ignored(), [1, 1, 0, 2], "{}", way.name());
    }
}

#[wasm_bindgen_test]
async fn a_host_that_starts_again() {
    for way in WAYS.iter().filter(|way| way.may_speak_up()) {
        let (page, host) = way.open().await;
        host.says(&json!({ "jsonrpc": "2.0", "method": "vvchat.ready" }));
        assert_eq!(host.methods(), ["vvchat.hello", "vvchat.hello"], "{}", way.name());
        host.greets(&["pay"]);
        assert_eq!(page.diagnosis()["host"]["methods"], json!(["pay"]), "{}", way.name());
    }
}

/// What belongs to somebody else on the same page is not for us, and not rubbish either.
#[wasm_bindgen_test]
async fn messages_of_others_on_the_page() {
    for way in WAYS {
        let (page, host) = way.open().await;
        let promise = page.get_session();
        let id = host.last_id();
        let others = "(page, id) => {
            const reply = { jsonrpc: '2.0', id, result: { session_id: 'forged', session_type: 1 } };
            const send = (fields) => page.dispatchEvent(Object.assign(new Event('message'), fields));
            const answers = [
                { data: reply, origin: 'https://evil.example', source: {} },
                { data: JSON.stringify(reply), origin: 'https://app.example', source: {} },
                { data: reply, origin: 'null', source: page },
                { data: reply, origin: 'https://evil.example', source: page.parent ?? {} },
            ];
            const others = ['hello', { type: 'webpackOk' }, { jsonrpc: '2.0', method: 'vvchat.ready' }, undefined];
            answers.forEach(send);
            others.forEach((data) => send({ data, origin: 'https://evil.example', source: {} }));
        }";
        apply(others, &[&page.global, &id.as_str().into()]);
        assert_eq!(page.pending(), json!(1), "{}", way.name());
        // A custom bridge, which is told of messages by its own code alone, knows nothing of these.
        let foreign = if way.bridge == "test" { 0 } else { 4 };
        assert_eq!(page.ignored(), [0, 0, foreign, 0], "{}", way.name());
        assert_eq!(host.methods(), ["vvchat.hello", "vvchat.getSession"], "{}", way.name());
        host.answers(&id, &session());
        assert_eq!(result(promise).await, session(), "{}", way.name());
    }
}

#[wasm_bindgen_test]
async fn a_host_whose_function_is_gone() {
    for way in WAYS {
        let (page, host) = way.open().await;
        let owner = match way.bridge {
            "injected" => {
                // Some are frozen; then the whole object goes.
                set(&page.global, "vvchatHost", &JsValue::UNDEFINED);
                continue_without(&page, &way).await;
                continue;
            }
            "message_handler" => get(&get(&get(&page.global, "webkit"), "messageHandlers"), "vvchatHost"),
            "post_message" => get(&page.global, "parent"),
            _ => host.object().clone(),
        };
        let function = if way.bridge == "test" { "send" } else { "postMessage" };
        set(&owner, function, &js("() => { throw new TypeError('gone'); }"));
        continue_without(&page, &way).await;
    }
}

/// A call that can't be sent fails at once, and none is left behind.
async fn continue_without(page: &Page, way: &Way) {
    let error = error(page.call("pay", &payment())).await;
    assert_eq!((&error["reason"], &error["outcome"]), (&json!("host_error"), &json!("unknown")), "{}", way.name());
    assert_eq!(page.pending(), json!(0), "{}", way.name());
}
