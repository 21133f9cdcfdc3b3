//! Moments as the platform writes them: Unix seconds in ten digits.

use serde::Serialize;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment, in whole seconds since 1970 (UTC). Always ten digits, as the platform writes it: 2001 to 2286.
///
/// ```
/// use vvchat_openapi::Timestamp;
///
/// let expires = Timestamp::from_seconds(1_522_821_617).unwrap();
/// assert!(expires > Timestamp::from_seconds(1_522_821_616).unwrap());
/// assert_eq!(expires.to_string(), "1522821617");
/// assert_eq!(Timestamp::from_seconds(7200), None, "a duration is no moment");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The moment so many seconds after the start of 1970 (UTC). `None` unless the number has ten digits.
    pub const fn from_seconds(seconds: u64) -> Option<Self> {
        if seconds >= 1_000_000_000 && seconds <= 9_999_999_999 { Some(Self(seconds)) } else { None }
    }

    /// Reads ten decimal digits, and nothing else.
    ///
    /// ```
    /// use vvchat_openapi::Timestamp;
    ///
    /// assert!(Timestamp::from_digits("1522821617").is_some());
    /// assert_eq!(Timestamp::from_digits("1522821617000"), None, "milliseconds");
    /// ```
    pub fn from_digits(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|_| text.len() == 10).and_then(Self::from_seconds)
    }

    /// The moment that a clock shows. `None` if that is outside of what ten digits can say.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use vvchat_openapi::Timestamp;
    ///
    /// assert!(Timestamp::from_system_time(SystemTime::now()).is_some());
    /// assert_eq!(Timestamp::from_system_time(SystemTime::UNIX_EPOCH), None);
    /// ```
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        Self::from_seconds(time.duration_since(UNIX_EPOCH).ok()?.as_secs())
    }

    /// Seconds since the start of 1970 (UTC).
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// The same moment as the standard library has it.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use vvchat_openapi::Timestamp;
    ///
    /// let moment = Timestamp::from_seconds(1_522_821_617).unwrap();
    /// assert_eq!(moment.to_system_time(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_522_821_617));
    /// ```
    pub fn to_system_time(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn ten_digits_and_nothing_else() {
        assert_eq!(Timestamp::from_digits("1000000000").unwrap().seconds(), 1_000_000_000);
        assert_eq!(Timestamp::from_digits("9999999999").unwrap().seconds(), 9_999_999_999);
        for text in [
            "",
            "0",
            "999999999",
            "0999999999",
            "10000000000",
            "01522821617",
            "+152282161",
            "-152282161",
            "1522821617 ",
            "15228216.7",
        ] {
            assert_eq!(Timestamp::from_digits(text), None, "{text}");
        }
        assert_eq!(Timestamp::from_seconds(999_999_999), None);
        assert_eq!(Timestamp::from_seconds(10_000_000_000), None);
    }
}
