//! A page and its host, message by message.

mod support;

use serde_json::{Value as Json, json};
use support::{App, ORIGIN, Waiting, open, said};
use vvchat_host::{
    AuthResult, Greeting, Info, Method, Origins, Page, PayResult, Refusal, Session, SessionType, ShareResult,
};

/// A request as a page sends it.
fn request(id: &str, method: &str, params: &Json) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": format!("vvchat.{method}"), "params": params}).to_string()
}

fn pay(id: &str, imprest_code: &str) -> String {
    request(id, "pay", &json!({"app_id": "test", "imprest_code": imprest_code}))
}

fn cancel(id: &str) -> String {
    json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id}}).to_string()
}

fn result(id: &str, result: &Json) -> Json {
    json!({"jsonrpc": "2.0", "id": id, "result": result})
}

fn error(id: &Json, code: i32, message: &str) -> Json {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

/// A text that must be JSON.
#[track_caller]
fn read(text: Option<String>) -> Json {
    let text = text.expect("there is an answer");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A payment that is asked for and waits.
#[track_caller]
fn pending(page: &Page<App>, id: &str, imprest_code: &str) -> Waiting<Option<String>> {
    let mut call = Waiting::new(page.receive(&pay(id, imprest_code), ORIGIN));
    assert_eq!(call.poll(), None, "it waits for a person");
    call
}

const NO_PROBLEM: [&str; 0] = [];

// Origins.

#[test]
fn a_page_of_another_origin_is_refused_and_the_app_not_asked() {
    let (app, page) = open(App::default());
    for origin in ["https://evil.example", "null", "", "https://shop.example/", "http://shop.example"] {
        let answer = read(Waiting::new(page.receive(&pay("1", "P1"), origin)).now());
        assert_eq!(answer, error(&json!("1"), -32600, &format!("the origin {origin} is not allowed")));
        let hello = request("2", "hello", &json!({"versions": [1]}));
        let answer = read(Waiting::new(page.receive(&hello, origin)).now());
        assert_eq!(answer["error"]["code"], json!(-32600));
        let answer = read(Waiting::new(page.call_handler("auth", "{}", origin)).now());
        assert_eq!(answer, json!({"err_code": -32600, "err_msg": format!("the origin {origin} is not allowed")}));
        let told = format!("a page of the origin {origin:?} was not answered: it is not allowed");
        assert_eq!(app.problems(), [&*told, &*told, &*told]);
    }
    assert!(app.asked().is_empty());
}

#[test]
fn what_is_no_request_gets_no_answer_in_another_origin() {
    let (_app, page) = open(App::default());
    for message in ["", "not JSON", "{}", "[]", r#"{"jsonrpc":"2.0","method":"vvchat.ready"}"#, &cancel("1")] {
        assert_eq!(Waiting::new(page.receive(message, "https://evil.example")).now(), None, "{message}");
    }
}

#[test]
fn nobody_is_allowed_by_default() {
    let app = std::sync::Arc::new(App::default());
    let page = Page::new(app, Origins::default());
    for origin in [ORIGIN, "null", "https://localhost"] {
        assert_eq!(read(Waiting::new(page.receive(&pay("1", "P1"), origin)).now())["error"]["code"], json!(-32600));
    }
}

#[test]
fn a_page_of_another_origin_cancels_nothing() {
    let app = std::sync::Arc::new(App::default());
    let origins = Origins::new([ORIGIN, "https://other.example"]).expect("they are origins");
    let page = Page::new(std::sync::Arc::clone(&app), origins);
    let mut call = pending(&page, "1", "P1");
    for origin in ["https://evil.example", "https://other.example"] {
        assert_eq!(Waiting::new(page.receive(&cancel("1"), origin)).now(), None);
        assert_eq!(call.poll(), None, "{origin}");
    }
    assert!(app.closed().is_empty());
}

// The handshake.

#[test]
fn the_handshake_says_what_is_offered_now() {
    let (app, page) = open(App { offered: vec![Method::Share, Method::Auth], ..App::default() });
    let hello = request("1", "hello", &json!({"versions": [2, 1], "sdk": {"name": "later", "version": "9"}}));
    let expected = json!({"version": 1, "host": {"name": "VVChat", "version": "9.1.0"}, "methods": ["share", "auth"]});
    assert_eq!(read(said(&page, &hello)), result("1", &expected));
    assert_eq!(app.problems(), NO_PROBLEM);
}

#[test]
fn a_page_of_another_version_is_told_so() {
    let (app, page) = open(App::default());
    for params in [json!({"versions": [2]}), json!({"versions": []}), json!({}), json!([1]), json!(null)] {
        let answer = read(said(&page, &request("1", "hello", &params)));
        assert_eq!(answer, error(&json!("1"), -32602, "hello: versions must contain 1"));
        assert_eq!(app.problems(), ["a page sent invalid params: hello: versions must contain 1"]);
    }
}

// What can't be understood.

#[test]
fn what_is_not_json() {
    let (app, page) = open(App::default());
    for message in
        ["", "not JSON", "{", "{\"jsonrpc\":\"2.0\"", "undefined", "{}{}", "\u{feff}{}", &"[".repeat(100_000)]
    {
        assert_eq!(read(said(&page, message)), error(&json!(null), -32700, "a message must be JSON"));
        assert_eq!(app.problems(), ["a page sent no message: a message must be JSON"]);
    }
}

#[test]
fn what_is_no_request() {
    #[track_caller]
    fn bad(message: &Json, id: &Json, wrong: &str) {
        let (app, page) = open(App::default());
        assert_eq!(read(said(&page, &message.to_string())), error(id, -32600, wrong));
        assert_eq!(app.problems(), [format!("a page sent no message: {wrong}")]);
        assert!(app.asked().is_empty());
    }
    let null = json!(null);
    bad(&json!([]), &null, "a message must be an object, but it is []");
    bad(&json!("vvchat.pay"), &null, "a message must be an object, but it is \"vvchat.pay\"");
    bad(&json!({}), &null, "jsonrpc must be \"2.0\", but it is missing");
    bad(
        &json!({"jsonrpc": "1.0", "id": "1", "method": "vvchat.pay"}),
        &json!("1"),
        "jsonrpc must be \"2.0\", but it is \"1.0\"",
    );
    bad(&json!({"jsonrpc": "2.0", "id": "1"}), &json!("1"), "method must be a string, but it is missing");
    bad(&json!({"jsonrpc": "2.0", "id": 1, "method": "vvchat.getSession"}), &null, "id must be a string, but it is 1");
    bad(
        &json!({"jsonrpc": "2.0", "id": null, "method": "vvchat.getSession"}),
        &null,
        "id must be a string, but it is null",
    );
}

#[test]
fn what_needs_no_answer_gets_none() {
    let (app, page) = open(App::default());
    for message in [
        json!({"jsonrpc": "2.0", "method": "vvchat.pay", "params": {"app_id": "test", "imprest_code": "P1"}}),
        json!({"jsonrpc": "2.0", "method": "later"}),
        json!({"jsonrpc": "2.0", "id": "1", "result": {}}),
        json!({"jsonrpc": "2.0", "id": null, "error": {"code": -32600, "message": "x"}}),
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest"}),
        json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "unknown"}}),
    ] {
        assert_eq!(said(&page, &message.to_string()), None, "{message}");
    }
    assert!(app.asked().is_empty());
    assert_eq!(app.problems(), NO_PROBLEM);
}

#[test]
fn methods_that_are_not_offered() {
    let (app, page) = open(App { offered: vec![Method::Pay], ..App::default() });
    for method in
        ["vvchat.auth", "vvchat.", "vvchat.Pay", "pay", "vvchat.toString", "vvchat.pay ", "$/other", "rpc.discover"]
    {
        let message = json!({"jsonrpc": "2.0", "id": "1", "method": method, "params": {"app_id": "test"}});
        assert_eq!(read(said(&page, &message.to_string())), error(&json!("1"), -32601, "Method not found"), "{method}");
    }
    assert_eq!(app.problems()[0], "a page called \"auth\", which this host does not offer");
    assert!(app.asked().is_empty());
}

// Params and results.

#[test]
fn params_are_checked_again() {
    #[track_caller]
    fn bad(method: &str, params: &Json, wrong: &str) {
        let (app, page) = open(App::default());
        assert_eq!(read(said(&page, &request("1", method, params))), error(&json!("1"), -32602, wrong));
        assert_eq!(app.problems(), [format!("a page sent invalid params: {wrong}")]);
        assert!(app.asked().is_empty());
    }
    bad("pay", &json!({"app_id": "test"}), "pay: imprest_code must be a string that is not blank, but it is missing");
    bad(
        "pay",
        &json!({"app_id": "test", "imprest_code": 7}),
        "pay: imprest_code must be a string that is not blank, but it is the number 7",
    );
    bad("pay", &json!([]), "pay: params must be an object, but it is an array");
    bad(
        "auth",
        &json!({"app_id": "test", "scope": "sessionapi_sendmsg:s:3"}),
        "auth: scope must be snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2), but it is the string \"sessionapi_sendmsg:s:3\"",
    );
    bad(
        "share",
        &json!({"app_id": "test", "share_title": "t", "share_url": "javascript:alert(1)"}),
        "share: share_url must be an absolute http or https URL, but it is the string \"javascript:alert(1)\"",
    );
    bad("getSession", &json!(null), "getSession: params must be an object, but it is null");
}

#[test]
fn params_may_be_left_out_where_there_are_none() {
    let (_app, page) = open(App::default());
    let answer = read(said(&page, r#"{"jsonrpc":"2.0","id":"1","method":"vvchat.getSession"}"#));
    assert_eq!(answer["result"]["session_type"], json!(1));
    let answer = read(said(&page, r#"{"jsonrpc":"2.0","id":"1","method":"vvchat.pay"}"#));
    assert_eq!(answer["error"]["message"], "pay: app_id must be a string that is not blank, but it is missing");
}

#[test]
fn fields_that_this_version_does_not_know_reach_the_app() {
    let (app, page) = open(App::default());
    let params = json!({"app_id": "test", "imprest_code": "P1", "coupon": {"id": 7}});
    let mut call = Waiting::new(page.receive(&request("1", "pay", &params), ORIGIN));
    assert_eq!(call.poll(), None);
    assert_eq!(
        app.asked(),
        [
            "https://shop.example PayParams { app_id: \"test\", imprest_code: \"P1\" } {\"app_id\":\"test\",\"coupon\":{\"id\":7},\"imprest_code\":\"P1\"}"
        ]
    );
}

#[test]
fn a_host_that_answers_wrongly_is_told_and_the_page_gets_an_internal_error() {
    #[track_caller]
    fn bad(app: App, method: &str, params: &Json, code: i32, told: &str) {
        let (app, page) = open(app);
        let message = if code == -32601 { "Method not found" } else { "Internal error" };
        assert_eq!(read(said(&page, &request("1", method, params))), error(&json!("1"), code, message));
        let problems: Vec<_> = std::mem::take(&mut *app.problems.lock().expect("no test panics with it"));
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
        assert!(problems.iter().all(vvchat_host::Problem::is_hosts));
    }
    let auth = json!({"app_id": "test", "scope": "snsapi_userinfo"});
    let share = json!({"app_id": "test", "share_title": "t", "share_url": "https://shop.example"});
    let none = json!({});
    let session =
        |session_id: &str| Ok(Session { session_id: session_id.to_string(), session_type: SessionType::Single });
    bad(
        App { auth: Ok(AuthResult { code: String::new() }), ..App::default() },
        "auth",
        &auth,
        -32603,
        "this host's result is invalid: auth: the host's reply is malformed, code must be a string that is not blank, but it is an empty string",
    );
    bad(
        App { session: session("\t"), ..App::default() },
        "selectSession",
        &none,
        -32603,
        "this host's result is invalid: selectSession: the host's reply is malformed, session_id must be a string that is not blank, but it is the string \" \"",
    );
    for code in [0, 200, -32603, -32000, -32768] {
        let told = |method: &str| {
            format!(
                "this host refused {method} with the code {code}, which is not free for that: 0 and 200 mean success, JSON-RPC reserves -32768 to -32000"
            )
        };
        let refusal = || Refusal::new(code, "x");
        bad(App { auth: Err(refusal()), ..App::default() }, "auth", &auth, -32603, &told("auth"));
        bad(App { session: Err(refusal()), ..App::default() }, "getSession", &none, -32603, &told("getSession"));
        bad(App { share: Err(refusal()), ..App::default() }, "share", &share, -32603, &told("share"));
    }
}

/// An app that lists a method and forgets to write its function.
#[test]
fn a_method_that_is_offered_and_not_implemented() {
    use vvchat_host::{Host, Problem};
    #[derive(Default)]
    struct Forgetful(std::sync::Mutex<Vec<String>>);
    impl Host for Forgetful {
        fn info(&self) -> Info {
            Info { name: String::new(), version: String::new() }
        }
        fn methods(&self) -> Vec<Method> {
            Method::ALL.to_vec()
        }
        fn report(&self, problem: &Problem) {
            assert!(problem.is_hosts());
            self.0.lock().expect("no test panics with it").push(problem.to_string());
        }
    }
    let app = std::sync::Arc::new(Forgetful::default());
    let page = Page::new(std::sync::Arc::clone(&app), Origins::new([ORIGIN]).expect("it is an origin"));
    let params = json!({"app_id": "test", "scope": "snsapi_userinfo", "imprest_code": "P1", "share_title": "t", "share_url": "https://shop.example"});
    for method in Method::ALL {
        let answer = read(Waiting::new(page.receive(&request("1", method.name(), &params), ORIGIN)).now());
        assert_eq!(answer, error(&json!("1"), -32601, "Method not found"), "{}", method.name());
        let told = std::mem::take(&mut *app.0.lock().expect("no test panics with it"));
        assert_eq!(told, [format!("this host offers {} and does not implement it", method.name())]);
    }
}

#[test]
fn refusals() {
    let refused = |refusal: Refusal| App {
        auth: Err(refusal.clone()),
        session: Err(refusal.clone()),
        share: Err(refusal),
        ..App::default()
    };
    let auth = json!({"app_id": "test", "scope": "snsapi_userinfo", "state": "x"});
    let share = json!({"app_id": "test", "share_title": "t", "share_url": "https://shop.example"});
    let (app, page) = open(refused(Refusal::new(-1, "没有网络")));
    let no = error(&json!("1"), -1, "没有网络");
    // For `auth`, no is an answer.
    let no_auth = json!({"err_code": -1, "err_msg": "没有网络", "state": "x"});
    assert_eq!(read(said(&page, &request("1", "auth", &auth))), result("1", &no_auth));
    assert_eq!(read(said(&page, &request("1", "getSession", &json!({})))), no);
    assert_eq!(read(said(&page, &request("1", "selectSession", &json!({})))), no);
    assert_eq!(read(said(&page, &request("1", "share", &share))), no);
    assert_eq!(app.problems(), NO_PROBLEM);

    let (app, page) = open(refused(Refusal::internal("数据库")));
    for (method, params) in [("auth", auth), ("getSession", json!({})), ("share", share)] {
        assert_eq!(read(said(&page, &request("1", method, &params))), error(&json!("1"), -32603, "数据库"), "{method}");
    }
    assert_eq!(app.problems(), NO_PROBLEM);
}

#[test]
fn a_share_that_was_not_shared_is_a_result() {
    let (_app, page) = open(App { share: Ok(ShareResult::not_shared("用户取消")), ..App::default() });
    let share = json!({"app_id": "test", "share_title": "t", "share_url": "https://shop.example"});
    let expected = json!({"code": 400, "error": "用户取消"});
    assert_eq!(read(said(&page, &request("1", "share", &share))), result("1", &expected));
}

// `state` comes back byte for byte.

#[test]
fn state_comes_back_as_it_was_written() {
    let (_app, page) = open(App::default());
    for state in [
        r#""x7Kq""#,
        r#""""#,
        r#"" \u0000\n""#,
        r#""茶🍵\ud83c\udf75""#,
        r#""\u2028\u2029\"\\</script>""#,
        // Half a surrogate pair, which no string of Rust's can hold.
        r#""\ud83c""#,
        r#""\udf75\ud83c""#,
        r#""\/""#,
    ] {
        let message = format!(
            r#"{{"jsonrpc":"2.0","id":"1","method":"vvchat.auth","params":{{"app_id":"test","scope":"snsapi_userinfo","state":{state}}}}}"#
        );
        let expected =
            format!(r#"{{"jsonrpc":"2.0","id":"1","result":{{"err_code":0,"code":"C7f2k9","state":{state}}}}}"#);
        assert_eq!(said(&page, &message), Some(expected));
        let params = format!(r#"{{"app_id":"test","scope":"snsapi_userinfo","state":{state}}}"#);
        let expected = format!(r#"{{"err_code":0,"code":"C7f2k9","state":{state}}}"#);
        assert_eq!(Waiting::new(page.call_handler("auth", &params, ORIGIN)).now(), Some(expected));
    }
}

#[test]
fn no_state_where_none_was_sent() {
    let (_app, page) = open(App::default());
    for params in [
        json!({"app_id": "test", "scope": "snsapi_userinfo"}),
        json!({"app_id": "test", "scope": "snsapi_userinfo", "state": null}),
    ] {
        let expected = json!({"err_code": 0, "code": "C7f2k9"});
        assert_eq!(read(said(&page, &request("1", "auth", &params))), result("1", &expected));
    }
}

// Several calls at a time.

#[test]
fn calls_are_answered_as_they_end() {
    let (app, page) = open(App::default());
    let mut calls: Vec<_> = (0..1000).map(|n| pending(&page, &format!("id{n}"), &format!("P{n}"))).collect();
    assert_eq!(read(said(&page, &request("x", "getSession", &json!({}))))["id"], "x");
    let mut sheets: Vec<_> = std::iter::from_fn(|| app.sheet()).collect();
    let order: Vec<_> = sheets.iter().map(|sheet| sheet.imprest_code.clone()).collect();
    assert_eq!(order, (0..1000).map(|n| format!("P{n}")).collect::<Vec<_>>());
    // The last one is paid first.
    for (n, call) in calls.iter_mut().enumerate().rev() {
        sheets.pop().expect("a sheet for each").paid(&format!("T{n}"));
        let expected = result(&format!("id{n}"), &json!({"trade_no": format!("T{n}")}));
        assert_eq!(read(call.poll().flatten()), expected);
    }
    assert_eq!(app.problems(), NO_PROBLEM);
}

/// Answered, it would end the first one: `pay` would report that no money moved while its sheet is open.
#[test]
fn an_id_that_is_open_is_not_answered_again() {
    let (app, page) = open(App::default());
    let mut call = pending(&page, "1", "P1");
    for message in [
        pay("1", "P1"),
        pay("1", "P2"),
        request("1", "nothing", &json!({})),
        request("1", "pay", &json!({})),
        request("1", "hello", &json!({})),
    ] {
        assert_eq!(said(&page, &message), None, "{message}");
        assert_eq!(app.problems(), ["a page used the id \"1\" of an open request again; ignored"]);
    }
    let malformed = json!({"jsonrpc": "1.0", "id": "1", "method": "vvchat.pay"}).to_string();
    assert_eq!(read(said(&page, &malformed))["id"], json!(null));
    let sheet = app.sheet().expect("it is open");
    assert!(app.sheet().is_none(), "one sheet is enough");
    sheet.paid("T1");
    assert_eq!(read(call.poll().flatten()), result("1", &json!({"trade_no": "T1"})));
    // It is free again.
    drop(pending(&page, "1", "P3"));
}

#[test]
fn a_message_is_read_when_it_arrives_whenever_it_is_polled() {
    let (app, page) = open(App::default());
    let mut call = Waiting::new(page.receive(&pay("1", "P1"), ORIGIN));
    assert_eq!(said(&page, &cancel("1")), None);
    assert_eq!(read(call.poll().flatten()), error(&json!("1"), -32800, "Request cancelled"));
    assert!(app.asked().is_empty(), "nothing was begun");
}

// Cancellation, and pages that go.

#[test]
fn a_cancelled_call_is_dropped_and_answered() {
    let (app, page) = open(App::default());
    let (mut first, mut second) = (pending(&page, "1", "P1"), pending(&page, "2", "P2"));
    assert_eq!(said(&page, &cancel("1")), None);
    assert_eq!(read(first.poll().flatten()), error(&json!("1"), -32800, "Request cancelled"));
    assert_eq!(app.closed(), ["P1"]);
    assert_eq!(second.poll(), None);
    // Too late, or twice, does nothing.
    assert_eq!(said(&page, &cancel("1")), None);
    app.sheet().expect("the first").paid("T1");
    app.sheet().expect("the second").paid("T2");
    assert_eq!(read(second.poll().flatten()), result("2", &json!({"trade_no": "T2"})));
    assert_eq!(said(&page, &cancel("2")), None);
    assert_eq!(app.problems(), NO_PROBLEM);
}

#[test]
fn a_page_that_is_gone_gets_no_answers() {
    let (app, page) = open(App::default());
    let (mut first, mut second) = (pending(&page, "1", "P1"), pending(&page, "2", "P2"));
    let mut handler = Waiting::new(page.call_handler("pay", r#"{"app_id":"test","imprest_code":"P3"}"#, ORIGIN));
    assert_eq!(handler.poll(), None);
    // Paid a moment before, but nobody is there to be told.
    let sheet = app.sheet().expect("the first");
    page.forget();
    sheet.paid("T1");
    assert_eq!([first.poll(), second.poll(), handler.poll()], [Some(None), Some(None), Some(None)]);
    assert_eq!(app.closed(), ["P1", "P2", "P3"]);

    // The page that follows has the same ids to give.
    let mut again = pending(&page, "1", "P4");
    drop(first);
    assert_eq!(again.poll(), None);
    app.sheet();
    app.sheet();
    app.sheet().expect("the new one").paid("T4");
    assert_eq!(read(again.poll().flatten()), result("1", &json!({"trade_no": "T4"})));
}

#[test]
fn what_came_before_a_moment_is_forgotten_and_nothing_else() {
    let (app, page) = open(App::default());
    let mut first = pending(&page, "1", "P1");
    let another_page = page.mark();
    let mut second = pending(&page, "2", "P2");
    page.forget_before(another_page);
    assert_eq!([first.poll(), second.poll()], [Some(None), None]);
    assert_eq!(app.closed(), ["P1"]);
    app.sheet();
    app.sheet().expect("the second").paid("T2");
    assert_eq!(read(second.poll().flatten()), result("2", &json!({"trade_no": "T2"})));
}

#[test]
fn who_has_introduced_itself_is_told() {
    let (app, page) = open(App::default());
    let hello = |id, params| said(&page, &request(id, "hello", &params)).expect("an answer");
    hello("1", json!({"versions": [1], "sdk": {"name": "vvchat-jssdk", "version": "0.1.0"}}));
    hello("2", json!({"versions": [1], "sdk": {"name": 7}}));
    hello("3", json!({"versions": [2]}));
    let message = request("4", "hello", &json!({"versions": [1]}));
    Waiting::new(page.receive(&message, "https://evil.example")).now();
    let sdk = Info { name: "vvchat-jssdk".to_string(), version: "0.1.0".to_string() };
    let greeting = |id: &str, sdk| Greeting { id: id.to_string(), origin: ORIGIN.to_string(), sdk };
    let greetings = app.greetings.lock().expect("no test panics with it");
    assert_eq!(*greetings, [greeting("1", Some(sdk)), greeting("2", None)]);
}

#[test]
fn a_call_has_its_requests_id() {
    let (app, page) = open(App::default());
    let params = json!({"app_id": "test", "share_title": "t", "share_url": "https://shop.example"});
    said(&page, &request("6f1d", "share", &params)).expect("an answer");
    Waiting::new(page.call_handler("share", &params.to_string(), ORIGIN)).now().expect("an answer");
    assert_eq!(*app.ids.lock().expect("no test panics with it"), [Some("6f1d".to_string()), None]);
}

#[test]
fn a_call_that_the_executor_drops_is_over() {
    let (app, page) = open(App::default());
    drop(pending(&page, "1", "P1"));
    assert_eq!(app.closed(), ["P1"]);
    drop(pending(&page, "1", "P2"));
}

/// A runtime with many threads can have it, if the app's futures are for that.
#[test]
fn futures_may_be_sent_between_threads() {
    fn is_send(_: &impl Send) {}
    let (_app, page) = open(App::default());
    is_send(&page.receive(&pay("1", "P1"), ORIGIN));
    is_send(&page.call_handler("pay", "{}", ORIGIN));
    is_send(&vvchat_host::wvjb::receive(&page, "[]", ORIGIN));
    is_send(&page);
}

// The platform's own form.

#[test]
fn handlers_are_called_in_the_platforms_form() {
    let (app, page) = open(App { offered: vec![Method::Auth, Method::Pay, Method::GetSession], ..App::default() });
    let call = |method: &str, params: &str| read(Waiting::new(page.call_handler(method, params, ORIGIN)).now());
    let session = json!({"session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": 1});
    assert_eq!(call("getSession", ""), session);
    assert_eq!(call("getSession", "{}"), session);
    assert_eq!(
        call("auth", r#"{"app_id":"test","scope":"snsapi_userinfo"}"#),
        json!({"err_code": 0, "code": "C7f2k9"})
    );
    assert_eq!(app.problems(), NO_PROBLEM);
    let failed = |code: i32, message: &str| json!({"err_code": code, "err_msg": message});
    assert_eq!(call("share", "{}"), failed(-32601, "Method not found"));
    assert_eq!(call("vvchat.pay", "{}"), failed(-32601, "Method not found"));
    assert_eq!(call("hello", r#"{"versions":[1]}"#), failed(-32601, "Method not found"));
    assert_eq!(call("pay", "{"), failed(-32700, "params must be JSON"));
    assert_eq!(call("pay", "null"), failed(-32602, "pay: params must be an object, but it is null"));
    assert_eq!(app.problems().len(), 5);

    let mut waits = Waiting::new(page.call_handler("pay", r#"{"app_id":"test","imprest_code":"P1"}"#, ORIGIN));
    assert_eq!(waits.poll(), None);
    app.sheet().expect("it is open").answer(Err(Refusal::cancelled()));
    assert_eq!(read(waits.poll().flatten()), failed(400, "用户取消"));
    let mut waits = Waiting::new(page.call_handler("pay", r#"{"app_id":"test","imprest_code":"P1"}"#, ORIGIN));
    assert_eq!(waits.poll(), None);
    app.sheet().expect("it is open").answer(Ok(PayResult { trade_no: "T1".to_string() }));
    assert_eq!(read(waits.poll().flatten()), json!({"trade_no": "T1"}));
}
