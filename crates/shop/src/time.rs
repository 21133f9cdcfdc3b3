//! What time it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Unix seconds.
pub(crate) fn now() -> u64 {
    since_1970().as_secs()
}

/// The same, as exactly as the machine knows it.
pub(crate) fn since_1970() -> Duration {
    // A clock before 1970 is wrong in any case.
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
