//! The ways in which a page can reach the app. A web view could offer several at once; here it is one, so that it is known which one
//! works.

use clap::ValueEnum;

/// A way in which a page can reach the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Transport {
    /// Not at all
    None,
    /// `window.ipc`, as wry and Tauri have it
    Ipc,
    /// A script message handler that promises nothing
    Handler,
    /// A script message handler whose promise is the answer
    HandlerWithReply,
    /// `WebViewJavascriptBridge`, as iOS apps have it
    Wvjb,
    /// `WebViewJavascriptBridge`, as Android apps have it
    Jsbridge,
}

impl Transport {
    /// The script that runs in a page before its own.
    pub(crate) fn initialization_script(self) -> &'static str {
        match self {
            // The SDK looks for an object of this name.
            Self::Ipc => "window.vvchatHost = { postMessage: (text) => window.ipc.postMessage(text) };",
            _ => "",
        }
    }

    /// Pages ask for the bridge by themselves only where they take the system for iOS.
    pub(crate) fn user_agent(self) -> Option<&'static str> {
        const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 \
                              (KHTML, like Gecko) Mobile/15E148";
        (self == Self::Wvjb).then_some(IPHONE)
    }
}
