//! Reading a person's profile (guide: 获取用户个人信息).

use crate::json::Object;
use crate::{AccessToken, Attempt, Call, Error, Method, Platform, Repeat, Request, Response};
use serde::{Deserialize, Serialize};

/// Reads the profile of the person whose token it is.
///
/// `GET /userservices/v2/authorization/userinfo`, with the token in the header `Authorization`, without `Bearer`. The token's
/// scope must be `snsapi_userinfo`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetUserInfo {
    /// The token.
    pub token: AccessToken,
}

/// A person's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserInfo {
    /// Who the person is to this app. Never changes.
    pub open_id: String,
    /// The name the person goes by. Text of theirs: escape it where it is shown.
    pub nickname: String,
    /// The address of their picture, if they have one.
    pub avatar: Option<String>,
    /// `男` or `女`, if the profile says one of them.
    pub sex: Option<Sex>,
}

/// What a profile says of a person's sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Sex {
    /// `男`
    #[serde(rename = "男")]
    Male,
    /// `女`
    #[serde(rename = "女")]
    Female,
}

impl Call for GetUserInfo {
    type Reply = UserInfo;

    /// Reading changes nothing.
    const REPEAT: Repeat = Repeat::Safe;

    fn request(&self, platform: &Platform, _: &Attempt) -> Result<Request, Error> {
        let url = platform.url("/userservices/v2/authorization/userinfo", &[]);
        let headers = vec![("authorization", self.token.expose().to_string())];
        Ok(Request { method: Method::Get, url, headers, body: Vec::new() })
    }

    fn decode(&self, _: &Platform, response: &Response) -> Result<UserInfo, Error> {
        let body = Object::of(response)?;
        Ok(UserInfo {
            open_id: body.id("open_id")?,
            nickname: body.text("nickname")?,
            avatar: body.optional_text("avatar")?,
            sex: match body.optional_text("sex")?.as_deref() {
                Some("男") => Some(Sex::Male),
                Some("女") => Some(Sex::Female),
                _ => None,
            },
        })
    }
}
