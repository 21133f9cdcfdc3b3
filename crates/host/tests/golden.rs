//! The golden messages of `crates/protocol/golden`: what a page writes there is understood, and what a host writes is written
//! letter for letter.

mod support;

use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{App, ORIGIN, Waiting, open, said};
use vvchat_host::{AuthResult, Method, PayResult, Refusal, Session, SessionType, ShareResult};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/golden")
}

/// The text of the message of that name.
fn golden(name: &str) -> String {
    let file =
        fs::read_to_string(folder().join(format!("{name}.json"))).unwrap_or_else(|error| panic!("{name}: {error}"));
    let golden: Json = serde_json::from_str(&file).expect("it is JSON");
    golden["text"].as_str().expect("it has a text").to_string()
}

/// What the app answers to that message.
fn answers(app: App, request: &str) -> String {
    let (app, page) = open(app);
    let answer = said(&page, &golden(request)).expect("it is answered");
    assert_eq!(app.problems(), Vec::<String>::new());
    answer
}

/// What the app answers to the golden payment that ends so.
fn pays(answer: Result<PayResult, Refusal>) -> String {
    let (app, page) = open(App::default());
    let mut call = Waiting::new(page.receive(&golden("pay.request"), ORIGIN));
    assert_eq!(call.poll(), None);
    app.sheet().expect("a sheet is open").answer(answer);
    call.poll().flatten().expect("it is answered")
}

fn cancels() -> String {
    let (_app, page) = open(App::default());
    let mut call = Waiting::new(page.receive(&golden("pay.request"), ORIGIN));
    assert_eq!(call.poll(), None);
    assert_eq!(said(&page, &golden("cancel.notification")), None);
    call.poll().flatten().expect("it is answered")
}

#[test]
fn what_a_host_writes() {
    let group = App {
        session: Ok(Session {
            session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57".to_string(),
            session_type: SessionType::Group,
        }),
        ..App::default()
    };
    let written = [
        ("ready.notification", vvchat_host::ready()),
        ("hello.response", answers(App::default(), "hello.request")),
        ("auth.response", answers(App::default(), "auth.request")),
        ("auth.refused", answers(App { auth: Err(Refusal::cancelled()), ..App::default() }, "auth.request")),
        ("pay.response", pays(Ok(PayResult { trade_no: "201712023384923834".to_string() }))),
        ("pay.error", pays(Err(Refusal::cancelled()))),
        ("host.error", pays(Ok(PayResult { trade_no: String::new() }))),
        ("cancel.error", cancels()),
        ("getSession.response", answers(App::default(), "getSession.request")),
        ("selectSession.response", answers(group, "selectSession.request")),
        ("share.response", answers(App::default(), "share.request")),
        (
            "share.cancelled",
            answers(App { share: Ok(ShareResult::not_shared("用户取消")), ..App::default() }, "share.advanced.request"),
        ),
        ("unknown_method.error", {
            let offered = Method::ALL.into_iter().filter(|method| *method != Method::Pay).collect();
            let (_app, page) = open(App { offered, ..App::default() });
            said(&page, &golden("pay.request")).expect("it is answered")
        }),
    ];
    for (name, text) in &written {
        assert_eq!(*text, golden(name), "{name}");
    }

    // The others are another host's: in the platform's own form, and with other words.
    let mut names: BTreeSet<_> = written.iter().map(|(name, _)| (*name).to_string()).collect();
    names.extend(["pay.refused", "invalid_params.error"].map(String::from));
    let files = fs::read_dir(folder()).expect("there are golden messages");
    let of_hosts = files.filter_map(|file| {
        let text = fs::read_to_string(file.expect("it can be listed").path()).expect("it can be read");
        let golden: Json = serde_json::from_str(&text).expect("it is JSON");
        (golden["direction"] == "host_to_page").then(|| golden["name"].as_str().expect("it has a name").to_string())
    });
    assert_eq!(names, of_hosts.collect());
}

#[test]
fn an_app_is_asked_what_the_page_asks() {
    let (app, page) = open(App::default());
    for name in ["auth", "getSession", "selectSession", "share", "share.advanced"] {
        assert!(said(&page, &golden(&format!("{name}.request"))).is_some(), "{name}");
    }
    let card = r#"{\"tpl_header\":\"vctalk\",\"tpl_version\":\"v1\",\"tpl_type\":\"MultipleLine\",\"data\":[\"春茶\",\"¥ 88\"],}"#;
    let share = |data: &str| {
        format!(
            "ShareParams {{ app_id: \"test\", share_title: \"春茶\", sub_title: Some(\"Spring tea\"), share_url: \"https://shop.example/tea\", thumb_url: Some(\"https://shop.example/tea.png\"), share_data_url: {data} }}"
        )
    };
    assert_eq!(
        app.asked(),
        [
            "https://shop.example AuthParams { app_id: \"test\", scope: \"snsapi_userinfo\", state: Some(\"x7Kq\") }",
            "getSession",
            "selectSession",
            &share("None"),
            &share(&format!("Some(\"{card}\")")),
        ]
    );
    let mut call = Waiting::new(page.receive(&golden("pay.request"), ORIGIN));
    assert_eq!(call.poll(), None);
    assert_eq!(
        app.asked(),
        [
            "https://shop.example PayParams { app_id: \"test\", imprest_code: \"P20171202\" } {\"app_id\":\"test\",\"imprest_code\":\"P20171202\"}"
        ]
    );
    // Results with other data than the golden ones are checked as well.
    let other = App { auth: Ok(AuthResult { code: " ".to_string() }), ..App::default() };
    let (other, page) = open(other);
    assert_eq!(said(&page, &golden("auth.request")), Some(golden("host.error")));
    assert_eq!(
        other.problems(),
        [
            "this host's result is invalid: auth: the host's reply is malformed, code must be a string that is not blank, but it is the string \" \""
        ]
    );
}
