//! What is said in conversations: texts, cards, receipts, and who has read how far.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::simulation::Simulation;
use crate::store::{Changes, Failure, Record, View, sortable};
use crate::world::{Conversation, User};

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) session_id: String,
    pub(crate) at: Millis,
    pub(crate) from: Author,
    #[serde(flatten)]
    pub(crate) content: Content,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Author {
    /// The app that said it in the person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) app_id: Option<String>,
    pub(crate) user_id: String,
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Content {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// What a page shared.
    Card {
        /// The page's own params.
        card: Card,
    },
    /// VVChat's receipt for a payment.
    Payment {
        /// What was paid.
        payment: Receipt,
    },
}

/// A card, as the page that shares it describes it. Guide: basic share, advanced share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) app_id: String,
    pub(crate) share_title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sub_title: Option<String>,
    pub(crate) share_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) thumb_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) share_data_url: Option<String>,
}

/// What somebody paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    pub(crate) app_id: String,
    pub(crate) title: String,
    /// In fen.
    pub(crate) amount: u64,
    pub(crate) trade_no: String,
}

impl Record for Message {
    const KIND: &'static str = "message";

    fn key(&self) -> String {
        in_conversation(&self.session_id) + &sortable(self.id)
    }
}

/// What the keys of a conversation's messages begin with.
fn in_conversation(session_id: &str) -> String {
    format!("{session_id}/")
}

/// How far somebody has read a conversation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReadMark {
    pub(crate) session_id: String,
    pub(crate) user_id: String,
    /// The last message that was read.
    pub(crate) message: u64,
}

impl ReadMark {
    fn key_of(session_id: &str, user_id: &str) -> String {
        format!("{session_id}/{user_id}")
    }
}

impl Record for ReadMark {
    const KIND: &'static str = "read";

    fn key(&self) -> String {
        Self::key_of(&self.session_id, &self.user_id)
    }
}

/// A conversation as one person's list shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    #[serde(flatten)]
    conversation: Conversation,
    last: Option<Message>,
    unread: usize,
}

/// Adds a message to a conversation. Who writes has read what is there.
pub(crate) fn say(
    changes: &Changes,
    now: Millis,
    conversation: &Conversation,
    from: Author,
    content: Content,
) -> Result<Message, Failure> {
    let session_id = conversation.session_id.clone();
    let message = Message { id: changes.next_number()?, session_id, at: now, from, content };
    changes.put(&message)?;
    // What an app or VVChat itself says in a person's name, the person has still to see.
    if message.from.app_id.is_none() {
        mark_read(changes, conversation, &message.from.user_id)?;
    }
    Ok(message)
}

fn mark_read(changes: &Changes, conversation: &Conversation, user_id: &str) -> Result<(), Failure> {
    let Some(last) = last(changes, &conversation.session_id)? else { return Ok(()) };
    let session_id = conversation.session_id.clone();
    changes.put(&ReadMark { session_id, user_id: user_id.to_owned(), message: last.id })
}

fn last(view: &impl View, session_id: &str) -> Result<Option<Message>, Failure> {
    view.last(&in_conversation(session_id))
}

fn unread(view: &impl View, session_id: &str, user: &User) -> Result<usize, Failure> {
    let mark: Option<ReadMark> = view.get(&ReadMark::key_of(session_id, &user.user_id))?;
    let after = mark.map_or_else(String::new, |mark| sortable(mark.message));
    Ok(view.list_after::<Message>(&in_conversation(session_id), &after)?.len())
}

impl Simulation {
    /// That person's conversations, the one with the newest message first. VVChat's own notices are among them once
    /// there are any.
    pub(crate) fn conversations_of(&self, user: &User) -> Result<Vec<Listed>, Refusal> {
        let mut listed = self.store.read(|view| {
            let mut listed = Vec::new();
            for conversation in self.world.conversations.iter().filter(|conversation| conversation.has(user)) {
                let last = last(view, &conversation.session_id)?;
                if conversation.service && last.is_none() {
                    continue;
                }
                let unread = unread(view, &conversation.session_id, user)?;
                listed.push(Listed { conversation: conversation.clone(), last, unread });
            }
            Ok::<_, Refusal>(listed)
        })?;
        listed.sort_by_key(|listed| std::cmp::Reverse(listed.last.as_ref().map(|last| (last.at, last.id))));
        Ok(listed)
    }

    /// All that was said in a conversation, oldest first.
    pub(crate) fn messages_in(&self, conversation: &Conversation) -> Result<Vec<Message>, Refusal> {
        Ok(self.store.read(|view| view.list(&in_conversation(&conversation.session_id)))?)
    }

    /// Says something in a conversation.
    pub(crate) fn say(&self, conversation: &Conversation, from: Author, content: Content) -> Result<Message, Refusal> {
        let message = self.store.write(|changes| say(changes, self.clock.now(), conversation, from, content))?;
        self.events.send("message", &message);
        Ok(message)
    }

    /// That person has read all of a conversation.
    pub(crate) fn read_all(&self, conversation: &Conversation, user: &User) -> Result<(), Refusal> {
        Ok(self.store.write(|changes| mark_read(changes, conversation, &user.user_id))?)
    }
}
