//! Questions as JavaScript writes them, and the values that are told of in them.
//!
//! Words and texts are written with their length before them, in bytes of UTF-8: `3:pay`. A value is a letter for
//! its kind, then what there is to know of it: `s4:test` is a text, `o6:app_ids4:test;` an object. `npm/tell.mjs` writes them, and says
//! what each letter stands for.

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

    /// Whether nothing is left of the object that is read.
    fn is_at_end(self) -> bool {
        matches!(self.rest.as_bytes(), [] | [b';', ..])
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
        let kind = self.letter();
        let (mut text, mut exactly, mut number) = ("", "", 0.0);
        match kind {
            b'o' => {
                let mut properties = *self;
                while !properties.is_at_end() {
                    properties.word();
                    properties.value();
                }
                text = self.take(self.rest.len() - properties.rest.len());
                self.letter();
            }
            b'n' => {
                number = f64::from_bits(u64::from(self.number()) | u64::from(self.number()) << 32);
            }
            b's' | b'h' | b'w' => {
                text = self.word();
                if kind == b'w' {
                    exactly = self.word();
                }
            }
            _ => {}
        }
        Told { kind, text, exactly, number }
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
    /// A text with lone surrogates, written so that no other text is written the same.
    exactly: &'a str,
    number: f64,
}

impl<'a> Told<'a> {
    /// Visits an object's own properties.
    fn properties(&self, visit: &mut dyn FnMut(&'a str, Self)) {
        let mut reader = Reader::new(if self.kind == b'o' { self.text } else { "" });
        while !reader.is_at_end() {
            let name = reader.word();
            visit(name, reader.value());
        }
    }
}

impl PartialEq for Told<'_> {
    fn eq(&self, other: &Self) -> bool {
        let is_number = self.number.to_bits() == other.number.to_bits();
        is_number && self.kind() == other.kind() && self.text == other.text && self.exactly == other.exactly
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
        (self.kind == b'n').then_some(self.number)
    }

    fn shown(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.text)
    }

    fn is_http_url(&self) -> bool {
        self.kind == b'h'
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, Told};
    use vvchat_protocol::Value;
    use vvchat_protocol::value::Kind;

    fn value(told: &str) -> Told<'_> {
        Reader::new(told).value()
    }

    #[test]
    fn kinds() {
        for (told, kind) in [
            ("u", Kind::Missing),
            ("l", Kind::Null),
            ("b", Kind::Boolean),
            ("n0:0:", Kind::Number),
            ("i", Kind::BigInt),
            ("s0:", Kind::String),
            ("w3:\u{fffd}6:\\55357", Kind::String),
            ("h16:https://a.example", Kind::String),
            ("y", Kind::Symbol),
            ("f", Kind::Function),
            ("a", Kind::Array),
            ("o;", Kind::Object),
            ("x", Kind::Unreadable),
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
        assert_eq!(value("n0:1075052544:").number(), Some(5.0));
        assert_eq!(value("n4294967295:1128267775:").number(), Some(9_007_199_254_740_991.0));
        assert!(value("n0:2146959360:").number().is_some_and(f64::is_nan));
        assert_eq!(value("s1:5").number(), None);
    }

    #[test]
    fn properties_are_found_by_name_the_last_of_a_name_counts() {
        let object = value("o1:as1:11:bo;1:as1:2;");
        assert_eq!(object.get("a").and_then(|a| a.text().map(str::to_owned)), Some("2".to_owned()));
        assert_eq!(object.get("b").map(|b| b.kind()), Some(Kind::Object));
        assert!(object.get("c").is_none() && value("s1:a").get("a").is_none());
    }

    #[test]
    fn only_the_same_kind_and_text_and_number_are_equal() {
        for (one, other) in
            [("s1:1", "n0:1072693248:"), ("n0:0:", "n1:0:"), ("u", "l"), ("w3:\u{fffd}1:1", "w3:\u{fffd}1:2")]
        {
            assert!(value(one) != value(other) && value(one) == value(one), "{one} {other}");
        }
        // How a page's URL parser sees a text does not make it another.
        assert!(value("s16:https://a.example") == value("h16:https://a.example"));
    }
}

// What generates texts is there for this machine alone.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use crate::questions::answer;
    use proptest::prelude::*;

    proptest! {
        /// JavaScript writes none but proper ones. But nothing that it could write makes the engine panic, or never come back.
        #[test]
        fn any_text_at_all_is_answered(question in "\\PC*", cut in 0_usize..40) {
            answer(&question, &mut |_, _, _| {});
            let proper = "5:reply4:autho5:states1:a;o8:err_coden0:0:4:codes1:c;";
            let start = proper.get(..proper.len().saturating_sub(cut)).unwrap_or_default();
            answer(&(start.to_owned() + &question), &mut |_, _, _| {});
        }
    }
}
