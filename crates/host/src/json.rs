//! Reading JSON as JavaScript writes it: its strings may hold half of a surrogate pair, which Rust's can't.

use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads a text. Half a surrogate pair becomes U+FFFD. `None` if it is not JSON.
pub(crate) fn parse(text: &str) -> Option<Json> {
    serde_json::from_str(&well_formed(text)).ok()
}

/// The members of an object, each as it was written, so that what goes back to the page is what came. None if it is no object.
pub(crate) fn members(text: &str) -> BTreeMap<String, Box<RawValue>> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The text with each escape of half a surrogate pair replaced by that of U+FFFD.
fn well_formed(text: &str) -> Cow<'_, str> {
    let mut replaced = String::new();
    // How much of the text is in there.
    let mut done = 0;
    let mut rest = text.bytes().enumerate();
    while let Some((start, byte)) = rest.next() {
        // What follows a backslash is taken together with it: `\\u` is a backslash and a letter.
        if byte != b'\\' || rest.next().map(|(_, escaped)| escaped) != Some(b'u') {
            continue;
        }
        match escaped_unit(text, start) {
            Some(0xd800..=0xdbff) if matches!(escaped_unit(text, start + 6), Some(0xdc00..=0xdfff)) => {
                // The second half belongs to the first: `\u`, and with what was read of the first, ten more bytes.
                rest.nth(9);
            }
            Some(0xd800..=0xdfff) => {
                replaced.push_str(text.get(done..start).unwrap_or_default());
                replaced.push_str("\\ufffd");
                done = start + 6;
            }
            _ => {}
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    replaced.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(replaced)
}

/// The unit of UTF-16 that a `\uXXXX` at this place stands for, if there is one.
fn escaped_unit(text: &str, start: usize) -> Option<u16> {
    let digits = text.get(start..start + 6)?.strip_prefix("\\u")?;
    // `from_str_radix` would take a sign, too.
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use super::{members, parse, well_formed};
    use serde_json::json;

    #[test]
    fn whole_pairs_stay() {
        for text in
            [r#""\ud83c\udf75""#, r#""\uD83C\uDF75\ud83c\udf75茶""#, r#""\\ud83c""#, r#""\u00e9""#, r#""\ud7ff\ue000""#]
        {
            assert_eq!(well_formed(text), text);
        }
        assert_eq!(parse(r#""\ud83c\udf75""#), Some(json!("🍵")));
        assert_eq!(parse(r#""\\ud83c""#), Some(json!("\\ud83c")));
    }

    #[test]
    fn halves_are_replaced() {
        for (text, read) in [
            (r#""\ud83c""#, "\u{fffd}"),
            (r#""\udf75""#, "\u{fffd}"),
            (r#""\ud83c\ud83c\udf75""#, "\u{fffd}🍵"),
            (r#""\ud83c\udf75\udf75""#, "🍵\u{fffd}"),
            (r#""\udf75\ud83c""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83c\\udf75""#, "\u{fffd}\\udf75"),
            (r#""\ud83cudf75""#, "\u{fffd}udf75"),
            (r#""a\ud83c茶""#, "a\u{fffd}茶"),
        ] {
            assert_eq!(parse(text), Some(json!(read)), "{text}");
        }
    }

    #[test]
    fn what_is_not_json() {
        for text in
            ["", "{", "nul", "\\", "\\u", "\\ud83", "\"\\ud83\"", "\"\\u+83c\"", "\"\\ud83c", "\u{feff}{}", "\\ud茶"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn members_are_kept_as_they_were_written() {
        let members = members(r#"{"a":"\ud83c", "b" : {"c":1e2 }}"#);
        let written: Vec<_> = members.iter().map(|(name, value)| (&**name, value.get())).collect();
        assert_eq!(written, [("a", r#""\ud83c""#), ("b", r#"{"c":1e2 }"#)]);
        assert!(super::members("[1]").is_empty() && super::members("{").is_empty());
    }
}
