//! What the SDK decides, compiled to WebAssembly: whether a method's params and a host's reply keep the rules, what a page gets of the
//! reply, and what in the params looks like a slip.
//!
//! It does nothing by itself, and keeps nothing from one question to the next. The JavaScript in `npm/` knows the page and its hosts,
//! waits, and settles promises; whenever there is something to decide about a value, it asks here. A question is a text, and an answer
//! a few words, so that next to nothing has to be carried across: what a page passed stays in JavaScript, and only what there is to
//! know of it is told.
//!
//! - [`told`]: how a question is written, and the values in it;
//! - [`questions`]: what can be asked, and how it is answered. The rules themselves are those of `vvchat-protocol`, which hosts
//!   share.
#![cfg_attr(feature = "standalone", no_std)]

extern crate alloc;

pub mod questions;
#[cfg(feature = "standalone")]
mod standalone;
pub mod told;

#[cfg(feature = "standalone")]
pub mod exports;
