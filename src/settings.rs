//! What a page sets by `config`, and per call.

use crate::js::{Js, get, method, origin_of};
use crate::pending::Milliseconds;
use vvchat_protocol::Value;
use vvchat_protocol::check::{Expected, Invalid};
use vvchat_protocol::error::Lang;
use vvchat_protocol::methods;
use vvchat_protocol::schema::Method;
use vvchat_protocol::value::Kind;
use wasm_bindgen::JsValue;

/// The options of `config`.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Whether to say on the console what is sent, what comes, and what looks like a slip.
    pub(crate) debug: bool,
    /// The language of errors; the page's own if not set.
    pub(crate) lang: Option<Lang>,
    /// The only bridge to use, by its name.
    pub(crate) bridge: Option<String>,
    /// The origins of a parent frame that are believed.
    pub(crate) origins: Vec<String>,
    /// How long to look for a host, from the later of the call and the window's `load`.
    pub(crate) host_timeout: Milliseconds,
    /// How long a call of a method may take.
    timeouts: Vec<(&'static str, Milliseconds)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            debug: false,
            lang: None,
            bridge: None,
            origins: Vec::new(),
            host_timeout: 3_000.0,
            timeouts: Vec::new(),
        }
    }
}

/// Every option's name.
const OPTIONS: &[&str] = &["debug", "lang", "bridge", "origins", "hostTimeout", "timeouts"];

/// The bridges that can be named in `config`, in the order in which they are looked for.
pub(crate) const BRIDGES: [&str; 4] = ["webview_javascript_bridge", "injected", "message_handler", "post_message"];

impl Settings {
    /// These settings with the page's options on top, and the names of the options that don't exist. Nothing is changed
    /// unless all the options are valid.
    pub(crate) fn with(&self, options: &JsValue) -> Result<(Self, Vec<String>), Invalid> {
        let options = Js::copy(options)?;
        if options.kind() != Kind::Object {
            return Err(Invalid::new("", Expected::Object, Some(&options)));
        }
        let mut settings = self.clone();
        if let Some(debug) = options.get("debug") {
            settings.debug = debug.0.as_bool().ok_or_else(|| invalid("debug", Expected::Boolean, &debug))?;
        }
        if let Some(lang) = options.get("lang") {
            settings.lang = match lang.text().as_deref() {
                Some("en") => Some(Lang::En),
                Some("zh") => Some(Lang::Zh),
                _ => return Err(invalid("lang", Expected::Language, &lang)),
            };
        }
        if let Some(bridge) = options.get("bridge") {
            let name = bridge.text().filter(|name| BRIDGES.contains(&name.as_str()));
            settings.bridge = Some(name.ok_or_else(|| invalid("bridge", Expected::BridgeName, &bridge))?);
        }
        if let Some(origins) = options.get("origins") {
            settings.origins = read_origins(&origins)?;
        }
        if let Some(timeout) = options.get("hostTimeout") {
            settings.host_timeout = milliseconds("hostTimeout", &timeout)?;
        }
        if let Some(timeouts) = options.get("timeouts") {
            settings.timeouts.extend(read_timeouts(&timeouts)?);
        }
        let unknown = options.names().into_iter().filter(|name| !OPTIONS.contains(&name.as_str())).collect();
        Ok((settings, unknown))
    }

    /// How long a call of this method may take, unless the call says otherwise.
    pub(crate) fn deadline(&self, method: &Method) -> Milliseconds {
        let set = self.timeouts.iter().rev().find(|(name, _)| *name == method.name);
        set.map_or_else(|| f64::from(method.answered_by.deadline_ms()), |(_, timeout)| *timeout)
    }
}

/// The options of one call.
#[derive(Default)]
pub(crate) struct CallOptions {
    /// How long it may take.
    pub(crate) timeout: Option<Milliseconds>,
    /// The page's `AbortSignal`.
    pub(crate) signal: Option<JsValue>,
}

impl CallOptions {
    /// Reads and checks them; leaving them out is fine.
    pub(crate) fn read(options: &JsValue) -> Result<Self, Invalid> {
        let options = Js(options.clone());
        match options.kind() {
            Kind::Missing | Kind::Null => return Ok(Self::default()),
            Kind::Object => {}
            _ => return Err(Invalid::new("options", Expected::Object, Some(&options))),
        }
        let timeout = options.read("timeout")?.map(|timeout| milliseconds("timeout", &timeout)).transpose()?;
        let signal = match options.read("signal")?.filter(|signal| signal.kind() != Kind::Null) {
            Some(signal) if is_abort_signal(&signal.0) => Some(signal.0),
            Some(signal) => return Err(invalid("signal", Expected::AbortSignal, &signal)),
            None => None,
        };
        Ok(Self { timeout, signal })
    }
}

/// An `AbortSignal` of any frame, or of a library that brings it to old engines.
fn is_abort_signal(value: &JsValue) -> bool {
    let listens = ["addEventListener", "removeEventListener"].iter().all(|name| method(value, name).is_some());
    listens && get(value, "aborted").is_some_and(|aborted| aborted.as_bool().is_some())
}

fn read_origins(origins: &Js) -> Result<Vec<String>, Invalid> {
    if origins.kind() != Kind::Array {
        return Err(invalid("origins", Expected::Strings, origins));
    }
    // A message's origin is compared letter by letter, so only what the page's own parser would write can ever match.
    let read = |origin: Js| match origin.text().filter(|text| origin.is_http_url() && origin_of(&origin.0) == *text) {
        Some(text) => Ok(text),
        None => Err(invalid("origins", Expected::Origin, &origin)),
    };
    origins.items().into_iter().map(read).collect()
}

fn read_timeouts(timeouts: &Js) -> Result<Vec<(&'static str, Milliseconds)>, Invalid> {
    if timeouts.kind() != Kind::Object {
        return Err(invalid("timeouts", Expected::Object, timeouts));
    }
    let read = |name: String| {
        let method =
            methods::find(&name).ok_or_else(|| invalid("timeouts", Expected::MethodName, &Js::from_text(&name)))?;
        let timeout = timeouts.get(&name).unwrap_or(Js(JsValue::UNDEFINED));
        milliseconds(&("timeouts.".to_string() + &name), &timeout).map(|timeout| (method.name, timeout))
    };
    timeouts.names().into_iter().map(read).collect()
}

fn milliseconds(field: &str, value: &Js) -> Result<Milliseconds, Invalid> {
    let positive = value.number().filter(|number| *number > 0.0 && number.is_finite());
    positive.ok_or_else(|| invalid(field, Expected::Milliseconds, value))
}

fn invalid(field: &str, expected: Expected, value: &Js) -> Invalid {
    Invalid::new(field, expected, Some(value))
}
