//! `auth`: ask the user's consent, get a code for the merchant's server.

#[cfg(feature = "reference")]
use crate::schema::Docs;
use crate::schema::{APP_ID, AnsweredBy, Field, Method, Refusal, Rule};

/// The declaration of `auth`.
pub static METHOD: Method = Method {
    name: "auth",
    params: &[
        APP_ID,
        Field::required(
            "scope",
            Rule::Scope,
            "What is asked for: `snsapi_userinfo` to read the user's profile, or `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE` to send messages to that conversation.",
        ),
        Field::optional(
            "state",
            Rule::Text,
            "Any text of yours, random and bound to the user's session; comes back unchanged. Guards against cross-site request forgery.",
        ),
    ],
    result: &[
        Field::unless_refused(
            "code",
            Rule::NonBlank,
            "The authorization code that your server exchanges for a token. Single use.",
        ),
        Field::optional("state", Rule::Text, "The `state` that was sent, unchanged."),
    ],
    answered_by: AnsweredBy::Person,
    refusal: Refusal::IsAResult,
    echoes: &["state"],
    moves_money: false,
    #[cfg(feature = "reference")]
    docs: Docs {
        summary: "Asks the user's consent and returns an authorization code.",
        details: "The user may allow or refuse, and both are answers: look at `err_code`, 0 means allowed. \
                  A `state` that comes back changed is an error (`state_mismatch`), never a result.",
        guide: "用户信息授权",
        example: r#"const result = await vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" });
if (result.err_code === 0) sendToYourServer(result.code);"#,
    },
};
