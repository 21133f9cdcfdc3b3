//! `config`: what each option takes, that one slip changes nothing, and what the options do.

use super::host::{Host, payment};
use super::js::{Clock, Console, error, fulfilled, get, js, json as to_json, message, set, text, value};
use super::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn options_that_are_wrong() {
    const ORIGIN: &str = "origins must be an origin such as https://app.example, but it ";
    const BRIDGE: &str = "bridge must be webview_javascript_bridge, injected, message_handler or post_message, but it ";
    const METHOD: &str = "timeouts must be one of auth, pay, getSession, selectSession, share, but it ";
    const UNREADABLE: &str = "can't be read (a getter threw, or it contains itself)";
    let milliseconds =
        |field: &str, came: &str| format!("{field} must be a positive number of milliseconds, but it {came}");
    let page = Page::new();
    for (options, field, said) in [
        ("undefined", json!(null), "params must be an object, but it is missing".to_string()),
        ("null", json!(null), "params must be an object, but it is null".to_string()),
        ("5", json!(null), "params must be an object, but it is the number 5".to_string()),
        ("'debug'", json!(null), "params must be an object, but it is the string \"debug\"".to_string()),
        ("[]", json!(null), "params must be an object, but it is an array".to_string()),
        ("() => {}", json!(null), "params must be an object, but it is a function".to_string()),
        ("{ debug: 1 }", json!("debug"), "debug must be true or false, but it is the number 1".to_string()),
        ("{ debug: 'true' }", json!("debug"), "debug must be true or false, but it is the string \"true\"".to_string()),
        ("{ debug: null }", json!("debug"), "debug must be true or false, but it is null".to_string()),
        (
            "{ get debug() { throw new Error('no'); } }",
            json!("debug"),
            format!("debug must be a value that JSON can carry, but it {UNREADABLE}"),
        ),
        ("{ lang: 'fr' }", json!("lang"), "lang must be \"en\" or \"zh\", but it is the string \"fr\"".to_string()),
        (
            "{ lang: 'zh-CN' }",
            json!("lang"),
            "lang must be \"en\" or \"zh\", but it is the string \"zh-CN\"".to_string(),
        ),
        ("{ lang: 5 }", json!("lang"), "lang must be \"en\" or \"zh\", but it is the number 5".to_string()),
        ("{ bridge: 'test' }", json!("bridge"), [BRIDGE, "is the string \"test\""].concat()),
        ("{ bridge: '' }", json!("bridge"), [BRIDGE, "is an empty string"].concat()),
        ("{ bridge: {} }", json!("bridge"), [BRIDGE, "is an object"].concat()),
        (
            "{ origins: 'https://app.example' }",
            json!("origins"),
            "origins must be an array of strings, but it is the string \"https://app.example\"".to_string(),
        ),
        ("{ origins: {} }", json!("origins"), "origins must be an array of strings, but it is an object".to_string()),
        ("{ origins: [5] }", json!("origins"), [ORIGIN, "is the number 5"].concat()),
        ("{ origins: [''] }", json!("origins"), [ORIGIN, "is an empty string"].concat()),
        ("{ origins: ['*'] }", json!("origins"), [ORIGIN, "is the string \"*\""].concat()),
        ("{ origins: ['/'] }", json!("origins"), [ORIGIN, "is the string \"/\""].concat()),
        ("{ origins: ['null'] }", json!("origins"), [ORIGIN, "is the string \"null\""].concat()),
        ("{ origins: ['app.example'] }", json!("origins"), [ORIGIN, "is the string \"app.example\""].concat()),
        (
            "{ origins: ['https://app.example/'] }",
            json!("origins"),
            [ORIGIN, "is the string \"https://app.example/\""].concat(),
        ),
        (
            "{ origins: ['https://app.example/a'] }",
            json!("origins"),
            [ORIGIN, "is the string \"https://app.example/a\""].concat(),
        ),
        (
            "{ origins: ['HTTPS://app.example'] }",
            json!("origins"),
            [ORIGIN, "is the string \"HTTPS://app.example\""].concat(),
        ),
        (
            "{ origins: ['https://App.example'] }",
            json!("origins"),
            [ORIGIN, "is the string \"https://App.example\""].concat(),
        ),
        (
            "{ origins: ['https://app.example:443'] }",
            json!("origins"),
            [ORIGIN, "is the string \"https://app.example:443\""].concat(),
        ),
        (
            "{ origins: ['ftp://app.example'] }",
            json!("origins"),
            [ORIGIN, "is the string \"ftp://app.example\""].concat(),
        ),
        ("{ origins: ['https://app.example', 'x'] }", json!("origins"), [ORIGIN, "is the string \"x\""].concat()),
        ("{ hostTimeout: 0 }", json!("hostTimeout"), milliseconds("hostTimeout", "is the number 0")),
        ("{ hostTimeout: -1 }", json!("hostTimeout"), milliseconds("hostTimeout", "is the number -1")),
        ("{ hostTimeout: NaN }", json!("hostTimeout"), milliseconds("hostTimeout", "is the number NaN")),
        ("{ hostTimeout: Infinity }", json!("hostTimeout"), milliseconds("hostTimeout", "is the number Infinity")),
        ("{ hostTimeout: '3000' }", json!("hostTimeout"), milliseconds("hostTimeout", "is the string \"3000\"")),
        ("{ timeouts: 5 }", json!("timeouts"), "timeouts must be an object, but it is the number 5".to_string()),
        ("{ timeouts: [5] }", json!("timeouts"), "timeouts must be an object, but it is an array".to_string()),
        ("{ timeouts: { payment: 5 } }", json!("timeouts"), [METHOD, "is the string \"payment\""].concat()),
        ("{ timeouts: { pay: 0 } }", json!("timeouts.pay"), milliseconds("timeouts.pay", "is the number 0")),
        ("{ timeouts: { pay: '5' } }", json!("timeouts.pay"), milliseconds("timeouts.pay", "is the string \"5\"")),
        ("{ timeouts: { auth: 5, pay: null } }", json!("timeouts.pay"), milliseconds("timeouts.pay", "is null")),
    ] {
        let error = error(page.sdk.config(&js(options))).await;
        assert_eq!(text(&error["err_msg"]), ["config: ", &said].concat(), "{options}");
        assert_eq!(
            (&error["reason"], &error["method"], &error["field"]),
            (&json!("invalid_params"), &json!("config"), &field)
        );
        assert_eq!((&error["err_code"], &error["outcome"]), (&json!(400), &json!(null)));
    }
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_said_in_chinese_too() {
    let page = Page::new();
    fulfilled(page.config(&json!({ "lang": "zh" }))).await;
    for (options, said) in [
        (json!({ "debug": 1 }), "config：debug 应为 true 或 false，实际为数字 1"),
        (json!({ "lang": "fr" }), "config：lang 应为 \"en\" 或 \"zh\"，实际为字符串 \"fr\""),
        (
            json!({ "bridge": "x" }),
            "config：bridge 应为 webview_javascript_bridge、injected、message_handler 或 post_message，实际为字符串 \"x\"",
        ),
        (json!({ "origins": 5 }), "config：origins 应为字符串数组，实际为数字 5"),
        (
            json!({ "origins": ["*"] }),
            "config：origins 应为来源（origin），例如 https://app.example，实际为字符串 \"*\"",
        ),
        (json!({ "hostTimeout": 0 }), "config：hostTimeout 应为正的毫秒数，实际为数字 0"),
        (
            json!({ "timeouts": { "x": 1 } }),
            "config：timeouts 应为以下之一：auth、pay、getSession、selectSession、share，实际为字符串 \"x\"",
        ),
    ] {
        assert_eq!(message(page.config(&options)).await, said);
    }
}

#[wasm_bindgen_test]
async fn options_that_are_right() {
    let page = Page::new();
    for options in [
        "{}",
        "{ debug: false, lang: 'en', origins: [], hostTimeout: 0.1, timeouts: {} }",
        "{ debug: undefined, lang: undefined, bridge: undefined, origins: undefined, hostTimeout: undefined }",
        "{ origins: ['https://app.example', 'http://127.0.0.1:4173', 'http://[::1]:80'.slice(0, 12), 'https://xn--fiq228c.example'] }",
        "{ timeouts: { auth: 1, pay: 1e9, getSession: 1, selectSession: 1, share: 1 } }",
        "{ bridge: 'webview_javascript_bridge' }",
        "{ bridge: 'injected' }",
        "{ bridge: 'message_handler' }",
        "{ bridge: 'post_message' }",
        "Object.freeze(Object.create(null, { lang: { value: 'zh', enumerable: true } }))",
    ] {
        assert_eq!(fulfilled(page.sdk.config(&js(options))).await, JsValue::UNDEFINED, "{options}");
    }
}

/// One option that is wrong, and none of them holds.
#[wasm_bindgen_test]
async fn one_slip_changes_nothing() {
    let page = Page::new();
    let wrong = json!({ "lang": "zh", "hostTimeout": 1, "timeouts": { "pay": 1 }, "debug": 5 });
    assert_eq!(text(&error(page.config(&wrong)).await["method"]), "config");
    assert_eq!(
        message(page.call("pay", &json!({}))).await,
        "pay: app_id must be a string that is not blank, but it is missing"
    );
    let clock = Clock::stop();
    drop(page.call("pay", &payment()));
    clock.advance(2_999.0);
    assert_eq!(page.pending(), json!(1));
}

/// An option that is not given stays as it is.
#[wasm_bindgen_test]
async fn options_add_up() {
    let page = Page::new();
    fulfilled(page.config(&json!({ "lang": "zh" }))).await;
    fulfilled(page.config(&json!({ "hostTimeout": 1 }))).await;
    assert!(message(page.get_session()).await.starts_with("getSession：未找到 VVChat 宿主。"));
}

/// A slip in a name is no error, since pages outlive versions, but a developer should see it.
#[wasm_bindgen_test]
async fn options_that_do_not_exist() {
    let console = Console::listen();
    let page = Page::new();
    fulfilled(page.config(&json!({ "lang": "en", "Debug": true, "appId": "x" }))).await;
    fulfilled(page.config(&json!({ "lang": "zh", "time outs": {} }))).await;
    assert_eq!(
        console.said(),
        json!([
            ["warn", "config: options must be an option that exists, but it is the string \"Debug\""],
            ["warn", "config: options must be an option that exists, but it is the string \"appId\""],
            ["warn", "config：options 应为已有的选项，实际为字符串 \"time outs\""],
        ])
    );
}

/// The language of the page, else the browser's; what `config` says comes before both.
#[wasm_bindgen_test]
async fn the_language_of_errors() {
    const CHINESE: &str = "pay：params 应为对象，实际未提供";
    const ENGLISH: &str = "pay: params must be an object, but it is missing";
    for (lang, languages, expected) in [
        ("zh-CN", "en", CHINESE),
        ("ZH", "en", CHINESE),
        ("en", "zh-CN", ENGLISH),
        ("fr", "zh-CN", ENGLISH),
        ("", "zh-Hant-TW", CHINESE),
        ("", "en-GB", ENGLISH),
        ("", "", ENGLISH),
    ] {
        let page = Page::new();
        let root = value(&json!({ "lang": lang }));
        set(&get(&page.global, "document"), "documentElement", &root);
        set(&page.global, "navigator", &value(&json!({ "language": languages })));
        let said = || page.call_js(&"pay".into(), &JsValue::UNDEFINED);
        assert_eq!(message(said()).await, expected, "{lang} {languages}");
        fulfilled(page.config(&json!({ "lang": "zh" }))).await;
        assert_eq!(message(said()).await, CHINESE);
        fulfilled(page.config(&json!({ "lang": "en" }))).await;
        assert_eq!(message(said()).await, ENGLISH);
    }
}

/// What is sent, what comes, what looks like a slip; without `debug` not a word.
#[wasm_bindgen_test]
async fn debug_shows_what_happens() {
    let console = Console::listen();
    let (page, host) = Page::with_host();
    let hello = host.texts();
    fulfilled(page.config(&json!({ "debug": true }))).await;
    let promise = page.call("pay", &json!({ "app_id": "test", "imprest_code": "P1", "imprestcode": "P1", "x": 1 }));
    let request = host.texts().pop();
    host.answers_last(&json!({ "trade_no": "1" }));
    fulfilled(promise).await;
    let scope = page.call("auth", &json!({ "app_id": "test", "scope": "later:x" }));
    let auth = host.texts().pop();
    let id = host.last_id();
    host.answers(&id, &json!({ "code": "C" }));
    fulfilled(scope).await;
    let answer = |id: &Json, result: Json| json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string();
    let pay_id = &host.calls()[0]["id"];
    let expected = json!([
        ["warn", "pay: there is no param imprestcode; did you mean imprest_code? It is sent as it is"],
        ["warn", "pay: there is no param x. It is sent as it is"],
        ["debug", "vvchat →", request],
        ["debug", "vvchat ←", answer(pay_id, json!({ "trade_no": "1" }))],
        ["warn", "auth: this version does not know the scope later:x. It is sent as it is"],
        ["debug", "vvchat →", auth],
        ["debug", "vvchat ←", answer(&json!(id), json!({ "code": "C" }))],
    ]);
    assert_eq!(console.said(), expected);
    fulfilled(page.config(&json!({ "debug": false }))).await;
    drop(page.call("pay", &json!({ "app_id": "test", "imprest_code": "P2", "imprestcode": "P1" })));
    assert_eq!(console.said(), expected);
    assert_eq!(hello.len(), 1, "the handshake was before");
}

/// The page may say which bridge to use, and then no other is.
#[wasm_bindgen_test]
async fn only_the_bridge_that_was_chosen_is_used() {
    let page = || {
        Page::with(&[
            ("WebViewJavascriptBridge", &js("{ callHandler() {} }")),
            ("vvchatHost", &js("{ postMessage() {} }")),
            ("webkit", &js("{ messageHandlers: { vvchatHost: { postMessage() {} } } }")),
            ("parent", &js("{ postMessage() {} }")),
        ])
    };
    let by_itself = page();
    drop(by_itself.get_session());
    assert_eq!(by_itself.diagnosis()["bridge"], json!("webview_javascript_bridge"));
    for bridge in ["webview_javascript_bridge", "injected", "message_handler"] {
        let page = page();
        fulfilled(page.config(&json!({ "bridge": bridge }))).await;
        drop(page.get_session());
        assert_eq!(page.diagnosis()["bridge"], json!(bridge));
    }
    let framed = page();
    fulfilled(framed.config(&json!({ "bridge": "post_message", "origins": ["https://app.example"] }))).await;
    drop(framed.get_session());
    assert_eq!(framed.diagnosis()["bridge"], json!(null), "it has not answered");
    // What is plugged in is chosen by that.
    let host = Host::new();
    host.plug_into(&framed);
    assert_eq!(framed.diagnosis()["bridge"], json!("test"));
}

/// Options are the page's own: changing them later changes nothing.
#[wasm_bindgen_test]
async fn options_are_those_of_the_moment() {
    let page = Page::new();
    let options = js("{ lang: 'zh', timeouts: { pay: 5 } }");
    let promise = page.sdk.config(&options);
    set(&options, "lang", &"en".into());
    fulfilled(promise).await;
    assert_eq!(message(page.call_js(&"pay".into(), &JsValue::UNDEFINED)).await, "pay：params 应为对象，实际未提供");
    assert_eq!(to_json(&options), json!({ "lang": "en", "timeouts": { "pay": 5 } }));
}
