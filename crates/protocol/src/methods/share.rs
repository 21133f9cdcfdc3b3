//! `share`: a card to a conversation that the user picks, of the fixed layout (basic) or of one's own (advanced).

#[cfg(feature = "reference")]
use crate::schema::Docs;
use crate::schema::{APP_ID, AnsweredBy, Field, Method, Refusal, Rule};

/// The declaration of `share`.
pub static METHOD: Method = Method {
    name: "share",
    params: &[
        APP_ID,
        Field::required("share_title", Rule::NonBlank, "The card's title."),
        Field::optional("sub_title", Rule::Text, "The card's second line."),
        Field::required("share_url", Rule::HttpUrl, "What a tap on the card opens: an absolute http or https URL."),
        Field::optional("thumb_url", Rule::HttpUrl, "The card's picture: an absolute http or https URL."),
        Field::optional(
            "share_data_url",
            Rule::NonEmpty,
            "Makes it an advanced share: the card's own data, as JSON text or as a URL of such. Passed on byte for byte.",
        ),
    ],
    result: &[
        Field::required("code", Rule::Integer, "200: shared. 400: failed or cancelled."),
        Field::optional("error", Rule::Text, "Why it was not shared.").or("err_msg"),
    ],
    answered_by: AnsweredBy::Person,
    refusal: Refusal::IsAnError,
    echoes: &[],
    moves_money: false,
    #[cfg(feature = "reference")]
    docs: Docs {
        summary: "Opens the share sheet with a card.",
        details: "With `share_data_url` the card has your own layout (advanced share), else the fixed one (basic share). \
                  A user who cancels is a result too: look at `code`, 200 means shared.",
        guide: "VVChat基础分享, VVChat高级分享",
        example: r#"const { code } = await vvchat.share({ app_id: "test", share_title: "Spring tea", share_url: "https://shop.example/tea" });"#,
    },
};

#[cfg(test)]
mod tests {
    use super::METHOD;
    use crate::testing::{answers, malformed, refuses, sends, sends_unchanged, stops, with, without};
    use serde_json::{Value as Json, json};

    fn params() -> Json {
        json!({
            "app_id": "test",
            "share_title": "春茶",
            "sub_title": "Spring tea",
            "share_url": "https://shop.example/tea",
            "thumb_url": "http://shop.example/tea.png",
        })
    }

    /// A field that must be there and is not, or is `null`.
    #[track_caller]
    fn required(field: &str, en_expected: &str, zh_expected: &str) {
        let en = |came| ["share: ", field, " must be ", en_expected, ", but it ", came].concat();
        let zh = |came| ["share：", field, " 应为", zh_expected, "，实际", came].concat();
        stops(&METHOD, &without(&params(), field), field, &en("is missing"), &zh("未提供"));
        stops(&METHOD, &with(&params(), field, json!(null)), field, &en("is null"), &zh("为 null"));
    }

    /// A field that may be left out, or be `null`.
    #[track_caller]
    fn optional(field: &str) {
        let given = with(&params(), field, json!(null));
        let sent = without(&given, field);
        sends(&METHOD, &given, &sent);
        sends_unchanged(&METHOD, &sent);
    }

    #[test]
    fn what_is_sent() {
        sends_unchanged(&METHOD, &params());
        sends_unchanged(&METHOD, &with(&params(), "share_data_url", json!("https://shop.example/card.json")));
        let later = with(&params(), "later", json!({"a": [null]}));
        sends_unchanged(&METHOD, &later);
    }

    #[test]
    fn app_id() {
        required("app_id", "a string that is not blank", "非空白字符串");
        stops(
            &METHOD,
            &with(&params(), "app_id", json!(" ")),
            "app_id",
            "share: app_id must be a string that is not blank, but it is the string \" \"",
            "share：app_id 应为非空白字符串，实际为字符串 \" \"",
        );
    }

    #[test]
    fn share_title() {
        required("share_title", "a string that is not blank", "非空白字符串");
        stops(
            &METHOD,
            &with(&params(), "share_title", json!("\u{a0}")),
            "share_title",
            "share: share_title must be a string that is not blank, but it is the string \"\u{a0}\"",
            "share：share_title 应为非空白字符串，实际为字符串 \"\u{a0}\"",
        );
        stops(
            &METHOD,
            &with(&params(), "share_title", json!({})),
            "share_title",
            "share: share_title must be a string that is not blank, but it is an object",
            "share：share_title 应为非空白字符串，实际为对象",
        );
    }

    #[test]
    fn sub_title() {
        optional("sub_title");
        sends_unchanged(&METHOD, &with(&params(), "sub_title", json!("")));
        stops(
            &METHOD,
            &with(&params(), "sub_title", json!(0)),
            "sub_title",
            "share: sub_title must be a string, but it is the number 0",
            "share：sub_title 应为字符串，实际为数字 0",
        );
    }

    #[test]
    fn share_url() {
        required("share_url", "an absolute http or https URL", "完整的 http 或 https 网址");
        stops(
            &METHOD,
            &with(&params(), "share_url", json!("")),
            "share_url",
            "share: share_url must be an absolute http or https URL, but it is an empty string",
            "share：share_url 应为完整的 http 或 https 网址，实际为空字符串",
        );
        stops(
            &METHOD,
            &with(&params(), "share_url", json!("/tea")),
            "share_url",
            "share: share_url must be an absolute http or https URL, but it is the string \"/tea\"",
            "share：share_url 应为完整的 http 或 https 网址，实际为字符串 \"/tea\"",
        );
        stops(
            &METHOD,
            &with(&params(), "share_url", json!("javascript:alert(1)")),
            "share_url",
            "share: share_url must be an absolute http or https URL, but it is the string \"javascript:alert(1)\"",
            "share：share_url 应为完整的 http 或 https 网址，实际为字符串 \"javascript:alert(1)\"",
        );
        // It is passed on as it was written, not as a parser would write it.
        sends_unchanged(&METHOD, &with(&params(), "share_url", json!("HTTP://商店.example/茶 叶?a=b c")));
    }

    #[test]
    fn thumb_url() {
        optional("thumb_url");
        stops(
            &METHOD,
            &with(&params(), "thumb_url", json!("data:image/png;base64,AAAA")),
            "thumb_url",
            "share: thumb_url must be an absolute http or https URL, but it is the string \"data:image/png;base64,AAAA\"",
            "share：thumb_url 应为完整的 http 或 https 网址，实际为字符串 \"data:image/png;base64,AAAA\"",
        );
        stops(
            &METHOD,
            &with(&params(), "thumb_url", json!("")),
            "thumb_url",
            "share: thumb_url must be an absolute http or https URL, but it is an empty string",
            "share：thumb_url 应为完整的 http 或 https 网址，实际为空字符串",
        );
    }

    /// The name says URL, but it is the card's data: any text at all, byte for byte.
    #[test]
    fn share_data_url() {
        for data in [
            r#"{"tpl_header":"vctalk","tpl_version":"v1","tpl_type":"MultipleLine","data":["春茶","¥1",]}"#,
            "{\"tpl_type\":\"MultipleLine\"},",
            "https://shop.example/card.json",
            "not JSON at all",
            " ",
            "\u{feff}{}\r\n",
        ] {
            sends_unchanged(&METHOD, &with(&params(), "share_data_url", json!(data)));
        }
        let basic = params();
        sends(&METHOD, &with(&basic, "share_data_url", json!(null)), &basic);
        stops(
            &METHOD,
            &with(&basic, "share_data_url", json!("")),
            "share_data_url",
            "share: share_data_url must be a string that is not empty, but it is an empty string",
            "share：share_data_url 应为非空字符串，实际为空字符串",
        );
        stops(
            &METHOD,
            &with(&basic, "share_data_url", json!({"tpl_header": "vctalk"})),
            "share_data_url",
            "share: share_data_url must be a string that is not empty, but it is an object",
            "share：share_data_url 应为非空字符串，实际为对象",
        );
    }

    #[test]
    fn shared() {
        answers(&METHOD, &json!({"code": 200}), &json!({"code": 200}));
        answers(&METHOD, &json!({"code": "200", "error": ""}), &json!({"code": 200, "error": ""}));
        answers(&METHOD, &json!({"code": 200, "error": null}), &json!({"code": 200}));
        answers(&METHOD, &json!({"code": 200, "err_code": 200}), &json!({"code": 200}));
        answers(&METHOD, &json!({"code": 200, "err_code": 0, "to": ["s"]}), &json!({"code": 200, "to": ["s"]}));
    }

    /// Cancelled and failed are results too; some hosts say why in `err_msg`.
    #[test]
    fn not_shared() {
        let cancelled = json!({"code": 400, "error": "取消"});
        answers(&METHOD, &cancelled, &cancelled);
        answers(&METHOD, &json!({"code": 400, "err_msg": "取消"}), &cancelled);
        answers(&METHOD, &json!({"code": 400, "error": null, "err_msg": "取消"}), &cancelled);
        answers(&METHOD, &json!({"code": 400, "error": "取消", "err_msg": "cancel"}), &cancelled);
        answers(&METHOD, &json!({"code": "400", "err_code": 200, "err_msg": "取消"}), &cancelled);
    }

    /// An `err_code` of the platform's own form is the host's error here as well.
    #[test]
    fn refused() {
        refuses(&METHOD, &json!({"err_code": 400, "err_msg": "无效的app_id"}), 400.0, "无效的app_id");
        refuses(&METHOD, &json!({"err_code": 403, "err_msg": "x", "code": 200}), 403.0, "x");
    }

    #[test]
    fn malformed_replies() {
        #[track_caller]
        fn code(reply: &Json, en: &str, zh: &str) {
            let en = ["share: the host's reply is malformed, code must be a whole number, but it ", en].concat();
            let zh = ["share：宿主的回复格式错误，code 应为整数，实际", zh].concat();
            malformed(&METHOD, reply, "code", &en, &zh);
        }
        code(&json!({}), "is missing", "未提供");
        code(&json!({"err_code": 200}), "is missing", "未提供");
        code(&json!({"code": null}), "is null", "为 null");
        code(&json!({"code": "ok"}), "is the string \"ok\"", "为字符串 \"ok\"");
        code(&json!({"code": ""}), "is an empty string", "为空字符串");
        code(&json!({"code": 200.5}), "is the number 200.5", "为数字 200.5");
        code(&json!({"code": true}), "is true", "为 true");
        malformed(
            &METHOD,
            &json!({"code": 400, "error": {"why": "x"}}),
            "error",
            "share: the host's reply is malformed, error must be a string, but it is an object",
            "share：宿主的回复格式错误，error 应为字符串，实际为对象",
        );
        malformed(
            &METHOD,
            &json!({"code": 400, "err_msg": 7}),
            "error",
            "share: the host's reply is malformed, error must be a string, but it is the number 7",
            "share：宿主的回复格式错误，error 应为字符串，实际为数字 7",
        );
    }
}
