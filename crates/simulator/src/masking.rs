//! Hiding secrets in what the phone shows of the platform's calls.

use serde_json::Value;

/// What is a secret wherever it stands: in a query, a header, a body.
const SECRETS: [&str; 6] = ["app_key", "authorization", "code", "sign", "token", "cookie"];

/// Enough of a secret to tell it from others, and not enough to use it. Of short ones, nothing.
pub(crate) fn masked(secret: &str) -> String {
    let shown = if secret.chars().count() < 16 { 0 } else { 4 };
    secret.chars().take(shown).chain(['…']).collect()
}

/// The value, masked if its name is that of a secret.
pub(crate) fn mask_value(name: &str, value: &str) -> String {
    if is_secret(name) { masked(value) } else { value.to_owned() }
}

/// A query or a form with its secrets masked, and otherwise readable: nothing is percent-encoded.
pub(crate) fn mask_pairs(pairs: &str) -> String {
    let pairs = form_urlencoded::parse(pairs.as_bytes());
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", mask_value(&name, &value))).collect();
    pairs.join("&")
}

/// A body with its secrets masked. One that is neither JSON nor a form may hold a secret anywhere, so only its length is
/// told.
pub(crate) fn mask_body(content_type: &str, body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    let text = std::str::from_utf8(body).ok();
    if let (true, Some(form)) = (content_type.starts_with("application/x-www-form-urlencoded"), text) {
        return mask_pairs(form);
    }
    match serde_json::from_slice(body) {
        Ok(mut json) => {
            mask_json(&mut json);
            json.to_string()
        }
        Err(_) => format!("({} bytes, not JSON)", body.len()),
    }
}

fn mask_json(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(secret) if is_secret(name) => *secret = masked(secret),
                    _ if is_secret(name) => *value = masked("").into(),
                    _ => mask_json(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask_json),
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use super::{mask_body, mask_pairs, masked};

    const TOKEN: &str = "Qw3rT7yUiOp0aSdFgHjK";

    #[test]
    fn of_a_long_secret_a_little_is_shown_and_of_a_short_one_nothing() {
        assert_eq!(masked(TOKEN), "Qw3r…");
        assert_eq!(masked("123456"), "…");
        assert_eq!(masked("数数数数数数数数数数数数数数数数"), "数数数数…");
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        assert_eq!(
            mask_pairs(&format!("app_id=test&app_key=123456&code={TOKEN}&title=%E8%8C%B6+a")),
            "app_id=test&app_key=…&code=Qw3r…&title=茶 a"
        );
        assert_eq!(
            mask_body(
                "application/json",
                format!(r#"{{"a":[{{"Token":"{TOKEN}"}}],"sign":{{"x":1}},"code":7}}"#).as_bytes()
            ),
            r#"{"a":[{"Token":"Qw3r…"}],"code":"…","sign":"…"}"#
        );
        assert_eq!(
            mask_body("application/x-www-form-urlencoded; charset=utf-8", format!("sign={TOKEN}&status=1").as_bytes()),
            "sign=Qw3r…&status=1"
        );
        assert_eq!(mask_body("application/json", format!(r#"{{"token":"{TOKEN}""#).as_bytes()), "(31 bytes, not JSON)");
        assert_eq!(mask_body("", b""), "");
    }
}
