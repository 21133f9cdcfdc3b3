//! `WebViewJavascriptBridge` as Android apps have it, of the library `JsBridge`.
//!
//! **Version 1**: the page's frames ring, and bring the calls along.
//!
//! 1. When the page has finished loading, evaluate [`SCRIPT`].
//! 2. When the web view is about to load a frame, look at its address by [`navigation`]. Anything but [`Navigation::Elsewhere`] is
//!    not loaded: cancel it.
//! 3. [`Navigation::Fetch`]: evaluate [`FETCH_QUEUE`].
//! 4. [`Navigation::Queue`]: pass the text to [`receive`], and evaluate the scripts that the futures result in.
//!
//! **Version 2**: the page calls an object of the app's, with a method's name, params as JSON and a callback id. Pass the first two
//! to [`Page::call_handler`]; return its answer at once, or evaluate [`reply`] later.
//!
//! ```
//! use vvchat_host::jsbridge::{self, Navigation};
//!
//! assert_eq!(jsbridge::navigation("yy://__QUEUE_MESSAGE__/"), Navigation::Fetch);
//! assert_eq!(jsbridge::navigation("yy://return/_fetchQueue/%5B%5D"), Navigation::Queue("[]".to_owned()));
//! assert_eq!(jsbridge::navigation("https://shop.example/"), Navigation::Elsewhere);
//! ```

use crate::handlers;
use crate::host::Host;
use crate::page::Page;
use percent_encoding::percent_decode_str;
use std::future::Future;

/// The script that makes the bridge in a page, and tells the page so by the event `WebViewJavascriptBridgeReady`. Evaluated again in
/// the same page, it does nothing.
pub const SCRIPT: &str = include_str!("jsbridge.js");

/// The script that has the page send its queue, by the address of a frame.
pub const FETCH_QUEUE: &str = "window.WebViewJavascriptBridge._fetchQueue()";

/// What loading a frame means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Navigation {
    /// There is something in the page's queue.
    Fetch,
    /// The page's queue.
    Queue(String),
    /// Something of the bridge's that needs no answer.
    Ignored,
    /// A frame like any other: let it load.
    Elsewhere,
}

/// What the loading of a frame from this address means.
pub fn navigation(address: &str) -> Navigation {
    let Some((scheme, rest)) = address.split_once("://") else { return Navigation::Elsewhere };
    if !scheme.eq_ignore_ascii_case("yy") {
        return Navigation::Elsewhere;
    }
    if rest.strip_suffix('/').unwrap_or(rest).eq_ignore_ascii_case("__QUEUE_MESSAGE__") {
        return Navigation::Fetch;
    }
    match rest.strip_prefix("return/_fetchQueue/") {
        Some(queue) => Navigation::Queue(percent_decode_str(queue).decode_utf8_lossy().into_owned()),
        None => Navigation::Ignored,
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

/// The script that hands an answer back: what [`Page::call_handler`] resulted in, to the call of that callback id.
///
/// ```
/// use vvchat_host::jsbridge;
///
/// let script = jsbridge::reply("cb_1", "{}");
/// assert!(script.starts_with("if(window.WebViewJavascriptBridge)WebViewJavascriptBridge._handleMessageFromNative("));
/// ```
pub fn reply(callback_id: &str, answer: &str) -> String {
    handlers::reply(FUNCTION, callback_id, answer)
}

const FUNCTION: &str = "WebViewJavascriptBridge._handleMessageFromNative";
