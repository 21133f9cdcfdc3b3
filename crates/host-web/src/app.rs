//! An app in JavaScript as a host: what it is asked, and how it is told that nobody waits any more.

use crate::object::{from_json, object};
use crate::outcome::{Outcome, result_of};
use crate::problem;
use js_sys::Promise;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use vvchat_host::{
    AuthParams, AuthResult, Call, Greeting, Host, Info, Method, PayParams, PayResult, Problem, Refusal, Session,
    ShareParams, ShareResult,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    /// The app, as `npm/host/app.mjs` has it. None of its functions throws, and no promise of its is rejected.
    pub type JsApp;

    /// Has the app's function for a method answer: a promise of an [`Outcome`].
    #[wasm_bindgen(method)]
    fn ask(this: &JsApp, method: &str, params: &JsValue, call: &JsValue) -> Promise;

    /// Tells of a problem.
    #[wasm_bindgen(method)]
    fn report(this: &JsApp, problem: &JsValue);

    /// Tells of a handshake.
    #[wasm_bindgen(method)]
    fn greeted(this: &JsApp, greeting: &JsValue);
}

/// An app, with what it offers.
pub(crate) struct App {
    functions: JsApp,
    info: Info,
    methods: Vec<Method>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("info", &self.info).field("methods", &self.methods).finish_non_exhaustive()
    }
}

impl App {
    pub(crate) fn new(functions: JsApp, info: Info, methods: Vec<Method>) -> Self {
        Self { functions, info, methods }
    }

    /// Asks the app, which may take its time.
    async fn ask<R: DeserializeOwned>(
        &self,
        method: Method,
        params: &impl Serialize,
        call: Call,
    ) -> Result<R, Refusal> {
        // Where there is none, nobody can be told that a call was given up.
        let mut abort = Abort(AbortController::new().ok());
        let signal = abort.0.as_ref().map(AbortController::signal);
        let call = object([
            ("id", call.id.into()),
            ("origin", call.origin.into()),
            ("params", from_json(&call.params)),
            ("signal", signal.into()),
        ]);
        let said = JsFuture::from(self.functions.ask(method.name(), &from_json(params), &call)).await;
        abort.0 = None;
        let said: Outcome = said.unwrap_or_default().unchecked_into();
        result_of(method, &said).map_err(|refused| {
            if let Err(wrong) = &refused {
                self.report(&Problem::InvalidResult { wrong: wrong.clone() });
            }
            refused.unwrap_or_else(|_| Refusal::internal("Internal error"))
        })
    }
}

/// Aborts its signal when it is dropped: the page has given the call up, or is gone.
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// The params of a method that takes none.
#[derive(Serialize)]
struct NoParams {}

impl Host for App {
    fn info(&self) -> Info {
        self.info.clone()
    }

    fn methods(&self) -> Vec<Method> {
        self.methods.clone()
    }

    fn report(&self, problem: &Problem) {
        self.functions.report(&problem::told(problem));
    }

    fn greeted(&self, greeting: &Greeting) {
        let sdk = greeting.sdk.clone().map_or(JsValue::NULL, |Info { name, version }| {
            object([("name", name.into()), ("version", version.into())])
        });
        let (id, origin) = (greeting.id.as_str().into(), greeting.origin.as_str().into());
        self.functions.greeted(&object([("id", id), ("origin", origin), ("sdk", sdk)]));
    }

    async fn auth(&self, params: AuthParams, call: Call) -> Result<AuthResult, Refusal> {
        self.ask(Method::Auth, &params, call).await
    }

    async fn pay(&self, params: PayParams, call: Call) -> Result<PayResult, Refusal> {
        self.ask(Method::Pay, &params, call).await
    }

    async fn get_session(&self, call: Call) -> Result<Session, Refusal> {
        self.ask(Method::GetSession, &NoParams {}, call).await
    }

    async fn select_session(&self, call: Call) -> Result<Session, Refusal> {
        self.ask(Method::SelectSession, &NoParams {}, call).await
    }

    async fn share(&self, params: ShareParams, call: Call) -> Result<ShareResult, Refusal> {
        self.ask(Method::Share, &params, call).await
    }
}
