//! The parent frame, by `postMessage`, if its origin is one that the page lists in `config`.
//!
//! Any page may be framed by anyone, so a parent is a host only once it has answered the handshake, from its window and from a
//! listed origin; from then on messages go to that origin alone, and only that origin's are believed.

use super::{Bridge, Outgoing, Position};
use crate::events::{Arrival, Event};
use crate::js::{get, invoke, listen};
use crate::sdk::Sdk;
use std::cell::{Cell, RefCell};
use vvchat_protocol::error::Finding;
use wasm_bindgen::JsValue;

/// The parent frame.
#[derive(Default)]
pub(crate) struct PostMessage {
    is_listening: Cell<bool>,
    /// The origins that a handshake was sent to, and whether one was after the page had loaded.
    invited: RefCell<Vec<String>>,
    invited_when_loaded: Cell<bool>,
    /// The origin of the last message that was believed.
    speaker: RefCell<String>,
    /// The origin that answered the handshake; empty until then.
    host: RefCell<String>,
}

fn parent(page: &JsValue) -> Option<JsValue> {
    get(page, "parent").filter(|parent| parent != page)
}

impl Bridge for PostMessage {
    fn name(&self) -> &'static str {
        "post_message"
    }

    fn look(&self, sdk: &Sdk, position: Position) -> Finding {
        if parent(&sdk.page).is_none() {
            return Finding::NotFramed;
        }
        if !self.host.borrow().is_empty() {
            return Finding::InUse;
        }
        if sdk.settings().origins.is_empty() {
            return Finding::NoOrigins;
        }
        if !self.is_listening.replace(true) {
            // A page that can't listen has no parent either.
            let _ = listen(&sdk.page, "message", &sdk.on(Event::Arrived, &position.into()));
        }
        Finding::NoAnswer
    }

    fn invite(&self, sdk: &Sdk, position: Position) {
        // Some hosts listen only once the frame has loaded.
        let when_loaded = sdk.connection.loaded_at.get().is_some() && !self.invited_when_loaded.replace(true);
        let origins = sdk.settings().origins.clone();
        if self.is_listening.get() && (self.invited.replace(origins.clone()) != origins || when_loaded) {
            sdk.greet(position);
        }
    }

    fn believes(&self, sdk: &Sdk, arrival: &Arrival) -> bool {
        let is_host = |host: &str| {
            if host.is_empty() { sdk.settings().origins.contains(&arrival.origin) } else { *host == arrival.origin }
        };
        let is_believed =
            arrival.source.is_some() && arrival.source == parent(&sdk.page) && is_host(&self.host.borrow());
        if is_believed {
            self.speaker.replace(arrival.origin.clone());
        }
        is_believed
    }

    fn greeted(&self) {
        let speaker = self.speaker.take();
        if self.host.borrow().is_empty() {
            self.host.replace(speaker);
        }
    }

    fn send(&self, sdk: &Sdk, message: &Outgoing) -> Result<JsValue, JsValue> {
        let parent = parent(&sdk.page).unwrap_or_default();
        let host = self.host.borrow().clone();
        let to = |origin: &str| invoke(&parent, "postMessage", &[&message.json, &origin.into()]);
        if host.is_empty() {
            sdk.settings().origins.iter().try_for_each(|origin| to(origin).map(drop))?;
        } else {
            to(&host)?;
        }
        Ok(JsValue::UNDEFINED)
    }
}
