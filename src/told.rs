//! Questions as JavaScript writes them, and the values that are told of in them.
//!
//! A word is written with its length before it, in bytes of UTF-8: `3:pay`. A value is a letter for its kind, then a word of what else
//! there is to know of it: `s4:test` is a text, `u0:` is `undefined`. Of an object, those are its properties, each a word and a value:
//! `o15:6:app_ids4:test`. `npm/tell.mjs` writes them.

use alloc::borrow::Cow;
use vvchat_protocol::Value;
use vvchat_protocol::value::Kind;

/// Reads a question from its start to its end.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// A reader at the start of a question.
    pub fn new(question: &'a str) -> Self {
        Self { rest: question }
    }

    /// The next word or text. Empty if there is none.
    #[inline(never)]
    pub fn word(&mut self) -> &'a str {
        let length = self.number();
        self.take(length as usize)
    }

    /// The next value.
    #[inline(never)]
    pub fn value(&mut self) -> Told<'a> {
        Told { kind: self.letter(), text: self.word() }
    }

    fn letter(&mut self) -> u8 {
        self.take(1).as_bytes().first().copied().unwrap_or_default()
    }

    /// The number before the next colon.
    fn number(&mut self) -> u32 {
        let mut number = 0_u32;
        loop {
            match self.letter() {
                digit @ b'0'..=b'9' => number = number.wrapping_mul(10).wrapping_add(u32::from(digit - b'0')),
                _ => return number,
            }
        }
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or_default();
        self.rest = rest;
        taken
    }
}

/// A value of the page's or a host's, as far as it was told of.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    kind: u8,
    /// How it reads; what is in it, if it is an object.
    text: &'a str,
}

impl<'a> Told<'a> {
    /// Visits an object's own properties.
    fn properties(&self, visit: &mut dyn FnMut(&'a str, Self)) {
        let mut reader = Reader::new(if self.kind == b'o' { self.text } else { "" });
        while !reader.rest.is_empty() {
            let name = reader.word();
            visit(name, reader.value());
        }
    }
}

impl PartialEq for Told<'_> {
    fn eq(&self, other: &Self) -> bool {
        let is_kind = self.kind() == other.kind() && (self.kind == b'w') == (other.kind == b'w');
        is_kind && self.text == other.text
    }
}

impl Value for Told<'_> {
    fn kind(&self) -> Kind {
        match self.kind {
            b'u' => Kind::Missing,
            b'l' => Kind::Null,
            b'b' => Kind::Boolean,
            b'n' => Kind::Number,
            b'i' => Kind::BigInt,
            b's' | b'w' | b'h' => Kind::String,
            b'y' => Kind::Symbol,
            b'f' => Kind::Function,
            b'a' => Kind::Array,
            b'o' => Kind::Object,
            _ => Kind::Unreadable,
        }
    }

    #[inline(never)]
    fn get(&self, name: &str) -> Option<Self> {
        let mut found = None;
        self.properties(&mut |own, value| {
            if own == name {
                found = Some(value);
            }
        });
        found
    }

    fn each(&self, visit: &mut impl FnMut(&str, Self)) {
        self.properties(&mut |name, value| visit(name, value));
    }

    fn text(&self) -> Option<&str> {
        (self.kind() == Kind::String).then_some(self.text)
    }

    fn number(&self) -> Option<f64> {
        let mut bits = Reader::new(self.text);
        let mut half = || u64::from(bits.number());
        (self.kind == b'n').then(|| f64::from_bits(half() | half() << 32))
    }

    fn shown(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.text)
    }

    fn is_http_url(&self) -> bool {
        self.kind == b'h'
    }
}

/// Writing questions as JavaScript does.
#[cfg(test)]
pub(crate) mod testing {
    /// A word.
    pub(crate) fn word(text: &str) -> String {
        format!("{}:{text}", text.len())
    }

    /// A value: the letter for its kind, then what else there is to know, if anything.
    pub(crate) fn told(value: &str) -> String {
        let (kind, text) = value.split_at(1);
        kind.to_string() + &word(text)
    }

    /// An object.
    pub(crate) fn object(properties: &[(&str, &str)]) -> String {
        let written: String = properties.iter().map(|(name, value)| word(name) + &told(value)).collect();
        told(&("o".to_string() + &written))
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{object, told};
    use super::{Reader, Told};
    use vvchat_protocol::Value;
    use vvchat_protocol::value::Kind;

    fn value(told: &str) -> Told<'_> {
        Reader::new(told).value()
    }

    #[test]
    fn kinds() {
        for (told, kind) in [
            ("u0:", Kind::Missing),
            ("l0:", Kind::Null),
            ("b0:", Kind::Boolean),
            ("n3:0:0", Kind::Number),
            ("i0:", Kind::BigInt),
            ("s0:", Kind::String),
            ("w6:%uD83D", Kind::String),
            ("h17:https://a.example", Kind::String),
            ("y0:", Kind::Symbol),
            ("f0:", Kind::Function),
            ("a0:", Kind::Array),
            ("o0:", Kind::Object),
            ("x0:", Kind::Unreadable),
            ("", Kind::Unreadable),
        ] {
            assert_eq!(value(told).kind(), kind, "{told}");
        }
    }

    #[test]
    fn texts_are_as_long_as_their_bytes() {
        // Four for the cup, three for the tea.
        let mut reader = Reader::new("9:a🍵茶z6:and on");
        assert_eq!((reader.word(), reader.word()), ("a🍵茶z", "and on"));
    }

    #[test]
    fn numbers_are_their_bits() {
        assert_eq!(value("n12:0:1075052544").number(), Some(5.0));
        assert_eq!(value("n21:4294967295:1128267775").number(), Some(9_007_199_254_740_991.0));
        assert!(value("n12:0:2146959360").number().is_some_and(f64::is_nan));
        assert_eq!(value("s1:5").number(), None);
    }

    #[test]
    fn properties_are_found_by_name_the_last_of_a_name_counts() {
        let object = object(&[("a", "s1"), ("1", "b"), ("a", "s2")]);
        assert_eq!(object, "o20:1:as1:11:1b0:1:as1:2");
        let object = value(&object);
        assert_eq!(object.get("a").and_then(|a| a.text().map(str::to_owned)), Some("2".to_owned()));
        assert_eq!(object.get("1").map(|one| one.kind()), Some(Kind::Boolean));
        assert!(object.get("c").is_none() && value("s1:a").get("a").is_none());
    }

    #[test]
    fn only_the_same_kind_and_text_and_number_are_equal() {
        for (one, other) in [("s1", "n0:1072693248"), ("n0:0", "n1:0"), ("u", "l"), ("w%uD83D", "s%uD83D")] {
            let (one, other) = (told(one), told(other));
            assert!(value(&one) != value(&other) && value(&one) == value(&one), "{one} {other}");
        }
        // How a page's URL parser sees a text does not make it another.
        assert!(value(&told("shttps://a.example")) == value(&told("hhttps://a.example")));
    }
}

// What generates texts is there for this machine alone.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::testing::{object, word};
    use crate::questions::answer;
    use proptest::prelude::*;

    proptest! {
        /// JavaScript writes none but proper ones. But nothing that it could write makes the engine panic, or never come back.
        #[test]
        fn any_text_at_all_is_answered(question in "\\PC*", cut in 0_usize..40) {
            answer(&question, &mut |_, _, _| {});
            let params = object(&[("state", "sa")]);
            let reply = object(&[("err_code", "n0:0"), ("code", "sc")]);
            let proper = word("reply") + &word("auth") + &params + &reply;
            let start = proper.get(..proper.len().saturating_sub(cut)).unwrap_or_default();
            answer(&(start.to_owned() + &question), &mut |_, _, _| {});
        }
    }
}
