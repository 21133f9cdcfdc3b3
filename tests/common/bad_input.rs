//! Whatever a page or a host passes: a clear error, nothing is sent, nothing is lost, and the SDK goes on working.

use super::host::{Host, payment, session};
use super::js::{Log, apply, error, fulfilled, get, js, message, rejected, result, set, text, value};
use super::page::Page;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

const REVOKED: &str = "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()";

/// Nothing was sent for what was wrong, and what is right still works.
async fn goes_on(page: &Page, host: &Host) {
    assert_eq!(page.pending(), json!(0));
    assert_eq!(host.calls(), Vec::<Json>::new());
    let promise = page.get_session();
    host.answers_last(&session());
    assert_eq!(result(promise).await, session());
}

#[wasm_bindgen_test]
async fn methods_that_are_none() {
    let (page, host) = Page::with_host();
    for (method, came) in [
        ("undefined", "is missing"),
        ("null", "is null"),
        ("true", "is true"),
        ("0", "is the number 0"),
        ("-1.5e300", "is the number -1.5e+300"),
        ("NaN", "is the number NaN"),
        ("10n ** 20n", "is the BigInt 100000000000000000000"),
        ("''", "is an empty string"),
        ("'Pay'", "is the string \"Pay\""),
        ("'pay '", "is the string \"pay \""),
        ("'vvchat.pay'", "is the string \"vvchat.pay\""),
        ("'hello'", "is the string \"hello\""),
        ("'toString'", "is the string \"toString\""),
        ("'__proto__'", "is the string \"__proto__\""),
        ("'\\ud800'", "is the string \"\u{fffd}\""),
        (
            "'茶'.repeat(41)",
            "is the string \"茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶…\"",
        ),
        ("Symbol('pay')", "is a Symbol"),
        ("() => 'pay'", "is a function"),
        ("['pay']", "is an array"),
        ("{ toString: () => 'pay' }", "is an object"),
        ("new String('pay')", "is an object"),
        (REVOKED, "can't be read (a getter threw, or it contains itself)"),
    ] {
        let error = error(page.call_js(&js(method), &value(&payment()))).await;
        let expected = "vvchat: method must be one of auth, pay, getSession, selectSession, share, but it ";
        assert_eq!(text(&error["err_msg"]), [expected, came].concat());
        assert_eq!((&error["reason"], &error["method"]), (&json!("unknown_method"), &json!(null)));
    }
    goes_on(&page, &host).await;
}

#[wasm_bindgen_test]
async fn params_that_are_no_object() {
    let ((page, host), (in_chinese, _)) = (Page::with_host(), Page::in_chinese());
    for (params, english, chinese) in [
        ("undefined", "is missing", "未提供"),
        ("null", "is null", "为 null"),
        ("false", "is false", "为 false"),
        ("5", "is the number 5", "为数字 5"),
        ("NaN", "is the number NaN", "为数字 NaN"),
        ("10n", "is the BigInt 10", "为 BigInt 10"),
        ("''", "is an empty string", "为空字符串"),
        ("'{\"app_id\":\"test\"}'", "is the string \"{\"app_id\":\"test\"}\"", "为字符串 \"{\"app_id\":\"test\"}\""),
        ("Symbol('s')", "is a Symbol", "为 Symbol"),
        ("() => ({})", "is a function", "为函数"),
        ("class {}", "is a function", "为函数"),
        ("[]", "is an array", "为数组"),
        ("new Proxy([], {})", "is an array", "为数组"),
        (
            REVOKED,
            "can't be read (a getter threw, or it contains itself)",
            "无法读取（getter 抛出异常，或存在循环引用）",
        ),
    ] {
        let error = error(page.call_js(&"pay".into(), &js(params))).await;
        assert_eq!(text(&error["err_msg"]), ["pay: params must be an object, but it ", english].concat());
        assert_eq!(
            (&error["reason"], &error["method"], &error["field"], &error["outcome"]),
            (&json!("invalid_params"), &json!("pay"), &json!(null), &json!("none"))
        );
        let said = message(in_chinese.call_js(&"pay".into(), &js(params))).await;
        assert_eq!(said, ["pay：params 应为对象，实际", chinese].concat());
    }
    goes_on(&page, &host).await;
}

#[wasm_bindgen_test]
async fn params_with_a_wrong_value() {
    let (page, host) = Page::with_host();
    for (app_id, came) in [
        ("undefined", "is missing"),
        ("null", "is null"),
        ("true", "is true"),
        ("5", "is the number 5"),
        ("-0", "is the number 0"),
        ("NaN", "is the number NaN"),
        ("-Infinity", "is the number -Infinity"),
        ("5n", "is the BigInt 5"),
        ("''", "is an empty string"),
        ("' \\u3000\\ufeff'", "is the string \" \u{3000}\u{feff}\""),
        ("Symbol()", "is a Symbol"),
        ("() => 'test'", "is a function"),
        ("['test']", "is an array"),
        ("{}", "is an object"),
    ] {
        let params = ["{ imprest_code: 'P1', app_id: ", app_id, " }"].concat();
        let error = error(page.call_js(&"pay".into(), &js(&params))).await;
        let expected = "pay: app_id must be a string that is not blank, but it ";
        assert_eq!(text(&error["err_msg"]), [expected, came].concat());
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!("app_id")));
    }
    goes_on(&page, &host).await;
}

/// What the methods do not declare is sent as it is, so it must be something that can be sent.
#[wasm_bindgen_test]
async fn params_that_json_cannot_carry() {
    const UNREADABLE: &str = "can't be read (a getter threw, or it contains itself)";
    let (page, host) = Page::with_host();
    for (later, came) in [
        ("NaN", "is the number NaN"),
        ("Infinity", "is the number Infinity"),
        ("1n", "is the BigInt 1"),
        ("Symbol()", "is a Symbol"),
        ("() => {}", "is a function"),
        ("{ deep: [1n] }", UNREADABLE),
        ("(() => { const a = { b: [] }; a.b.push(a); return a; })()", UNREADABLE),
        ("(() => { const a = []; a.push(a); return a; })()", UNREADABLE),
        ("{ deep: { get x() { throw new Error('no'); } } }", UNREADABLE),
        ("{ toJSON() { throw new Error('no'); } }", UNREADABLE),
        ("[new Proxy({}, { ownKeys() { throw new Error('no'); } })]", UNREADABLE),
        ("new Date(NaN).valueOf()", "is the number NaN"),
        (REVOKED, UNREADABLE),
    ] {
        let params = ["{ app_id: 'test', imprest_code: 'P1', later: ", later, " }"].concat();
        let error = error(page.call_js(&"pay".into(), &js(&params))).await;
        let expected = "pay: later must be a value that JSON can carry, but it ";
        assert_eq!(text(&error["err_msg"]), [expected, came].concat(), "{later}");
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!("later")));
    }
    goes_on(&page, &host).await;
    let (page, _) = Page::in_chinese();
    let params = js("{ app_id: 'test', imprest_code: 'P1', later: 1n }");
    assert_eq!(
        message(page.call_js(&"pay".into(), &params)).await,
        "pay：later 应为可用 JSON 表示的值，实际为 BigInt 1"
    );
}

#[wasm_bindgen_test]
async fn params_that_contain_themselves() {
    let (page, host) = Page::with_host();
    for field in ["app_id", "later"] {
        let contain = "(name) => {
            const params = { app_id: 'test', imprest_code: 'P1' };
            params[name] = params;
            return params;
        }";
        let error = error(page.call_js(&"pay".into(), &apply(contain, &[&field.into()]))).await;
        assert_eq!(error["field"], json!(field));
        let expected = format!(
            "pay: {field} must be a value that JSON can carry, but it can't be read (a getter threw, or it contains itself)"
        );
        assert_eq!(text(&error["err_msg"]), expected);
    }
    goes_on(&page, &host).await;
}

#[wasm_bindgen_test]
async fn getters_that_throw() {
    let (page, host) = Page::with_host();
    for (params, field) in [
        ("{ get app_id() { throw new Error('no'); }, imprest_code: 'P1' }", "app_id"),
        ("{ app_id: 'test', get imprest_code() { throw undefined; } }", "imprest_code"),
        ("{ app_id: 'test', imprest_code: 'P1', get later() { throw null; } }", "later"),
    ] {
        let error = error(page.call_js(&"pay".into(), &js(params))).await;
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!(field)));
        let expected = format!(
            "pay: {field} must be a value that JSON can carry, but it can't be read (a getter threw, or it contains itself)"
        );
        assert_eq!(text(&error["err_msg"]), expected);
    }
    goes_on(&page, &host).await;
}

/// Every trap that there is. Those that reading an object has no need of are never sprung.
#[wasm_bindgen_test]
async fn proxies_that_throw_in_any_trap() {
    let (page, host) = Page::with_host();
    let traps = [
        "get",
        "ownKeys",
        "getOwnPropertyDescriptor",
        "has",
        "set",
        "deleteProperty",
        "defineProperty",
        "getPrototypeOf",
        "setPrototypeOf",
        "isExtensible",
        "preventExtensions",
        "apply",
        "construct",
    ];
    let mut passed = Vec::new();
    for trap in traps {
        let proxy = "(trap) => new Proxy(
            { app_id: 'test', imprest_code: 'P1' },
            { [trap]() { throw new Error(trap); } },
        )";
        let promise = page.call_js(&"pay".into(), &apply(proxy, &[&trap.into()]));
        if page.pending() == json!(1) {
            passed.push(trap);
            assert_eq!(host.last()["params"], payment());
            host.answers_last(&json!({ "trade_no": "1" }));
            fulfilled(promise).await;
        } else {
            let error = error(promise).await;
            let field = if trap == "get" { json!("app_id") } else { json!(null) };
            assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &field), "{trap}");
            assert!(text(&error["err_msg"]).ends_with("it can't be read (a getter threw, or it contains itself)"));
        }
    }
    assert_eq!(passed, traps[3..]);
    assert_eq!(page.pending(), json!(0));
}

/// Each property is read once: what was checked is what is sent, whatever it would say the next time.
#[wasm_bindgen_test]
async fn proxies_and_getters_that_lie() {
    let (page, host) = Page::with_host();
    let log = Log::default();
    let lies = "(log) => {
        let reads = 0;
        const lie = (name) => { log(name); return reads++ < 3 ? { app_id: 'test', imprest_code: 'P1', later: 1 }[name] : 5n; };
        const getters = { get app_id() { return lie('app_id'); }, get imprest_code() { return lie('imprest_code'); } };
        return new Proxy(getters, {
            ownKeys: () => ['app_id', 'imprest_code', 'later'],
            getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
            get: (_, name) => lie(name),
        });
    }";
    let promise = page.call_js(&"pay".into(), &apply(lies, &[&log.note("read")]));
    assert_eq!(log.entries(), json!([["read", "app_id"], ["read", "imprest_code"], ["read", "later"]]));
    assert_eq!(host.last()["params"], json!({ "app_id": "test", "imprest_code": "P1", "later": 1 }));
    host.answers_last(&json!({ "trade_no": "1" }));
    fulfilled(promise).await;
}

/// An object's own properties are its params, not what it inherits; names that are no text are nobody's.
#[wasm_bindgen_test]
async fn objects_with_odd_properties() {
    let (page, host) = Page::with_host();
    let inherits = js("Object.create({ app_id: 'test', imprest_code: 'P1' })");
    assert_eq!(error(page.call_js(&"pay".into(), &inherits)).await["field"], json!("app_id"));
    let sent_as_they_are = [
        "Object.assign(Object.create(null), { app_id: 'test', imprest_code: 'P1' })",
        "{ app_id: 'test', imprest_code: 'P1', [Symbol('x')]: 1n }",
        "Object.defineProperty({ app_id: 'test', imprest_code: 'P1' }, 'hidden', { value: 1n })",
        "Object.assign(new (class Params { get later() { return 1n; } })(), { app_id: 'test', imprest_code: 'P1' })",
        "{ app_id: new String('test'), imprest_code: { toJSON: () => 'P1' } }",
    ];
    for params in sent_as_they_are {
        drop(page.call_js(&"pay".into(), &js(params)));
        assert_eq!(host.last()["params"], payment(), "{params}");
        host.answers_last(&json!({ "trade_no": "1" }));
    }
    assert_eq!(page.pending(), json!(0));
}

/// A property of that name is none that anyone means: it changes no prototype, on no side.
#[wasm_bindgen_test]
async fn properties_called_proto() {
    let (page, host) = Page::with_host();
    let pretends = js(r#"JSON.parse('{"__proto__":{"app_id":"test"},"imprest_code":"P1"}')"#);
    assert_eq!(error(page.call_js(&"pay".into(), &pretends)).await["field"], json!("app_id"));
    let carries = js(
        r#"JSON.parse('{"__proto__":{"evil":1},"app_id":"test","imprest_code":"P1","later":{"__proto__":{"evil":1}}}')"#,
    );
    let promise = page.call_js(&"pay".into(), &carries);
    assert!(!host.last()["params"].as_object().expect("params").contains_key("__proto__"));

    // As text, where a number too large for JavaScript shows that nothing was taken from the prototype.
    host.answers_last_with_text(r#"{"__proto__":{"trade_no":"2","evil":1},"trade_no":"1"}"#);
    let paid = fulfilled(promise).await;
    assert_eq!(get(&paid, "trade_no"), "1");
    assert_eq!(get(&paid, "evil"), NONE);
    assert_eq!(apply("(o) => Object.getPrototypeOf(o) === Object.prototype", &[&paid]), JsValue::TRUE);
    assert_eq!(js("({}).evil"), NONE);

    let promise = page.call("pay", &payment());
    host.answers_last_with_text(r#"{"__proto__":{"trade_no":"2"}}"#);
    assert_eq!(error(promise).await["field"], json!("trade_no"));
    let promise = page.get_session();
    let id = host.last_id();
    host.says_js(&[r#"{"__proto__":{"jsonrpc":"2.0","id":""#, &id, r#"","result":{}}}"#].concat().into());
    assert_eq!((page.pending(), page.ignored()), (json!(1), [0, 0, 0, 1]));
    host.answers(&id, &session());
    fulfilled(promise).await;
}

#[wasm_bindgen_test]
async fn callbacks_that_are_no_functions() {
    let (page, host) = Page::with_host();
    for (position, name) in ["onSuccess", "onError", "onComplete"].into_iter().enumerate() {
        for (callback, came) in [
            ("5", "is the number 5"),
            ("'alert'", "is the string \"alert\""),
            ("{}", "is an object"),
            ("true", "is true"),
            ("Symbol()", "is a Symbol"),
            (REVOKED, "can't be read (a getter threw, or it contains itself)"),
        ] {
            let log = Log::default();
            let mut callbacks = ["success", "error", "complete"].map(|name| log.note(name));
            callbacks[position] = js(callback);
            let [success, error, complete] = &callbacks;
            let promise = page.sdk.call(&"getSession".into(), &NONE, &NONE, [success, error, complete]);
            let error = rejected(promise).await;
            let expected = format!("getSession: {name} must be a function, but it {came}");
            assert_eq!(get(&error, "err_msg"), expected.as_str());
            assert_eq!((get(&error, "field"), get(&error, "err_code")), (name.into(), 400.into()));
            // Those that are functions hear of it.
            let mut heard = vec!["error", "complete"];
            heard.retain(|other| !name.eq_ignore_ascii_case(&["on", other].concat()));
            assert_eq!(log.names(), heard);
        }
    }
    goes_on(&page, &host).await;
}

#[wasm_bindgen_test]
async fn callbacks_may_be_left_out_and_be_any_kind_of_function() {
    let (page, host) = Page::with_host();
    for callback in ["null", "undefined", "class {}", "async () => {}", "new Proxy(() => {}, {})", "Function.prototype"]
    {
        let callback = js(callback);
        let promise = page.sdk.call(&"getSession".into(), &NONE, &NONE, [&NONE, &callback, &NONE]);
        host.answers_last(&session());
        assert_eq!(result(promise).await, session());
    }
}

#[wasm_bindgen_test]
async fn options_of_a_call_that_are_wrong() {
    const UNREADABLE: &str = "can't be read (a getter threw, or it contains itself)";
    let (page, host) = Page::with_host();
    let milliseconds = |came: &str| format!("timeout must be a positive number of milliseconds, but it {came}");
    let signal = |came: &str| format!("signal must be an AbortSignal, but it {came}");
    let object = |came: &str| format!("options must be an object, but it {came}");
    for (options, field, said) in [
        ("5", "options", object("is the number 5")),
        ("'x'", "options", object("is the string \"x\"")),
        ("[]", "options", object("is an array")),
        ("() => {}", "options", object("is a function")),
        (REVOKED, "options", object(UNREADABLE)),
        ("{ timeout: 0 }", "timeout", milliseconds("is the number 0")),
        ("{ timeout: -1 }", "timeout", milliseconds("is the number -1")),
        ("{ timeout: NaN }", "timeout", milliseconds("is the number NaN")),
        ("{ timeout: Infinity }", "timeout", milliseconds("is the number Infinity")),
        ("{ timeout: '5' }", "timeout", milliseconds("is the string \"5\"")),
        ("{ timeout: 5n }", "timeout", milliseconds("is the BigInt 5")),
        ("{ timeout: null }", "timeout", milliseconds("is null")),
        ("{ signal: 5 }", "signal", signal("is the number 5")),
        ("{ signal: {} }", "signal", signal("is an object")),
        ("{ signal: new AbortController() }", "signal", signal("is an object")),
        ("{ signal: new EventTarget() }", "signal", signal("is an object")),
    ] {
        let error = error(page.call_with("pay", &payment(), &js(options))).await;
        assert_eq!(text(&error["err_msg"]), ["pay: ", &said].concat(), "{options}");
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!(field)), "{options}");
        assert_eq!(error["outcome"], json!("none"));
    }
    for (options, field) in [
        ("{ get timeout() { throw new Error('no'); } }", "timeout"),
        ("{ get signal() { throw new Error('no'); } }", "signal"),
        ("new Proxy({}, { get() { throw new Error('no'); } })", "timeout"),
    ] {
        let error = error(page.call_with("pay", &payment(), &js(options))).await;
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!(field)), "{options}");
        assert!(text(&error["err_msg"]).ends_with(UNREADABLE), "{options}: {error}");
    }
    goes_on(&page, &host).await;
}

#[wasm_bindgen_test]
async fn options_of_a_call_may_be_left_out() {
    let (page, host) = Page::with_host();
    for options in
        ["undefined", "null", "{}", "{ timeout: undefined, signal: undefined }", "{ signal: null, later: 1 }"]
    {
        let promise = page.call_with("getSession", &json!({}), &js(options));
        host.answers_last(&session());
        assert_eq!(result(promise).await, session());
    }
}

/// Large values pass where they are valid, and drag along no message where they are not.
#[wasm_bindgen_test]
async fn texts_of_ten_megabytes() {
    let (page, host) = Page::with_host();
    let large = js("'茶'.repeat(10_000_000)");
    let params = js("{ app_id: 'test', scope: 'snsapi_userinfo' }");
    set(&params, "state", &large);
    let promise = page.call_js(&"auth".into(), &params);
    let reply = "(host, state) => {
        const { id, params } = JSON.parse(host.sent.at(-1));
        if (params.state !== state) throw new Error('it changed on its way');
        host.receive({ jsonrpc: '2.0', id, result: { code: 'C', state } });
    }";
    apply(reply, &[host.object(), &large]);
    assert_eq!(get(&fulfilled(promise).await, "state"), large);

    let shown = "茶".repeat(40) + "…";
    assert_eq!(
        message(page.call_js(&large, &NONE)).await,
        format!(
            "vvchat: method must be one of auth, pay, getSession, selectSession, share, but it is the string \"{shown}\""
        )
    );
    let params = js("{ app_id: ' '.repeat(10_000_000) }");
    let expected =
        format!("pay: app_id must be a string that is not blank, but it is the string \"{}…\"", " ".repeat(40));
    assert_eq!(message(page.call_js(&"pay".into(), &params)).await, expected);

    let promise = page.get_session();
    let reply = "(host) => host.receive(JSON.stringify({
        jsonrpc: '2.0', id: JSON.parse(host.sent.at(-1)).id, error: { code: 1, message: 'x'.repeat(10_000_000) },
    }))";
    apply(reply, &[host.object()]);
    // A host's own message is handed on as it is.
    assert_eq!(message(promise).await.len(), 10_000_000);
}

/// A reply that is an object may be as odd as any page's.
#[wasm_bindgen_test]
async fn results_that_are_odd_objects() {
    let expected_object = "getSession: the host's reply is malformed, reply must be an object, but it ";
    let expected_text =
        "getSession: the host's reply is malformed, session_id must be a string that is not blank, but it ";
    for (answer, expected, came) in [
        ("() => {}", expected_object, "is a function"),
        ("Symbol()", expected_object, "is a Symbol"),
        ("1n", expected_object, "is the BigInt 1"),
        ("NaN", expected_object, "is the number NaN"),
        ("{ session_id: () => 'S', session_type: 1 }", expected_text, "is missing"),
        ("{ session_id: NaN, session_type: 1 }", expected_text, "is null"),
    ] {
        let (page, host) = Page::with_host();
        let promise = page.get_session();
        let reply = ["(id) => ({ jsonrpc: '2.0', id, result: ", answer, " })"].concat();
        host.says_js(&apply(&reply, &[&host.last_id().into()]));
        assert_eq!(message(promise).await, [expected, came].concat());
    }
}

/// What can't be read at all is no reply; the call waits on.
#[wasm_bindgen_test]
async fn replies_that_cannot_be_read() {
    for answer in [
        "{ get session_id() { throw new Error('no'); }, session_type: 1 }",
        "{ session_id: 'S', session_type: 1n }",
        "(() => { const a = { session_id: 'S', session_type: 1 }; a.a = a; return a; })()",
        REVOKED,
        "new Proxy({}, { ownKeys() { throw new Error('no'); } })",
    ] {
        let (page, host) = Page::with_host();
        let promise = page.get_session();
        let id = host.last_id();
        let reply = ["(id) => ({ jsonrpc: '2.0', id, result: ", answer, " })"].concat();
        host.says_js(&apply(&reply, &[&id.as_str().into()]));
        assert_eq!((page.pending(), page.ignored()), (json!(1), [0, 0, 0, 1]), "{answer}");
        host.answers(&id, &session());
        assert_eq!(result(promise).await, session());
    }
}

/// The result is a copy: a host that keeps its object changes nothing by changing that.
#[wasm_bindgen_test]
async fn results_are_the_pages_own() {
    let (page, host) = Page::with_host();
    let promise = page.get_session();
    let reply = "(host) => {
        const { id } = JSON.parse(host.sent.at(-1));
        host.reply = { jsonrpc: '2.0', id, result: { session_id: 'S', session_type: 1, later: { a: 1 } } };
        host.receive(host.reply);
        host.reply.result.session_id = 'changed';
        host.reply.result.later.a = 2;
    }";
    apply(reply, &[host.object()]);
    assert_eq!(result(promise).await, json!({ "session_id": "S", "session_type": 1, "later": { "a": 1 } }));
}

#[wasm_bindgen_test]
async fn functions_and_names_that_are_none() {
    let (page, host) = Page::with_host();
    for (function, came) in
        [("5", "is the number 5"), ("{}", "is an object"), ("'x'", "is the string \"x\""), ("Symbol()", "is a Symbol")]
    {
        assert_eq!(
            message(page.sdk.ready(&js(function))).await,
            ["ready: fn must be a function, but it ", came].concat()
        );
        let expected = ["onError: fn must be a function, but it ", came].concat();
        assert_eq!(message(page.sdk.on_error(&js(function))).await, expected);
    }
    for (method, came) in [
        ("undefined", "is missing"),
        ("5", "is the number 5"),
        ("Symbol()", "is a Symbol"),
        (REVOKED, "can't be read (a getter threw, or it contains itself)"),
    ] {
        let expected = "canIUse: method must be one of auth, pay, getSession, selectSession, share, but it ";
        assert_eq!(message(page.sdk.can_i_use(&js(method))).await, [expected, came].concat());
    }
    goes_on(&page, &host).await;
}

#[wasm_bindgen_test]
async fn bridges_that_are_none() {
    let page = Page::new();
    for (bridge, field, said) in [
        ("undefined", "bridge", "bridge must be an object, but it is missing"),
        ("'test'", "bridge", "bridge must be an object, but it is the string \"test\""),
        (REVOKED, "bridge", "bridge must be an object, but it can't be read (a getter threw, or it contains itself)"),
        ("{}", "name", "name must be a string that is not blank, but it is missing"),
        ("{ name: ' ' }", "name", "name must be a string that is not blank, but it is the string \" \""),
        ("{ name: 5 }", "name", "name must be a string that is not blank, but it is the number 5"),
        ("{ name: 'test', subscribe() {} }", "send", "send must be a function, but it is missing"),
        ("{ name: 'test', send: 5, subscribe() {} }", "send", "send must be a function, but it is the number 5"),
        ("{ name: 'test', send() {} }", "subscribe", "subscribe must be a function, but it is missing"),
        (
            "new Proxy({}, { get() { throw new Error('no'); } })",
            "name",
            "name must be a string that is not blank, but it is missing",
        ),
    ] {
        let error = error(page.sdk.use_bridge(&js(bridge))).await;
        assert_eq!(text(&error["err_msg"]), ["use: ", said].concat());
        assert_eq!((&error["reason"], &error["field"]), (&json!("invalid_params"), &json!(field)));
    }
    assert_eq!(page.diagnosis()["bridge"], json!(null));
    let function =
        js("Object.defineProperty(Object.assign(() => {}, { send() {}, subscribe() {} }), 'name', { value: 'f' })");
    fulfilled(page.sdk.use_bridge(&function)).await;
    assert_eq!(page.diagnosis()["bridge"], json!("f"));
}

/// Pages are odd places: whatever stands where a host would be, the SDK looks at it and goes on.
#[wasm_bindgen_test]
async fn globals_that_are_odd() {
    for global in [
        "{}",
        "Object.create(null)",
        "Object.freeze({})",
        "new Proxy({}, { get() { throw new Error('no'); } })",
        "new Proxy({}, { get: () => 5 })",
        "new Proxy({}, { get: () => null })",
        "{ get vvchatHost() { throw new Error('no'); }, get webkit() { throw new Error('no'); }, document: 5, parent: null }",
        "{ document: {}, navigator: null, vvchatHost: 'x', WebViewJavascriptBridge: 7, webkit: { messageHandlers: null } }",
        "undefined",
        "null",
    ] {
        let page = Page::of(&js(global));
        drop(page.config(&json!({ "hostTimeout": 1, "lang": "en" })));
        assert_eq!(fulfilled(page.sdk.is_in_vvchat()).await, JsValue::FALSE, "{global}");
        assert_eq!(error(page.get_session()).await["reason"], json!("no_host"), "{global}");
        let host = Host::new();
        host.plug_into(&page);
        goes_on(&page, &host).await;
    }
}

/// A host's object may be gone, or worse, by the time it is needed.
#[wasm_bindgen_test]
async fn hosts_that_lose_their_functions() {
    let (page, host) = Page::with_host();
    for send in ["undefined", "5", "() => { throw new Error('Java object is gone'); }"] {
        set(host.object(), "send", &js(send));
        let error = error(page.call("pay", &payment())).await;
        assert_eq!((&error["reason"], &error["err_code"]), (&json!("host_error"), &json!(-32603)), "{error}");
        assert_eq!((&error["outcome"], page.pending()), (&json!("unknown"), json!(0)), "{error}");
    }
}
