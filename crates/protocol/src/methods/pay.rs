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
                  An error's `outcome` tells what became of the money: `none` (nothing was asked of the host), `failed` (the host says that \
                  it was not paid) or `unknown` (ask your server by `imprest_code`). Two identical calls in flight are one payment.",
        guide: "VVChat支付",
        example: r#"const { trade_no } = await vvchat.pay({ app_id: "test", imprest_code: "IMPREST_CODE" });"#,
    },
};
