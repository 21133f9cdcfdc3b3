//! Who answers: what a mind is told, and what it can bring about.

use tao::event_loop::EventLoopProxy;

use crate::transport::Transport;

/// Decides what is answered. Answers come by the event loop, at once or later.
pub(crate) trait Mind {
    /// A page has sent a message of JSON-RPC. Its answer is to be a [`Happening::Answer`] with this number.
    fn message(&mut self, number: u64, text: &str, origin: &str);

    /// A page has calls in the queue of its `WebViewJavascriptBridge`. Their answers are to be scripts to evaluate.
    fn queue(&mut self, flavour: Transport, queue: &str, origin: &str);

    /// Another page is loaded, or the same again: nobody waits for answers any more.
    fn forget(&mut self);
}

/// What the event loop is told.
#[derive(Debug)]
pub(crate) enum Happening {
    /// The page has sent a message, which has this number.
    Message {
        /// To tell its answer by.
        number: u64,
        /// What it says.
        text: String,
        /// The address of the page.
        from: String,
    },
    /// A frame of the page was about to load this address, which means something to a bridge. It is not loaded.
    Ring(String),
    /// The page's queue of calls was fetched.
    Queue(String),
    /// A page begins to load.
    Started,
    /// A page has loaded.
    Loaded,
    /// A message is answered.
    Answer {
        /// The message's.
        number: u64,
        /// What is said.
        answer: Answer,
    },
    /// A script is to be evaluated in the page.
    Evaluate(String),
}

/// The function that tells the event loop of something.
pub(crate) fn teller(proxy: &EventLoopProxy<Happening>) -> impl Fn(Happening) + Clone + use<> {
    let proxy = proxy.clone();
    move |happening| {
        // Nobody is there to be told once the app has ended.
        let _ = proxy.send_event(happening);
    }
}

/// What a mind says to a message.
#[derive(Debug)]
pub(crate) enum Answer {
    /// This text.
    Text(String),
    /// The value of this JSON, where the transport can carry one; else its text.
    Json(String),
    /// Nothing, it has failed.
    Failure(String),
}
