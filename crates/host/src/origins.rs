//! The list of origins whose pages are answered.

use std::collections::BTreeSet;
use std::fmt;
use url::Url;

/// The origins whose pages are answered. Nobody else's are: an empty list answers no page at all.
///
/// Origins are compared letter for letter, as browsers write them. There are no wildcards.
///
/// ```
/// use vvchat_host::Origins;
///
/// let origins = Origins::new(["https://shop.example"])?;
/// assert!(origins.allow("https://shop.example"));
/// assert!(!origins.allow("https://shop.example.evil.example"));
/// assert!(!origins.allow("http://shop.example"));
///
/// let error = Origins::new(["https://shop.example/"]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#""https://shop.example/" is not an origin: write scheme, host and port as browsers do, such as https://shop.example"#
/// );
/// # Ok::<(), vvchat_host::InvalidOrigin>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(BTreeSet<String>);

impl Origins {
    /// The list of these origins.
    ///
    /// `"null"` is the origin of every page that has none of its own: sandboxed frames, `data:` addresses, files. Listing it lets in
    /// all of them.
    ///
    /// # Errors
    ///
    /// [`InvalidOrigin`] for what no browser would write as an origin, and what so would never match: a path, a capital letter, the
    /// scheme's usual port, a wildcard.
    pub fn new<O: Into<String>>(origins: impl IntoIterator<Item = O>) -> Result<Self, InvalidOrigin> {
        let checked = |origin: O| {
            let origin = origin.into();
            if is_origin(&origin) { Ok(origin) } else { Err(InvalidOrigin(origin)) }
        };
        origins.into_iter().map(checked).collect::<Result<_, _>>().map(Self)
    }

    /// Whether pages of this origin are answered.
    pub fn allow(&self, origin: &str) -> bool {
        self.0.contains(origin)
    }
}

/// The origin of a page with this address; `"null"` for an address that has none.
///
/// For web views that tell a message's sender by address. Cutting the address up by hand is how allow-lists are got around.
///
/// ```
/// use vvchat_host::origin_of;
///
/// assert_eq!(origin_of("https://shop.example/tea?id=7"), "https://shop.example");
/// assert_eq!(origin_of("https://shop.example:443@evil.example/"), "https://evil.example");
/// assert_eq!(origin_of("app://localhost/index.html"), "app://localhost");
/// assert_eq!(origin_of("file:///sdcard/page.html"), "null");
/// ```
pub fn origin_of(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return "null".to_owned() };
    let origin = url.origin();
    if origin.is_tuple() {
        return origin.ascii_serialization();
    }
    // Schemes that an app has registered for its own pages.
    match (url.scheme(), url.host_str(), url.port()) {
        ("file", _, _) | (_, None | Some(""), _) => "null".to_owned(),
        (scheme, Some(host), None) => format!("{scheme}://{host}"),
        (scheme, Some(host), Some(port)) => format!("{scheme}://{host}:{port}"),
    }
}

/// Whether a text is an origin as browsers write it: an address that is its own origin.
fn is_origin(text: &str) -> bool {
    // Of a scheme that the parser does not know, it takes any host.
    let is_plain = !text.contains(['*', '%']) && !text.contains(|c: char| c.is_ascii_uppercase());
    text == "null" || (is_plain && origin_of(text) == text)
}

/// A text that was to be an origin and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidOrigin(String);

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        write!(f, "{text:?} is not an origin: write scheme, host and port as browsers do, such as https://shop.example")
    }
}

impl std::error::Error for InvalidOrigin {}

#[cfg(test)]
mod tests {
    use super::{InvalidOrigin, Origins, origin_of};

    #[test]
    fn nobody_is_allowed_unless_listed() {
        for origin in ["https://shop.example", "null", "", "*"] {
            assert!(!Origins::default().allow(origin), "{origin}");
        }
    }

    #[test]
    fn origins_match_letter_for_letter() {
        let origins =
            Origins::new(["https://shop.example", "http://127.0.0.1:4174", "app://localhost"]).expect("origins");
        for origin in ["https://shop.example", "http://127.0.0.1:4174", "app://localhost"] {
            assert!(origins.allow(origin), "{origin}");
        }
        for origin in [
            "",
            "null",
            "*",
            "https://shop.example/",
            "https://shop.example:443",
            "https://Shop.example",
            "HTTPS://shop.example",
            "http://shop.example",
            "https://shop.exampl",
            "https://shop.example.evil.example",
            "https://evil.example/https://shop.example",
            "https://evil-shop.example",
            "https://pay.shop.example",
            " https://shop.example",
            "https://shop.example\u{0}",
            "http://127.0.0.1",
            "http://127.0.0.1:41740",
            "app://localhost:1",
        ] {
            assert!(!origins.allow(origin), "{origin}");
        }
    }

    #[test]
    fn null_is_a_choice() {
        assert!(Origins::new(["null"]).expect("an origin").allow("null"));
    }

    #[test]
    fn what_no_browser_writes_is_no_origin() {
        for text in [
            "",
            "*",
            "shop.example",
            "https://",
            "https://*.shop.example",
            "https://shop.example/",
            "https://shop.example/tea",
            "https://shop.example?",
            "https://shop.example#",
            "https://shop.example:443",
            "http://shop.example:80",
            "https://Shop.example",
            "https://user@shop.example",
            "https://茶.example",
            " https://shop.example",
            "https://shop.example ",
            "file://",
            "data:text/html,x",
            "App://localhost",
            "app://*",
            "app://%2a",
            "Null",
        ] {
            assert_eq!(Origins::new([text]), Err(InvalidOrigin(text.to_owned())), "{text}");
        }
        assert!(Origins::new(["https://shop.example", "*"]).is_err());
        assert!(Origins::new(["https://xn--fiq228c.example", "http://[::1]:8080", "tauri://localhost"]).is_ok());
    }

    #[test]
    fn origins_of_addresses() {
        for (address, origin) in [
            ("https://shop.example", "https://shop.example"),
            ("HTTPS://SHOP.example:443/a?b#c", "https://shop.example"),
            ("http://shop.example:8080/", "http://shop.example:8080"),
            ("https://shop.example@evil.example/", "https://evil.example"),
            ("https://evil.example\\@shop.example/", "https://evil.example"),
            ("https://evil.example/#@shop.example", "https://evil.example"),
            ("https://茶.example/", "https://xn--cl1a.example"),
            ("blob:https://shop.example/0", "https://shop.example"),
            ("tauri://localhost/a", "tauri://localhost"),
            ("app://localhost:1420/a", "app://localhost:1420"),
            ("about:blank", "null"),
            ("data:text/html,https://shop.example", "null"),
            ("file://host/share", "null"),
            ("javascript:1", "null"),
            ("app:page", "null"),
            ("app:///page", "null"),
            ("/tea", "null"),
            ("", "null"),
        ] {
            assert_eq!(origin_of(address), origin, "{address}");
        }
    }
}
