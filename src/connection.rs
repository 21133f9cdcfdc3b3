//! Finding a host, greeting it, and moving messages both ways.

use crate::bridge::{Bridge, Outgoing, Position, built_in};
use crate::caller::to_js;
use crate::events::{Arrival, Event};
use crate::js::{Js, from_json, get, listen, method, now, random, show, to_json, when_settled};
use crate::pending::{Id, Milliseconds};
use crate::sdk::{Ignored, Sdk};
use crate::settings::BRIDGES;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use vvchat_protocol::Value;
use vvchat_protocol::error::{Error, Finding, Tried};
use vvchat_protocol::schema::Method;
use vvchat_protocol::value::Kind;
use vvchat_protocol::wire::{self, HELLO, Hello, HostInfo, Incoming, Party, Response};
use wasm_bindgen::JsValue;

/// What is known of the host.
pub(crate) struct Connection {
    /// The bridges in the order in which they are looked for, and after them those that were plugged in.
    bridges: RefCell<Vec<Rc<dyn Bridge>>>,
    /// The one in use.
    current: Cell<Option<Position>>,
    /// The calls that wait to be sent, in order.
    outbox: RefCell<VecDeque<Id>>,
    /// The last handshake: its id, and the bridge that it went by.
    hello: RefCell<Option<(Id, Position)>>,
    /// Whether it waits for its answer.
    pub(crate) awaits_greeting: Cell<bool>,
    /// What the host said of itself.
    pub(crate) host: RefCell<Option<HostInfo>>,
    /// When the page finished loading.
    pub(crate) loaded_at: Cell<Option<Milliseconds>>,
}

impl Connection {
    pub(crate) fn new(page: &JsValue) -> Self {
        // Where there is no document, there is nothing to load.
        let state = get(page, "document").and_then(|document| get(&document, "readyState"));
        let is_loaded = state.is_none_or(|state| state == "complete");
        Self {
            bridges: RefCell::new(built_in().into()),
            current: Cell::new(None),
            outbox: RefCell::default(),
            hello: RefCell::default(),
            awaits_greeting: Cell::new(false),
            host: RefCell::default(),
            loaded_at: Cell::new(is_loaded.then(now)),
        }
    }

    /// Whether there is a host.
    pub(crate) fn is_open(&self) -> bool {
        self.current.get().is_some()
    }

    fn bridge(&self, position: Position) -> Option<Rc<dyn Bridge>> {
        self.bridges.borrow().get(position).cloned()
    }

    /// The bridge in use.
    pub(crate) fn bridge_in_use(&self) -> Option<Rc<dyn Bridge>> {
        self.bridge(self.current.get()?)
    }

    /// The bridge that a handshake of that id went by.
    fn greets_over(&self, id: &str) -> Option<Position> {
        self.hello.borrow().as_ref().filter(|(hello, _)| **hello == *id).map(|(_, position)| *position)
    }
}

impl Sdk {
    /// Looks for a host, unless there is one, and lets those know who wait for it.
    pub(crate) fn look_again(&self) {
        if !self.connection.is_open() {
            let chosen = self.settings().bridge.clone();
            let bridges = self.connection.bridges.borrow().clone();
            let is_chosen = |bridge: &dyn Bridge| chosen.as_deref().is_none_or(|name| name == bridge.name());
            let candidates = || bridges.iter().enumerate().filter(|(_, bridge)| is_chosen(&***bridge));
            match candidates().find(|(position, bridge)| bridge.look(self, *position) == Finding::InUse) {
                Some((position, _)) => self.open(position),
                None => candidates().for_each(|(position, bridge)| bridge.invite(self, position)),
            }
        }
        self.review();
    }

    /// Uses a bridge that the page or the embedder brings, before all others.
    pub(crate) fn plug_in(&self, bridge: Rc<dyn Bridge>) {
        let position = {
            let mut bridges = self.connection.bridges.borrow_mut();
            bridges.push(bridge);
            bridges.len() - 1
        };
        self.connection.host.replace(None);
        self.open(position);
    }

    fn open(&self, position: Position) {
        let Some(bridge) = self.connection.bridge(position) else { return };
        self.connection.current.set(Some(position));
        bridge.open(self, position);
        if !bridge.speaks_json_rpc() {
            // Whoever was greeted before is not the host in use, and has no say in what that offers.
            self.connection.hello.replace(None);
            self.connection.awaits_greeting.set(false);
        } else if self.connection.host.borrow().is_none() {
            self.greet(position);
        }
        // A host may answer calls at once: that there is one is told first.
        self.review();
        self.flush();
    }

    /// The page has finished loading: some hosts come only now, and some only listen from now on.
    pub(crate) fn page_loaded(&self) {
        self.connection.loaded_at.set(Some(now()));
        if self.anyone_waits() {
            self.wake();
        }
    }

    /// Sends a call once there is a host: at once if there is one.
    pub(crate) fn post(&self, id: Id) {
        self.connection.outbox.borrow_mut().push_back(id);
        if self.connection.is_open() {
            self.flush();
        } else {
            self.look_again();
        }
    }

    /// Sends what waits to be sent, in order.
    fn flush(&self) {
        let next = || self.connection.outbox.borrow_mut().pop_front();
        while let Some(bridge) = self.connection.current.get()
            && let Some(id) = next()
        {
            self.send_call(&id, bridge);
        }
    }

    /// Sends the handshake.
    pub(crate) fn greet(&self, position: Position) {
        // One that is not answered yet is sent again as it was, so that each answer to it is known.
        let again = self.connection.hello.borrow().clone().filter(|(_, last)| *last == position).map(|(id, _)| id);
        let Some(id) = again.or_else(|| random().ok().map(Id::from)) else { return };
        let hello = Hello::of(Party { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") });
        let Ok(json) = to_json(&to_js(&wire::Message::request(&id, HELLO, hello))) else { return };
        self.connection.hello.replace(Some((id.clone(), position)));
        self.connection.awaits_greeting.set(true);
        // A host that can't be greeted may still answer calls.
        let _ = self.send(position, &Outgoing { method: HELLO, params: JsValue::UNDEFINED, id, json });
    }

    /// Whether the host offers a method, as far as it said.
    pub(crate) fn host_offers(&self, method: &Method) -> bool {
        self.connection.host.borrow().as_ref().is_none_or(|host| host.offers(method.name))
    }

    /// Sends a message over a bridge, and takes what the host returns for it, now or by a promise, as its reply.
    pub(crate) fn send(&self, position: Position, message: &Outgoing) -> Result<(), JsValue> {
        let Some(bridge) = self.connection.bridge(position) else { return Ok(()) };
        let is_notification = message.id.is_empty();
        if is_notification && !bridge.speaks_json_rpc() {
            return Ok(());
        }
        self.log("→", &message.json);
        let returned = bridge.send(self, message)?;
        if method(&returned, "then").is_none() {
            self.receive_returned(&message.id, &returned);
        } else if is_notification {
            self.ignore_rejection(&returned);
        } else {
            let id = (&*message.id).into();
            when_settled(&returned, &self.on(Event::Returned, &id), &self.on(Event::Refused, &id));
        }
        Ok(())
    }

    /// Listens to what a host dispatches in the page itself, by evaluating a script, or as React Native does (on the window or on
    /// the document, by platform).
    pub(crate) fn listen_to_host_events(&self, position: Position) {
        let arrived = self.on(Event::Arrived, &position.into());
        for target in [Some(self.page.clone()), get(&self.page, "document")].into_iter().flatten() {
            // What takes no listeners is told nothing.
            let _ = listen(&target, "message", &arrived);
        }
    }

    /// Something came over a bridge: a message, or an event with one.
    pub(crate) fn arrived(&self, position: &JsValue, value: &JsValue) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a position before")]
        let position = position.as_f64().unwrap_or_default() as Position;
        let Some(bridge) = self.connection.bridge(position) else { return };
        let arrival = Arrival::of(value);
        let message = Incoming::read(&parse(&arrival.data));
        if !bridge.believes(self, &arrival) {
            // Pages are full of messages: only what looks like a reply of ours counts.
            if matches!(message, Incoming::Response { .. }) {
                self.ignore(Ignored::Foreign);
            }
            return;
        }
        self.log("←", &arrival.data);
        match message {
            Incoming::Response { id, response } => self.take_response(Some(position), &id, response),
            Incoming::Ready if self.connection.current.get().is_none_or(|current| current == position) => {
                self.greet(position);
            }
            Incoming::Ready | Incoming::Other => {}
            Incoming::Malformed => self.ignore(Ignored::Malformed),
        }
    }

    /// A host returned something for a request, instead of sending a message: that must be the reply to it.
    pub(crate) fn receive_returned(&self, request: &str, value: &JsValue) {
        if !is_reply(value) || request.is_empty() {
            return;
        }
        self.log("←", value);
        let position = self.connection.greets_over(request).or_else(|| self.bridge_of(request));
        let message = parse(value);
        match Incoming::read(&message) {
            Incoming::Response { id, response } if id == request => self.take_response(position, &id, response),
            _ => self.take_response(position, request, Response::Malformed(message)),
        }
    }

    /// A host threw, or rejected its promise, instead of answering a request.
    pub(crate) fn host_threw(&self, request: &str, thrown: &JsValue) {
        let method = self.calls.borrow_mut().get_mut(request).map(|call| call.method);
        if let Some(method) = method {
            self.end(request, &Error::host(method.name, wire::code::INTERNAL_ERROR, &show(thrown)));
        }
    }

    fn take_response(&self, position: Option<Position>, id: &str, response: Response<Js>) {
        let greeted = self.connection.greets_over(id).filter(|greeted| position == Some(*greeted));
        let Some(bridge) = greeted.and_then(|position| self.connection.bridge(position)) else {
            return self.answer(position, id, response);
        };
        // A host that has no handshake is taken at its word, call by call.
        let host = match response {
            Response::Result(result) => HostInfo::read(&result),
            Response::Error { .. } | Response::Malformed(_) => HostInfo::default(),
        };
        self.connection.host.replace(Some(host));
        self.connection.awaits_greeting.set(false);
        bridge.greeted();
        self.look_again();
    }

    /// What was found where each bridge would be.
    pub(crate) fn tried(&self) -> Vec<Tried> {
        let chosen = self.settings().bridge.clone();
        let current = self.connection.current.get();
        let bridges = self.connection.bridges.borrow().clone();
        let tried = |position: Position| {
            let bridge = bridges.get(position)?;
            let finding = match bridge.look(self, position) {
                _ if current == Some(position) => Finding::InUse,
                _ if chosen.as_deref().is_some_and(|name| name != bridge.name()) => Finding::NotChosen,
                Finding::InUse => Finding::NotNeeded,
                other => other,
            };
            Some(Tried { bridge: bridge.name().to_string(), finding })
        };
        // What was plugged in comes first, the last of them before all, as it does in use.
        (BRIDGES.len()..bridges.len()).rev().chain(0..BRIDGES.len()).filter_map(tried).collect()
    }
}

/// What a host sent: a message as an object, or the text of one. What can't even be read is no message either.
pub(crate) fn parse(message: &JsValue) -> Js {
    if message.is_string() {
        return Js(from_json(message).unwrap_or_else(|_| message.clone()));
    }
    Js::copy(message).unwrap_or(Js(JsValue::UNDEFINED))
}

/// Whether a value is worth calling a reply: a host that has nothing to say yet returns nothing.
fn is_reply(value: &JsValue) -> bool {
    let value = Js(value.clone());
    !matches!(value.kind(), Kind::Missing | Kind::Null) && value.text().is_none_or(|text| !text.is_empty())
}
