//! Scripts that a host evaluates in its page, to hand over a message.
//!
//! What a message holds is written by strangers. So it goes into the script as a string literal in which only letters, digits and
//! harmless punctuation stand for themselves; everything else is escaped. Such a script can be evaluated, by engines of any age; be
//! written into an HTML page's `<script>`; and be part of a `javascript:` address, in which web views decode `%`.

use std::fmt::Write;

/// A text as a JavaScript string literal, quotes included. What it evaluates to is the text.
///
/// ```
/// use vvchat_host::script;
///
/// assert_eq!(script::literal("tea: 5 yuan"), r#""tea: 5 yuan""#);
/// assert_eq!(script::literal(r#"</script>"%22"#), r#""\u003c/script\u003e\u0022\u002522""#);
/// ```
pub fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || " !$()*+,-./:;=?@[]^_{|}~".contains(c) {
            literal.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(literal, "\\u{unit:04x}");
            }
        }
    }
    literal.push('"');
    literal
}

/// A script that dispatches a message as an event on the page's window: what the bridges `injected` and `message_handler` listen
/// for.
///
/// ```
/// use vvchat_host::script;
///
/// assert_eq!(script::event("{}"), r#"window.dispatchEvent(new MessageEvent("message",{data:"{}"}));"#);
/// ```
pub fn event(message: &str) -> String {
    format!(r#"window.dispatchEvent(new MessageEvent("message",{{data:{}}}));"#, literal(message))
}

/// A script that calls a function of the page with a message: `vvchatHost.onmessage`, or whatever a custom bridge receives by.
///
/// `function` goes into the script as it is: it is the host's own text, never a page's.
///
/// ```
/// use vvchat_host::script;
///
/// assert_eq!(script::call("window.vvchatHost.onmessage", "{}"), r#"window.vvchatHost.onmessage("{}");"#);
/// ```
pub fn call(function: &str, message: &str) -> String {
    format!("{function}({});", literal(message))
}
