//! Rules of texts that go to the platform or come from it.

use crate::Error;

/// What an id must be, in words.
pub(crate) const ID: &str = "visible ASCII characters without & and =";

/// Whether a text can be an id: of an app, an order, a transaction, a person.
///
/// Signatures join names and values with `&` and `=` and escape nothing. An id with one of these could be read as two fields.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'&' && byte != b'=')
}

/// Refuses input that is no id.
pub(crate) fn check_id(field: &'static str, text: &str) -> Result<(), Error> {
    if is_id(text) { Ok(()) } else { Err(Error::input(field, ID, quoted(text))) }
}

/// Refuses input that has nothing to read in it.
pub(crate) fn check_not_blank(field: &'static str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::input(field, "a text that is not blank", quoted(text))) } else { Ok(()) }
}

/// Refuses input that is no address to which the platform could send a notification.
pub(crate) fn check_url(field: &'static str, text: &str) -> Result<(), Error> {
    let uri = text.parse::<http::Uri>().ok();
    let absolute = uri.is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    });
    if absolute && !text.contains('#') {
        Ok(())
    } else {
        Err(Error::input(field, "an absolute http or https URL without a fragment", quoted(text)))
    }
}

/// A text as errors show it: in quotes, with escapes, cut after 60 characters.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_url, is_id, quoted};

    #[test]
    fn ids() {
        for text in ["1", "201712023384923834", "A-1_b.c:d/e+f@g", "{}"] {
            assert!(is_id(text), "{text}");
        }
        for text in ["", " ", "a b", "a&b", "a=b", "a\n", "é", "茶", "\u{7f}"] {
            assert!(!is_id(text), "{text:?}");
        }
    }

    #[test]
    fn urls() {
        for text in ["http://a", "https://shop.example/api/notify?x=1", "http://127.0.0.1:4174/n", "http://[::1]/n"] {
            assert!(check_url("notify_url", text).is_ok(), "{text}");
        }
        for text in [
            "",
            "/notify",
            "shop.example/notify",
            "ftp://a/",
            "http://",
            "http:///n",
            "https://a/ b",
            "http://a/#b",
            "http://茶.example/",
        ] {
            assert!(check_url("notify_url", text).is_err(), "{text}");
        }
        assert_eq!(
            check_url("notify_url", "/n").unwrap_err().to_string(),
            r#"nothing was sent: notify_url must be an absolute http or https URL without a fragment, but it is "/n""#
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(quoted("a\"\n"), r#""a\"\n""#);
        assert_eq!(quoted(&"茶".repeat(60)), format!("\"{}\"", "茶".repeat(60)));
        assert_eq!(quoted(&"茶".repeat(61)), format!("\"{}\"…", "茶".repeat(60)));
    }
}
