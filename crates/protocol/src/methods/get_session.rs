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

#[cfg(test)]
pub(super) mod tests {
    use super::METHOD;
    use crate::schema::Method;
    use crate::testing::{answers, malformed, refuses, sends_unchanged, stops, with, without};
    use alloc::format;
    use serde_json::{Value as Json, json};

    #[test]
    fn is_a_method_without_params() {
        has_no_params(&METHOD);
    }

    #[test]
    fn is_answered_with_a_session() {
        returns_a_session(&METHOD);
    }

    #[test]
    fn nobody_is_asked() {
        assert_eq!(METHOD.answered_by.deadline_ms(), 10_000);
    }

    pub(in crate::methods) fn has_no_params(method: &Method) {
        sends_unchanged(method, &json!({}));
        sends_unchanged(method, &json!({"later": 1, "app_id": null}));
        stops(
            method,
            &json!(null),
            "",
            &format!("{}: params must be an object, but it is null", method.name),
            &format!("{}：params 应为对象，实际为 null", method.name),
        );
        stops(
            method,
            &json!([]),
            "",
            &format!("{}: params must be an object, but it is an array", method.name),
            &format!("{}：params 应为对象，实际为数组", method.name),
        );
    }

    pub(in crate::methods) fn returns_a_session(method: &Method) {
        let session = json!({"session_id": "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", "session_type": 1});
        answers(method, &session, &session);
        answers(method, &with(&session, "session_type", json!("1")), &session);
        let group = with(&session, "session_type", json!(2));
        answers(method, &group, &group);
        answers(method, &with(&session, "session_type", json!("2")), &group);
        let decimal = with(&session, "session_type", json!(2.0));
        answers(method, &decimal, &decimal);
        answers(method, &with(&session, "err_code", json!(200)), &session);
        answers(method, &with(&session, "err_code", json!(0)), &session);
        let more = with(&session, "session_name", json!(null));
        answers(method, &more, &more);

        refuses(method, &json!({"err_code": 400, "err_msg": "失败"}), 400.0, "失败");
        refuses(method, &with(&session, "err_code", json!(1)), 1.0, "");

        let bad = |reply: &Json, field, (en_expected, en_came), (zh_expected, zh_came)| {
            let name = method.name;
            let en = format!("{name}: the host's reply is malformed, {field} must be {en_expected}, but it {en_came}");
            let zh = format!("{name}：宿主的回复格式错误，{field} 应为{zh_expected}，实际{zh_came}");
            malformed(method, reply, field, &en, &zh);
        };
        let id = |reply: &Json, en, zh| {
            bad(reply, "session_id", ("a string that is not blank", en), ("非空白字符串", zh));
        };
        id(&without(&session, "session_id"), "is missing", "未提供");
        id(&with(&session, "session_id", json!(null)), "is null", "为 null");
        id(&with(&session, "session_id", json!("")), "is an empty string", "为空字符串");
        id(&with(&session, "session_id", json!(" ")), "is the string \" \"", "为字符串 \" \"");
        id(&with(&session, "session_id", json!(5)), "is the number 5", "为数字 5");

        let kind = |reply: &Json, en, zh| {
            bad(reply, "session_type", ("1 (single chat) or 2 (group)", en), (" 1（单聊）或 2（群聊）", zh));
        };
        kind(&without(&session, "session_type"), "is missing", "未提供");
        kind(&with(&session, "session_type", json!(null)), "is null", "为 null");
        kind(&with(&session, "session_type", json!(0)), "is the number 0", "为数字 0");
        kind(&with(&session, "session_type", json!(3)), "is the number 3", "为数字 3");
        kind(&with(&session, "session_type", json!(1.5)), "is the number 1.5", "为数字 1.5");
        kind(&with(&session, "session_type", json!("3")), "is the string \"3\"", "为字符串 \"3\"");
        kind(&with(&session, "session_type", json!("")), "is an empty string", "为空字符串");
        kind(&with(&session, "session_type", json!("+1")), "is the string \"+1\"", "为字符串 \"+1\"");
        kind(&with(&session, "session_type", json!("02")), "is the string \"02\"", "为字符串 \"02\"");
        kind(&with(&session, "session_type", json!(true)), "is true", "为 true");
    }
}
