//! `vvchat-host` for JavaScript: what `vvchat-jssdk/host` asks of the WebAssembly.
//!
//! A page's messages go in as texts, and promises of the answers come out; everything in between is `vvchat-host`. Where the texts
//! come from, and where they go, is known to `npm/host` alone.

mod app;
mod object;
mod outcome;
mod problem;

use app::{App, JsApp};
use js_sys::{Promise, TypeError};
use std::sync::Arc;
use vvchat_host::{Info, Method, Origins};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A page and its calls.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Page(vvchat_host::Page<App>);

/// A moment in what a page says.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mark(vvchat_host::Mark);

#[wasm_bindgen]
impl Page {
    /// A page of an app of that name and version, which offers these methods to pages of these origins.
    #[wasm_bindgen(constructor)]
    pub fn new(
        app: JsApp,
        name: String,
        version: String,
        methods: Vec<String>,
        origins: Vec<String>,
    ) -> Result<Page, TypeError> {
        let methods = methods.into_iter().map(|name| method(&name)).collect::<Result<_, _>>()?;
        let origins =
            Origins::new(origins).map_err(|error| TypeError::new(&format!("createHost: origins: {error}")))?;
        let app = App::new(app, Info { name, version }, methods);
        Ok(Page(vvchat_host::Page::new(Arc::new(app), origins)))
    }

    /// Takes a message, at once, and promises the answer: a text, or `null` where there is none.
    pub fn receive(&self, message: &str, origin: &str) -> Promise {
        let answer = self.0.receive(message, origin);
        future_to_promise(async { Ok(answer.await.map_or(JsValue::NULL, JsValue::from)) })
    }

    /// Now.
    pub fn mark(&self) -> Mark {
        Mark(self.0.mark())
    }

    /// Drops the open calls.
    pub fn forget(&self) {
        self.0.forget();
    }

    /// Drops the open calls that came before a moment.
    #[wasm_bindgen(js_name = forgetBefore)]
    pub fn forget_before(&self, mark: &Mark) {
        self.0.forget_before(mark.0);
    }
}

fn method(name: &str) -> Result<Method, TypeError> {
    Method::ALL.into_iter().find(|method| method.name() == name).ok_or_else(|| {
        let known = Method::ALL.map(Method::name).join(", ");
        TypeError::new(&format!("createHost: methods: there is no method {name:?}; there are {known}"))
    })
}

/// The message by which a host says that it is there.
#[wasm_bindgen]
pub fn ready() -> String {
    vvchat_host::ready()
}
