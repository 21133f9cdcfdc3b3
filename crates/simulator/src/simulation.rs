//! Everything that one simulator has, shared by whatever answers requests.

use std::path::Path;
use std::sync::Arc;

use reqwest::Client;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::clock::{CENTURY, Clock, Millis};
use crate::events::Events;
use crate::exchanges::Exchanges;
use crate::outgoing;
use crate::refusal::Refusal;
use crate::seed::{Planted, Seed};
use crate::store::{Changes, Failure, Record, Store, View};
use crate::world::World;

/// What is shared.
pub(crate) type Shared = Arc<Simulation>;

/// One simulator's state.
#[derive(Debug)]
pub(crate) struct Simulation {
    pub(crate) world: World,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) events: Events,
    pub(crate) exchanges: Exchanges,
    /// Rung when a notification has become due.
    pub(crate) due: Notify,
    /// For the simulator's own requests.
    pub(crate) client: Client,
    /// Where pages and merchants' servers reach this simulator.
    pub(crate) origin: String,
    seed: Seed,
}

/// Why the state cannot be had.
#[derive(Debug)]
pub(crate) enum Unavailable {
    Store(Failure),
    /// The data was begun with another seed than the one asked for.
    OtherSeed,
}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        Self::Store(failure)
    }
}

impl Simulation {
    /// Goes on with what is in the folder, or begins with the seed: the one given, else the one built in.
    pub(crate) fn open(data: Option<&Path>, seed: Option<Seed>, origin: String) -> Result<Self, Unavailable> {
        let store = match data {
            Some(folder) => Store::in_folder(folder)?,
            None => Store::in_memory()?,
        };
        let (seed, Ahead(ahead)) = store.write(|changes| {
            let ahead = changes.get("")?.unwrap_or(Ahead(0));
            match changes.get("")? {
                Some(Planted(planted)) if seed.as_ref().is_none_or(|seed| *seed == planted) => Ok((planted, ahead)),
                Some(_) => Err(Unavailable::OtherSeed),
                None => {
                    let seed = seed.unwrap_or_default();
                    seed.plant(changes, Clock::ahead_by(ahead.0).now())?;
                    Ok((seed, ahead))
                }
            }
        })?;
        Ok(Self {
            world: seed.world(),
            store,
            clock: Clock::ahead_by(ahead),
            events: Events::new(),
            exchanges: Exchanges::default(),
            due: Notify::new(),
            client: outgoing::client(),
            origin,
            seed,
        })
    }

    /// Lets time pass. It goes on from there, after a restart, too.
    pub(crate) fn advance(&self, seconds: u64) -> Result<Millis, Refusal> {
        let ahead = self.store.write(|changes| {
            let Ahead(before) = changes.get("")?.unwrap_or(Ahead(0));
            let ahead = before.saturating_add(seconds.saturating_mul(1000));
            if ahead > CENTURY {
                return Err(Refusal::wrong("advance_seconds", "总共不超过一百年的秒数", seconds));
            }
            changes.put(&Ahead(ahead))?;
            Ok(ahead)
        })?;
        self.clock.set_ahead(ahead);
        let now = self.clock.now();
        self.events.send("clock", &serde_json::json!({ "now": now }));
        Ok(now)
    }

    /// Goes back to the seed, and to the machine's own time.
    pub(crate) fn reset(&self) -> Result<(), Refusal> {
        self.store.write(|changes: &Changes| {
            changes.clear()?;
            self.seed.plant(changes, Clock::ahead_by(0).now())
        })?;
        self.clock.set_ahead(0);
        self.exchanges.clear();
        self.due.notify_one();
        self.events.send("reset", &serde_json::json!({}));
        Ok(())
    }
}

/// How far the clock is ahead of the machine's.
#[derive(Serialize, Deserialize)]
struct Ahead(Millis);

impl Record for Ahead {
    const KIND: &'static str = "ahead";

    fn key(&self) -> String {
        String::new()
    }
}
