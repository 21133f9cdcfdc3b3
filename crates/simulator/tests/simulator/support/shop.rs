//! A merchant's server that hears notifications. The test decides what it answers.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

/// The server.
pub(crate) struct Shop {
    pub(crate) notify_url: String,
    heard: mpsc::UnboundedReceiver<Heard>,
}

/// A request that waits for its answer.
pub(crate) struct Heard {
    pub(crate) method: String,
    pub(crate) content_type: String,
    pub(crate) body: String,
    answer: oneshot::Sender<Response>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let notify_url = format!("http://{}/api/notify", listener.local_addr().unwrap());
        let (sender, heard) = mpsc::unbounded_channel();
        tokio::spawn(axum::serve(listener, Router::new().fallback(hear).with_state(sender)).into_future());
        Self { notify_url, heard }
    }

    /// The next notification.
    pub(crate) async fn next(&mut self) -> Heard {
        self.heard.recv().await.unwrap()
    }

    /// Whether one has come that nobody has looked at.
    pub(crate) fn has_heard_more(&mut self) -> bool {
        self.heard.try_recv().is_ok()
    }
}

impl Heard {
    /// The fields of a form, in their order.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        assert_eq!((self.method.as_str(), self.content_type.as_str()), ("POST", "application/x-www-form-urlencoded"));
        form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    pub(crate) fn answer(self, status: u16, body: &str) {
        let _ = self.answer.send((StatusCode::from_u16(status).unwrap(), body.to_owned()).into_response());
    }

    pub(crate) fn succeed(self) {
        self.answer(200, "success");
    }

    /// Hangs up.
    pub(crate) fn ignore(self) {
        drop(self.answer);
    }
}

async fn hear(State(sender): State<mpsc::UnboundedSender<Heard>>, request: Request) -> Response {
    let content_type = request.headers().get("content-type").map_or("", |value| value.to_str().unwrap()).to_owned();
    let method = request.method().to_string();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    let (answer, answered) = oneshot::channel();
    sender.send(Heard { method, content_type, body, answer }).ok();
    // Without an answer the connection ends.
    answered.await.expect("the test ignores this notification")
}
