//! `WebViewJavascriptBridge` as iOS apps have it: the web view's frames ring, the app evaluates scripts.
//!
//! 1. When the web view is about to load a frame, look at its address by [`navigation`]. Anything but [`Navigation::Elsewhere`] is
//!    not loaded: cancel it.
//! 2. [`Navigation::Inject`]: evaluate [`SCRIPT`].
//! 3. [`Navigation::Fetch`]: evaluate [`FETCH_QUEUE`], and pass the text that it results in to [`receive`].
//! 4. Evaluate the scripts that the futures result in.
//!
//! ```
//! use vvchat_host::wvjb::{self, Navigation};
//!
//! assert_eq!(wvjb::navigation("https://__bridge_loaded__/"), Navigation::Inject);
//! assert_eq!(wvjb::navigation("https://__wvjb_queue_message__/"), Navigation::Fetch);
//! assert_eq!(wvjb::navigation("https://shop.example/__bridge_loaded__/"), Navigation::Elsewhere);
//! ```

use crate::handlers;
use crate::host::Host;
use crate::page::Page;
use std::future::Future;

/// The script that makes the bridge in a page. Evaluated again in the same page, it does nothing.
pub const SCRIPT: &str = include_str!("wvjb.js");

/// The script that takes the calls out of the page's queue, and results in them as a JSON text.
pub const FETCH_QUEUE: &str = "window.WebViewJavascriptBridge._fetchQueue()";

/// What loading a frame means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Navigation {
    /// The page asks for the bridge.
    Inject,
    /// There is something in the page's queue.
    Fetch,
    /// A frame like any other: let it load.
    Elsewhere,
}

/// What the loading of a frame from this address means.
pub fn navigation(address: &str) -> Navigation {
    let Some((scheme, host)) = address.split_once("://") else { return Navigation::Elsewhere };
    if !scheme.eq_ignore_ascii_case("https") {
        return Navigation::Elsewhere;
    }
    match host.strip_suffix('/').unwrap_or(host) {
        host if host.eq_ignore_ascii_case("__bridge_loaded__") => Navigation::Inject,
        host if host.eq_ignore_ascii_case("__wvjb_queue_message__") => Navigation::Fetch,
        _ => Navigation::Elsewhere,
    }
}

/// Takes the calls of a queue, and results in the scripts that hand back their answers, a future for each call.
pub fn receive<H: Host>(
    page: &Page<H>,
    queue: &str,
    origin: &str,
) -> Vec<impl Future<Output = Option<String>> + use<H>> {
    handlers::receive(page, queue, origin, FUNCTION)
}

/// The script that hands an answer back: what [`Page::call_handler`] resulted in, to the call of that `callbackId`.
///
/// ```
/// use vvchat_host::wvjb;
///
/// let script = wvjb::reply("cb_1", "{}");
/// assert!(script.starts_with("if(window.WebViewJavascriptBridge)WebViewJavascriptBridge._handleMessageFromObjC("));
/// ```
pub fn reply(callback_id: &str, answer: &str) -> String {
    handlers::reply(FUNCTION, callback_id, answer)
}

const FUNCTION: &str = "WebViewJavascriptBridge._handleMessageFromObjC";
