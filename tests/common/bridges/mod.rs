//! The ways to a host: each in a file, and what holds for all of them in `contract`.

mod contract;
mod custom;
mod injected;
mod message_handler;
mod post_message;
mod webview_javascript_bridge;
