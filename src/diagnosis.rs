//! `diagnose()`: plain data that tells a merchant why nothing happens.

use crate::caller::to_js;
use crate::js::get;
use crate::sdk::{Ignored, Sdk};
use serde::Serialize;
use std::cell::Cell;
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// How many blocked loads are remembered.
const REMEMBERED: usize = 20;

#[derive(Serialize)]
struct Diagnosis<'a> {
    version: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    engine: JsValue,
    bridge: Option<&'a str>,
    host: Option<Host<'a>>,
    tried: Vec<Looked<'a>>,
    pending: usize,
    ignored: Counts,
    blocked: &'a [String],
}

#[derive(Serialize)]
struct Host<'a> {
    name: &'a str,
    version: &'a str,
    methods: Option<&'a [String]>,
}

#[derive(Serialize)]
struct Looked<'a> {
    bridge: &'a str,
    found: bool,
    why: &'a str,
}

#[derive(Serialize)]
struct Counts {
    unknown: u32,
    duplicate: u32,
    foreign: u32,
    malformed: u32,
}

impl Sdk {
    /// What the SDK knows of itself, the page and the host, as plain data. `engine` says what runs it, and why; it is handed on.
    ///
    /// ```no_run
    /// use vvchat_jssdk::Sdk;
    /// use wasm_bindgen::JsValue;
    ///
    /// let sdk = Sdk::new(&js_sys::global());
    /// let diagnosis = sdk.diagnose(&JsValue::NULL);
    /// ```
    pub fn diagnose(&self, engine: &JsValue) -> JsValue {
        self.look_again();
        let lang = self.lang();
        let bridge = self.connection.bridge_in_use();
        let host = self.connection.host.borrow().clone().filter(|_| bridge.is_some());
        let tried = self.tried();
        let blocked = self.blocked.borrow().clone();
        let ignored = |why: Ignored| self.ignored.get(why as usize).map(Cell::get).unwrap_or_default();
        to_js(&Diagnosis {
            version: env!("CARGO_PKG_VERSION"),
            engine: engine.clone(),
            bridge: bridge.as_ref().map(|bridge| bridge.name()),
            host: host.as_ref().map(|host| Host {
                name: &host.name,
                version: &host.version,
                methods: host.methods.as_deref(),
            }),
            tried: tried
                .iter()
                .map(|tried| Looked {
                    bridge: &tried.bridge,
                    found: matches!(tried.finding, Finding::InUse | Finding::NotNeeded),
                    why: tried.finding.words(lang),
                })
                .collect(),
            pending: self.calls.borrow().len(),
            ignored: Counts {
                unknown: ignored(Ignored::Unknown),
                duplicate: ignored(Ignored::Duplicate),
                foreign: ignored(Ignored::Foreign),
                malformed: ignored(Ignored::Malformed),
            },
            blocked: &blocked,
        })
    }

    /// Remembers what the page's content security policy blocked. Bridges that work by loading frames fail without any other sign.
    pub(crate) fn note_blocked(&self, violation: &JsValue) {
        let text = |name| get(violation, name).and_then(|value| value.as_string()).unwrap_or_default();
        let mut blocked = self.blocked.borrow_mut();
        if blocked.len() < REMEMBERED {
            blocked.push(text("effectiveDirective") + " " + &text("blockedURI"));
        }
    }
}
