//! Where the platform is.

use crate::Error;
use crate::text::{quoted, web_address};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The platform's address: `BASE_URL` in the guide, for instance `https://open.example`.
///
/// The exchange of a code carries `app_key` in its URL. So plain http is refused, except to this very machine, as for the
/// simulator.
///
/// ```
/// use vvchat_openapi::BaseUrl;
///
/// assert_eq!(BaseUrl::new("https://open.example/")?.as_str(), "https://open.example");
/// assert!(BaseUrl::new("http://127.0.0.1:4173").is_ok());
/// assert_eq!(
///     BaseUrl::new("http://open.example").unwrap_err().to_string(),
///     r#"nothing was sent: base_url must be https, unless it is this machine (app_key travels in the URL), but it is "http://open.example""#
/// );
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Takes an https address, or an http address of this machine: `localhost`, `127.…`, `[::1]`. A path is kept.
    ///
    /// [`Error::InvalidInput`] for anything else, also if there is a user name, a query or a fragment in it.
    pub fn new(text: &str) -> Result<Self, Error> {
        let (base_url, uri) = Self::parse(text)?;
        if uri.scheme_str() == Some("http") && !uri.host().is_some_and(is_this_machine) {
            let expected = "https, unless it is this machine (app_key travels in the URL)";
            return Err(Error::input("base_url", expected, quoted(text)));
        }
        Ok(base_url)
    }

    /// Takes plain http to any host: whoever is on the way can read `app_key`. For a network that is closed, and no other.
    ///
    /// ```
    /// assert!(vvchat_openapi::BaseUrl::allowing_plain_http("http://platform.internal:8080").is_ok());
    /// ```
    pub fn allowing_plain_http(text: &str) -> Result<Self, Error> {
        Self::parse(text).map(|(base_url, _)| base_url)
    }

    fn parse(text: &str) -> Result<(Self, http::Uri), Error> {
        let refused = || {
            let expected = "an absolute http or https URL without user name, query and fragment";
            // A URL with a password in it is not to be printed.
            let came = if text.contains('@') { "one with a user name".to_string() } else { quoted(text) };
            Error::input("base_url", expected, came)
        };
        if text.contains(['@', '?', '#']) {
            return Err(refused());
        }
        let uri = web_address(text).ok_or_else(refused)?;
        Ok((Self(text.trim_end_matches('/').to_string()), uri))
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || host.trim_matches(['[', ']']).parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn https_anywhere_and_http_on_this_machine() {
        for text in [
            "https://open.example",
            "https://open.example:8443/vv",
            "http://localhost:4173",
            "http://LOCALHOST",
            "http://127.0.0.1:1",
            "http://127.9.9.9",
            "http://[::1]:4173/",
        ] {
            assert!(BaseUrl::new(text).is_ok(), "{text}");
        }
        for text in [
            "http://open.example",
            "http://10.0.0.1",
            "http://localhost.example",
            "http://127.0.0.1.example",
            "http://0.0.0.0",
            "http://[::]",
            "http://[::ffff:10.0.0.1]",
        ] {
            assert!(BaseUrl::new(text).is_err(), "{text}");
            assert!(BaseUrl::allowing_plain_http(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            "open.example",
            "/path",
            "ftp://open.example",
            "https://",
            "https:///x",
            "https://a?b",
            "https://a#b",
            "https://a b",
            "http://127.0.0.1\\@open.example",
            "http://127.0.0.1:4173@open.example",
            "https://user:secret@open.example",
            "http://a:99999/n",
            "https://a:b",
            "http://1.2.3.999",
        ] {
            let error = BaseUrl::allowing_plain_http(text).unwrap_err().to_string();
            assert!(
                error.starts_with("nothing was sent: base_url must be an absolute http or https URL"),
                "{text}: {error}"
            );
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn slashes_at_the_end_go() {
        assert_eq!(BaseUrl::new("https://open.example/vv//").unwrap().to_string(), "https://open.example/vv");
    }
}
