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

#[cfg(test)]
mod tests {
    use super::METHOD;
    use crate::check::{self, Answer};
    use crate::testing::{Js, answers, malformed, sends, sends_unchanged, stops, with, without};
    use serde_json::{Value as Json, json};

    fn params() -> Json {
        json!({"app_id": "test", "scope": "snsapi_userinfo", "state": "x7Kq"})
    }

    fn reply() -> Json {
        json!({"err_code": 0, "code": "C1", "state": "x7Kq"})
    }

    #[test]
    fn what_is_sent() {
        sends_unchanged(&METHOD, &params());
        sends_unchanged(&METHOD, &without(&params(), "state"));
        sends_unchanged(&METHOD, &with(&params(), "app_id", json!(" test ")));
        for scope in
            ["sessionapi_sendmsg:IqxDpc-s6S_9RaXMmag39YVH7W810Z57:1", "sessionapi_sendmsg:a:b:2", "later_scope:x:y"]
        {
            sends_unchanged(&METHOD, &with(&params(), "scope", json!(scope)));
        }
        for state in ["", " ", "\u{0}\n茶🍵\u{feff}", "{\"a\":1}"] {
            sends_unchanged(&METHOD, &with(&params(), "state", json!(state)));
        }
        sends(&METHOD, &with(&params(), "state", json!(null)), &without(&params(), "state"));
        sends_unchanged(&METHOD, &with(&params(), "redirect", json!({"later": [null, 1]})));
    }

    #[test]
    fn app_id() {
        stops(
            &METHOD,
            &without(&params(), "app_id"),
            "app_id",
            "auth: app_id must be a string that is not blank, but it is missing",
            "auth：app_id 应为非空白字符串，实际未提供",
        );
        stops(
            &METHOD,
            &with(&params(), "app_id", json!(null)),
            "app_id",
            "auth: app_id must be a string that is not blank, but it is null",
            "auth：app_id 应为非空白字符串，实际为 null",
        );
        stops(
            &METHOD,
            &with(&params(), "app_id", json!("")),
            "app_id",
            "auth: app_id must be a string that is not blank, but it is an empty string",
            "auth：app_id 应为非空白字符串，实际为空字符串",
        );
        stops(
            &METHOD,
            &with(&params(), "app_id", json!("\u{3000}")),
            "app_id",
            "auth: app_id must be a string that is not blank, but it is the string \"\u{3000}\"",
            "auth：app_id 应为非空白字符串，实际为字符串 \"\u{3000}\"",
        );
        stops(
            &METHOD,
            &with(&params(), "app_id", json!(123_456)),
            "app_id",
            "auth: app_id must be a string that is not blank, but it is the number 123456",
            "auth：app_id 应为非空白字符串，实际为数字 123456",
        );
    }

    #[test]
    fn scope() {
        #[track_caller]
        fn bad(params: &Json, en: &str, zh: &str) {
            let en = [
                "auth: scope must be snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2), but it ",
                en,
            ];
            let zh = [
                "auth：scope 应为 snsapi_userinfo 或 sessionapi_sendmsg:SESSION_ID:SESSION_TYPE（SESSION_TYPE 为 1 或 2），实际",
                zh,
            ];
            stops(&METHOD, params, "scope", &en.concat(), &zh.concat());
        }
        bad(&without(&params(), "scope"), "is missing", "未提供");
        bad(&with(&params(), "scope", json!(null)), "is null", "为 null");
        bad(&with(&params(), "scope", json!("")), "is an empty string", "为空字符串");
        bad(&with(&params(), "scope", json!(["snsapi_userinfo"])), "is an array", "为数组");
        for scope in [
            "sessionapi_sendmsg",
            "sessionapi_sendmsg:",
            "sessionapi_sendmsg:s",
            "sessionapi_sendmsg:s:",
            "sessionapi_sendmsg::1",
            "sessionapi_sendmsg:s:0",
            "sessionapi_sendmsg:s:3",
            "sessionapi_sendmsg:s:12",
            "sessionapi_sendmsg:s t:1",
            "snsapi_userinfo ",
            "用户",
        ] {
            let en = ["is the string \"", scope, "\""].concat();
            let zh = ["为字符串 \"", scope, "\""].concat();
            bad(&with(&params(), "scope", json!(scope)), &en, &zh);
        }
    }

    #[test]
    fn state() {
        stops(
            &METHOD,
            &with(&params(), "state", json!(7)),
            "state",
            "auth: state must be a string, but it is the number 7",
            "auth：state 应为字符串，实际为数字 7",
        );
        stops(
            &METHOD,
            &with(&params(), "state", json!({"nonce": "x"})),
            "state",
            "auth: state must be a string, but it is an object",
            "auth：state 应为字符串，实际为对象",
        );
    }

    #[test]
    fn agreed() {
        answers(&METHOD, &reply(), &reply());
        answers(&METHOD, &with(&reply(), "err_code", json!(200)), &reply());
        answers(&METHOD, &with(&reply(), "err_code", json!("0")), &reply());
        answers(&METHOD, &with(&reply(), "err_code", json!("200")), &reply());
        answers(&METHOD, &with(&reply(), "err_code", json!(null)), &reply());
        answers(&METHOD, &without(&reply(), "err_code"), &reply());
        answers(&METHOD, &without(&reply(), "state"), &without(&reply(), "state"));
        answers(&METHOD, &with(&reply(), "state", json!(null)), &without(&reply(), "state"));
        answers(&METHOD, &with(&reply(), "err_msg", json!("ok")), &reply());
        let more = with(&reply(), "expire_in", json!(300));
        answers(&METHOD, &more, &more);
    }

    /// A person who says no gives an answer too: it is a result, with the host's code.
    #[test]
    fn refused() {
        let refused = json!({"err_code": 400, "err_msg": "用户取消", "state": "x7Kq"});
        answers(&METHOD, &refused, &refused);
        answers(&METHOD, &with(&refused, "err_code", json!("400")), &refused);
        answers(&METHOD, &json!({"err_code": -1}), &json!({"err_code": -1}));
        // A code that is of no use is not handed on, one that is, is.
        answers(&METHOD, &with(&refused, "code", json!("")), &refused);
        answers(&METHOD, &with(&refused, "code", json!(null)), &refused);
        answers(&METHOD, &with(&refused, "code", json!(0)), &refused);
        answers(&METHOD, &with(&refused, "code", json!("C1")), &with(&refused, "code", json!("C1")));
        malformed(
            &METHOD,
            &with(&refused, "state", json!(7)),
            "state",
            "auth: the host's reply is malformed, state must be a string, but it is the number 7",
            "auth：宿主的回复格式错误，state 应为字符串，实际为数字 7",
        );
    }

    #[test]
    fn malformed_replies() {
        malformed(
            &METHOD,
            &without(&reply(), "code"),
            "code",
            "auth: the host's reply is malformed, code must be a string that is not blank, but it is missing",
            "auth：宿主的回复格式错误，code 应为非空白字符串，实际未提供",
        );
        malformed(
            &METHOD,
            &with(&reply(), "code", json!(" ")),
            "code",
            "auth: the host's reply is malformed, code must be a string that is not blank, but it is the string \" \"",
            "auth：宿主的回复格式错误，code 应为非空白字符串，实际为字符串 \" \"",
        );
        malformed(
            &METHOD,
            &with(&reply(), "code", json!(200)),
            "code",
            "auth: the host's reply is malformed, code must be a string that is not blank, but it is the number 200",
            "auth：宿主的回复格式错误，code 应为非空白字符串，实际为数字 200",
        );
        malformed(
            &METHOD,
            &with(&reply(), "state", json!(true)),
            "state",
            "auth: the host's reply is malformed, state must be a string, but it is true",
            "auth：宿主的回复格式错误，state 应为字符串，实际为 true",
        );
        malformed(
            &METHOD,
            &with(&reply(), "err_code", json!("denied")),
            "err_code",
            "auth: the host's reply is malformed, err_code must be a whole number, but it is the string \"denied\"",
            "auth：宿主的回复格式错误，err_code 应为整数，实际为字符串 \"denied\"",
        );
    }

    #[test]
    fn state_comes_back_unchanged_or_not_at_all() {
        #[track_caller]
        fn echo(sent: &Json, returned: &Json, changed: Option<&str>) {
            let Ok(Answer::Result(result)) = check::reply(&METHOD, returned) else { panic!("{returned} is no result") };
            assert_eq!(check::changed_echo(&METHOD, sent, &result), changed);
        }
        echo(&params(), &reply(), None);
        echo(&params(), &without(&reply(), "state"), None);
        echo(&without(&params(), "state"), &with(&reply(), "state", json!("")), None);
        echo(&params(), &with(&reply(), "state", json!("x7kq")), Some("state"));
        echo(&params(), &with(&reply(), "state", json!("")), Some("state"));
        echo(&without(&params(), "state"), &reply(), Some("state"));
        // Only the state is an echo.
        echo(&with(&params(), "code", json!("C2")), &reply(), None);

        let lone = |half| Js::object([("state", Js::Text([half].into()))]);
        assert_eq!(check::changed_echo(&METHOD, &lone(0xd83c), &lone(0xd83c)), None);
        assert_eq!(check::changed_echo(&METHOD, &lone(0xd83c), &lone(0xd83d)), Some("state"));
    }
}
