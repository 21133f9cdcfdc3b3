//! The suite of the SDK as pages see it: the same in Node and in a browser. A file for each subject, and what they share.

pub(crate) mod host;
pub(crate) mod js;
pub(crate) mod page;

mod bad_input;
mod bridges;
mod calls;
mod deadlines;
mod diagnosis;
mod echo;
mod exports;
mod handshake;
mod many;
mod pay;
mod reentrancy;
mod settings;
mod settling;
mod waiting;
