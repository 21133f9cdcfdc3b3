//! What shops are to be told, and have been: the outbox.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vvchat_openapi::sign;

use crate::clock::Millis;
use crate::masking::masked;
use crate::refusal::Refusal;
use crate::simulation::Simulation;
use crate::store::{Changes, Failure, Record, View, sortable};
use crate::world::App;

/// How long after each attempt that failed the next one follows, in seconds: a day in all. After the last one only a
/// person sends it again.
const DELAYS: [Millis; 15] =
    [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600];

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// An order was paid.
    Pay,
    /// A person was paid.
    AgentPay,
}

/// Something that a shop is to be told until it answers `success`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notification {
    pub(crate) id: u64,
    pub(crate) app_id: String,
    pub(crate) kind: Kind,
    pub(crate) notify_url: String,
    /// What is sent, `sign` included. It is the same each time.
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) attempts: Vec<Attempt>,
    /// When it is sent next, if it is.
    pub(crate) next_at: Option<Millis>,
    /// Whether the shop has answered `success`.
    pub(crate) delivered: bool,
}

/// One time that it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) at: Millis,
    /// The HTTP status of the answer.
    pub(crate) status: Option<u16>,
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// The shop answered this; at most its first 200 characters are kept.
    Answer(String),
    /// No answer came, because of this.
    Error(String),
}

impl Attempt {
    /// The shop has taken it in. Guide: the answer is `success`, in letters of any case.
    fn is_success(&self) -> bool {
        let says_success = |answer: &str| answer.trim().eq_ignore_ascii_case("success");
        self.status == Some(200) && matches!(&self.outcome, Outcome::Answer(answer) if says_success(answer))
    }
}

/// How far a shop was told of an order.
#[derive(Debug, Serialize)]
pub(crate) struct Progress {
    id: u64,
    delivered: bool,
    attempts: usize,
    next_at: Option<Millis>,
}

impl Record for Notification {
    const KIND: &'static str = "notification";

    fn key(&self) -> String {
        sortable(self.id)
    }
}

/// Notifications by when they are due, so that nobody has to look through those that are not.
#[derive(Debug, Serialize, Deserialize)]
struct Due {
    at: Millis,
    notification: u64,
}

impl Record for Due {
    const KIND: &'static str = "due";

    fn key(&self) -> String {
        format!("{}/{}", sortable(self.at), sortable(self.notification))
    }
}

/// Puts a notification into the outbox, due at once.
pub(crate) fn add(
    changes: &Changes,
    now: Millis,
    app: &App,
    kind: Kind,
    notify_url: &str,
    fields: Vec<(&'static str, String)>,
) -> Result<Notification, Failure> {
    let signature = sign::data(fields.iter().map(|(name, value)| (*name, value.as_str())), &app.key());
    let fields = fields.into_iter().chain([("sign", signature)]);
    let mut notification = Notification {
        id: changes.next_number()?,
        app_id: app.app_id.clone(),
        kind,
        notify_url: notify_url.to_owned(),
        fields: fields.map(|(name, value)| (name.to_owned(), value)).collect(),
        attempts: Vec::new(),
        next_at: None,
        delivered: false,
    };
    schedule(changes, &mut notification, Some(now))?;
    Ok(notification)
}

/// Sets when a notification is sent next, and stores it.
fn schedule(changes: &Changes, notification: &mut Notification, next_at: Option<Millis>) -> Result<(), Failure> {
    let due = |at| Due { at, notification: notification.id };
    if let Some(before) = notification.next_at {
        changes.take::<Due>(&due(before).key())?;
    }
    if let Some(next_at) = next_at {
        changes.put(&due(next_at))?;
    }
    notification.next_at = next_at;
    changes.put(notification)
}

/// How far a notification is.
pub(crate) fn progress(view: &impl View, id: u64) -> Result<Option<Progress>, Failure> {
    let notification: Option<Notification> = view.get(&sortable(id))?;
    Ok(notification.map(|Notification { id, delivered, attempts, next_at, .. }| Progress {
        id,
        delivered,
        attempts: attempts.len(),
        next_at,
    }))
}

impl Simulation {
    /// The notifications that are due, and the moment when the next one will be.
    pub(crate) fn outbox(&self) -> Result<(Vec<Notification>, Option<Millis>), Failure> {
        let now = self.clock.now();
        self.store.read(|view| {
            let mut due = Vec::new();
            for entry in view.list::<Due>("")? {
                if entry.at > now {
                    return Ok((due, Some(entry.at)));
                }
                due.extend(view.get::<Notification>(&sortable(entry.notification))?);
            }
            Ok((due, None))
        })
    }

    /// Notes what became of an attempt, and plans the next one. `sent` is the notification as it was when the attempt began.
    pub(crate) fn attempted(&self, sent: &Notification, attempt: Attempt) -> Result<(), Failure> {
        let notification = self.store.write(|changes| {
            // Meanwhile the simulator may have gone back to its beginning.
            let Some(mut notification) = changes.get::<Notification>(&sortable(sent.id))? else { return Ok(None) };
            notification.delivered |= attempt.is_success();
            let delay = DELAYS.get(notification.attempts.len()).filter(|_| !notification.delivered);
            let planned = delay.map(|seconds| attempt.at + seconds * 1000);
            // Whoever wanted it sent again while it was under way set another moment.
            let wanted = notification.next_at.filter(|_| notification.next_at != sent.next_at);
            let next_at = wanted.or(planned);
            notification.attempts.push(attempt);
            schedule(changes, &mut notification, next_at)?;
            Ok::<_, Failure>(Some(notification))
        })?;
        notification.map_or(Ok(()), |notification| self.tell_notification(&notification))
    }

    /// Sends a notification at once, delivered or not; if it is under way, once more after that.
    pub(crate) fn send_again(&self, id: u64) -> Result<(), Refusal> {
        let notification = self.store.write(|changes| {
            let found: Option<Notification> = changes.get(&sortable(id))?;
            let mut notification = found.ok_or(Refusal::UnknownNotification)?;
            let now = self.clock.now();
            // It may have become due, and be under way, in this very millisecond.
            let again_at = if notification.next_at == Some(now) { now + 1 } else { now };
            schedule(changes, &mut notification, Some(again_at))?;
            Ok::<_, Refusal>(notification)
        })?;
        Ok(self.tell_due(&notification)?)
    }

    /// Every notification, newest first, without the signatures.
    pub(crate) fn notifications(&self) -> Result<Vec<Notification>, Refusal> {
        let notifications = self.store.read(|view| view.list::<Notification>(""))?;
        Ok(notifications.into_iter().rev().map(without_signature).collect())
    }

    /// A notification was put into the outbox.
    pub(crate) fn tell_due(&self, notification: &Notification) -> Result<(), Failure> {
        self.due.notify_one();
        self.tell_notification(notification)
    }

    /// Tells the phone how a notification is now, and the order that it is about.
    fn tell_notification(&self, notification: &Notification) -> Result<(), Failure> {
        self.events.send("notification", &without_signature(notification.clone()));
        match notification.fields.get("out_trade_no") {
            Some(out_trade_no) => self.tell_order(&notification.app_id, out_trade_no),
            None => Ok(()),
        }
    }
}

/// What the phone may show.
fn without_signature(mut notification: Notification) -> Notification {
    if let Some(signature) = notification.fields.get_mut("sign") {
        *signature = masked(signature);
    }
    notification
}

#[cfg(test)]
mod tests {
    use super::{Attempt, Kind, Notification, Outcome, add};
    use crate::simulation::Simulation;
    use crate::store::{View, sortable};

    /// Many times, since it is about two things within one millisecond.
    #[test]
    fn who_asks_for_it_in_the_very_moment_that_it_is_due_gets_it_once_more() {
        let simulation = Simulation::open(None, None, "http://127.0.0.1:4173".to_owned()).unwrap();
        let app = &simulation.world.apps[0];
        for _ in 0..100 {
            let now = simulation.clock.now();
            let added =
                simulation.store.write(|changes| add(changes, now, app, Kind::Pay, "http://x.example/", vec![]));
            let sent = added.unwrap();
            simulation.send_again(sent.id).unwrap();
            let answer = Outcome::Answer("success".to_owned());
            simulation.attempted(&sent, Attempt { at: now, status: Some(200), outcome: answer }).unwrap();
            let present = simulation.store.read(|view| view.get::<Notification>(&sortable(sent.id)));
            assert!(present.unwrap().unwrap().next_at.is_some());
        }
    }
}
