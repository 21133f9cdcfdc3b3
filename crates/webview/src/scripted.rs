//! A mind that does what the page orders: the very script that the hosts of the contract's tests run, in an engine of its own.

use anyhow::{Result, ensure};
use javascriptcore::{Context, ContextExt, ExceptionExt, ValueExt};
use serde_json::{Value, json};
use tao::event_loop::EventLoopProxy;

use crate::mind::{Answer, Happening, Mind, teller};
use crate::transport::Transport;

/// What every host of the tests has for a mind: a module.
const MIND: &str = include_str!("../../../tests/contract/hosts/scripted.mjs");
/// How this program talks to it.
const GLUE: &str = include_str!("scripted.js");

/// The script, in its engine.
#[derive(Debug)]
pub(crate) struct Scripted {
    context: Context,
    proxy: EventLoopProxy<Happening>,
}

impl Scripted {
    /// Starts the engine. It has nothing to do with that of the page.
    pub(crate) fn new(proxy: EventLoopProxy<Happening>) -> Result<Self> {
        let context = Context::new();
        // The engine runs scripts, not modules.
        context.evaluate(&MIND.replace("export function", "function"));
        context.evaluate(GLUE);
        let this = Self { context, proxy };
        let thrown = this.thrown();
        ensure!(thrown.is_none(), "the mind does not start: {}", thrown.unwrap_or_default());
        Ok(this)
    }

    /// What the script has thrown.
    fn thrown(&self) -> Option<String> {
        self.context.exception().map(|exception| exception.message().unwrap_or_default().into())
    }

    /// Calls a function of the glue, and tells the event loop what it has to say.
    fn call(&self, function: &str, arguments: &[Value]) {
        let arguments: Vec<_> = arguments.iter().map(Value::to_string).collect();
        let said = self.context.evaluate(&format!("{function}({})", arguments.join(",")));
        if let Some(thrown) = self.thrown() {
            eprintln!("the mind threw: {thrown}");
            self.context.clear_exception();
        }
        let said = said.map(|said| said.to_str()).unwrap_or_default();
        let said: Vec<Value> = serde_json::from_str(&said).unwrap_or_default();
        said.iter().filter_map(happening).for_each(teller(&self.proxy));
    }
}

/// `{evaluate}`, `{number, json}`, `{number, fail}`.
fn happening(said: &Value) -> Option<Happening> {
    let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(script) = text("evaluate") {
        return Some(Happening::Evaluate(script));
    }
    let answer = text("json").map(Answer::Json).or_else(|| text("fail").map(Answer::Failure))?;
    Some(Happening::Answer { number: said.get("number")?.as_u64()?, answer })
}

impl Mind for Scripted {
    fn message(&mut self, number: u64, text: &str, _: &str) {
        self.call("message", &[json!(number), json!(text)]);
    }

    fn queue(&mut self, flavour: Transport, queue: &str, _: &str) {
        self.call(if flavour == Transport::Wvjb { "wvjb" } else { "jsbridge" }, &[json!(queue)]);
    }

    /// It answers pages that are gone, too: those that are there now must not mind.
    fn forget(&mut self) {}
}
