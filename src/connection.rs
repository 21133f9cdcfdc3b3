//! Finding a host, greeting it, and moving messages both ways.

use crate::bridge::{Bridge, Link, Outgoing, built_in, is_reply, parse};
use crate::caller::{ignore_rejection, to_js};
use crate::js::{Js, bind, get, method, now, random, show, to_json, when_settled};
use crate::pending::{Id, Milliseconds};
use crate::sdk::{Ignored, Sdk};
use crate::settings::BRIDGES;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use vvchat_protocol::error::{Error, Finding, Tried};
use vvchat_protocol::schema::Method;
use vvchat_protocol::wire::{self, HELLO, Hello, HostInfo, Incoming, Party, Response};
use wasm_bindgen::prelude::*;

/// What is known of the host.
pub(crate) struct Connection {
    /// The bridges in the order in which they are looked for, and after them those that were plugged in.
    bridges: RefCell<Vec<(Rc<dyn Bridge>, Link)>>,
    /// The one in use.
    current: Cell<Option<usize>>,
    /// The calls that wait to be sent, in order.
    outbox: RefCell<VecDeque<Id>>,
    /// The last handshake's id, until it is answered.
    hello: RefCell<Option<Id>>,
    /// What the host said of itself.
    pub(crate) host: RefCell<Option<HostInfo>>,
    /// When the page finished loading.
    pub(crate) loaded_at: Cell<Option<Milliseconds>>,
    /// Takes a bridge, a request's id and what the host returned for it.
    returned: Closure<dyn Fn(usize, String, JsValue)>,
    /// Takes a bridge, a request's id and what the host threw for it.
    refused: Closure<dyn Fn(usize, String, JsValue)>,
}

impl Connection {
    pub(crate) fn new(sdk: &Weak<Sdk>, page: &JsValue) -> Self {
        let link = |bridge| Link::new(sdk.clone(), page.clone(), bridge);
        let bridges = built_in().into_iter().enumerate().map(|(position, bridge)| (bridge, link(position)));
        // Where there is no document, there is nothing to load.
        let state = get(page, "document").and_then(|document| get(&document, "readyState"));
        let is_loaded = state.is_none_or(|state| state == "complete");
        let (to_return, to_refuse) = (sdk.clone(), sdk.clone());
        Self {
            bridges: RefCell::new(bridges.collect()),
            current: Cell::new(None),
            outbox: RefCell::default(),
            hello: RefCell::default(),
            host: RefCell::default(),
            loaded_at: Cell::new(is_loaded.then(now)),
            returned: Closure::new(move |bridge, id: String, value| {
                if let Some(sdk) = to_return.upgrade() {
                    sdk.receive_returned(bridge, &id, &value);
                }
            }),
            refused: Closure::new(move |_bridge: usize, id: String, thrown| {
                if let Some(sdk) = to_refuse.upgrade() {
                    sdk.host_threw(&id, &thrown);
                }
            }),
        }
    }

    /// Whether there is a host.
    pub(crate) fn is_open(&self) -> bool {
        self.current.get().is_some()
    }

    /// Whether the host may still tell what it offers.
    pub(crate) fn awaits_greeting(&self) -> bool {
        self.hello.borrow().is_some()
    }

    fn bridge(&self, position: usize) -> Option<(Rc<dyn Bridge>, Link)> {
        self.bridges.borrow().get(position).cloned()
    }

    /// The bridge in use.
    pub(crate) fn bridge_in_use(&self) -> Option<Rc<dyn Bridge>> {
        self.bridge(self.current.get()?).map(|(bridge, _)| bridge)
    }
}

impl Sdk {
    /// Looks for a host, unless there is one, and lets those know who wait for it.
    pub(crate) fn look_again(self: &Rc<Self>) {
        if !self.connection.is_open() {
            let chosen = self.settings().bridge.clone();
            let candidates = self.connection.bridges.borrow().clone();
            let looked_at =
                || candidates.iter().filter(|(bridge, _)| chosen.as_deref().is_none_or(|name| name == bridge.name()));
            match looked_at().find(|(bridge, link)| bridge.look(link) == Finding::InUse) {
                Some((_, link)) => self.open(link.bridge),
                None => looked_at().for_each(|(bridge, link)| bridge.invite(link)),
            }
        }
        self.review();
    }

    /// Uses a bridge that the page or the embedder brings, before all others.
    pub(crate) fn plug_in(self: &Rc<Self>, bridge: Rc<dyn Bridge>) {
        let position = {
            let mut bridges = self.connection.bridges.borrow_mut();
            let position = bridges.len();
            bridges.push((bridge, Link::new(self.this.clone(), self.page.clone(), position)));
            position
        };
        self.connection.host.replace(None);
        self.open(position);
        self.review();
    }

    fn open(self: &Rc<Self>, position: usize) {
        let Some((bridge, link)) = self.connection.bridge(position) else { return };
        self.connection.current.set(Some(position));
        bridge.open(&link);
        if bridge.speaks_json_rpc() && self.connection.host.borrow().is_none() {
            self.greet(&link);
        }
        self.flush();
    }

    /// The page has finished loading: some hosts come only now, and some only listen from now on.
    pub(crate) fn page_loaded(self: &Rc<Self>) {
        self.connection.loaded_at.set(Some(now()));
        if self.anyone_waits() {
            self.wake();
        }
    }

    /// Sends a call once there is a host: at once if there is one.
    pub(crate) fn post(self: &Rc<Self>, id: Id) {
        self.connection.outbox.borrow_mut().push_back(id);
        if self.connection.is_open() {
            self.flush();
        } else {
            self.look_again();
        }
    }

    /// Sends what waits to be sent, in order.
    fn flush(self: &Rc<Self>) {
        let next = || self.connection.outbox.borrow_mut().pop_front();
        while let Some(bridge) = self.connection.current.get()
            && let Some(id) = next()
        {
            self.send_call(&id, bridge);
        }
    }

    /// Sends the handshake.
    pub(crate) fn greet(self: &Rc<Self>, link: &Link) {
        let Ok(id) = random() else { return };
        let id: Id = id.into();
        let hello = Hello::of(Party { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") });
        let Ok(json) = to_json(&to_js(&wire::Message::request(&id, HELLO, hello))) else { return };
        self.connection.hello.replace(Some(id.clone()));
        // A host that can't be greeted may still answer calls.
        let _ = self.send(link.bridge, &Outgoing { method: HELLO, params: JsValue::UNDEFINED, id, json });
    }

    /// Whether the host offers a method, as far as it said.
    pub(crate) fn host_offers(&self, method: &Method) -> bool {
        self.connection.host.borrow().as_ref().is_none_or(|host| host.offers(method.name))
    }

    /// Sends a message over a bridge, and takes what the host returns for it, now or by a promise, as its reply.
    pub(crate) fn send(self: &Rc<Self>, position: usize, message: &Outgoing) -> Result<(), JsValue> {
        let Some((bridge, link)) = self.connection.bridge(position) else { return Ok(()) };
        if message.json.is_undefined() || (message.method.is_empty() && !bridge.speaks_json_rpc()) {
            return Ok(());
        }
        self.log("→", &message.json);
        let returned = bridge.send(&link, message)?;
        if method(&returned, "then").is_none() {
            self.receive_returned(position, &message.id, &returned);
        } else if message.id.is_empty() {
            ignore_rejection(&returned);
        } else {
            let with_request =
                |closure: &JsValue| bind(closure.unchecked_ref(), &position.into(), &(&*message.id).into());
            let (returned_to, refused_to) = (&self.connection.returned, &self.connection.refused);
            when_settled(&returned, &with_request(returned_to.as_ref()), &with_request(refused_to.as_ref()));
        }
        Ok(())
    }

    /// A message came over a bridge.
    pub(crate) fn receive(self: &Rc<Self>, position: usize, message: &JsValue) {
        self.log("←", message);
        match Incoming::read(&parse(message)) {
            Incoming::Response { id, response } => self.take_response(position, &id, response),
            Incoming::Ready => {
                if let Some((_, link)) = self.connection.bridge(position) {
                    self.greet(&link);
                }
            }
            Incoming::Other => {}
            Incoming::Malformed => self.ignore(Ignored::Malformed),
        }
    }

    /// A host returned something for a request, instead of sending a message: that must be the reply to it.
    fn receive_returned(self: &Rc<Self>, position: usize, request: &str, value: &JsValue) {
        if !is_reply(value) || request.is_empty() {
            return;
        }
        self.log("←", value);
        let message = parse(value);
        match Incoming::read(&message) {
            Incoming::Response { id, response } if id == request => self.take_response(position, &id, response),
            _ => self.take_response(position, request, Response::Malformed(message)),
        }
    }

    /// A host threw, or rejected its promise, instead of answering a request.
    fn host_threw(&self, request: &str, thrown: &JsValue) {
        let method = self.calls.borrow_mut().get_mut(request).map(|call| call.method);
        if let Some(method) = method {
            self.end(request, Error::host(method.name, wire::code::INTERNAL_ERROR, &show(thrown)));
        }
    }

    fn take_response(self: &Rc<Self>, position: usize, id: &str, response: Response<Js>) {
        let is_greeting = self.connection.hello.borrow().as_ref().is_some_and(|hello| **hello == *id);
        if !is_greeting {
            return self.answer(position, id, response);
        }
        self.connection.hello.replace(None);
        if let Some((bridge, _)) = self.connection.bridge(position) {
            // A host that has no handshake is taken at its word, call by call.
            let info = match response {
                Response::Result(result) => Some(HostInfo::read(&result)),
                Response::Error { .. } | Response::Malformed(_) => None,
            };
            self.connection.host.replace(Some(info.unwrap_or_default()));
            bridge.greeted();
        }
        self.look_again();
    }

    /// What was found where each bridge would be.
    pub(crate) fn tried(&self) -> Vec<Tried> {
        let chosen = self.settings().bridge.clone();
        let current = self.connection.current.get();
        let bridges = self.connection.bridges.borrow().clone();
        let finding = |(bridge, link): &(Rc<dyn Bridge>, Link)| match bridge.look(link) {
            _ if current == Some(link.bridge) => Finding::InUse,
            _ if chosen.as_deref().is_some_and(|name| name != bridge.name()) => Finding::NotChosen,
            Finding::InUse => Finding::NotNeeded,
            other => other,
        };
        // What was plugged in comes first, as it does in use.
        let (built_in, plugged_in) = bridges.split_at_checked(BRIDGES.len()).unwrap_or_default();
        let tried =
            |bridge: &(Rc<dyn Bridge>, Link)| Tried { bridge: bridge.0.name().to_string(), finding: finding(bridge) };
        plugged_in.iter().rev().chain(built_in).map(tried).collect()
    }
}
