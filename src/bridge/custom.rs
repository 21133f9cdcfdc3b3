//! A bridge that the embedder plugs in with `use`: an object `{name, send(message), subscribe(receive)}`.

use super::{Bridge, Outgoing, Position};
use crate::events::{Arrival, Event};
use crate::js::{Js, get, invoke, method};
use crate::sdk::Sdk;
use vvchat_protocol::Value;
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::Finding;
use vvchat_protocol::schema::Rule;
use vvchat_protocol::value::Kind;
use wasm_bindgen::JsValue;

/// The embedder's object.
pub(crate) struct Custom {
    name: String,
    object: JsValue,
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
        Ok(Self { name: text, object: object.clone() })
    }
}

impl Bridge for Custom {
    fn name(&self) -> &str {
        &self.name
    }

    fn look(&self, _sdk: &Sdk, _position: Position) -> Finding {
        Finding::InUse
    }

    fn open(&self, sdk: &Sdk, position: Position) {
        let receive = sdk.on(Event::Arrived, &position.into());
        // The bridge is the embedder's code: what it throws is for them to see.
        if let Err(thrown) = invoke(&self.object, "subscribe", &[&receive]) {
            sdk.report(&thrown);
        }
    }

    /// The embedder has seen to that.
    fn believes(&self, _sdk: &Sdk, _arrival: &Arrival) -> bool {
        true
    }

    fn send(&self, _sdk: &Sdk, message: &Outgoing) -> Result<JsValue, JsValue> {
        invoke(&self.object, "send", &[&message.json])
    }
}
