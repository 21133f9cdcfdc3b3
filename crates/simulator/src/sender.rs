//! Sends what is in the outbox, as long as the simulator runs.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use tokio::task::JoinSet;

use crate::exchanges::{Call, Direction};
use crate::masking::mask_body;
use crate::notifications::{Attempt, Notification, Outcome};
use crate::outgoing::{read_up_to, reason};
use crate::simulation::Shared;

/// How long a shop may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much is kept of an answer, in bytes and in characters.
const ANSWER_LIMIT: usize = 4096;
const ANSWER_SHOWN: usize = 200;

/// In which form notifications are sent. The platform's documentation does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NotifyAs {
    /// `application/x-www-form-urlencoded`.
    #[default]
    Form,
    /// `application/json`: an object of texts.
    Json,
}

impl NotifyAs {
    fn content_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }

    fn body(self, notification: &Notification) -> String {
        match self {
            Self::Form => form_urlencoded::Serializer::new(String::new()).extend_pairs(&notification.fields).finish(),
            Self::Json => serde_json::to_string(&notification.fields).expect("texts are JSON"),
        }
    }
}

/// Sends whatever is due, each notification by itself, so that a slow shop holds up no other. Never returns.
pub(crate) async fn run(simulation: Shared, notify_as: NotifyAs) {
    let mut under_way = HashSet::new();
    let mut sending = JoinSet::new();
    loop {
        let (due, next) = simulation.outbox().unwrap_or_else(|failure| {
            eprintln!("vvchat-simulator: the outbox cannot be read: {failure}");
            (Vec::new(), None)
        });
        for notification in due {
            if under_way.insert(notification.id) {
                let simulation = simulation.clone();
                sending.spawn(async move {
                    let attempt = send(&simulation, notify_as, &notification).await;
                    match simulation.attempted(&notification, attempt) {
                        Ok(()) => Some(notification.id),
                        Err(failure) => {
                            eprintln!("vvchat-simulator: an attempt cannot be noted: {failure}");
                            None
                        }
                    }
                });
            }
        }
        tokio::select! {
            Some(sent) = sending.join_next() => {
                // One that could not be noted counts as under way until the next start. It is still due, so it would be sent
                // again at once, and for ever: a store that failed once takes nothing more.
                if let Ok(Some(id)) = sent {
                    under_way.remove(&id);
                }
            }
            () = simulation.due.notified() => {}
            () = simulation.clock.wait_until(next) => {}
        }
    }
}

/// One attempt.
async fn send(simulation: &Shared, notify_as: NotifyAs, notification: &Notification) -> Attempt {
    let (at, began) = (simulation.clock.now(), Instant::now());
    let body = notify_as.body(notification);
    let (status, outcome) = post(&simulation.client, notify_as, notification, body.clone()).await;
    let (Outcome::Answer(text) | Outcome::Error(text)) = &outcome;
    simulation.note_exchange(
        at,
        began,
        Call {
            direction: Direction::Out,
            method: "POST".to_owned(),
            url: notification.notify_url.clone(),
            request_headers: [("content-type".to_owned(), notify_as.content_type().to_owned())].into(),
            request_body: mask_body(notify_as.content_type(), body.as_bytes()),
            status,
            response_body: text.clone(),
            by: Some(notification.app_id.clone()),
        },
    );
    Attempt { at, status, outcome }
}

/// Sends a notification, and reads the answer. A shop that says more than it should is read no further.
async fn post(
    client: &Client,
    notify_as: NotifyAs,
    notification: &Notification,
    body: String,
) -> (Option<u16>, Outcome) {
    let asking = async {
        let request = client.post(&notification.notify_url).header(CONTENT_TYPE, notify_as.content_type()).body(body);
        let response = request.send().await?;
        let status = response.status().as_u16();
        let (answer, _) = read_up_to(response, ANSWER_LIMIT).await?;
        Ok::<_, reqwest::Error>((status, String::from_utf8_lossy(&answer).chars().take(ANSWER_SHOWN).collect()))
    };
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(Ok((status, answer))) => (Some(status), Outcome::Answer(answer)),
        Ok(Err(error)) => (None, Outcome::Error(reason(&error))),
        Err(_) => (None, Outcome::Error(format!("no answer within {} s", PATIENCE.as_secs()))),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;
    use tokio::time::Instant;

    use super::{NotifyAs, post};
    use crate::notifications::{Kind, Notification, Outcome};
    use crate::outgoing;

    #[tokio::test(start_paused = true)]
    async fn a_shop_has_ten_seconds_to_answer() {
        // Connections to it are made, and nobody takes them.
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let notification = Notification {
            id: 1,
            app_id: "test".to_owned(),
            kind: Kind::Pay,
            notify_url: format!("http://{}/", silent.local_addr().unwrap()),
            fields: [].into(),
            attempts: Vec::new(),
            next_at: None,
            delivered: false,
        };
        let began = Instant::now();
        let outcome = post(&outgoing::client(), NotifyAs::Form, &notification, String::new()).await;
        assert_eq!(outcome, (None, Outcome::Error("no answer within 10 s".to_owned())));
        assert_eq!(began.elapsed().as_secs(), 10);
    }
}
