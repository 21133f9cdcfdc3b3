//! `getSession`: the conversation that the page was opened from.

#[cfg(feature = "reference")]
use crate::schema::Docs;
use crate::schema::{AnsweredBy, Field, Method, Refusal, Rule};

/// The fields of a conversation.
pub(super) const SESSION: &[Field] = &[
    Field::required("session_id", Rule::NonBlank, "The conversation's id."),
    Field::required("session_type", Rule::SessionType, "1: a single chat, 2: a group."),
];

/// The declaration of `getSession`.
pub static METHOD: Method = Method {
    name: "getSession",
    params: &[],
    result: SESSION,
    answered_by: AnsweredBy::Host,
    refusal: Refusal::IsAnError,
    echoes: &[],
    moves_money: false,
    #[cfg(feature = "reference")]
    docs: Docs {
        summary: "Returns the conversation that the page was opened from.",
        details: "The user sees nothing. To send a message there, ask for the scope `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE` by `auth`.",
        guide: "发送消息",
        example: "const { session_id, session_type } = await vvchat.getSession();",
    },
};
