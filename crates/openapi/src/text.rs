//! Rules of texts that go to the platform or come from it.

use crate::Error;
use std::net::{Ipv4Addr, Ipv6Addr};

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
    if web_address(text).is_some() && !text.contains('#') {
        Ok(())
    } else {
        Err(Error::input(field, "an absolute http or https URL without a fragment", quoted(text)))
    }
}

/// An absolute http or https URL, if its host and port are some that can be connected to: the parser takes any text for them.
pub(crate) fn web_address(text: &str) -> Option<http::Uri> {
    let uri: http::Uri = text.parse().ok()?;
    let host = uri.host()?;
    let after_host = uri.authority()?.as_str().rsplit('@').next()?.strip_prefix(host)?;
    let is_right = matches!(uri.scheme_str(), Some("http" | "https"))
        && is_host(host)
        && after_host.strip_prefix(':').map_or(after_host.is_empty(), is_port);
    is_right.then_some(uri)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Whether a text is an IP address, or a name that nobody takes for one: a name whose last part is a number is read as an
/// IPv4 address, in whatever notation.
fn is_host(text: &str) -> bool {
    if let Some(address) = text.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") || last.starts_with("0X");
    if is_number {
        return text.parse::<Ipv4Addr>().is_ok();
    }
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
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
        for text in [
            "http://a",
            "https://shop.example/api/notify?x=1",
            "https://Shop-1.example.:65535/n",
            "http://127.0.0.1:4174/n",
            "http://[::1]/n",
            "http://[::1]:4174/n",
            "https://name:word@shop_1.example:1/n",
        ] {
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
            "http://a:99999/n",
            "https://a:b",
            "https://a:a",
            "https://a:",
            "https://a:+80",
            "http://1.2.3.999",
            "http://1.2.3",
            "http://1.2.3.4.",
            "http://shop.0x1/n",
            "http://[::g]/n",
            "http://a!b/n",
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
