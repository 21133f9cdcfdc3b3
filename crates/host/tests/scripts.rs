//! The scripts that hosts evaluate, evaluated by a real engine: Node. What the page gets is what was said, whatever was said.

mod support;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};
use std::io::Write;
use std::process::{Command, Stdio};
use support::{App, ORIGIN, Waiting, open};
use vvchat_host::{jsbridge, script, wvjb};

/// Evaluates each script in a page of its own, twice: as it is, and with `%` decoded, as a `javascript:` address is. Prints what
/// the page's functions were called with.
const PAGE: &str = r#"
const { runInNewContext } = require("node:vm");
const scripts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
function evaluate(script) {
  const heard = [];
  const hear = (text) => heard.push(text);
  const WebViewJavascriptBridge = { _handleMessageFromObjC: hear, _handleMessageFromNative: hear };
  class MessageEvent {
    constructor(type, { data }) {
      Object.assign(this, { type, data });
    }
  }
  const dispatchEvent = ({ type, data }) => heard.push(type === "message" ? data : type);
  const page = { WebViewJavascriptBridge, MessageEvent, dispatchEvent, vvchatHost: { onmessage: hear } };
  page.window = page;
  try {
    runInNewContext(script, page);
  } catch (error) {
    heard.push(`${error}`);
  }
  return heard;
}
const decoded = (script) => script.replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
console.log(JSON.stringify(scripts.map((script) => [evaluate(script), evaluate(decoded(script))])));
"#;

/// What the page hears of each script: the one thing that it is told.
#[track_caller]
fn heard(scripts: &[String]) -> Vec<String> {
    let mut node = Command::new("node")
        .args(["-e", PAGE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node is installed");
    let mut input = node.stdin.take().expect("it is piped");
    input.write_all(json!(scripts).to_string().as_bytes()).expect("Node reads");
    drop(input);
    let output = node.wait_with_output().expect("Node ends");
    let heard: Vec<[Vec<String>; 2]> = serde_json::from_slice(&output.stdout).expect("Node prints what was heard");
    let once = |(of, [plain, decoded]): (&String, [Vec<String>; 2])| {
        assert_eq!(plain, decoded, "as a javascript: address: {of}");
        let [text] = <[String; 1]>::try_from(plain).unwrap_or_else(|heard| panic!("{of} said {heard:?}"));
        text
    };
    scripts.iter().zip(heard).map(once).collect()
}

/// Texts that break scripts which are put together carelessly.
const NASTY: &[&str] = &[
    "",
    "\"",
    "'",
    "`",
    "\\",
    "\\\"",
    "\\'",
    "\\\\\"",
    "\"); alert(1); (\"",
    "'); alert(1); ('",
    "${alert(1)}",
    "\n",
    "\r\n",
    "\u{2028}\u{2029}",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "%22);alert(1);(%22",
    "%0A",
    "%E2%80%A8",
    "\u{0}\u{1}\u{7f}\u{85}\u{a0}\u{ad}\u{feff}",
    "\\u0022",
    "\\ud83c",
    "茶🍵👩‍👩‍👧",
    "#?&=+",
    "/*",
    "//",
    "\t\u{8}\u{b}\u{c}",
];

/// The nasty texts, all in one, and 200 at random.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = NASTY.iter().map(ToString::to_string).collect();
    texts.push(NASTY.concat());
    let mut runner = TestRunner::deterministic();
    let strategy = prop_oneof![any::<String>(), "[\"'\\\\<>/%u0-9a-f\n\u{2028}🍵 ();]{0,40}"];
    texts.extend((0..200).map(|_| strategy.new_tree(&mut runner).expect("nothing is rejected").current()));
    texts
}

/// Nothing of it ends a script element, and no engine, however old, reads anything else into it.
#[track_caller]
fn is_plain(script: &str) {
    assert!(script.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{script}");
    assert!(!script.contains(['<', '>', '&', '%', '\'', '`', '#']), "{script}");
}

#[test]
fn messages_arrive_as_they_were_said() {
    let texts = texts();
    let ways: [fn(&str) -> String; 2] = [script::event, |text| script::call("window.vvchatHost.onmessage", text)];
    for way in ways {
        let scripts: Vec<_> = texts.iter().map(|text| way(text)).collect();
        for script in &scripts {
            is_plain(script);
        }
        assert_eq!(heard(&scripts), texts);
    }
}

/// JSON may stand for what no text of Rust's holds: half a surrogate pair.
#[test]
fn halves_of_surrogate_pairs_arrive_as_json_has_them() {
    let message = r#"{"jsonrpc":"2.0","id":"1","result":{"err_code":0,"code":"C","state":"\ud83c"}}"#;
    assert_eq!(heard(&[script::event(message)]), [message]);
}

#[test]
fn answers_arrive_at_their_callbacks_as_text() {
    let texts = texts();
    let ways: [fn(&str, &str) -> String; 2] = [wvjb::reply, jsbridge::reply];
    for way in ways {
        let scripts: Vec<_> = texts.iter().map(|text| way(text, text)).collect();
        for script in &scripts {
            is_plain(script);
        }
        for (text, heard) in texts.iter().zip(heard(&scripts)) {
            let message: Json = serde_json::from_str(&heard).expect("the bridge parses it");
            assert_eq!(message, json!({"responseId": text, "responseData": text}));
        }
    }
}

/// The page that comes after has no bridge yet.
#[test]
fn a_page_without_a_bridge_is_not_disturbed() {
    let guarded: Vec<_> = [wvjb::reply("1", "{}"), jsbridge::reply("1", "{}")]
        .map(|script| format!("delete window.WebViewJavascriptBridge; {script} vvchatHost.onmessage(\"quiet\");"))
        .into();
    assert_eq!(heard(&guarded), ["quiet", "quiet"]);
}

// Queues.

/// What the page hears of a queue's calls that are answered at once: callback id and answer.
#[track_caller]
fn queue_answers(queue: &Json) -> Vec<(String, Json)> {
    let (app, page) = open(App::default());
    let of_ios: Vec<_> = wvjb::receive(&page, &queue.to_string(), ORIGIN).into_iter().map(Waiting::new).collect();
    let of_android: Vec<_> =
        jsbridge::receive(&page, &queue.to_string(), ORIGIN).into_iter().map(Waiting::new).collect();
    assert_eq!(app.problems(), Vec::<String>::new());
    let scripts = |calls: Vec<Waiting<Option<String>>>| {
        let scripts: Vec<_> = calls.into_iter().map(|call| call.now().expect("it is answered")).collect();
        heard(&scripts)
    };
    let (of_ios, of_android) = (scripts(of_ios), scripts(of_android));
    assert_eq!(of_ios, of_android);
    let read = |heard: String| {
        let message: Json = serde_json::from_str(&heard).expect("the bridge parses it");
        let answer = message["responseData"].as_str().expect("it is a text");
        (
            message["responseId"].as_str().expect("it is a text").to_string(),
            serde_json::from_str(answer).expect("it is JSON"),
        )
    };
    of_ios.into_iter().map(read).collect()
}

#[test]
fn every_call_of_a_queue_is_answered() {
    let session = json!({"session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": 1});
    let answers = queue_answers(&json!([
        {"handlerName": "getSession", "data": {}, "callbackId": "cb_1"},
        {"handlerName": "selectSession", "callbackId": "cb_2"},
        {"handlerName": "auth", "data": {"app_id": "test", "scope": "snsapi_userinfo", "state": "'\"\u{2028}</script>"}, "callbackId": "cb'3"},
        {"handlerName": "getSession", "data": {}},
        {"responseId": "native_1", "responseData": "x"},
    ]));
    assert_eq!(
        answers,
        [
            ("cb_1".to_string(), session.clone()),
            ("cb_2".to_string(), session),
            ("cb'3".to_string(), json!({"err_code": 0, "code": "C7f2k9", "state": "'\"\u{2028}</script>"})),
        ]
    );
    assert_eq!(queue_answers(&json!([])), []);
}

#[test]
fn what_is_no_queue_is_reported() {
    let (app, page) = open(App::default());
    for (queue, wrong) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{}", "invalid type: map, expected a sequence at line 1 column 0"),
        ("[7]", "invalid type: integer `7`, expected struct Message at line 1 column 2"),
        ("[{\"handlerName\":7}]", "invalid type: integer `7`, expected a string at line 1 column 17"),
    ] {
        assert!(wvjb::receive(&page, queue, ORIGIN).is_empty(), "{queue}");
        assert_eq!(app.problems(), [format!("a page sent no message: the queue must be an array of calls: {wrong}")]);
    }
}

#[test]
fn addresses_of_frames() {
    use vvchat_host::{jsbridge::Navigation as Android, wvjb::Navigation as Ios};
    for (address, meaning) in [
        ("https://__bridge_loaded__", Ios::Inject),
        ("https://__bridge_loaded__/", Ios::Inject),
        ("HTTPS://__BRIDGE_LOADED__/", Ios::Inject),
        ("https://__wvjb_queue_message__", Ios::Fetch),
        ("https://__wvjb_queue_message__/", Ios::Fetch),
        ("http://__bridge_loaded__/", Ios::Elsewhere),
        ("https://__bridge_loaded__/page", Ios::Elsewhere),
        ("https://__bridge_loaded__.evil.example/", Ios::Elsewhere),
        ("https://shop.example/?https://__bridge_loaded__/", Ios::Elsewhere),
        ("yy://__QUEUE_MESSAGE__/", Ios::Elsewhere),
        ("about:blank", Ios::Elsewhere),
        ("", Ios::Elsewhere),
    ] {
        assert_eq!(wvjb::navigation(address), meaning, "{address}");
    }
    let queue = |text: &str| Android::Queue(text.to_string());
    for (address, meaning) in [
        ("yy://__QUEUE_MESSAGE__/", Android::Fetch),
        ("yy://__QUEUE_MESSAGE__", Android::Fetch),
        ("YY://__queue_message__/", Android::Fetch),
        ("yy://return/_fetchQueue/%5B%7B%22a%22%3A%22%E8%8C%B6%20+%2520%22%7D%5D", queue(r#"[{"a":"茶 +%20"}]"#)),
        ("yy://return/_fetchQueue/[]", queue("[]")),
        ("yy://return/_fetchQueue/", queue("")),
        ("yy://return/_fetchQueue/%E8%8C", queue("\u{fffd}")),
        ("yy://return/_fetchQueue/%", queue("%")),
        ("yy://return/other/x", Android::Ignored),
        ("yy://", Android::Ignored),
        ("https://shop.example/yy://__QUEUE_MESSAGE__/", Android::Elsewhere),
        ("https://__bridge_loaded__/", Android::Elsewhere),
        ("", Android::Elsewhere),
    ] {
        assert_eq!(jsbridge::navigation(address), meaning, "{address}");
    }
}
