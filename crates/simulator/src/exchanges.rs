//! The platform's HTTP calls so far, in both directions, for the phone's inspector. They are a trace, not data: they are
//! in memory alone.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Instant;

use axum::http::HeaderMap;
use serde::Serialize;

use crate::clock::Millis;
use crate::masking::mask_value;
use crate::simulation::Simulation;

/// How many are kept.
const KEPT: usize = 1000;

/// Who called whom.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Direction {
    /// A merchant's server, the platform.
    In,
    /// The platform, a merchant's server.
    Out,
}

/// One call, with its secrets masked.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Exchange {
    id: u64,
    at: Millis,
    took_ms: u64,
    #[serde(flatten)]
    pub(crate) call: Call,
}

/// What was asked and answered.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Call {
    pub(crate) direction: Direction,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) request_headers: BTreeMap<String, String>,
    pub(crate) request_body: String,
    /// Nothing, where no answer came.
    pub(crate) status: Option<u16>,
    /// The answer's body, or why no answer came.
    pub(crate) response_body: String,
    /// The app that it is about.
    pub(crate) by: Option<String>,
}

/// The last calls.
#[derive(Debug, Default)]
pub(crate) struct Exchanges(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    count: u64,
    last: VecDeque<Exchange>,
}

impl Exchanges {
    /// The calls that are kept, oldest first.
    pub(crate) fn all(&self) -> Vec<Exchange> {
        self.kept().last.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.kept().last.clear();
    }

    fn add(&self, at: Millis, took_ms: u64, call: Call) -> Exchange {
        let mut kept = self.kept();
        kept.count += 1;
        let exchange = Exchange { id: kept.count, at, took_ms, call };
        if kept.last.len() == KEPT {
            kept.last.pop_front();
        }
        kept.last.push_back(exchange.clone());
        exchange
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().expect("nothing panics while it holds this")
    }
}

impl Simulation {
    /// Notes a call that began at that moment and is over now.
    pub(crate) fn note_exchange(&self, at: Millis, began: Instant, call: Call) {
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let exchange = self.exchanges.add(at, took_ms, call);
        self.events.send("exchange", &exchange);
    }
}

/// Headers for people to read.
pub(crate) fn masked_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let read = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), mask_value(name.as_str(), &read(value.as_bytes())))).collect()
}
