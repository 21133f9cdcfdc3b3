//! What people allowed apps to do: codes, and the tokens that they are exchanged for.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::random;
use crate::refusal::Refusal;
use crate::simulation::Simulation;
use crate::store::{Changes, Failure, Record, View};
use crate::world::{App, Conversation, User, World};

/// How long a code can be exchanged. Guide: a code is "temporary"; five minutes are what OAuth 2 services give.
const CODE_LIFE: Millis = 5 * 60_000;

/// How long a token is valid.
const TOKEN_LIFE: Millis = 2 * 3_600_000;

/// What an app may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// Read the profile.
    Userinfo,
    /// Send messages to one conversation.
    Sendmsg {
        /// The conversation.
        session_id: String,
        /// 1 or 2, as the page wrote it.
        session_type: u8,
    },
}

impl Scope {
    /// Reads a scope that this person can give.
    fn read(text: &str, user: &User, world: &World) -> Result<Self, Refusal> {
        let unknown = || Refusal::UnknownScope { scope: text.to_owned() };
        if text == "snsapi_userinfo" {
            return Ok(Self::Userinfo);
        }
        let conversation = text.strip_prefix("sessionapi_sendmsg:").ok_or_else(unknown)?;
        let (session_id, session_type) = conversation.rsplit_once(':').ok_or_else(unknown)?;
        let conversation =
            world.conversation(session_id).filter(|found| found.session_type.to_string() == session_type);
        let conversation = conversation.ok_or(Refusal::UnknownConversation)?;
        writable(conversation, user)?;
        Ok(Self::Sendmsg { session_id: session_id.to_owned(), session_type: conversation.session_type })
    }
}

/// Refuses conversations in which that person has no say.
pub(crate) fn writable(conversation: &Conversation, user: &User) -> Result<(), Refusal> {
    if !conversation.has(user) {
        return Err(Refusal::NotAMember);
    }
    if conversation.service {
        return Err(Refusal::ServiceConversation);
    }
    Ok(())
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Userinfo => f.write_str("snsapi_userinfo"),
            Self::Sendmsg { session_id, session_type } => write!(f, "sessionapi_sendmsg:{session_id}:{session_type}"),
        }
    }
}

/// A person's consent, to be exchanged once.
#[derive(Debug, Serialize, Deserialize)]
struct Code {
    code: String,
    app_id: String,
    user_id: String,
    scope: Scope,
    expires: Millis,
}

impl Record for Code {
    const KIND: &'static str = "code";

    fn key(&self) -> String {
        self.code.clone()
    }
}

/// What an app calls the platform with, in a person's name.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) token: String,
    pub(crate) app_id: String,
    pub(crate) user_id: String,
    pub(crate) scope: Scope,
    pub(crate) expires: Millis,
}

impl Record for Token {
    const KIND: &'static str = "token";

    fn key(&self) -> String {
        self.token.clone()
    }
}

/// Drops codes that were never exchanged. One that has just expired is kept a while, to say so when it is used.
fn forget_old_codes(changes: &Changes, now: Millis) -> Result<(), Failure> {
    for code in changes.list::<Code>("")? {
        if code.expires + CODE_LIFE <= now {
            changes.take::<Code>(&code.code)?;
        }
    }
    Ok(())
}

impl Simulation {
    /// That person agrees. The code is for the app alone, and good for one exchange.
    pub(crate) fn authorize(&self, user: &User, app: &App, scope: &str) -> Result<String, Refusal> {
        let code = Code {
            code: random::text(32),
            app_id: app.app_id.clone(),
            user_id: user.user_id.clone(),
            scope: Scope::read(scope, user, &self.world)?,
            expires: self.clock.now() + CODE_LIFE,
        };
        self.store.write(|changes| {
            forget_old_codes(changes, self.clock.now())?;
            changes.put(&code)
        })?;
        Ok(code.code)
    }

    /// Exchanges a code.
    pub(crate) fn exchange(&self, app: &App, code: &str) -> Result<Token, Refusal> {
        self.store.write(|changes| {
            let code: Code = changes.get(code)?.ok_or(Refusal::WrongCode)?;
            // Another app's attempt does not use it up.
            if code.app_id != app.app_id {
                return Err(Refusal::WrongCode);
            }
            if code.expires <= self.clock.now() {
                return Err(Refusal::ExpiredCode);
            }
            changes.take::<Code>(&code.code)?;
            let token = Token {
                token: random::text(48),
                app_id: code.app_id,
                user_id: code.user_id,
                scope: code.scope,
                // The app is told in whole seconds, so it is valid for whole seconds.
                expires: (self.clock.now() + TOKEN_LIFE) / 1000 * 1000,
            };
            changes.put(&token)?;
            Ok(token)
        })
    }

    /// The token of that text, if it is valid.
    pub(crate) fn token(&self, token: &str) -> Result<Token, Refusal> {
        let token: Token = self.store.read(|view| view.get(token))?.ok_or(Refusal::WrongToken)?;
        if token.expires <= self.clock.now() { Err(Refusal::ExpiredToken) } else { Ok(token) }
    }
}
