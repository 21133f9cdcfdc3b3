//! Sending a message into a conversation (guide: 发送消息).

use crate::json::check_success;
use crate::text::check_not_blank;
use crate::{AccessToken, Attempt, Call, Error, Method, Platform, Repeat, Request, Response};
use serde::{Deserialize, Serialize};

/// Sends a text into the conversation that the token's scope names (`sessionapi_sendmsg:SESSION_ID:SESSION_TYPE`).
///
/// `POST /messageapi/v1/authorization/sendmsg`, with the token in the header `Authorization`, without `Bearer`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// The token.
    pub token: AccessToken,
    /// The text. Not blank.
    pub content: String,
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    content: &'a str,
}

impl Call for SendMessage {
    /// Nothing: status 200 is success, and the body is not to be used.
    type Reply = ();

    /// A message has no number by which the platform could tell a repeat: it would be there twice.
    const REPEAT: Repeat = Repeat::OnlyIfUnreached;

    fn request(&self, platform: &Platform, _: &Attempt) -> Result<Request, Error> {
        check_not_blank("content", &self.content)?;
        let url = platform.url("/messageapi/v1/authorization/sendmsg", &[]);
        let headers =
            vec![("authorization", self.token.expose().to_string()), ("content-type", "application/json".to_string())];
        let body = serde_json::to_vec(&Body { r#type: "text", content: &self.content }).expect("texts are JSON");
        Ok(Request { method: Method::Post, url, headers, body })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<(), Error> {
        check_success(response)
    }
}
