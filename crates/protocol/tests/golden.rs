//! The golden messages in `golden/`: every kind of message there is, to the letter. What a page writes is written as they
//! have it, and what a host writes in them is understood.
//!
//! A message that is changed here is a change of the protocol, and `docs/protocol.md` quotes it.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use vvchat_protocol::check::{self, Answer};
use vvchat_protocol::methods;
use vvchat_protocol::schema::Method;
use vvchat_protocol::wire::{self, HELLO, Incoming, Party, Response};

const ID: &str = "6f1d0c9e5b7a48d2a3e4f5061728394a";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    /// The file's own name, without its ending.
    name: String,
    direction: Direction,
    /// A sentence for people.
    about: String,
    /// The message.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    PageToHost,
    HostToPage,
}

/// All files, by name.
fn all() -> BTreeMap<String, Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let files = fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("it can be listed").path());
    files
        .map(|file| {
            let text = fs::read_to_string(&file).expect("it can be read");
            let golden: Golden =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert_eq!(Some(format!("{}.json", golden.name).as_ref()), file.file_name());
            (golden.name.clone(), golden)
        })
        .collect()
}

/// The messages of one direction, by name.
fn all_of(direction: Direction) -> BTreeMap<String, String> {
    all()
        .into_values()
        .filter(|golden| golden.direction == direction)
        .map(|golden| (golden.name, golden.text))
        .collect()
}

/// Params in the order of the guide: `Json` would sort them.
struct Params<'a>(&'a [(&'a str, &'a str)]);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

fn text(message: &impl Serialize) -> String {
    serde_json::to_string(message).expect("a message can always be written")
}

fn method(name: &str) -> &'static Method {
    methods::find(name).expect("there is such a method")
}

#[test]
fn each_is_one_line_of_json_rpc_with_a_sentence_about_it() {
    for (name, golden) in all() {
        assert!(!golden.text.contains('\n'), "{name}");
        assert!(golden.about.ends_with('.') && golden.about.trim() == golden.about, "{name}");
        let message: Json = serde_json::from_str(&golden.text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(message["jsonrpc"], json!("2.0"), "{name}");
        // Without white space, as `JSON.stringify` writes it.
        assert_eq!(text(&message).len(), golden.text.len(), "{name}");
    }
}

#[test]
fn what_a_page_writes() {
    const BASIC: [(&str, &str); 5] = [
        ("app_id", "test"),
        ("share_title", "春茶"),
        ("sub_title", "Spring tea"),
        ("share_url", "https://shop.example/tea"),
        ("thumb_url", "https://shop.example/tea.png"),
    ];
    let card = r#"{"tpl_header":"vctalk","tpl_version":"v1","tpl_type":"MultipleLine","data":["春茶","¥ 88"],}"#;
    let advanced = [BASIC.as_slice(), &[("share_data_url", card)]].concat();
    let sdk = Party { name: "vvchat-jssdk", version: "0.1.0" };
    let request = |method: &str, params: &[(&str, &str)]| wire::request(ID, method) + &text(&Params(params)) + "}";

    let written = [
        ("hello.request", wire::hello(ID, &sdk)),
        ("cancel.notification", wire::cancel(ID)),
        ("auth.request", request("auth", &[("app_id", "test"), ("scope", "snsapi_userinfo"), ("state", "x7Kq")])),
        ("pay.request", request("pay", &[("app_id", "test"), ("imprest_code", "P20171202")])),
        ("getSession.request", request("getSession", &[])),
        ("selectSession.request", request("selectSession", &[])),
        ("share.request", request("share", &BASIC)),
        ("share.advanced.request", request("share", &advanced)),
    ];
    let written = written.map(|(name, text)| (name.to_string(), text));
    assert_eq!(all_of(Direction::PageToHost), BTreeMap::from(written));
}

#[test]
fn what_a_page_writes_is_valid() {
    for (name, text) in all_of(Direction::PageToHost) {
        let message: Json = serde_json::from_str(&text).expect("it is JSON");
        let method =
            message["method"].as_str().and_then(|method| method.strip_prefix("vvchat.")).and_then(methods::find);
        if let Some(method) = method {
            assert_eq!(check::params(method, &message["params"]).as_ref(), Ok(&message["params"]), "{name}");
        } else {
            assert!(matches!(&*name, "hello.request" | "cancel.notification"), "{name}");
        }
    }
}

/// What a page makes of a message.
#[derive(Debug, PartialEq)]
enum Understood {
    Ready,
    /// A host, and the methods that it offers.
    Host(Vec<&'static str>),
    Result(Json),
    /// The host's error, in either form.
    Error(f64, String),
}

/// Reads a message as the answer to a call of that method, or to a handshake.
fn understand(text: &str, call: &str) -> Understood {
    let message: Json = serde_json::from_str(text).expect("it is JSON");
    let response = match Incoming::read(&message) {
        Incoming::Ready => return Understood::Ready,
        Incoming::Response { id, response } if id == json!(ID) => response,
        other => panic!("{other:?}"),
    };
    match response {
        Response::Result(result) if call == HELLO => Understood::Host(offered(&result)),
        Response::Result(result) => match check::reply(method(call), &result).expect("it keeps the method's rules") {
            Answer::Result(result) => Understood::Result(result),
            Answer::Refused { err_code, err_msg } => Understood::Error(err_code, err_msg),
        },
        Response::Error { code, message } => {
            Understood::Error(code, message.as_ref().and_then(Json::as_str).unwrap_or_default().to_string())
        }
        Response::Malformed(_) => panic!("{text} is malformed"),
    }
}

/// The methods that a host offers with this answer to the handshake.
fn offered(welcome: &Json) -> Vec<&'static str> {
    methods::METHODS.iter().map(|method| method.name).filter(|name| wire::offers(welcome, name)).collect()
}

#[test]
fn what_a_host_writes() {
    let host = vec!["auth", "pay", "getSession", "selectSession", "share"];
    let session = |session_type: u8| {
        Understood::Result(json!({"session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": session_type}))
    };
    let error = |code: f64, message: &str| Understood::Error(code, message.to_string());
    let refused = json!({"err_code": 400, "err_msg": "用户取消", "state": "x7Kq"});

    let expected = BTreeMap::from([
        ("ready.notification", ("", Understood::Ready)),
        ("hello.response", (HELLO, Understood::Host(host))),
        ("auth.response", ("auth", Understood::Result(json!({"err_code": 0, "code": "C7f2k9", "state": "x7Kq"})))),
        ("auth.refused", ("auth", Understood::Result(refused))),
        ("pay.response", ("pay", Understood::Result(json!({"trade_no": "201712023384923834"})))),
        ("pay.error", ("pay", error(400.0, "用户取消"))),
        ("pay.refused", ("pay", error(400.0, "用户取消"))),
        ("getSession.response", ("getSession", session(1))),
        ("selectSession.response", ("selectSession", session(2))),
        ("share.response", ("share", Understood::Result(json!({"code": 200})))),
        ("share.cancelled", ("share", Understood::Result(json!({"code": 400, "error": "用户取消"})))),
        ("cancel.error", ("pay", error(-32800.0, "Request cancelled"))),
        ("unknown_method.error", ("pay", error(-32601.0, "Method not found"))),
        ("invalid_params.error", ("pay", error(-32602.0, "Invalid params"))),
        ("host.error", ("pay", error(-32603.0, "Internal error"))),
    ]);
    let messages = all_of(Direction::HostToPage);
    assert_eq!(messages.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, (call, understood)) in expected {
        assert_eq!(understand(&messages[name], call), understood, "{name}");
    }
}

#[test]
fn every_method_has_a_request_and_a_response() {
    let names = all();
    for method in methods::METHODS {
        for kind in ["request", "response"] {
            assert!(names.contains_key(&format!("{}.{kind}", method.name)), "{}.{kind}", method.name);
        }
    }
}
