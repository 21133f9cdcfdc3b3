//! What a simulator begins with: people, apps, conversations and what was said in them, read from JSON.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use vvchat_openapi::AppKey;

use crate::clock::{CENTURY, Millis};
use crate::messages::{Author, Content, Message, ReadMark};
use crate::pages::origin_of;
use crate::store::{Changes, Failure, Record};
use crate::world::{App, Conversation, Name, User, World};

/// The one that is built in. It is also the example of the form.
const BUILT_IN: &str = include_str!("seed.json");

const MINUTE: Millis = 60_000;

/// A seed, checked: everything that it refers to is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    users: Vec<User>,
    apps: Vec<App>,
    conversations: Vec<SeedConversation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedConversation {
    session_id: String,
    session_type: u8,
    #[serde(default)]
    name: Option<Name>,
    members: Vec<String>,
    hue: u16,
    #[serde(default)]
    messages: Vec<SeedMessage>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedMessage {
    from: String,
    minutes_ago: u32,
    text: String,
    /// Whether the others have still to read it.
    #[serde(default)]
    unread: bool,
}

/// Why a text is not a seed: which field, and what is wrong with it.
#[derive(Debug)]
pub struct SeedError {
    /// Nothing, where it is the text as a whole.
    field: Option<String>,
    problem: String,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "{field}: {}", self.problem),
            None => f.write_str(&self.problem),
        }
    }
}

impl std::error::Error for SeedError {}

impl Default for Seed {
    /// The seed that is built in: the platform's documented test app, and four people.
    fn default() -> Self {
        Self::from_json(BUILT_IN).expect("a test reads it")
    }
}

impl Seed {
    /// Reads a seed.
    ///
    /// ```
    /// use vvchat_simulator::Seed;
    ///
    /// let error = Seed::from_json(r#"{"users": [], "apps": [], "conversations": []}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "users: there must be at least one");
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text is not JSON of the documented form, where something is empty, named twice, or refers to what is
    /// not there.
    pub fn from_json(json: &str) -> Result<Self, SeedError> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let seed: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            // Where the text is no JSON, its line says more than the field before.
            let is_of_field = error.inner().classify() == Category::Data && error.path().iter().next().is_some();
            SeedError { field: is_of_field.then(|| error.path().to_string()), problem: error.inner().to_string() }
        })?;
        reader.end().map_err(|error| SeedError { field: None, problem: error.to_string() })?;
        seed.check()?;
        Ok(seed)
    }

    fn check(&self) -> Result<(), SeedError> {
        one_at_least("users", &self.users)?;
        one_at_least("apps", &self.apps)?;

        let mut user_ids = Ids::default();
        let mut open_ids = Ids::default();
        for (index, user) in self.users.iter().enumerate() {
            let at = |field: &str| format!("users[{index}].{field}");
            user_ids.add(at("user_id"), &user.user_id)?;
            open_ids.add(at("open_id"), &user.open_id)?;
            check_name(&at("name"), &user.name)?;
            check_hue(at("hue"), user.hue)?;
        }

        let mut app_ids = Ids::default();
        for (index, app) in self.apps.iter().enumerate() {
            let at = |field: &str| format!("apps[{index}].{field}");
            app_ids.add(at("app_id"), &app.app_id)?;
            require(AppKey::new(&app.app_key).is_ok(), at("app_key"), || {
                "it is one or more visible ASCII characters".to_owned()
            })?;
            check_name(&at("name"), &app.name)?;
            not_empty(at("icon"), &app.icon)?;
            not_empty(at("account"), &app.account)?;
            if let Some(url) = &app.url {
                require(origin_of(url).is_some(), at("url"), || {
                    format!("{url:?} is not an absolute http or https URL")
                })?;
            }
        }

        let mut session_ids = Ids::default();
        for (index, conversation) in self.conversations.iter().enumerate() {
            let at = |field: &str| format!("conversations[{index}].{field}");
            session_ids.add(at("session_id"), &conversation.session_id)?;
            let is_single = match conversation.session_type {
                1 => true,
                2 => false,
                other => return wrong(at("session_type"), format!("it is 1, single chat, or 2, group, not {other}")),
            };
            require(is_single == conversation.name.is_none(), at("name"), || {
                "a group has a name, a single chat goes by the other person's".to_owned()
            })?;
            if let Some(name) = &conversation.name {
                check_name(&at("name"), name)?;
            }
            check_hue(at("hue"), conversation.hue)?;
            let members = conversation.members.len();
            require(if is_single { members == 2 } else { members >= 2 }, at("members"), || {
                format!("a single chat has 2, a group 2 or more, not {members}")
            })?;
            let mut seen = HashSet::new();
            for (member, user_id) in conversation.members.iter().enumerate() {
                let field = at(&format!("members[{member}]"));
                require(user_ids.0.contains(user_id.as_str()), field.clone(), || format!("no user is {user_id:?}"))?;
                require(seen.insert(user_id), field, || format!("{user_id:?} is in it twice"))?;
            }
            let mut before = u32::MAX;
            for (index, message) in conversation.messages.iter().enumerate() {
                let at = |field: &str| at(&format!("messages[{index}].{field}"));
                require(seen.contains(&message.from), at("from"), || {
                    format!("{:?} is not in this conversation", message.from)
                })?;
                not_empty(at("text"), &message.text)?;
                let minutes_ago = message.minutes_ago;
                require(Millis::from(minutes_ago) * MINUTE <= CENTURY, at("minutes_ago"), || {
                    format!("it is at most {}, a hundred years, not {minutes_ago}", CENTURY / MINUTE)
                })?;
                require(minutes_ago <= before, at("minutes_ago"), || "messages go from old to new".to_owned())?;
                before = minutes_ago;
            }
        }
        Ok(())
    }

    /// Who and what there is.
    pub(crate) fn world(&self) -> World {
        let said = self.conversations.iter().map(|seed| Conversation {
            session_id: seed.session_id.clone(),
            session_type: seed.session_type,
            name: seed.name.clone(),
            members: seed.members.clone(),
            hue: seed.hue,
            service: false,
        });
        let receipts = self.users.iter().map(User::receipts);
        World { users: self.users.clone(), apps: self.apps.clone(), conversations: said.chain(receipts).collect() }
    }

    /// Puts into an empty store what was said before `now`.
    pub(crate) fn plant(&self, changes: &Changes, now: Millis) -> Result<(), Failure> {
        changes.put(&Planted(self.clone()))?;
        for conversation in &self.conversations {
            let session_id = &conversation.session_id;
            for message in &conversation.messages {
                let id = changes.next_number()?;
                changes.put(&Message {
                    id,
                    session_id: session_id.clone(),
                    // Time is counted from 1970.
                    at: now.saturating_sub(Millis::from(message.minutes_ago) * MINUTE),
                    from: Author { app_id: None, user_id: message.from.clone() },
                    content: Content::Text { text: message.text.clone() },
                })?;
                for user_id in &conversation.members {
                    if !message.unread || *user_id == message.from {
                        changes.put(&ReadMark {
                            session_id: session_id.clone(),
                            user_id: user_id.clone(),
                            message: id,
                        })?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The seed that a store was begun with. It goes on with it, and back to it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Planted(pub(crate) Seed);

impl Record for Planted {
    const KIND: &'static str = "seed";

    fn key(&self) -> String {
        String::new()
    }
}

/// Names that tell things from others of their kind.
#[derive(Default)]
struct Ids<'a>(HashSet<&'a str>);

impl<'a> Ids<'a> {
    fn add(&mut self, field: String, id: &'a str) -> Result<(), SeedError> {
        let is_plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        require(is_plain, field.clone(), || format!("{id:?} is not made of letters, digits, - and _"))?;
        require(self.0.insert(id), field, || format!("{id:?} is there twice"))
    }
}

fn one_at_least<T>(field: &str, list: &[T]) -> Result<(), SeedError> {
    require(!list.is_empty(), field.to_owned(), || "there must be at least one".to_owned())
}

fn not_empty(field: String, text: &str) -> Result<(), SeedError> {
    require(!text.trim().is_empty(), field, || "it is empty".to_owned())
}

fn check_name(field: &str, name: &Name) -> Result<(), SeedError> {
    not_empty(format!("{field}.zh"), &name.zh)?;
    not_empty(format!("{field}.en"), &name.en)
}

fn check_hue(field: String, hue: u16) -> Result<(), SeedError> {
    require(hue < 360, field, || format!("it is 0 to 359, not {hue}"))
}

fn require(is_right: bool, field: String, problem: impl FnOnce() -> String) -> Result<(), SeedError> {
    if is_right { Ok(()) } else { wrong(field, problem()) }
}

fn wrong(field: String, problem: String) -> Result<(), SeedError> {
    Err(SeedError { field: Some(field), problem })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{BUILT_IN, Seed};
    use crate::messages::Message;
    use crate::store::{Store, View};

    /// The built-in seed with one value replaced.
    #[track_caller]
    fn fails(pointer: &str, value: Value, message: &str) {
        let mut seed: Value = serde_json::from_str(BUILT_IN).unwrap();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match seed.pointer_mut(parent).unwrap() {
            Value::Object(object) => drop(object.insert(key.to_owned(), value)),
            Value::Array(array) => array[key.parse::<usize>().unwrap()] = value,
            other => panic!("{other} has no {key}"),
        }
        let error = Seed::from_json(&seed.to_string()).unwrap_err().to_string();
        // Where in the text is of no interest here: it was written by serde_json a line above.
        assert_eq!(error.split(" at line ").next().unwrap(), message);
    }

    #[test]
    fn the_one_built_in_is_right() {
        let seed = Seed::default();
        assert_eq!(seed.world().apps[0].app_key, "123456");
    }

    #[test]
    fn an_error_names_the_field() {
        fails("/users", json!([]), "users: there must be at least one");
        fails("/apps", json!([]), "apps: there must be at least one");
        fails("/users/0/user_id", json!(5), "users[0].user_id: invalid type: integer `5`, expected a string");
        fails("/users/0/user_id", json!("evan"), "users[1].user_id: \"evan\" is there twice");
        fails("/users/0/open_id", json!("a b"), "users[0].open_id: \"a b\" is not made of letters, digits, - and _");
        fails("/users/0/name/en", json!(" "), "users[0].name.en: it is empty");
        fails("/users/0/sex", json!("m"), "users[0].sex: unknown variant `m`, expected `男` or `女`");
        fails("/users/0/hue", json!(360), "users[0].hue: it is 0 to 359, not 360");
        fails(
            "/users/0/colour",
            json!(1),
            "users[0].colour: unknown field `colour`, expected one of `user_id`, `open_id`, `name`, `sex`, `hue`",
        );
        fails("/apps/0/app_key", json!(""), "apps[0].app_key: it is one or more visible ASCII characters");
        fails("/apps/0/url", json!("shop.html"), "apps[0].url: \"shop.html\" is not an absolute http or https URL");
        fails(
            "/conversations/1/name",
            json!({"zh": "一", "en": "a"}),
            "conversations[1].name: a group has a name, a single chat goes by the other person's",
        );
        fails(
            "/conversations/0/session_type",
            json!(3),
            "conversations[0].session_type: it is 1, single chat, or 2, group, not 3",
        );
        fails(
            "/conversations/1/members",
            json!(["mia"]),
            "conversations[1].members: a single chat has 2, a group 2 or more, not 1",
        );
        fails("/conversations/0/members/1", json!("bob"), "conversations[0].members[1]: no user is \"bob\"");
        fails("/conversations/0/members/1", json!("mia"), "conversations[0].members[1]: \"mia\" is in it twice");
        fails(
            "/conversations/1/messages/0/from",
            json!("wan"),
            "conversations[1].messages[0].from: \"wan\" is not in this conversation",
        );
        fails("/conversations/1/messages/0/text", json!(""), "conversations[1].messages[0].text: it is empty");
        fails(
            "/conversations/1/messages/0/minutes_ago",
            json!(1),
            "conversations[1].messages[1].minutes_ago: messages go from old to new",
        );
        fails(
            "/conversations/1/messages/0/minutes_ago",
            json!(52_560_001),
            "conversations[1].messages[0].minutes_ago: it is at most 52560000, a hundred years, not 52560001",
        );
    }

    #[test]
    fn what_was_said_before_1970_is_of_1970() {
        let mut seed: Value = serde_json::from_str(BUILT_IN).unwrap();
        seed["conversations"][1]["messages"][0]["minutes_ago"] = json!(52_560_000);
        let seed = Seed::from_json(&seed.to_string()).unwrap();
        let store = Store::in_memory().unwrap();
        store.write(|changes| seed.plant(changes, 1_795_000_000_000)).unwrap();
        let messages = store.read(|view| view.list::<Message>("")).unwrap();
        assert!(messages.iter().any(|message| message.at == 0), "{messages:?}");
    }

    #[test]
    fn an_error_in_the_text_says_where() {
        let error = |json: &str| Seed::from_json(json).unwrap_err().to_string();
        assert_eq!(error("{\"users\": ["), "EOF while parsing a list at line 1 column 11");
        assert_eq!(error("{"), "EOF while parsing an object at line 1 column 1");
        assert_eq!(
            error(&format!("{BUILT_IN} x")),
            format!("trailing characters at line {} column 2", BUILT_IN.lines().count() + 1)
        );
    }
}
