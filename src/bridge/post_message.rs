//! The parent frame, by `postMessage`, if its origin is one that the page lists in `config`.
//!
//! Any page may be framed by anyone, so a parent is a host only once it has answered the handshake, from its window and from a
//! listed origin; from then on messages go to that origin alone.

use super::{Bridge, Link, Outgoing};
use crate::js::{Listener, get, invoke};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// The parent frame.
#[derive(Default)]
pub(crate) struct PostMessage {
    listener: RefCell<Option<Listener>>,
    invited: Cell<bool>,
    /// The origin of the message that is being received.
    speaker: Rc<RefCell<Option<String>>>,
    /// The origin that answered the handshake.
    host: RefCell<Option<String>>,
}

impl Bridge for PostMessage {
    fn name(&self) -> &'static str {
        "post_message"
    }

    fn look(&self, link: &Link) -> Finding {
        let Some(parent) = get(&link.page, "parent").filter(|parent| *parent != link.page) else {
            return Finding::NotFramed;
        };
        if self.host.borrow().is_some() {
            return Finding::InUse;
        }
        if link.sdk().is_none_or(|sdk| sdk.settings().origins.is_empty()) {
            return Finding::NoOrigins;
        }
        if self.listener.borrow().is_none() {
            let listener = self.listen(link, parent);
            self.listener.replace(listener);
        }
        Finding::NoAnswer
    }

    fn invite(&self, link: &Link) {
        if self.listener.borrow().is_some()
            && !self.invited.replace(true)
            && let Some(sdk) = link.sdk()
        {
            sdk.greet(link);
        }
    }

    fn greeted(&self) {
        let speaker = self.speaker.borrow().clone();
        self.host.replace(speaker);
    }

    fn send(&self, link: &Link, message: &Outgoing) -> Result<JsValue, JsValue> {
        let parent = get(&link.page, "parent").unwrap_or_default();
        let host = self.host.borrow().clone();
        let origins = match (host, link.sdk()) {
            (Some(host), _) => vec![host],
            (None, Some(sdk)) => sdk.settings().origins.clone(),
            (None, None) => Vec::new(),
        };
        for origin in origins {
            invoke(&parent, "postMessage", &[&message.json, &origin.into()])?;
        }
        Ok(JsValue::UNDEFINED)
    }
}

impl PostMessage {
    fn listen(&self, link: &Link, parent: JsValue) -> Option<Listener> {
        let to = link.clone();
        let speaker = Rc::clone(&self.speaker);
        Listener::new(&link.page, "message", move |event| {
            let Some(data) = get(&event, "data") else { return };
            let origin = get(&event, "origin").and_then(|origin| origin.as_string()).unwrap_or_default();
            let from_parent = get(&event, "source").is_some_and(|source| source == parent);
            let is_listed = to.sdk().is_some_and(|sdk| sdk.settings().origins.contains(&origin));
            if from_parent && is_listed {
                speaker.replace(Some(origin));
                to.receive(&data);
            } else {
                to.receive_foreign(&data);
            }
        })
    }
}
