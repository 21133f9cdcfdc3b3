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
