//! The simulator's clock: the machine's, put forward as far as a person or a test wants.

use std::future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// A moment: milliseconds since 1970-01-01 UTC.
pub(crate) type Millis = u64;

/// A hundred years: nothing here is further away from now.
pub(crate) const CENTURY: Millis = 100 * 365 * 24 * 3_600_000;

/// Tells the time, and wakes who waits for a moment, however it comes: by waiting or by being put forward.
#[derive(Debug)]
pub(crate) struct Clock {
    ahead: watch::Sender<Millis>,
}

impl Clock {
    /// A clock that is `ahead` of the machine's.
    pub(crate) fn ahead_by(ahead: Millis) -> Self {
        Self { ahead: watch::Sender::new(ahead) }
    }

    pub(crate) fn now(&self) -> Millis {
        real_time() + *self.ahead.borrow()
    }

    /// Sets how far it is ahead of the machine's.
    pub(crate) fn set_ahead(&self, ahead: Millis) {
        self.ahead.send_replace(ahead);
    }

    /// Waits for that moment; for ever, if there is none.
    pub(crate) async fn wait_until(&self, moment: Option<Millis>) {
        let Some(moment) = moment else { return future::pending().await };
        let mut ahead = self.ahead.subscribe();
        loop {
            let left = moment.saturating_sub(self.now());
            if left == 0 {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(left)) => {}
                // The sender is `self`, so it is there as long as this is waited for.
                _ = ahead.changed() => {}
            }
        }
    }
}

/// The machine's own time. Only what is compared with a merchant's clock goes by it.
pub(crate) fn real_time() -> Millis {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since_1970.as_millis()).unwrap_or(Millis::MAX)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::Clock;

    #[tokio::test]
    async fn who_waits_is_woken_when_the_clock_is_put_forward() {
        let clock = Clock::ahead_by(0);
        let moment = clock.now() + 3_600_000;
        let wait = clock.wait_until(Some(moment));
        tokio::pin!(wait);
        // Looked at once, so that it really waits.
        assert_eq!(wait.as_mut().now_or_never(), None);
        clock.set_ahead(1_800_000);
        assert_eq!(wait.as_mut().now_or_never(), None, "half the time is not enough");
        clock.set_ahead(3_600_000);
        wait.await;
        assert!(clock.now() >= moment);
    }
}
