//! Hosts for the tests: they do what they are told, and remember what they were sent.

use super::js::{apply, get, invoke, js, set, text, value};
use super::page::Page;
use js_sys::Array;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;

/// A host that speaks JSON-RPC over some bridge.
pub(crate) struct Host {
    /// `sent`: the texts that came from the page; `receive(message)`: sends one to it.
    object: JsValue,
}

impl Host {
    /// The object of a custom bridge, not plugged in yet.
    pub(crate) fn new() -> Self {
        Self::responding("() => undefined")
    }

    /// The object of a custom bridge whose `send` returns what this function returns for the message.
    pub(crate) fn responding(respond: &str) -> Self {
        let object = js("{
            name: 'test',
            sent: [],
            receive: undefined,
            respond: undefined,
            subscribe(receive) { this.receive = receive; },
            send(text) {
                this.sent.push(text);
                return this.respond(JSON.parse(text), this);
            },
        }");
        set(&object, "respond", &js(respond));
        Self { object }
    }

    /// A host that a function puts into the page; the function takes the page's global object and returns `{sent, receive}`.
    pub(crate) fn put_into(page: &Page, function: &str) -> Self {
        Self { object: apply(function, &[&page.global]) }
    }

    /// What JavaScript sees of it.
    pub(crate) fn object(&self) -> &JsValue {
        &self.object
    }

    /// Makes the page use it.
    pub(crate) fn plug_into(&self, page: &Page) {
        drop(page.sdk.use_bridge(&self.object));
    }

    /// The texts that were sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        let sent = Array::from(&get(&self.object, "sent"));
        sent.iter().map(|text| text.as_string().unwrap_or_else(|| panic!("{text:?} is no text"))).collect()
    }

    /// The messages that were sent.
    pub(crate) fn messages(&self) -> Vec<Json> {
        let read = |text: &String| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"));
        self.texts().iter().map(read).collect()
    }

    /// The messages that were sent, but for handshakes.
    pub(crate) fn calls(&self) -> Vec<Json> {
        self.messages().into_iter().filter(|message| message["method"] != "vvchat.hello").collect()
    }

    /// The names of the methods that were called, handshakes and all.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.messages().iter().map(|message| text(&message["method"])).collect()
    }

    /// The last message.
    pub(crate) fn last(&self) -> Json {
        self.messages().pop().expect("nothing was sent")
    }

    /// The last message's id.
    pub(crate) fn last_id(&self) -> String {
        text(&self.last()["id"])
    }

    /// Sends a message, as text.
    pub(crate) fn says(&self, message: &Json) {
        self.says_js(&message.to_string().into());
    }

    /// Sends anything at all.
    pub(crate) fn says_js(&self, message: &JsValue) {
        invoke(&self.object, "receive", &[message]);
    }

    /// Sends a message as an object.
    pub(crate) fn says_object(&self, message: &Json) {
        self.says_js(&value(message));
    }

    /// Answers a request with a result.
    pub(crate) fn answers(&self, id: &str, result: &Json) {
        self.says(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// Answers the last request with a result.
    pub(crate) fn answers_last(&self, result: &Json) {
        self.answers(&self.last_id(), result);
    }

    /// Answers the last request with a result that is given as the text of JSON.
    pub(crate) fn answers_last_with_text(&self, result: &str) {
        let reply = ["{\"jsonrpc\":\"2.0\",\"id\":\"", &self.last_id(), "\",\"result\":", result, "}"].concat();
        self.says_js(&reply.into());
    }

    /// Answers a request with an error.
    pub(crate) fn refuses(&self, id: &str, code: i32, message: &str) {
        self.says(&json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } }));
    }

    /// Answers the last request with an error.
    pub(crate) fn refuses_last(&self, code: i32, message: &str) {
        self.refuses(&self.last_id(), code, message);
    }

    /// Answers the last handshake, and says what it offers.
    pub(crate) fn greets(&self, methods: &[&str]) {
        let hello = self.messages().into_iter().rfind(|message| message["method"] == "vvchat.hello");
        let id = text(&hello.expect("no handshake was sent")["id"]);
        let host = json!({ "name": "Test", "version": "1.2" });
        self.answers(&id, &json!({ "version": 1, "host": host, "methods": methods }));
    }
}

/// A session as hosts answer `getSession` with.
pub(crate) fn session() -> Json {
    json!({ "session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": 1 })
}

/// Params of a payment.
pub(crate) fn payment() -> Json {
    json!({ "app_id": "test", "imprest_code": "P1" })
}
