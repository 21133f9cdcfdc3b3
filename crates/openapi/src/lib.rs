//! What a merchant's server says to VVChat, and hears from it.
//!
//! The flows of the platform's guide begin on a page and end on the merchant's server, which alone holds `app_key`:
//!
//! | flow | the page | the server | here |
//! |---|---|---|---|
//! | log-in | `vvchat.auth` gives a code | exchanges it for a token, reads the profile | [`token`], [`userinfo`] |
//! | payment | `vvchat.pay` | places the order before, hears of the payment after, asks if in doubt | [`unified_order`], [`notification`], [`order_query`] |
//! | message | `vvchat.auth` for a conversation gives a code | exchanges it, sends | [`token`], [`message`] |
//! | paying out | | pays, hears what became of it | [`agent_pay`], [`notification`] |
//!
//! `Client` (feature `client`, on by default) sends the calls:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example(code_from_the_page: String) -> Result<(), vvchat_openapi::Error> {
//! use vvchat_openapi::unified_order::PlaceOrder;
//! use vvchat_openapi::{BaseUrl, Client, Code, Credentials, Fen};
//!
//! let client = Client::new(BaseUrl::new("https://open.example")?, Credentials::new("test", "123456")?)?;
//!
//! // Log-in.
//! let authorization = client.exchange_code(Code::new(code_from_the_page)?).await?;
//! let user = client.user_info(authorization.token).await?;
//!
//! // Payment. The page gets the imprest_code, and nothing else.
//! let order = PlaceOrder {
//!     store_no: "10000100".into(),
//!     out_trade_no: "A20260101-1".into(),
//!     amount: Fen::new(1280),
//!     notify_url: "https://shop.example/api/notify".into(),
//!     title: format!("龙井, for {}", user.nickname),
//!     remark: None,
//! };
//! let imprest_code = client.place_order(&order).await?.imprest_code;
//! # Ok(())
//! # }
//! ```
//!
//! What comes in later is verified by [`Notification::verify`](notification::Notification::verify). A whole back end is in
//! `examples/axum.rs`.
//!
//! **What the page says is never proof.** Prices, `out_trade_no`, and whether an order is paid come from the server's own store,
//! from a notification that was verified, or from the platform's answer to a query.
//!
//! **The core does no I/O.** A [`Call`] builds its [`Request`] and reads the [`Response`], with time and randomness given to it. Without
//! the feature `client`, which is on by default, the crate has no HTTP client and compiles for `wasm32-unknown-unknown`.
//!
//! **Secrets don't print.** `Debug` and `Display` of [`AppKey`], [`AccessToken`], [`Code`], [`Request`] and [`Response`] leave them out, and no
//! [`Error`] has one, unless the platform itself repeats one in `err_msg`.
#![deny(missing_docs, missing_debug_implementations)]

mod amount;
mod base_url;
mod call;
mod credentials;
mod error;
mod http;
mod json;
mod params;
mod secret;
mod text;
mod time;

pub mod agent_pay;
#[cfg(feature = "client")]
pub mod client;
pub mod message;
pub mod notification;
pub mod order_query;
pub mod sign;
pub mod test_order;
pub mod token;
pub mod unified_order;
pub mod userinfo;

pub use amount::Fen;
pub use base_url::BaseUrl;
pub use call::{Attempt, Call, Nonce, Platform, Repeat};
#[cfg(feature = "client")]
pub use client::Client;
pub use credentials::Credentials;
pub use error::{Error, Mismatch, TransportKind};
pub use http::{Method, Request, Response};
pub use secret::{AccessToken, AppKey, Code};
pub use time::Timestamp;
