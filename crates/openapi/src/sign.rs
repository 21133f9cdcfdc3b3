//! The platform's three signatures, all of them MD5 in upper-case hexadecimal.
//!
//! MD5 is what the platform demands. It is weak as a hash, so nothing else should rest on it: use https.

use crate::secret::{AppKey, equal};
use md5::{Digest, Md5};

/// The data signature, of orders, their replies and all notifications.
///
/// Of all fields but `sign`, those that are not empty are sorted by name and joined as `name=value&name=value`, followed by
/// `&key=APP_KEY`. Nothing is escaped.
///
/// ```
/// use vvchat_openapi::{AppKey, sign};
///
/// let app_key = AppKey::new("192006250b4c09247ec02edce69f6a2d")?;
/// let fields = [
///     ("app_id", "qyxd930ea5d5a258f4f"),
///     ("store_no", "10000100"),
///     ("title", "test"),
///     ("amount", "1"),
///     ("nonce_str", "ibuaiVcKdpRxkhJA"),
/// ];
/// assert_eq!(sign::data(fields, &app_key), "0E7F5741C9ECF83D54F9715E7C3F32B8");
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
pub fn data<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>, app_key: &AppKey) -> String {
    md5(&[&joined(fields), "&key=", app_key.expose()])
}

/// Whether `sign` is the [data signature](data) of the fields. The time it takes does not tell how much of it is right.
///
/// ```
/// use vvchat_openapi::{AppKey, sign};
///
/// let app_key = AppKey::new("123456")?;
/// let fields = [("app_id", "test"), ("amount", "1")];
/// let signed = sign::data(fields, &app_key);
/// assert!(sign::verify_data(fields, &signed, &app_key));
/// assert!(!sign::verify_data([("app_id", "test"), ("amount", "2")], &signed, &app_key));
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
pub fn verify_data<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>, sign: &str, app_key: &AppKey) -> bool {
    equal(&data(fields, app_key), sign)
}

/// The base signature: of `app_key`, a nonce and a moment in ten digits, written one after the other.
///
/// ```
/// use vvchat_openapi::{AppKey, sign};
///
/// let app_key = AppKey::new("123456")?;
/// assert_eq!(sign::base("abc123", "1517928240", &app_key), "EDE375C0FD08D8521E2444766D03B8E3");
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
pub fn base(nonce: &str, timestamp: &str, app_key: &AppKey) -> String {
    md5(&[app_key.expose(), nonce, timestamp])
}

/// The joint signature, of paying out: the base signature, a point, and a signature of the fields together with it.
///
/// ```
/// use vvchat_openapi::{AppKey, sign};
///
/// let app_key = AppKey::new("123456")?;
/// let base = sign::base("abc123", "1517928240", &app_key);
/// let fields = [
///     ("out_order_no", "2334234343zz"),
///     ("in_open_id", "xd8wjr9jr02kjf823jse94kio8"),
///     ("out_open_id", "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS"),
///     ("amount", "1000"),
///     ("notify_url", "http://www.test.com/callback"),
///     ("title", "test"),
/// ];
/// assert_eq!(
///     sign::joint(fields, &base, &app_key),
///     "EDE375C0FD08D8521E2444766D03B8E3.554ACA8DCA16EA15DD33A2C42725169B"
/// );
/// # Ok::<(), vvchat_openapi::Error>(())
/// ```
pub fn joint<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>, base: &str, app_key: &AppKey) -> String {
    let signed = md5(&[&joined(fields), "&key=", app_key.expose(), "&basesign=", base]);
    format!("{base}.{signed}")
}

/// What all signatures of fields begin with.
fn joined<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut fields: Vec<_> = fields.into_iter().filter(|(name, value)| *name != "sign" && !value.is_empty()).collect();
    fields.sort_unstable();
    let pairs: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn md5(parts: &[&str]) -> String {
    let mut hasher = Md5::new();
    for part in parts {
        hasher.update(part);
    }
    format!("{:032X}", u128::from_be_bytes(hasher.finalize().into()))
}
