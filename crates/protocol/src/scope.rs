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
        let (name, arguments) = match scope.split_once(':') {
            Some((name, arguments)) => (name, Some(arguments)),
            None => (scope, None),
        };
        match (name, arguments) {
            ("snsapi_userinfo", None) => Some(Scope::UserInfo),
            ("sessionapi_sendmsg", arguments) => {
                let (session_id, session_type) = arguments?.rsplit_once(':')?;
                let session_type = match session_type {
                    "1" => 1,
                    "2" => 2,
                    _ => return None,
                };
                is_visible(session_id).then_some(Scope::SendMessage { session_id, session_type })
            }
            _ => (name.starts_with(|first: char| first.is_ascii_alphabetic()) && is_visible(scope))
                .then_some(Scope::Unknown),
        }
    }
}

/// Whether there is text, and no white space or control character in it.
fn is_visible(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
