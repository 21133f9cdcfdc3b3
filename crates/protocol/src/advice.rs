//! What is allowed but looks like a slip. Said in debug mode only; nothing is held back for it.

use crate::schema::{Method, Rule};
use crate::scope::Scope;
use crate::value::Value;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::min;

/// A remark on a call's params. How it reads: [`message`](Advice::message).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// A param that the method does not declare.
    UnknownParam {
        /// Its name.
        name: String,
        /// The declared one it resembles, if any.
        nearest: Option<&'static str>,
    },
    /// A scope that is well-formed but unknown.
    UnknownScope {
        /// The scope.
        scope: String,
    },
}

/// The remarks there are on valid params.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::{advice, error::Lang, methods};
///
/// let params = json!({"app_id": "test", "imprest_code": "P1", "imprestcode": "P1"});
/// let advice = advice::on(methods::find("pay").unwrap(), &params);
/// assert_eq!(
///     advice[0].message("pay", Lang::En),
///     "pay: there is no param imprestcode; did you mean imprest_code? It is sent as it is"
/// );
/// ```
pub fn on<V: Value>(method: &Method, params: &V) -> Vec<Advice> {
    let mut advice = Vec::new();
    for name in params.names() {
        match method.params.iter().find(|field| field.name == name) {
            None => {
                let nearest = nearest(&name, method.params.iter().map(|field| field.name));
                advice.push(Advice::UnknownParam { name, nearest });
            }
            Some(field) if field.rule == Rule::Scope => {
                if let Some(scope) = params.get(&name).and_then(|scope| scope.text())
                    && Scope::parse(&scope) == Some(Scope::Unknown)
                {
                    advice.push(Advice::UnknownScope { scope });
                }
            }
            Some(_) => {}
        }
    }
    advice
}

/// The candidate that takes the fewest edits to get to, if that is at most a third of the name.
fn nearest(name: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let (edits, nearest) = candidates.map(|candidate| (edits(name, candidate), candidate)).min()?;
    (edits * 3 <= nearest.len()).then_some(nearest)
}

/// The Levenshtein distance, a row at a time.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(to.bytes()) {
            let best = min(min(left, *cell) + 1, diagonal + usize::from(a != b));
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
