//! What a merchant's server says to VVChat, and hears from it.
//!
//! The core does no I/O: a [`Call`] builds its [`Request`] and reads the [`Response`]; [`notification`] verifies what the platform
//! sends by itself; [`sign`] has the signatures. It compiles for `wasm32-unknown-unknown`.

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
