//! Who and what there is: people, apps, conversations. It is the same from start to end; what happens in it is elsewhere.

use serde::{Deserialize, Serialize};
use vvchat_openapi::AppKey;

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// As the platform's profile writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sex {
    #[serde(rename = "男")]
    Male,
    #[serde(rename = "女")]
    Female,
}

/// A person who has VVChat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    /// The phone's name for the person.
    pub(crate) user_id: String,
    /// The platform's name for the person, which merchants see.
    pub(crate) open_id: String,
    pub(crate) name: Name,
    pub(crate) sex: Sex,
    /// The colour of the picture: degrees on the colour wheel.
    pub(crate) hue: u16,
}

impl User {
    /// Where VVChat tells this person of payments.
    pub(crate) fn receipts(&self) -> Conversation {
        Conversation {
            // Like nothing that a seed may name, so that the two never meet.
            session_id: format!("payments.{}", self.user_id),
            session_type: 1,
            name: Some(Name { zh: "支付通知".to_owned(), en: "Payments".to_owned() }),
            members: vec![self.user_id.clone()],
            hue: 140,
            service: true,
        }
    }
}

/// A merchant's app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct App {
    pub(crate) app_id: String,
    pub(crate) app_key: String,
    pub(crate) name: Name,
    /// Where its picture is, as the app's pages would load it.
    pub(crate) icon: String,
    /// Where its page is; without it, the shop that the simulator was started for.
    #[serde(default)]
    pub(crate) url: Option<String>,
    /// The account that it pays people from.
    pub(crate) account: String,
}

impl App {
    /// What its server signs with.
    pub(crate) fn key(&self) -> AppKey {
        AppKey::new(&self.app_key).expect("the seed's check lets no empty key in")
    }
}

/// A conversation, as the platform counts them: type 1 is a single chat, type 2 a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Conversation {
    pub(crate) session_id: String,
    pub(crate) session_type: u8,
    /// A group's name; a single chat goes by the other person's.
    pub(crate) name: Option<Name>,
    /// The `user_id`s.
    pub(crate) members: Vec<String>,
    pub(crate) hue: u16,
    /// Whether it is VVChat's own notices to one person. Nobody writes to it, and no page hears of it.
    pub(crate) service: bool,
}

impl Conversation {
    pub(crate) fn has(&self, user: &User) -> bool {
        self.members.contains(&user.user_id)
    }
}

/// Everybody and everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct World {
    pub(crate) users: Vec<User>,
    pub(crate) apps: Vec<App>,
    pub(crate) conversations: Vec<Conversation>,
}

impl World {
    pub(crate) fn user(&self, user_id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.user_id == user_id)
    }

    pub(crate) fn user_by_open_id(&self, open_id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.open_id == open_id)
    }

    pub(crate) fn app(&self, app_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.app_id == app_id)
    }

    pub(crate) fn conversation(&self, session_id: &str) -> Option<&Conversation> {
        self.conversations.iter().find(|conversation| conversation.session_id == session_id)
    }
}
