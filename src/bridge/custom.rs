//! A bridge that the embedder plugs in with `use`: an object `{name, send(message), subscribe(receive)}`.

use super::{Bridge, Link, Outgoing};
use crate::caller::report;
use crate::js::{Js, Receiver, get, invoke, method};
use std::cell::RefCell;
use vvchat_protocol::Value;
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::Finding;
use vvchat_protocol::schema::Rule;
use vvchat_protocol::value::Kind;
use wasm_bindgen::prelude::*;

/// The embedder's object.
pub(crate) struct Custom {
    name: String,
    object: JsValue,
    receive: RefCell<Option<Receiver>>,
}

impl Custom {
    /// Takes the embedder's object, if it has all that is needed.
    pub(crate) fn new(object: &JsValue) -> Result<Self, Invalid> {
        let value = Js(object.clone());
        if !matches!(value.kind(), Kind::Object | Kind::Function) {
            return Err(Invalid::new("bridge", Expected::Object, Some(&value)));
        }
        let name = value.get("name");
        let text = name.as_ref().and_then(Value::text).filter(|text| !text.trim().is_empty());
        let text = text.ok_or_else(|| Invalid::new("name", Expected::Rule(Rule::NonBlank), name.as_ref()))?;
        for function in ["send", "subscribe"] {
            if method(object, function).is_none() {
                return Err(Invalid::new(function, Expected::Function, get(object, function).map(Js).as_ref()));
            }
        }
        Ok(Self { name: text, object: object.clone(), receive: RefCell::default() })
    }
}

impl Bridge for Custom {
    fn name(&self) -> &str {
        &self.name
    }

    fn look(&self, _link: &Link) -> Finding {
        Finding::InUse
    }

    fn open(&self, link: &Link) {
        let to = link.clone();
        let receive = Receiver::new(move |message| to.receive(&message));
        let subscribed = invoke(&self.object, "subscribe", &[receive.as_ref()]);
        self.receive.replace(Some(receive));
        // The bridge is the embedder's code: what it throws is for them to see.
        if let Err(thrown) = subscribed {
            report(&thrown);
        }
    }

    fn send(&self, _link: &Link, message: &Outgoing) -> Result<JsValue, JsValue> {
        invoke(&self.object, "send", &[&message.json])
    }
}
