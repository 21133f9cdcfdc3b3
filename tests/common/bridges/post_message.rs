//! The parent frame: believed only if it is the parent, and of an origin that the page lists.

use crate::common::host::{Host, session};
use crate::common::js::{apply, fulfilled, get, invoke, js, json as to_json, result, set, turn};
use crate::common::page::Page;
use js_sys::Promise;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

/// A page in a frame. Its parent notes what is posted to it, and to which origin.
fn framed() -> Page {
    Page::with(&[("parent", &js("{ posted: [], postMessage(...given) { this.posted.push(given); } }"))])
}

/// What was posted to the parent: the methods, and the origins that they were meant for.
fn posted(page: &Page) -> Json {
    let posted = "({ parent }) => parent.posted.map(([text, origin]) => [JSON.parse(text).method, origin])";
    to_json(&apply(posted, &[&page.global]))
}

/// How many ports came with each of them.
fn ports(page: &Page) -> Json {
    to_json(&apply("({ parent }) => parent.posted.map(([, , ports]) => ports.length)", &[&page.global]))
}

/// The parent answers all that was posted to it, from an origin.
fn answer_all(page: &Page, origin: &str) {
    let answer = "(page, origin) => {
        for (const [text] of page.parent.posted.splice(0)) {
            const { id, method } = JSON.parse(text);
            const result = method === 'vvchat.hello'
                ? { version: 1 }
                : { session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 };
            const data = { jsonrpc: '2.0', id, result };
            page.dispatchEvent(Object.assign(new Event('message'), { source: page.parent, origin, data }));
        }
    }";
    apply(answer, &[&page.global, &origin.into()]);
}

/// The parent says that it has (re)started.
fn announce(page: &Page, origin: &str) {
    let announce = "(page, origin) => page.dispatchEvent(Object.assign(new Event('message'), {
        source: page.parent, origin, data: { jsonrpc: '2.0', method: 'vvchat.ready' },
    }))";
    apply(announce, &[&page.global, &origin.into()]);
}

fn list(page: &Page, origins: &[&str]) -> Promise {
    page.config(&json!({ "origins": origins }))
}

/// Any page may be framed by anyone.
#[wasm_bindgen_test]
async fn nothing_is_posted_to_a_parent_that_the_page_does_not_list() {
    let page = framed();
    drop(page.get_session());
    announce(&page, "https://app.example");
    assert_eq!(posted(&page), json!([]));
    assert_eq!(page.diagnosis()["tried"][3]["why"], json!("the page is in a frame, but config lists no origins"));
}

/// The handshake goes to each of the listed origins, calls to the one that answered, none to all the world.
#[wasm_bindgen_test]
async fn calls_are_posted_to_the_origin_that_answered() {
    let page = framed();
    fulfilled(list(&page, &["https://app.example", "http://127.0.0.1:4173"])).await;
    let promise = page.get_session();
    assert_eq!(
        posted(&page),
        json!([["vvchat.hello", "https://app.example"], ["vvchat.hello", "http://127.0.0.1:4173"]])
    );
    assert_eq!(ports(&page), json!([1, 1]));
    let log = apply("({ parent }) => parent.posted.pop()", &[&page.global]);
    assert!(log.is_object());
    answer_all(&page, "http://127.0.0.1:4173");
    assert_eq!(posted(&page), json!([["vvchat.getSession", "http://127.0.0.1:4173"]]));
    assert_eq!(ports(&page), json!([0]), "a host that is not spoken to by a port gets another one");
    assert_eq!(page.diagnosis()["bridge"], json!("post_message"));
    answer_all(&page, "http://127.0.0.1:4173");
    assert_eq!(result(promise).await, session());
}

/// Once one of them has answered, the other listed origins are as foreign as any.
#[wasm_bindgen_test]
async fn only_the_origin_that_answered_is_believed() {
    let page = framed();
    fulfilled(list(&page, &["https://app.example", "https://other.example"])).await;
    let ready = page.ready();
    let _ = apply("({ parent }) => parent.posted.pop()", &[&page.global]);
    answer_all(&page, "https://app.example");
    fulfilled(ready).await;
    let promise = page.get_session();
    let keep = apply("({ parent }) => [...parent.posted]", &[&page.global]);
    for origin in [
        "https://other.example",
        "https://app.example.evil",
        "https://app.example:8443",
        "http://app.example",
        "null",
        "",
    ] {
        set(&get(&page.global, "parent"), "posted", &apply("(kept) => [...kept]", &[&keep]));
        answer_all(&page, origin);
    }
    assert_eq!((page.pending(), page.ignored()), (json!(1), [0, 0, 6, 0]));
    set(&get(&page.global, "parent"), "posted", &keep);
    answer_all(&page, "https://app.example");
    assert_eq!(result(promise).await, session());
}

/// A port is as good as the window of the origin that it was handed to, and no better.
#[wasm_bindgen_test]
async fn a_port_speaks_for_the_origin_that_it_was_handed_to() {
    let page = framed();
    fulfilled(list(&page, &["https://app.example", "https://other.example"])).await;
    let ready = page.ready();
    let answer = "({ parent }, place, result) => {
        const [text, , [port]] = parent.posted[place];
        parent.asked = new Promise((resolve) => { port.onmessage = ({ data }) => resolve(data); });
        parent.answer = (id, result) => port.postMessage({ jsonrpc: '2.0', id, result });
        parent.answer(JSON.parse(text).id, result);
    }";
    apply(answer, &[&page.global, &0.into(), &js("{ version: 1 }")]);
    fulfilled(ready).await;
    let promise = page.get_session();
    // All but handshakes comes by the port.
    assert_eq!(
        posted(&page),
        json!([["vvchat.hello", "https://app.example"], ["vvchat.hello", "https://other.example"]])
    );
    let forge = "async ({ parent }) => {
        const { id } = JSON.parse(await parent.asked);
        const [, , [port]] = parent.posted[1];
        port.postMessage({ jsonrpc: '2.0', id, result: { session_id: 'forged', session_type: 2 } });
        return id;
    }";
    let id = fulfilled(apply(forge, &[&page.global]).unchecked_into()).await;
    while (page.pending(), page.ignored()) == (json!(1), [0; 4]) {
        turn().await;
    }
    assert_eq!((page.pending(), page.ignored()), (json!(1), [0, 0, 1, 0]));
    apply(
        "({ parent }, id, result) => parent.answer(id, result)",
        &[&page.global, &id, &js("{ session_id: 'IqxDpc-s6S_9RaXMmag39YVH7W810Z57', session_type: 1 }")],
    );
    assert_eq!(result(promise).await, session());
}

/// A parent that is not listed answers in vain, whatever it knows.
#[wasm_bindgen_test]
async fn a_handshake_that_a_stranger_answers() {
    let page = framed();
    fulfilled(list(&page, &["https://app.example"])).await;
    drop(page.get_session());
    answer_all(&page, "https://evil.example");
    assert_eq!((&page.diagnosis()["bridge"], page.ignored()), (&json!(null), [0, 0, 1, 0]));
    assert_eq!(
        page.diagnosis()["tried"][3]["why"],
        json!("the handshake was not answered: is the parent's origin in config's origins?")
    );
}

/// A host that listens only once the frame has loaded is greeted again then, and answers as often as it was.
#[wasm_bindgen_test]
async fn a_parent_that_listens_late() {
    let page = Page::loading();
    set(&page.global, "parent", &js("{ posted: [], postMessage(...given) { this.posted.push(given); } }"));
    fulfilled(list(&page, &["https://app.example"])).await;
    let promise = page.get_session();
    assert_eq!(posted(&page), json!([["vvchat.hello", "https://app.example"]]));
    set(&get(&page.global, "document"), "readyState", &"complete".into());
    invoke(&page.global, "dispatchEvent", &[&js("new Event('load')")]);
    assert_eq!(
        posted(&page),
        json!([["vvchat.hello", "https://app.example"], ["vvchat.hello", "https://app.example"]])
    );
    answer_all(&page, "https://app.example");
    assert_eq!(page.ignored(), [0; 4]);
    answer_all(&page, "https://app.example");
    assert_eq!(result(promise).await, session());
}

/// One that starts later still says so.
#[wasm_bindgen_test]
async fn a_parent_that_announces_itself() {
    let page = framed();
    fulfilled(list(&page, &["https://app.example"])).await;
    let promise = page.get_session();
    apply("({ parent }) => { parent.posted = []; }", &[&page.global]);
    announce(&page, "https://evil.example");
    assert_eq!(posted(&page), json!([]));
    announce(&page, "https://app.example");
    assert_eq!(posted(&page), json!([["vvchat.hello", "https://app.example"]]));
    answer_all(&page, "https://app.example");
    answer_all(&page, "https://app.example");
    assert_eq!(result(promise).await, session());
}

/// The list may come after the first call.
#[wasm_bindgen_test]
async fn origins_may_be_listed_late() {
    let page = framed();
    let promise = page.get_session();
    fulfilled(list(&page, &["https://app.example"])).await;
    answer_all(&page, "https://app.example");
    answer_all(&page, "https://app.example");
    assert_eq!(result(promise).await, session());
}

/// And a better one after the first.
#[wasm_bindgen_test]
async fn origins_may_be_listed_anew() {
    let page = framed();
    let promise = page.get_session();
    fulfilled(list(&page, &["https://slip.example"])).await;
    fulfilled(list(&page, &["https://app.example"])).await;
    apply(
        "({ parent }) => { parent.posted = parent.posted.filter(([, origin]) => origin === 'https://app.example'); }",
        &[&page.global],
    );
    answer_all(&page, "https://app.example");
    answer_all(&page, "https://app.example");
    assert_eq!(result(promise).await, session());
}

/// A page that is no frame is its own parent.
#[wasm_bindgen_test]
async fn a_page_that_is_not_framed() {
    let page = Page::new();
    set(&page.global, "parent", &page.global);
    set(&page.global, "postMessage", &js("() => { throw new Error('no'); }"));
    fulfilled(list(&page, &["https://app.example"])).await;
    drop(page.get_session());
    assert_eq!(page.diagnosis()["tried"][3]["why"], json!("the page is not in a frame"));
}

/// Any other host comes first: a parent is what any page may have.
#[wasm_bindgen_test]
async fn the_parent_is_the_last_resort() {
    let page = framed();
    set(&page.global, "vvchatHost", &js("{ postMessage() {} }"));
    fulfilled(list(&page, &["https://app.example"])).await;
    drop(page.get_session());
    assert_eq!((&page.diagnosis()["bridge"], posted(&page)), (&json!("injected"), json!([])));
    let host = Host::new();
    host.plug_into(&page);
    assert_eq!(page.diagnosis()["bridge"], json!("test"));
}
