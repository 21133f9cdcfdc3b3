//! The embedder's half of the conversation between a page and its host: for apps that show pages with `vvchat-jssdk` in a web view.
//!
//! A page calls `vvchat.pay(…)`; the web view hands your app a text and tells where it comes from; this crate makes of it a call of
//! your [`Host::pay`] with typed params, and of what that says the text that goes back. In between it does what every host has to:
//! it answers pages of the origins that you list and no others, answers the handshake, checks params and results by the very rules
//! of the SDK, keeps track of what is open, ends what the page gives up, and answers what it can't understand as the protocol says.
//!
//! It depends on no web view and no runtime. Messages come in by [`Page::receive`], answers come out of the future that it returns;
//! your executor polls that.
//!
//! | how the page talks to your app | messages | answers |
//! |---|---|---|
//! | an injected object or a message handler that hands over a text, and can answer | [`Page::receive`] | the text itself |
//! | one that can't answer (`window.ipc`, a plain message handler, …) | [`Page::receive`] | [`script::event`] or [`script::call`], evaluated |
//! | `WebViewJavascriptBridge` on iOS | [`wvjb`] | a script, evaluated |
//! | `WebViewJavascriptBridge` on Android | [`jsbridge`] | a script, evaluated |
//! | a `WebViewJavascriptBridge` of a library in your app | [`Page::call_handler`] | the text for the callback |
//!
//! What goes over the wire is written down in `docs/protocol.md`, how to embed in `docs/embedding.md`.
//!
//! ```
//! use std::sync::Arc;
//! use vvchat_host::{Call, Host, Info, Method, Origins, Page, PayParams, PayResult, Problem, Refusal};
//!
//! struct App;
//!
//! impl Host for App {
//!     fn info(&self) -> Info {
//!         Info { name: "Tea house".to_owned(), version: "1.0".to_owned() }
//!     }
//!
//!     fn methods(&self) -> Vec<Method> {
//!         vec![Method::Pay]
//!     }
//!
//!     fn report(&self, problem: &Problem) {
//!         eprintln!("{problem}");
//!     }
//!
//!     async fn pay(&self, params: PayParams, call: Call) -> Result<PayResult, Refusal> {
//!         match payment_sheet(&params.imprest_code, &call.origin).await {
//!             Some(trade_no) => Ok(PayResult { trade_no }),
//!             None => Err(Refusal::cancelled()),
//!         }
//!     }
//! }
//!
//! // Yours: shows the sheet, waits for the person.
//! async fn payment_sheet(imprest_code: &str, _origin: &str) -> Option<String> {
//!     (imprest_code == "P1").then(|| "201712023384923834".to_owned())
//! }
//!
//! # fn block_on<F: Future>(future: F) -> F::Output {
//! #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! #     let mut future = std::pin::pin!(future);
//! #     loop {
//! #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
//! #             return output;
//! #         }
//! #     }
//! # }
//! let page = Page::new(Arc::new(App), Origins::new(["https://shop.example"])?);
//!
//! // The web view hands over what the page said. `block_on` stands for your executor.
//! let said = |message| block_on(page.receive(message, "https://shop.example"));
//! assert_eq!(
//!     said(r#"{"jsonrpc":"2.0","id":"6f1d","method":"vvchat.pay","params":{"app_id":"test","imprest_code":"P1"}}"#).unwrap(),
//!     r#"{"jsonrpc":"2.0","id":"6f1d","result":{"trade_no":"201712023384923834"}}"#
//! );
//! assert_eq!(
//!     said(r#"{"jsonrpc":"2.0","id":"6f1e","method":"vvchat.pay","params":{"app_id":"test","imprest_code":"P2"}}"#).unwrap(),
//!     r#"{"jsonrpc":"2.0","id":"6f1e","error":{"code":400,"message":"用户取消"}}"#
//! );
//! # Ok::<(), vvchat_host::InvalidOrigin>(())
//! ```
//!
//! The future of a call is dropped when the page cancels it; see [`Host`]. When the web view loads another page, or the same again,
//! call [`Page::forget`].

mod answer;
mod handlers;
mod host;
pub mod jsbridge;
mod json;
mod methods;
mod open;
mod origins;
mod page;
mod problem;
pub mod script;
pub mod wvjb;

pub use host::{Call, Greeting, Host, Info, Refusal};
pub use methods::{
    AuthParams, AuthResult, Method, PayParams, PayResult, Session, SessionType, ShareParams, ShareResult,
};
pub use origins::{InvalidOrigin, Origins, origin_of};
pub use page::{Mark, Page, ready};
pub use problem::Problem;
pub use vvchat_protocol::scope::Scope;

/// The code in the guide for embedders compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/embedding.md")]
struct Embedding;
