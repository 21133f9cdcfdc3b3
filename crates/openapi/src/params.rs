//! The fields of a signed request: signed and sent from one list.

use serde::{Serialize, Serializer};
use std::fmt;

/// Names and values, in the order in which they are sent.
pub(crate) struct Params<'a>(Vec<(&'static str, Param<'a>)>);

/// A value: what is a number is signed as its digits.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Param<'a> {
    Text(&'a str),
    Number(u64),
}

impl<'a> Params<'a> {
    /// What is empty takes no part: neither in the signature nor in the request.
    pub(crate) fn new(fields: impl IntoIterator<Item = (&'static str, Param<'a>)>) -> Self {
        Self(fields.into_iter().filter(|(_, value)| !matches!(value, Param::Text(""))).collect())
    }

    /// The values as texts, as signatures see them.
    pub(crate) fn texts(&self) -> Vec<(&'static str, String)> {
        self.0.iter().map(|(name, value)| (*name, value.to_string())).collect()
    }

    /// Adds a text.
    pub(crate) fn and(mut self, name: &'static str, text: &'a str) -> Self {
        self.0.push((name, Param::Text(text)));
        self
    }

    /// The JSON of them.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("names are texts, and values are texts and numbers")
    }
}

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl fmt::Display for Param<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Param::Text(text) => f.write_str(text),
            Param::Number(number) => number.fmt(f),
        }
    }
}
