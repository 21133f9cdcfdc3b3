//! A page and its calls: messages in, answers out.

use crate::answer::{Answer, Echoes, raw, text};
use crate::host::{Call, Greeting, Host, Info};
use crate::json;
use crate::methods::Method;
use crate::open::{Cancelled, Entry, Open};
use crate::origins::Origins;
use crate::problem::Problem;
use futures_util::future::{Either, select};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use vvchat_protocol::check;
use vvchat_protocol::error::Lang;
use vvchat_protocol::wire::host::{Incoming, Party, Ready, Welcome, own_name, speaks_our_version};
use vvchat_protocol::wire::{HELLO, VERSION, code};

/// A moment in what a page says, between two messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(u64);

/// A web view's page: what it has asked and what is still open.
///
/// One for each web view. It is cheap to clone; all clones are the same page.
#[derive(Debug)]
pub struct Page<H> {
    host: Arc<H>,
    origins: Arc<Origins>,
    open: Arc<Open>,
}

impl<H> Clone for Page<H> {
    fn clone(&self) -> Self {
        Self { host: Arc::clone(&self.host), origins: Arc::clone(&self.origins), open: Arc::clone(&self.open) }
    }
}

impl<H: Host> Page<H> {
    /// A page of that host. Only messages of these origins are answered.
    pub fn new(host: Arc<H>, origins: Origins) -> Self {
        Self { host, origins: Arc::new(origins), open: Arc::default() }
    }

    /// Takes a message of JSON-RPC from the page, and results in the answer to hand back, a JSON text. `None`: there is none.
    ///
    /// `origin` is the sender's, as the web view tells it: `https://shop.example`. Where the web view tells an address, use
    /// [`origin_of`](crate::origin_of); where it tells nothing, the address of the page that it shows.
    ///
    /// The message has been read when this function returns, so calls arrive in order, and a cancellation finds its call. What the app
    /// has to do, it does as the future is polled: spawn that on your executor, and hand the answer back when it is there. Many may
    /// be open at a time.
    ///
    /// Whatever a page sends, this neither fails nor panics: what can't be understood is answered as the protocol says, and reported
    /// to [`Host::report`].
    pub fn receive(&self, message: &str, origin: &str) -> impl Future<Output = Option<String>> + use<H> {
        let begun = self.read(message, origin);
        async move {
            let (id, begun) = begun?;
            Some(begun.finish().await?.json_rpc(id.as_deref()))
        }
    }

    /// Takes a call of `WebViewJavascriptBridge` from the page, and results in the JSON text for the call's callback. `None`: the page
    /// is gone.
    ///
    /// For apps that have such a bridge already: register a handler for each method, and pass what it gets. `method` is the handler's
    /// name, `params` what the page passed, as JSON (`""`: nothing). Apps without one use [`wvjb`](crate::wvjb) or
    /// [`jsbridge`](crate::jsbridge).
    pub fn call_handler(
        &self,
        method: &str,
        params: &str,
        origin: &str,
    ) -> impl Future<Output = Option<String>> + use<H> {
        let begun = self.read_call(method, params, origin);
        async move { Some(begun.finish().await?.platform_form()) }
    }

    pub(crate) fn report(&self, problem: &Problem) {
        self.host.report(problem);
    }

    /// Drops the open calls without an answer: the page that asked is gone. Call it when the web view begins to load another one, also
    /// the same again.
    pub fn forget(&self) {
        self.open.forget(self.open.entered());
    }

    /// Now, for [`forget_before`](Self::forget_before).
    pub fn mark(&self) -> Mark {
        Mark(self.open.entered())
    }

    /// Drops the open calls that came before that moment. For web views that tell only afterwards that another page was loaded, such
    /// as a frame in a browser: take a [`mark`](Self::mark) where the other page may have begun.
    pub fn forget_before(&self, mark: Mark) {
        self.open.forget(mark.0);
    }

    /// Reads a message: the id that its answer carries, and what becomes of it. `None` if it is not to be answered.
    fn read(&self, message: &str, origin: &str) -> Option<(Option<String>, Begun<H>)> {
        let incoming = json::parse(message).as_ref().map(Incoming::read);
        if let Some(refused) = self.if_foreign(origin) {
            // Who asks is told. All else from there is none of ours.
            return match incoming {
                Some(Incoming::Request { id, .. }) => Some((Some(id), refused)),
                _ => None,
            };
        }
        match incoming {
            Some(Incoming::Request { id, method, params }) => {
                let Some(entry) = self.open.request(origin, &id) else {
                    // An answer would be taken for the first one's: a payment could be reported as failed while its sheet is open.
                    self.report(&Problem::RepeatedId { id });
                    return None;
                };
                let begun = match own_name(&method) {
                    Some(HELLO) => self.greet(&id, &params, origin),
                    Some(name) => {
                        let written = json::members(message).remove("params");
                        let written = written.as_ref().map_or("{}", |params| params.get());
                        self.call(name, params, written, Some(id.clone()), origin, entry)
                    }
                    None => self.unknown(&method),
                };
                Some((Some(id), begun))
            }
            Some(Incoming::Cancel { id }) => {
                self.open.cancel(origin, &id);
                None
            }
            Some(Incoming::Other) => None,
            Some(Incoming::Malformed { id, wrong }) => {
                // Nor may this end a call that is open.
                let id = id.filter(|id| self.open.request(origin, id).is_some());
                Some((id, self.no_message(code::INVALID_REQUEST, wrong)))
            }
            None => Some((None, self.no_message(code::PARSE_ERROR, "a message must be JSON".to_owned()))),
        }
    }

    /// Reads a call of a handler.
    fn read_call(&self, method: &str, params: &str, origin: &str) -> Begun<H> {
        if let Some(refused) = self.if_foreign(origin) {
            return refused;
        }
        let written = if params.is_empty() { "{}" } else { params };
        match json::parse(written) {
            Some(params) => self.call(method, params, written, None, origin, self.open.handler()),
            None => self.no_message(code::PARSE_ERROR, "params must be JSON".to_owned()),
        }
    }

    /// Begins a call. `written` is its params as the page wrote them.
    fn call(
        &self,
        name: &str,
        params: Json,
        written: &str,
        id: Option<String>,
        origin: &str,
        entry: Entry,
    ) -> Begun<H> {
        let Some(method) = Method::named(name).filter(|method| self.host.methods().contains(method)) else {
            return self.unknown(name);
        };
        match check::params(method.declaration(), &params) {
            Ok(checked) => Begun::Running(Running {
                host: Arc::clone(&self.host),
                method,
                params: checked,
                call: Call { id, origin: origin.to_owned(), params },
                echoes: Echoes::of(method, written),
                entry,
            }),
            Err(invalid) => {
                let wrong = invalid.in_params(method.name(), Lang::En);
                self.report(&Problem::InvalidParams { wrong: wrong.clone() });
                Begun::Over(Answer::error(code::INVALID_PARAMS, wrong))
            }
        }
    }

    /// Answers the handshake.
    fn greet(&self, id: &str, params: &Json, origin: &str) -> Begun<H> {
        if !speaks_our_version(params) {
            let wrong = format!("hello: versions must contain {VERSION}");
            self.report(&Problem::InvalidParams { wrong: wrong.clone() });
            return Begun::Over(Answer::error(code::INVALID_PARAMS, wrong));
        }
        let (info, methods) = (self.host.info(), self.host.methods());
        let party = Party { name: &info.name, version: &info.version };
        let welcome = Welcome::of(party, methods.into_iter().map(Method::name).collect());
        self.host.greeted(&Greeting { id: id.to_owned(), origin: origin.to_owned(), sdk: sdk(params) });
        Begun::Over(Answer::Result(raw(&welcome)))
    }

    /// Refuses a page whose origin is not allowed.
    fn if_foreign(&self, origin: &str) -> Option<Begun<H>> {
        if self.origins.allow(origin) {
            return None;
        }
        self.report(&Problem::ForeignOrigin { origin: origin.to_owned() });
        Some(Begun::Over(Answer::error(code::INVALID_REQUEST, format!("the origin {origin} is not allowed"))))
    }

    fn unknown(&self, method: &str) -> Begun<H> {
        self.report(&Problem::UnknownMethod { method: method.to_owned() });
        Begun::Over(Answer::error(code::METHOD_NOT_FOUND, "Method not found"))
    }

    fn no_message(&self, code: f64, wrong: String) -> Begun<H> {
        self.report(&Problem::NoMessage { wrong: wrong.clone() });
        Begun::Over(Answer::error(code, wrong))
    }
}

/// The message by which a host says that it has (re)started. Send it once the host listens, if the page may have been there before.
///
/// ```
/// assert_eq!(vvchat_host::ready(), r#"{"jsonrpc":"2.0","method":"vvchat.ready"}"#);
/// ```
pub fn ready() -> String {
    text(&Ready::default())
}

/// The SDK, as the params of a handshake name it.
fn sdk(params: &Json) -> Option<Info> {
    let text = |name: &str| params.get("sdk")?.get(name)?.as_str().map(str::to_owned);
    Some(Info { name: text("name")?, version: text("version")? })
}

/// What becomes of a request.
enum Begun<H> {
    /// It is answered without the app.
    Over(Answer),
    /// The app has to answer.
    Running(Running<H>),
}

/// A call that the app has to answer.
struct Running<H> {
    host: Arc<H>,
    method: Method,
    params: Json,
    call: Call,
    echoes: Echoes,
    entry: Entry,
}

impl<H: Host> Begun<H> {
    async fn finish(self) -> Option<Answer> {
        match self {
            Begun::Over(answer) => Some(answer),
            Begun::Running(running) => running.finish().await,
        }
    }
}

impl<H: Host> Running<H> {
    /// Has the app answer. `None` if the page is gone before that.
    async fn finish(self) -> Option<Answer> {
        let Self { host, method, params, call, echoes, mut entry } = self;
        let answer = pin!(ask(&*host, method, params, call, &echoes));
        match select(&mut entry.end, answer).await {
            Either::Left((Ok(Cancelled), _)) => Some(Answer::error(code::REQUEST_CANCELLED, "Request cancelled")),
            Either::Left((Err(_), _)) => None,
            Either::Right((Ok(answer), _)) => Some(answer),
            Either::Right((Err(mistake), _)) => {
                host.report(&mistake);
                Some(Answer::of_mistake(&mistake))
            }
        }
    }
}

/// Calls the app's function for a method, and checks what it says.
async fn ask<H: Host>(host: &H, method: Method, params: Json, call: Call, echoes: &Echoes) -> Result<Answer, Problem> {
    match method {
        Method::Auth => Answer::of(method, host.auth(typed(params)?, call).await, echoes),
        Method::Pay => Answer::of(method, host.pay(typed(params)?, call).await, echoes),
        Method::GetSession => Answer::of(method, host.get_session(call).await, echoes),
        Method::SelectSession => Answer::of(method, host.select_session(call).await, echoes),
        Method::Share => Answer::of(method, host.share(typed(params)?, call).await, echoes),
    }
}

/// Checked params as their type, which has the same fields.
fn typed<P: DeserializeOwned>(params: Json) -> Result<P, Problem> {
    serde_json::from_value(params).map_err(|error| Problem::InvalidParams { wrong: error.to_string() })
}
