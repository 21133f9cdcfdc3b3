//! Money: a whole number of fen.

use crate::Error;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// An amount of money in fen, a hundredth of a yuan. There is no way from or to a float.
///
/// The platform's `amount` (guide's 统一下单接口) is such a number. In JSON it is an integer; reading accepts a text of decimal
/// digits too, as notifications have it.
///
/// ```
/// use vvchat_openapi::Fen;
///
/// let price = Fen::from_yuan("12.80").unwrap();
/// assert_eq!(price, Fen::new(1280));
/// assert_eq!(price.times(3), Some(Fen::new(3840)));
/// assert_eq!(price.to_string(), "12.80");
/// assert_eq!(serde_json::to_string(&price).unwrap(), "1280");
/// assert_eq!(serde_json::from_str::<Fen>(r#""1280""#).unwrap(), price);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Fen(u64);

impl Fen {
    /// So many fen.
    pub const fn new(fen: u64) -> Self {
        Self(fen)
    }

    /// How many fen.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Reads an amount in yuan as people write it: digits, and after a point at most two more. `None` for anything else, and
    /// for what is too large.
    ///
    /// ```
    /// use vvchat_openapi::Fen;
    ///
    /// assert_eq!(Fen::from_yuan("0.1"), Some(Fen::new(10)));
    /// assert_eq!(Fen::from_yuan("0.001"), None);
    /// assert_eq!(Fen::from_yuan("-1"), None);
    /// ```
    pub fn from_yuan(text: &str) -> Option<Self> {
        let (yuan, cents) = match text.split_once('.') {
            Some((yuan, cents)) if (1..=2).contains(&cents.len()) => (digits(yuan)?, format!("{cents:0<2}")),
            Some(_) => return None,
            None => (digits(text)?, "00".to_string()),
        };
        yuan.checked_mul(100)?.checked_add(digits(&cents)?).map(Self)
    }

    /// Reads a whole number of fen: decimal digits and nothing else, without a leading zero.
    ///
    /// ```
    /// use vvchat_openapi::Fen;
    ///
    /// assert_eq!(Fen::from_digits("100"), Some(Fen::new(100)));
    /// assert_eq!(Fen::from_digits("100.0"), None);
    /// ```
    pub fn from_digits(text: &str) -> Option<Self> {
        if text.len() > 1 && text.starts_with('0') { None } else { digits(text).map(Self) }
    }

    /// The sum, unless it is too large.
    ///
    /// ```
    /// use vvchat_openapi::Fen;
    ///
    /// assert_eq!(Fen::new(1).plus(Fen::new(2)), Some(Fen::new(3)));
    /// assert_eq!(Fen::new(u64::MAX).plus(Fen::new(1)), None);
    /// ```
    pub const fn plus(self, other: Fen) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// So many times the amount, unless it is too large.
    ///
    /// ```
    /// use vvchat_openapi::Fen;
    ///
    /// assert_eq!(Fen::new(250).times(4), Some(Fen::new(1000)));
    /// ```
    pub const fn times(self, quantity: u64) -> Option<Self> {
        match self.0.checked_mul(quantity) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }
}

/// Refuses an amount of nothing: nobody can be asked to pay it.
pub(crate) fn check_price(amount: Fen) -> Result<(), Error> {
    if amount < Fen(1) { Err(Error::input("amount", "at least 1 fen", amount.0.to_string())) } else { Ok(()) }
}

/// A number written in decimal digits alone. `str::parse` would take a plus sign too.
fn digits(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The amount in yuan: `12.80`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FenVisitor)
    }
}

struct FenVisitor;

impl Visitor<'_> for FenVisitor {
    type Value = Fen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number of fen")
    }

    fn visit_u64<E: de::Error>(self, fen: u64) -> Result<Fen, E> {
        Ok(Fen(fen))
    }

    fn visit_i64<E: de::Error>(self, fen: i64) -> Result<Fen, E> {
        u64::try_from(fen).map(Fen).map_err(|_| E::invalid_value(de::Unexpected::Signed(fen), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Fen, E> {
        Fen::from_digits(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::Fen;
    use proptest::prelude::*;

    #[test]
    fn yuan_is_read_as_people_write_it_and_nothing_else() {
        for (text, fen) in
            [("0", 0), ("1", 100), ("1.5", 150), ("1.05", 105), ("007.10", 710), ("184467440737095516.15", u64::MAX)]
        {
            assert_eq!(Fen::from_yuan(text), Some(Fen::new(fen)), "{text}");
        }
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1.234",
            "1,5",
            "+1",
            "-1",
            "1.+5",
            "1.-5",
            " 1",
            "1 ",
            "1e2",
            "１",
            "184467440737095516.16",
            "1.5.0",
            "∞",
        ] {
            assert_eq!(Fen::from_yuan(text), None, "{text}");
        }
    }

    #[test]
    fn digits_are_fen_and_nothing_else_is() {
        assert_eq!(Fen::from_digits("0"), Some(Fen::new(0)));
        assert_eq!(Fen::from_digits("18446744073709551615"), Some(Fen::new(u64::MAX)));
        for text in ["", "01", "00", "+1", "-1", "1.0", "1e3", " 1", "1 ", "18446744073709551616", "一"] {
            assert_eq!(Fen::from_digits(text), None, "{text}");
        }
    }

    #[test]
    fn json_is_an_integer_or_its_digits() {
        for json in ["7", r#""7""#] {
            assert_eq!(serde_json::from_str::<Fen>(json).unwrap(), Fen::new(7), "{json}");
        }
        for json in ["7.0", "-7", r#""7.0""#, r#""""#, "null", "true", "1e2", "18446744073709551616", "[7]"] {
            assert!(serde_json::from_str::<Fen>(json).is_err(), "{json}");
        }
        assert_eq!(
            serde_json::from_str::<Fen>("-7").unwrap_err().to_string(),
            "invalid value: integer `-7`, expected a whole number of fen at line 1 column 2"
        );
    }

    proptest! {
        #[test]
        fn every_amount_comes_back_from_its_text(fen: u64) {
            let amount = Fen::new(fen);
            prop_assert_eq!(Fen::from_yuan(&amount.to_string()), Some(amount));
            prop_assert_eq!(serde_json::from_str::<Fen>(&serde_json::to_string(&amount).unwrap()).unwrap(), amount);
        }
    }
}
