//! An app for the tests: it answers as it is told to, and notes what it was asked and told.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use vvchat_host::{
    AuthParams, AuthResult, Call, Greeting, Host, Info, Method, Origins, Page, PayParams, PayResult, Problem, Refusal,
    Session, SessionType, ShareParams, ShareResult,
};

pub(crate) const ORIGIN: &str = "https://shop.example";

/// An app that answers at once, except for `pay`, which waits until it is told how it ends.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) offered: Vec<Method>,
    pub(crate) auth: Result<AuthResult, Refusal>,
    pub(crate) session: Result<Session, Refusal>,
    pub(crate) share: Result<ShareResult, Refusal>,
    /// What it was asked, in order.
    pub(crate) asked: Mutex<Vec<String>>,
    /// What it was told of, in order.
    pub(crate) problems: Mutex<Vec<Problem>>,
    /// The pages that introduced themselves, in order.
    pub(crate) greetings: Mutex<Vec<Greeting>>,
    /// The ids of the calls of `share`, in order.
    pub(crate) ids: Mutex<Vec<Option<String>>>,
    /// The payments that wait, in order.
    pub(crate) sheets: Mutex<VecDeque<Sheet>>,
    /// The `imprest_code`s of the payments whose sheets were closed, because their calls ended or were dropped.
    pub(crate) closed: Arc<Mutex<Vec<String>>>,
}

/// A payment that waits for a person.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) imprest_code: String,
    answer: futures_channel::oneshot::Sender<Result<PayResult, Refusal>>,
}

impl Sheet {
    /// The person decides. A sheet that is closed takes no answer.
    pub(crate) fn answer(self, answer: Result<PayResult, Refusal>) {
        let _ = self.answer.send(answer);
    }

    pub(crate) fn paid(self, trade_no: &str) {
        self.answer(Ok(PayResult { trade_no: trade_no.to_string() }));
    }
}

/// Notes that a sheet is closed.
struct CloseOnDrop(Arc<Mutex<Vec<String>>>, String);

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        self.0.lock().expect("no test panics with it").push(std::mem::take(&mut self.1));
    }
}

impl Default for App {
    fn default() -> Self {
        Self {
            offered: Method::ALL.to_vec(),
            auth: Ok(AuthResult { code: "C7f2k9".to_string() }),
            session: Ok(Session {
                session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57".to_string(),
                session_type: SessionType::Single,
            }),
            share: Ok(ShareResult::shared()),
            asked: Mutex::default(),
            problems: Mutex::default(),
            greetings: Mutex::default(),
            ids: Mutex::default(),
            sheets: Mutex::default(),
            closed: Arc::default(),
        }
    }
}

impl App {
    fn note(&self, what: String) {
        self.asked.lock().expect("no test panics with it").push(what);
    }

    /// What it was told of since the last time.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problems = std::mem::take(&mut *self.problems.lock().expect("no test panics with it"));
        problems.iter().map(ToString::to_string).collect()
    }

    /// What it was asked since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("no test panics with it"))
    }

    pub(crate) fn closed(&self) -> Vec<String> {
        std::mem::take(&mut self.closed.lock().expect("no test panics with it"))
    }

    /// The payment that waits longest.
    pub(crate) fn sheet(&self) -> Option<Sheet> {
        self.sheets.lock().expect("no test panics with it").pop_front()
    }
}

impl Host for App {
    fn info(&self) -> Info {
        Info { name: "VVChat".to_string(), version: "9.1.0".to_string() }
    }

    fn methods(&self) -> Vec<Method> {
        self.offered.clone()
    }

    fn report(&self, problem: &Problem) {
        self.problems.lock().expect("no test panics with it").push(problem.clone());
    }

    fn greeted(&self, greeting: &Greeting) {
        self.greetings.lock().expect("no test panics with it").push(greeting.clone());
    }

    async fn auth(&self, params: AuthParams, call: Call) -> Result<AuthResult, Refusal> {
        self.note(format!("{} {params:?}", call.origin));
        self.auth.clone()
    }

    async fn pay(&self, params: PayParams, call: Call) -> Result<PayResult, Refusal> {
        self.note(format!("{} {params:?} {}", call.origin, call.params));
        let _close = CloseOnDrop(Arc::clone(&self.closed), params.imprest_code.clone());
        let (answer, answered) = futures_channel::oneshot::channel();
        let sheet = Sheet { imprest_code: params.imprest_code, answer };
        self.sheets.lock().expect("no test panics with it").push_back(sheet);
        answered.await.unwrap_or_else(|_| Err(Refusal::internal("the sheet is gone")))
    }

    async fn get_session(&self, _call: Call) -> Result<Session, Refusal> {
        self.note("getSession".to_string());
        self.session.clone()
    }

    async fn select_session(&self, _call: Call) -> Result<Session, Refusal> {
        self.note("selectSession".to_string());
        self.session.clone()
    }

    async fn share(&self, params: ShareParams, call: Call) -> Result<ShareResult, Refusal> {
        self.ids.lock().expect("no test panics with it").push(call.id);
        self.note(format!("{params:?}"));
        self.share.clone()
    }
}

/// The app in a web view that shows a page of [`ORIGIN`].
pub(crate) fn open(app: App) -> (Arc<App>, Page<App>) {
    let app = Arc::new(app);
    let page = Page::new(Arc::clone(&app), Origins::new([ORIGIN]).expect("it is an origin"));
    (app, page)
}

/// A call on its way, polled by hand: nothing happens between two polls, so tests need no clock.
pub(crate) struct Waiting<T>(Pin<Box<dyn Future<Output = T>>>);

impl<T> Waiting<T> {
    pub(crate) fn new(future: impl Future<Output = T> + 'static) -> Self {
        Self(Box::pin(future))
    }

    /// Polls once: what it results in, if it does.
    pub(crate) fn poll(&mut self) -> Option<T> {
        match self.0.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        }
    }

    /// What it results in by now.
    #[track_caller]
    pub(crate) fn now(mut self) -> T {
        self.poll().expect("it has an answer by now")
    }
}

/// The answer to a message that needs nobody.
#[track_caller]
pub(crate) fn said(page: &Page<App>, message: &str) -> Option<String> {
    Waiting::new(page.receive(message, ORIGIN)).now()
}
