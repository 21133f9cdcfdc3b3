//! `selectSession`: a conversation that the user picks.

use super::get_session::SESSION;
#[cfg(feature = "reference")]
use crate::schema::Docs;
use crate::schema::{AnsweredBy, Method, Refusal};

/// The declaration of `selectSession`.
pub static METHOD: Method = Method {
    name: "selectSession",
    params: &[],
    result: SESSION,
    answered_by: AnsweredBy::Person,
    refusal: Refusal::IsAnError,
    echoes: &[],
    moves_money: false,
    #[cfg(feature = "reference")]
    docs: Docs {
        summary: "Lets the user pick a conversation, and returns it.",
        details: "",
        guide: "发送消息",
        example: "const { session_id, session_type } = await vvchat.selectSession();",
    },
};

#[cfg(test)]
mod tests {
    use super::METHOD;
    use crate::methods::get_session::tests::{has_no_params, returns_a_session};

    #[test]
    fn is_a_method_without_params() {
        has_no_params(&METHOD);
    }

    #[test]
    fn is_answered_with_a_session() {
        returns_a_session(&METHOD);
    }
}
