//! `pay`: the payment sheet for an order that the merchant's server has placed.

#[cfg(feature = "reference")]
use crate::schema::Docs;
use crate::schema::{APP_ID, AnsweredBy, Field, Method, Refusal, Rule};

/// The declaration of `pay`.
pub static METHOD: Method = Method {
    name: "pay",
    params: &[
        APP_ID,
        Field::required(
            "imprest_code",
            Rule::NonBlank,
            "The prepaid order's code, which your server got from the unified order API.",
        ),
    ],
    result: &[Field::required(
        "trade_no",
        Rule::TransactionNumber,
        "The platform's number of the transaction, always a string: it has more digits than a JavaScript number can hold.",
    )],
    answered_by: AnsweredBy::Person,
    refusal: Refusal::IsAnError,
    echoes: &[],
    moves_money: true,
    #[cfg(feature = "reference")]
    docs: Docs {
        summary: "Opens the payment sheet for an order that your server has placed.",
        details: "Deliver goods on the payment notification that your *server* receives, never on this result. \
                  An error's `outcome` tells what became of the money: `none` (the host was not asked, or refused outright), `failed` (the host says that \
                  it was not paid) or `unknown` (ask your server by `imprest_code`). Two identical calls in flight are one payment.",
        guide: "VVChat支付",
        example: r#"const { trade_no } = await vvchat.pay({ app_id: "test", imprest_code: "IMPREST_CODE" });"#,
    },
};

#[cfg(test)]
mod tests {
    use super::METHOD;
    use crate::testing::{answers, malformed, refuses, sends_unchanged, stops, with, without};
    use serde_json::{Value as Json, json};

    fn params() -> Json {
        json!({"app_id": "test", "imprest_code": "P1"})
    }

    #[test]
    fn what_is_sent() {
        sends_unchanged(&METHOD, &params());
        sends_unchanged(&METHOD, &with(&params(), "imprest_code", json!(" P1 ")));
        sends_unchanged(&METHOD, &with(&params(), "coupon", json!(null)));
        sends_unchanged(&METHOD, &with(&params(), "imprestCode", json!("P2")));
    }

    #[test]
    fn app_id() {
        stops(
            &METHOD,
            &without(&params(), "app_id"),
            "app_id",
            "pay: app_id must be a string that is not blank, but it is missing",
            "pay：app_id 应为非空白字符串，实际未提供",
        );
        stops(
            &METHOD,
            &with(&params(), "app_id", json!(" ")),
            "app_id",
            "pay: app_id must be a string that is not blank, but it is the string \" \"",
            "pay：app_id 应为非空白字符串，实际为字符串 \" \"",
        );
        stops(
            &METHOD,
            &with(&params(), "app_id", json!(false)),
            "app_id",
            "pay: app_id must be a string that is not blank, but it is false",
            "pay：app_id 应为非空白字符串，实际为 false",
        );
    }

    #[test]
    fn imprest_code() {
        stops(
            &METHOD,
            &without(&params(), "imprest_code"),
            "imprest_code",
            "pay: imprest_code must be a string that is not blank, but it is missing",
            "pay：imprest_code 应为非空白字符串，实际未提供",
        );
        stops(
            &METHOD,
            &with(&params(), "imprest_code", json!(null)),
            "imprest_code",
            "pay: imprest_code must be a string that is not blank, but it is null",
            "pay：imprest_code 应为非空白字符串，实际为 null",
        );
        stops(
            &METHOD,
            &with(&params(), "imprest_code", json!("\t\n")),
            "imprest_code",
            "pay: imprest_code must be a string that is not blank, but it is the string \"\t\n\"",
            "pay：imprest_code 应为非空白字符串，实际为字符串 \"\t\n\"",
        );
        stops(
            &METHOD,
            &with(&params(), "imprest_code", json!(7)),
            "imprest_code",
            "pay: imprest_code must be a string that is not blank, but it is the number 7",
            "pay：imprest_code 应为非空白字符串，实际为数字 7",
        );
    }

    #[test]
    fn paid() {
        let paid = json!({"trade_no": "201712023384923834"});
        answers(&METHOD, &paid, &paid);
        answers(&METHOD, &with(&paid, "err_code", json!(200)), &paid);
        answers(&METHOD, &with(&paid, "err_code", json!(0)), &paid);
        answers(&METHOD, &json!({"trade_no": 20_171_202}), &json!({"trade_no": "20171202"}));
        answers(&METHOD, &json!({"trade_no": 9_007_199_254_740_991_i64}), &json!({"trade_no": "9007199254740991"}));
        let more = with(&paid, "amount", json!(1));
        answers(&METHOD, &more, &more);
    }

    #[test]
    fn not_paid() {
        refuses(&METHOD, &json!({"err_code": 400, "err_msg": "用户取消"}), 400.0, "用户取消");
        refuses(&METHOD, &json!({"err_code": "400", "err_msg": "失败", "trade_no": ""}), 400.0, "失败");
    }

    /// Never a rounded number, never none.
    #[test]
    fn trade_no() {
        #[track_caller]
        fn bad(reply: &Json, en: &str, zh: &str) {
            let en = [
                "pay: the host's reply is malformed, trade_no must be a string that is not blank (a number only up to 2^53 - 1), but it ",
                en,
            ];
            let zh = ["pay：宿主的回复格式错误，trade_no 应为非空白字符串（数字不得超过 2^53 - 1），实际", zh];
            malformed(&METHOD, reply, "trade_no", &en.concat(), &zh.concat());
        }
        bad(&json!({}), "is missing", "未提供");
        bad(&json!({"err_code": 200}), "is missing", "未提供");
        bad(&json!({"trade_no": null}), "is null", "为 null");
        bad(&json!({"trade_no": ""}), "is an empty string", "为空字符串");
        bad(&json!({"trade_no": " "}), "is the string \" \"", "为字符串 \" \"");
        bad(&json!({"trade_no": -1}), "is the number -1", "为数字 -1");
        bad(&json!({"trade_no": 1.5}), "is the number 1.5", "为数字 1.5");
        bad(&json!({"trade_no": true}), "is true", "为 true");
        bad(&json!({"trade_no": ["1"]}), "is an array", "为数组");
        bad(
            &json!({"trade_no": 9_007_199_254_740_992_i64}),
            "is the number 9007199254740992",
            "为数字 9007199254740992",
        );
        bad(
            &json!({"trade_no": 201_712_023_384_923_834_i64}),
            "is the number 201712023384923834",
            "为数字 201712023384923834",
        );
    }

    #[test]
    fn money_moves() {
        assert!(METHOD.moves_money);
        let others = crate::METHODS.iter().filter(|method| method.name != METHOD.name);
        assert!(others.into_iter().all(|method| !method.moves_money));
    }
}
