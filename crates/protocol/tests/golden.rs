//! The golden messages in `golden/`: every kind of message there is, to the letter. A host understands what a page writes in them,
//! and writes what they have; params and results are valid. (The page's half is held against them in `tests/sdk/golden.test.mjs`.)
//!
//! A message that is changed here is a change of the protocol, and `docs/protocol.md` quotes it.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use vvchat_protocol::check::{self, Answer};
use vvchat_protocol::methods;
use vvchat_protocol::schema::Method;
use vvchat_protocol::wire::host::{Incoming, Party, Ready, Response, Welcome, own_name, speaks_our_version};
use vvchat_protocol::wire::{HELLO, code};

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

fn text(message: &impl Serialize) -> String {
    serde_json::to_string(message).expect("a message can always be written")
}

fn declared(name: &str) -> &'static Method {
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
fn what_a_page_writes_is_understood_and_valid() {
    for (name, text) in all_of(Direction::PageToHost) {
        let (subject, _) = name.split_once('.').expect("a subject and a kind");
        let message: Json = serde_json::from_str(&text).expect("it is JSON");
        match Incoming::read(&message) {
            Incoming::Cancel { id } => assert_eq!((subject, &*id), ("cancel", ID)),
            Incoming::Request { id, method, params } => {
                assert_eq!((own_name(&method), &*id), (Some(subject), ID), "{name}");
                if subject == HELLO {
                    assert!(speaks_our_version(&params));
                } else {
                    assert_eq!(check::params(declared(subject), &params).as_ref(), Ok(&params), "{name}");
                }
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// Messages and errors, to the letter. Results are in the order that each host chooses.
#[test]
fn what_a_host_writes() {
    let welcome = Welcome::of(
        Party { name: "VVChat", version: "9.1.0" },
        methods::METHODS.iter().map(|method| method.name).collect(),
    );
    let error = |code: f64, message: &str| text(&Response::error(Some(ID), code, message));
    for (name, written) in [
        ("ready.notification", text(&Ready::default())),
        ("hello.response", text(&Response::result(ID, welcome))),
        ("pay.error", error(400.0, "用户取消")),
        ("cancel.error", error(code::REQUEST_CANCELLED, "Request cancelled")),
        ("unknown_method.error", error(code::METHOD_NOT_FOUND, "Method not found")),
        ("invalid_params.error", error(code::INVALID_PARAMS, "Invalid params")),
        ("host.error", error(code::INTERNAL_ERROR, "Internal error")),
    ] {
        assert_eq!(written, all()[name].text, "{name}");
    }
}

/// What a page gets for each result.
#[test]
fn results_are_valid() {
    let session = |session_type: u8| {
        Answer::Result(json!({"session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": session_type}))
    };
    let expected = BTreeMap::from([
        ("auth.response", Answer::Result(json!({"err_code": 0, "code": "C7f2k9", "state": "x7Kq"}))),
        ("auth.refused", Answer::Result(json!({"err_code": 400, "err_msg": "用户取消", "state": "x7Kq"}))),
        ("pay.response", Answer::Result(json!({"trade_no": "201712023384923834"}))),
        ("pay.refused", Answer::Refused { err_code: 400.0, err_msg: "用户取消".to_string() }),
        ("getSession.response", session(1)),
        ("selectSession.response", session(2)),
        ("share.response", Answer::Result(json!({"code": 200}))),
        ("share.cancelled", Answer::Result(json!({"code": 400, "error": "用户取消"}))),
    ]);
    let mut results = BTreeMap::new();
    for (name, text) in all_of(Direction::HostToPage) {
        let message: Json = serde_json::from_str(&text).expect("it is JSON");
        let (subject, _) = name.split_once('.').expect("a subject and a kind");
        if let Some(result) = message.get("result").filter(|_| subject != HELLO) {
            assert_eq!(message["id"], json!(ID), "{name}");
            results.insert(name.clone(), check::reply(declared(subject), result).expect("it keeps the rules"));
        }
    }
    assert_eq!(results, expected.into_iter().map(|(name, answer)| (name.to_string(), answer)).collect());
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
