//! How a method is declared: its fields, their rules, who answers it.
//!
//! A declaration is data. [`check`](crate::check) holds values against it, and (with the feature `reference`) generators read
//! the TypeScript types, the reference pages and the machine-readable descriptions off it.

/// A method that a page can call.
#[derive(Debug)]
pub struct Method {
    /// Its name, as the page says it: `selectSession`.
    pub name: &'static str,
    /// The fields of its params. None: the params may be left out.
    pub params: &'static [Field],
    /// The fields of its result.
    pub result: &'static [Field],
    /// Who has to answer before the host can: decides how long it may take.
    pub answered_by: AnsweredBy,
    /// What it means when the host's reply carries an `err_code` of its own.
    pub refusal: Refusal,
    /// Params that come back with the result, if at all, exactly as they were sent. Anything else is a forged reply.
    pub echoes: &'static [&'static str],
    /// Whether money moves. Then an error tells what became of it, and an identical call in flight is not sent twice.
    pub moves_money: bool,
    /// What it does, for people.
    #[cfg(feature = "reference")]
    pub docs: Docs,
}

/// Who has to answer a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// The host on its own, at once: 10 seconds.
    Host,
    /// A person, who may think it over: 10 minutes.
    Person,
}

impl AnsweredBy {
    /// How long a call may take, in milliseconds, unless the page says otherwise.
    pub const fn deadline_ms(self) -> u32 {
        match self {
            AnsweredBy::Host => 10_000,
            AnsweredBy::Person => 600_000,
        }
    }
}

/// What an `err_code` in a reply means. 0 and 200 always mean success, as does its absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The call failed: the page's `onError` gets the host's `err_code` and `err_msg`.
    IsAnError,
    /// A person said no, and that is an answer: the page's `onSuccess` gets it.
    IsAResult,
}

/// A field of params or of a result.
#[derive(Debug)]
pub struct Field {
    /// Its name, as it is on the wire.
    pub name: &'static str,
    /// Another name under which some hosts send it.
    pub alias: Option<&'static str>,
    /// What its value must be.
    pub rule: Rule,
    /// When it must be there.
    pub presence: Presence,
    /// What it is, for people.
    #[cfg(feature = "reference")]
    pub doc: &'static str,
}

/// When a field must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Required,
    /// Never. `null` counts as not there.
    Optional,
    /// In a result, unless the person refused (see [`Refusal::IsAResult`]).
    UnlessRefused,
}

/// What a value must be. In words: [`Expected::words`](crate::check::Expected::words).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A string.
    Text,
    /// A string with at least one character.
    NonEmpty,
    /// A string with at least one character that is not white space.
    NonBlank,
    /// A string that is an absolute `http:` or `https:` URL.
    HttpUrl,
    /// `snsapi_userinfo`, `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE`, or a well-formed scope this version does not know.
    Scope,
    /// A whole number, or (up to 32 bits) a string of its digits. Handed on as the number.
    Integer,
    /// 1 (single chat) or 2 (group), or the same as a string. Handed on as the number.
    SessionType,
    /// A string that is not blank, or a whole number that no rounding can have touched. Handed on as the string.
    TransactionNumber,
}

impl Field {
    /// A field that must be there.
    pub const fn required(name: &'static str, rule: Rule, doc: &'static str) -> Self {
        Self::new(name, rule, Presence::Required, doc)
    }

    /// A field that may be left out.
    pub const fn optional(name: &'static str, rule: Rule, doc: &'static str) -> Self {
        Self::new(name, rule, Presence::Optional, doc)
    }

    /// A field of a result that must be there unless the person refused.
    pub const fn unless_refused(name: &'static str, rule: Rule, doc: &'static str) -> Self {
        Self::new(name, rule, Presence::UnlessRefused, doc)
    }

    /// The same field, accepted under another name too.
    #[must_use]
    pub const fn or(self, alias: &'static str) -> Self {
        Self { alias: Some(alias), ..self }
    }

    #[cfg_attr(not(feature = "reference"), expect(unused_variables, reason = "the SDK does not carry documentation"))]
    const fn new(name: &'static str, rule: Rule, presence: Presence, doc: &'static str) -> Self {
        Self {
            name,
            alias: None,
            rule,
            presence,
            #[cfg(feature = "reference")]
            doc,
        }
    }
}

/// The field that says which application asks.
pub(crate) const APP_ID: Field =
    Field::required("app_id", Rule::NonBlank, "Your application's id, as the platform issued it.");

/// A method's documentation.
#[cfg(feature = "reference")]
#[derive(Debug)]
pub struct Docs {
    /// One sentence: what it does.
    pub summary: &'static str,
    /// What else there is to know, in Markdown.
    pub details: &'static str,
    /// The section of the platform's H5 guide that specifies it.
    pub guide: &'static str,
    /// A short example in JavaScript, of the promise form.
    pub example: &'static str,
}
