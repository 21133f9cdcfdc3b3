//! What a VVChat page and its host agree on.
//!
//! Both sides of the conversation are built on this crate: the SDK in the page, whose JavaScript asks it for what is to be decided,
//! and whatever answers it. It knows
//!
//! - [`methods`]: the methods there are, each declared once, as data: its fields, their rules, their documentation;
//! - [`check`]: holding params and results against that declaration;
//! - [`advice`]: what is allowed but looks like a slip;
//! - [`wire`]: how requests, replies, the handshake and cancellation are written down (JSON-RPC 2.0), the host's half;
//! - [`error`] and [`wording`]: the catalogue of everything that can go wrong, with all its wording, in English and Chinese.
//!
//! It knows nothing of JavaScript, of HTTP or of any web view: a value that is to be checked is anything that implements
//! [`Value`], so the very same rules run on a page's objects and on a host's `serde_json::Value`.
//!
//! ```
//! use serde_json::json;
//! use vvchat_protocol::{check, error::Lang, methods};
//!
//! let pay = methods::find("pay").expect("pay is a method");
//! assert!(check::params(pay, &json!({"app_id": "test", "imprest_code": "P1"})).is_ok());
//!
//! let invalid = check::params(pay, &json!({"app_id": "test", "imprest_code": "  "})).unwrap_err();
//! assert_eq!(
//!     invalid.in_params("pay", Lang::En),
//!     r#"pay: imprest_code must be a string that is not blank, but it is the string "  ""#
//! );
//! assert_eq!(invalid.in_params("pay", Lang::Zh), "pay：imprest_code 应为非空白字符串，实际为字符串 \"  \"");
//! ```
#![no_std]

extern crate alloc;

pub mod advice;
pub mod check;
pub mod error;
pub mod methods;
pub mod schema;
pub mod scope;
#[cfg(test)]
mod testing;
pub mod value;
pub mod wire;
pub mod wording;

pub use methods::METHODS;
pub use value::Value;
