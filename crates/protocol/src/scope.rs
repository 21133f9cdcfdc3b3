//! What a page may ask consent for, as `auth` spells it.

/// A scope, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// `snsapi_userinfo`: read the user's profile.
    UserInfo,
    /// `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE`: send messages to that conversation.
    SendMessage {
        /// The conversation. May itself contain `:`.
        session_id: &'a str,
        /// 1: a single chat, 2: a group.
        session_type: u8,
    },
    /// Well-formed, but nothing that this version knows: the platform may have learnt it since.
    Unknown,
}

impl<'a> Scope<'a> {
    /// Takes a scope apart; `None` if it is malformed.
    ///
    /// ```
    /// use vvchat_protocol::scope::Scope;
    ///
    /// assert_eq!(
    ///     Scope::parse("sessionapi_sendmsg:a:b:2"),
    ///     Some(Scope::SendMessage { session_id: "a:b", session_type: 2 })
    /// );
    /// assert_eq!(Scope::parse("sessionapi_sendmsg:a"), None);
    /// ```
    pub fn parse(scope: &'a str) -> Option<Self> {
        // By bytes: the standard library's ways of splitting outweigh the rest of this.
        let end = scope.bytes().position(|byte| byte == b':').unwrap_or(scope.len());
        let (name, arguments) = (scope.get(..end)?, scope.get(end + 1..));
        let is_allowed = match (name, arguments) {
            ("snsapi_userinfo", None) => return Some(Scope::UserInfo),
            ("sessionapi_sendmsg", arguments) => {
                let (session_id, session_type) = match arguments?.strip_suffix(":1") {
                    Some(session_id) => (session_id, 1),
                    None => (arguments?.strip_suffix(":2")?, 2),
                };
                return is_visible(session_id).then_some(Scope::SendMessage { session_id, session_type });
            }
            _ => name.bytes().next().is_some_and(|first| first.is_ascii_alphabetic()),
        };
        (is_allowed && is_visible(scope)).then_some(Scope::Unknown)
    }
}

/// Whether there is text, and no white space or control character in it.
fn is_visible(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| is_space(c) || c.is_control())
}

/// White space as Unicode has it. (The standard library's tables outweigh what asks.)
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[track_caller]
    fn sends_to(scope: &str, session_id: &str, session_type: u8) {
        assert_eq!(Scope::parse(scope), Some(Scope::SendMessage { session_id, session_type }));
    }

    #[track_caller]
    fn all<const N: usize>(expected: Option<Scope>, scopes: [&str; N]) {
        for scope in scopes {
            assert_eq!(Scope::parse(scope), expected, "{scope:?}");
        }
    }

    #[test]
    fn user_info() {
        all(Some(Scope::UserInfo), ["snsapi_userinfo"]);
    }

    #[test]
    fn send_message() {
        sends_to("sessionapi_sendmsg:IqxDpc-s6S_9RaXMmag39YVH7W810Z57:1", "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", 1);
        sends_to("sessionapi_sendmsg:IqxDpc-s6S_9RaXMmag39YVH7W810Z57:2", "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", 2);
        sends_to("sessionapi_sendmsg:群聊:2", "群聊", 2);
        // The id is everything up to the last colon.
        sends_to("sessionapi_sendmsg:a:b:2", "a:b", 2);
        sends_to("sessionapi_sendmsg:1:2:1", "1:2", 1);
        sends_to("sessionapi_sendmsg:::1", ":", 1);
        sends_to("sessionapi_sendmsg:a::1", "a:", 1);
        sends_to("sessionapi_sendmsg::a:1", ":a", 1);
    }

    #[test]
    fn malformed_send_message() {
        all(
            None,
            [
                "sessionapi_sendmsg",
                "sessionapi_sendmsg:",
                "sessionapi_sendmsg::",
                "sessionapi_sendmsg:1",
                "sessionapi_sendmsg:s",
                "sessionapi_sendmsg:s:",
                "sessionapi_sendmsg::1",
                "sessionapi_sendmsg: :1",
                "sessionapi_sendmsg:s t:1",
                "sessionapi_sendmsg:s\u{3000}:1",
                "sessionapi_sendmsg:s\u{0}:1",
                "sessionapi_sendmsg:s\u{7f}:1",
                "sessionapi_sendmsg:s:0",
                "sessionapi_sendmsg:s:3",
                "sessionapi_sendmsg:s:12",
                "sessionapi_sendmsg:s:01",
                "sessionapi_sendmsg:s:+1",
                "sessionapi_sendmsg:s:1 ",
                "sessionapi_sendmsg:s: 1",
                "sessionapi_sendmsg:s:1:",
                "sessionapi_sendmsg:s:１",
                "sessionapi_sendmsg:s:group",
            ],
        );
    }

    /// What the platform may come to know: anything that looks like a scope.
    #[test]
    fn unknown() {
        all(
            Some(Scope::Unknown),
            [
                "a",
                "Z",
                "snsapi_base",
                "snsapi_userinfo:",
                "snsapi_userinfo:more",
                "SNSAPI_USERINFO",
                "sessionapi_sendmsgs",
                "sessionapi_sendmsgs:s",
                "Sessionapi_sendmsg:s",
                "sessionapi_readmsg:s:9",
                "a:",
                "a::",
                "later,scope",
                "later-scope/2",
                "a用户",
            ],
        );
    }

    #[test]
    fn malformed() {
        all(
            None,
            [
                "",
                " ",
                ":",
                ":a",
                "1",
                "_a",
                "用户",
                "é",
                " snsapi_userinfo",
                "snsapi_userinfo ",
                "snsapi_userinfo\n",
                "snsapi_userinfo snsapi_base",
                "a b",
                "a\tb",
                "a:b c",
                "a\u{0}",
                "a\u{85}",
                "a\u{a0}",
                "sessionapi_sendmsg :s:1",
            ],
        );
    }
}
