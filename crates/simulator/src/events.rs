//! What happens, told to every phone that listens.

use std::convert::Infallible;
use std::sync::Mutex;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::broadcast::{self, Receiver, Sender};

/// Who falls further behind than this begins anew.
const KEPT: usize = 1024;

/// Tells what happens.
#[derive(Debug)]
pub(crate) struct Events {
    /// Gone when no more events come.
    sender: Mutex<Option<Sender<Event>>>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self { sender: Mutex::new(Some(Sender::new(KEPT))) }
    }

    /// Tells everybody who listens that this happened.
    pub(crate) fn send(&self, name: &str, what: &impl Serialize) {
        let data = serde_json::to_string(what).expect("what the simulator tells is made of texts and numbers");
        if let Some(sender) = self.sender().as_ref() {
            // Nobody may be listening.
            let _ = sender.send(Event::default().event(name).data(data));
        }
    }

    /// Ends every stream, so that the server can stop.
    pub(crate) fn end(&self) {
        *self.sender() = None;
    }

    /// A stream of what happens from now on.
    pub(crate) fn stream(&self) -> Response {
        let receiver = self.sender().as_ref().map_or_else(|| broadcast::channel(1).1, Sender::subscribe);
        Sse::new(futures_util::stream::unfold(receiver, next)).keep_alive(KeepAlive::default()).into_response()
    }

    fn sender(&self) -> std::sync::MutexGuard<'_, Option<Sender<Event>>> {
        self.sender.lock().expect("nothing panics while it holds this")
    }
}

/// The next event. The stream ends for who fell too far behind: a page that listens anew knows that it missed something.
async fn next(mut receiver: Receiver<Event>) -> Option<(Result<Event, Infallible>, Receiver<Event>)> {
    let event = receiver.recv().await.ok()?;
    Some((Ok(event), receiver))
}
