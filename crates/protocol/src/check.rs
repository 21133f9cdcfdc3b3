//! Holding values against a method's declaration, on either side.

use crate::schema::{Field, Method, Presence, Refusal, Rule};
use crate::scope::{Scope, is_space};
use crate::value::{Kind, Make, Value, is_safe_integer};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Why a value is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The field's name; empty for the value as a whole.
    pub field: String,
    /// What it must be.
    pub expected: Expected,
    /// What it is.
    pub came: Came,
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// What a field's rule says.
    Rule(Rule),
    /// An object.
    Object,
    /// Anything that JSON can carry.
    Json,
    /// A JSON text.
    JsonText,
    /// A JSON-RPC 2.0 response with either a `result` or an `error`.
    Reply,
    /// `true` or `false`.
    Boolean,
    /// A function.
    Function,
    /// An array of strings.
    Strings,
    /// An origin: scheme, host and port, nothing else.
    Origin,
    /// A positive number of milliseconds.
    Milliseconds,
    /// An `AbortSignal`.
    AbortSignal,
    /// `"en"` or `"zh"`.
    Language,
    /// The name of a bridge.
    BridgeName,
    /// The name of a method.
    MethodName,
    /// The name of an option.
    OptionName,
}

/// What a value is, for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// Its kind.
    pub kind: Kind,
    /// How it reads, shortened. Empty where the kind says it all.
    pub shown: String,
}

impl Came {
    /// What this value is; `None` is one that is missing.
    fn of<V: Value>(value: Option<&V>) -> Self {
        let kind = value.map_or(Kind::Missing, Value::kind);
        let shown = match (kind, value) {
            (Kind::String | Kind::Number | Kind::BigInt | Kind::Boolean, Some(value)) => shorten(&value.shown()),
            _ => String::new(),
        };
        Self { kind, shown }
    }
}

/// At most 40 characters of a text, so that no message drags a whole picture along.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => String::from(text.get(..end).unwrap_or_default()) + "…",
        None => text.to_string(),
    }
}

impl Invalid {
    /// A value that isn't what it must be; an empty `field` means the value as a whole.
    pub(crate) fn new<V: Value>(field: &str, expected: Expected, value: Option<&V>) -> Self {
        Self { field: field.to_string(), expected, came: Came::of(value) }
    }
}

/// What a host answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<V> {
    /// The result, checked and in its documented form.
    Result(V),
    /// The host's error.
    Refused {
        /// Its code.
        err_code: f64,
        /// What it says; empty if it says nothing.
        err_msg: String,
    },
}

/// Checks a method's params and returns what is to be sent: the fields in the order they came, those the method does not
/// declare unchanged, optional ones that are `null` left out.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::{check, methods};
///
/// let auth = methods::find("auth").unwrap();
/// let params = json!({"app_id": "test", "scope": "snsapi_userinfo", "state": null, "theme": "dark"});
/// let sent = check::params(auth, &params).unwrap();
/// assert_eq!(sent, json!({"app_id": "test", "scope": "snsapi_userinfo", "theme": "dark"}));
///
/// let invalid = check::params(auth, &json!({"app_id": "test"})).unwrap_err();
/// assert_eq!(invalid.field, "scope");
/// ```
pub fn params<V: Make>(method: &Method, params: &V) -> Result<V, Invalid> {
    let (params, mut given) = read_once(params);
    let params = &params;
    let mut invalid = None;
    let mut left_out = Vec::new();
    hold_params(method, params, &mut |held| match held {
        Held::LeftOut(name) => left_out.push(name.to_string()),
        held => invalid = held.invalid(params),
    });
    given.retain(|(name, _)| !left_out.contains(name));
    invalid.map_or_else(|| Ok(V::from_properties(given)), Err)
}

/// A copy in which getters and proxies have no say, and its properties: they may tell something else the next time, and that would be
/// handed on unchecked.
fn read_once<V: Make>(value: &V) -> (V, Vec<(String, V)>) {
    let mut properties = Vec::new();
    value.each(&mut |name, value| properties.push((name.to_string(), value)));
    let copy = if value.kind() == Kind::Object { V::from_properties(properties.clone()) } else { value.clone() };
    (copy, properties)
}

/// What is found when values are held against a declaration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held<'a> {
    /// A property that is not to be handed on.
    LeftOut(&'a str),
    /// A property of the result that is not just the one of that name.
    Made {
        /// Its name.
        name: &'a str,
        /// The property whose value it has.
        from: &'a str,
        /// The form that the value is to have.
        form: Form,
    },
    /// The host's own error, with its code.
    Refused(f64),
    /// A rule that is broken.
    Broken {
        /// The field; empty for the value as a whole.
        field: &'a str,
        /// The property that has its value.
        from: &'a str,
        /// What it must be.
        expected: Expected,
    },
}

impl Held<'_> {
    /// The value as a whole is no object.
    const NO_OBJECT: Held<'static> = Held::Broken { field: "", from: "", expected: Expected::Object };

    /// What is broken, with what the value is in the object that was checked.
    fn invalid<V: Value>(self, object: &V) -> Option<Invalid> {
        let Held::Broken { field, from, expected } = self else { return None };
        let part = object.get(from);
        Some(Invalid::new(field, expected, if field.is_empty() { Some(object) } else { part.as_ref() }))
    }
}

/// Checks a method's params, which must not change any more: which are not to be sent, or else what is broken.
#[inline(never)]
pub fn hold_params<V: Value>(method: &Method, params: &V, found: &mut impl FnMut(Held)) {
    if params.kind() == Kind::Missing && method.params.is_empty() {
        return;
    }
    if params.kind() != Kind::Object {
        return found(Held::NO_OBJECT);
    }
    for field in method.params {
        if field.hold(params, false, found).is_none() {
            return;
        }
    }
    let mut is_broken = false;
    params.each(&mut |name, value| {
        let fits_json = match value.kind() {
            Kind::Null if method.params.iter().any(|field| field.name == name) => return found(Held::LeftOut(name)),
            Kind::BigInt | Kind::Symbol | Kind::Function | Kind::Unreadable => false,
            // JSON would silently turn NaN and the infinities into null.
            Kind::Number => value.number().is_some_and(f64::is_finite),
            _ => true,
        };
        if !fits_json && !is_broken {
            is_broken = true;
            found(Held::Broken { field: name, from: name, expected: Expected::Json });
        }
    });
}

/// Checks what a host answered and brings it into its documented form. Fields that the method does not declare are handed on.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::check::{self, Answer};
/// use vvchat_protocol::methods;
///
/// let pay = methods::find("pay").unwrap();
/// let paid = check::reply(pay, &json!({"err_code": 200, "trade_no": 20171202})).unwrap();
/// assert_eq!(paid, Answer::Result(json!({"trade_no": "20171202"})));
///
/// let cancelled = check::reply(pay, &json!({"err_code": 400, "err_msg": "用户取消"})).unwrap();
/// assert_eq!(cancelled, Answer::Refused { err_code: 400.0, err_msg: "用户取消".to_string() });
///
/// // 2^53: what the host really wrote may have been another number.
/// let rounded = check::reply(pay, &json!({"trade_no": 9007199254740992_u64})).unwrap_err();
/// assert_eq!(rounded.field, "trade_no");
/// ```
pub fn reply<V: Make>(method: &Method, reply: &V) -> Result<Answer<V>, Invalid> {
    let (reply, mut result) = read_once(reply);
    let reply = &reply;
    let mut other = None;
    hold_reply(method, reply, &mut |held| match held {
        Held::LeftOut(left_out) => result.retain(|(name, _)| name != left_out),
        Held::Made { name: made, from, form } => {
            let value = form.of(reply.get(from).as_ref());
            match (value, result.iter_mut().find(|(name, _)| name == made)) {
                (Some(value), Some(given)) => given.1 = value,
                (value, _) => result.extend(value.map(|value| (made.to_string(), value))),
            }
        }
        Held::Refused(err_code) => {
            let err_msg = reply.get("err_msg").and_then(|message| message.text().map(ToString::to_string));
            other = Some(Ok(Answer::Refused { err_code, err_msg: err_msg.unwrap_or_default() }));
        }
        held @ Held::Broken { .. } => other = held.invalid(reply).map(Err),
    });
    other.unwrap_or_else(|| Ok(Answer::Result(V::from_properties(result))))
}

/// Checks what a host answered: in what the result differs from it, or that the host refused, or else what is broken.
#[inline(never)]
pub fn hold_reply<V: Value>(method: &Method, reply: &V, found: &mut impl FnMut(Held)) {
    if reply.kind() != Kind::Object {
        return found(Held::NO_OBJECT);
    }
    if ERR_CODE.hold(reply, false, found).is_none() {
        return;
    }
    let err_code = reply.get(ERR_CODE.name).and_then(|value| integer(&value)).unwrap_or_default();
    let refused = !matches!(err_code, 0.0 | 200.0);
    if method.refusal == Refusal::IsAResult {
        let form = if refused { Form::Number } else { Form::Zero };
        found(Held::Made { name: ERR_CODE.name, from: ERR_CODE.name, form });
    } else if refused {
        return found(Held::Refused(err_code));
    }
    for field in method.result {
        match field.hold(reply, refused, found) {
            None => return,
            Some(("", _)) => found(Held::LeftOut(field.name)),
            Some((from, Form::Same)) if from == field.name => {}
            Some((from, form)) => found(Held::Made { name: field.name, from, form }),
        }
    }
    reply.each(&mut |name, _| {
        let is_alias = method.result.iter().any(|field| field.alias == Some(name));
        let of_success = !refused && name == "err_msg";
        let is_code = name == ERR_CODE.name && method.refusal != Refusal::IsAResult;
        if is_alias || of_success || is_code || name == PROTOTYPE {
            found(Held::LeftOut(name));
        }
    });
}

/// How a value is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Same,
    /// As a number: a string's digits.
    Number,
    /// As a text: a number's digits.
    Text,
    /// As the number 0.
    Zero,
}

impl Form {
    /// The value in this form.
    pub fn of<V: Make>(self, value: Option<&V>) -> Option<V> {
        Some(match self {
            Form::Same => value?.clone(),
            Form::Number => V::from_number(integer(value?)?),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "only whole numbers that are small enough take this form"
            )]
            Form::Text => V::from_text(&(value?.number()? as i64).to_string()),
            Form::Zero => V::from_number(0.0),
        })
    }
}

/// The first param that came back with the result, but changed.
///
/// ```
/// use serde_json::json;
/// use vvchat_protocol::{check, methods};
///
/// let auth = methods::find("auth").unwrap();
/// let sent = json!({"app_id": "test", "scope": "snsapi_userinfo", "state": "x7Kq"});
/// assert_eq!(check::changed_echo(auth, &sent, &json!({"err_code": 0, "code": "C1", "state": "x7Kq"})), None);
/// assert_eq!(check::changed_echo(auth, &sent, &json!({"err_code": 0, "code": "C1", "state": "forged"})), Some("state"));
/// ```
#[inline(never)]
pub fn changed_echo<V: Value>(method: &Method, sent: &V, result: &V) -> Option<&'static str> {
    method.echoes.iter().copied().find(|name| match (sent.get(name), there(result, name)) {
        (_, None) => false,
        // Some hosts fill in an empty text where nothing was sent.
        (None, Some(returned)) => returned.text().is_some_and(|text| !text.is_empty()),
        (Some(sent), Some(returned)) => sent != returned,
    })
}

/// What would change an object's prototype, wherever a page hands a result on property by property.
const PROTOTYPE: &str = "__proto__";

/// A reply's own word on success, in the form that the platform uses everywhere.
const ERR_CODE: Field = Field::optional("err_code", Rule::Integer, "");

impl Field {
    /// Checks the field of an object: the property that has it, and the form to hand it on in. The property is `""` if the field is not
    /// there and need not be. `None`: it is broken.
    fn hold<V: Value>(&self, object: &V, refused: bool, found: &mut impl FnMut(Held)) -> Option<(&'static str, Form)> {
        let mut from = self.name;
        let mut value = there(object, from);
        if let (None, Some(alias)) = (&value, self.alias)
            && let other @ Some(_) = there(object, alias)
        {
            (from, value) = (alias, other);
        }
        if let Some(form) = value.as_ref().and_then(|value| self.rule.form(value)) {
            return Some((from, form));
        }
        let may_be_missing = match self.presence {
            Presence::Required => false,
            Presence::Optional => value.is_none(),
            // What a refusal carries in a success's place (an empty code, say) is of no use to anyone.
            Presence::UnlessRefused => refused,
        };
        if may_be_missing {
            return Some(("", Form::Same));
        }
        found(Held::Broken { field: self.name, from, expected: Expected::Rule(self.rule) });
        None
    }
}

/// A property that is there: `null` counts as not there.
fn there<V: Value>(object: &V, name: &str) -> Option<V> {
    object.get(name).filter(|value| value.kind() != Kind::Null)
}

impl Rule {
    /// The form in which the value is handed on, `None` if it breaks the rule.
    pub fn form<V: Value>(self, value: &V) -> Option<Form> {
        if let Some(number) = value.number() {
            let form = match self {
                Rule::Integer | Rule::SessionType => Form::Same,
                Rule::TransactionNumber if number >= 0.0 => Form::Text,
                _ => return None,
            };
            let is_kept = is_safe_integer(number) && (self != Rule::SessionType || matches!(number, 1.0 | 2.0));
            return is_kept.then_some(form);
        }
        let text = value.text()?;
        let is_kept = match self {
            Rule::Text => true,
            Rule::NonEmpty => !text.is_empty(),
            Rule::NonBlank | Rule::TransactionNumber => !is_blank(text),
            Rule::HttpUrl => value.is_http_url(),
            Rule::Scope => Scope::parse(text).is_some(),
            Rule::Integer => return digits(text).map(|_| Form::Number),
            Rule::SessionType => return matches!(text, "1" | "2").then_some(Form::Number),
        };
        is_kept.then_some(Form::Same)
    }
}

/// Whether there is nothing to see: white space as JavaScript's `trim` has it, which counts the byte order mark and not the
/// "next line" control character.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c == '\u{feff}' || (is_space(c) && c != '\u{85}'))
}

/// A whole number, or the number whose digits a string is.
fn integer<V: Value>(value: &V) -> Option<f64> {
    value.number().or_else(|| digits(value.text()?))
}

/// The number of 32 bits whose digits a text is: `1`, but not `+1` or `01`.
fn digits(text: &str) -> Option<f64> {
    let (digits, sign) = match text.as_bytes() {
        [b'-', digits @ ..] => (digits, -1.0),
        digits => (digits, 1.0),
    };
    let mut number = 0.0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10.0 + f64::from(digit - b'0');
    }
    // The first of several digits is not 0, and nor is what has a sign.
    let is_short = !digits.is_empty() && (text == "0" || !digits.starts_with(b"0"));
    let number = sign * number;
    (is_short && number >= f64::from(i32::MIN) && number <= f64::from(i32::MAX)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{Answer, Expected, Invalid, changed_echo, params, reply};
    use crate::methods::{auth, get_session, pay, select_session, share};
    use crate::schema::{AnsweredBy, Field, Method, Refusal, Rule};
    use crate::testing::{Js, answers, malformed, refuses, sends, sends_unchanged, stops, tells};
    use crate::value::Make;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use serde_json::{Value as Json, json};

    // The rules, each by itself: what they accept, and what it is handed on as.

    fn accept<V: Make>(rule: Rule, value: &V) -> Option<V> {
        rule.form(value).and_then(|form| form.of(Some(value)))
    }

    #[track_caller]
    fn accepts<V: Make + core::fmt::Debug>(rule: Rule, given: &V, handed_on: &V) {
        assert_eq!(accept(rule, given).as_ref(), Some(handed_on));
    }

    #[track_caller]
    fn keeps<const N: usize>(rule: Rule, given: [Json; N]) {
        for given in given {
            assert_eq!(accept(rule, &given).as_ref(), Some(&given));
        }
    }

    #[track_caller]
    fn rejects<const N: usize>(rule: Rule, given: [Json; N]) {
        for given in given {
            assert_eq!(accept(rule, &given), None, "{given} was accepted");
        }
    }

    /// No rule takes any of what is neither text nor a number.
    #[test]
    fn every_rule_wants_text_or_a_number() {
        for rule in [
            Rule::Text,
            Rule::NonEmpty,
            Rule::NonBlank,
            Rule::HttpUrl,
            Rule::Scope,
            Rule::Integer,
            Rule::SessionType,
            Rule::TransactionNumber,
        ] {
            rejects(rule, [json!(null), json!(true), json!(false), json!([]), json!(["1"]), json!([1]), json!({})]);
            for given in [Js::Undefined, Js::BigInt("1"), Js::Symbol, Js::Function, Js::Unreadable] {
                assert_eq!(accept(rule, &given), None, "{rule:?} took {given:?}");
            }
        }
    }

    #[test]
    fn text() {
        keeps(Rule::Text, [json!(""), json!(" "), json!("a"), json!("\u{0}"), json!("茶🍵")]);
        rejects(Rule::Text, [json!(0), json!(1.5)]);
    }

    #[test]
    fn non_empty() {
        keeps(Rule::NonEmpty, [json!(" "), json!("a"), json!("\n")]);
        rejects(Rule::NonEmpty, [json!(""), json!(1)]);
    }

    #[test]
    fn non_blank() {
        keeps(
            Rule::NonBlank,
            [json!("a"), json!(" a "), json!("\u{feff}a"), json!("茶"), json!("\u{0}"), json!("\u{200b}")],
        );
        rejects(Rule::NonBlank, [json!(""), json!(1)]);
        // All that JavaScript's `trim` takes away, and nothing else.
        for space in
            "\t\n\u{b}\u{c}\r \u{a0}\u{1680}\u{2000}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}".chars()
        {
            rejects(Rule::NonBlank, [json!(space.to_string()), json!(String::from_iter([space, ' ', space]))]);
        }
        keeps(Rule::NonBlank, [json!("\u{85}"), json!("\u{180e}")]);
    }

    #[test]
    fn http_url() {
        keeps(
            Rule::HttpUrl,
            [
                json!("https://shop.example"),
                json!("http://shop.example/tea?a=1#b"),
                json!("HTTPS://SHOP.EXAMPLE/"),
                json!("http://127.0.0.1:4174/"),
                json!("http://[::1]/"),
                json!("https://商店.example/茶 叶"),
                // Not what people write, but it is what every browser makes of them.
                json!(" https://shop.example\n"),
                json!("https:shop.example"),
            ],
        );
        rejects(
            Rule::HttpUrl,
            [
                json!(""),
                json!("tea"),
                json!("/tea"),
                json!("//shop.example/tea"),
                json!("shop.example/tea"),
                json!("https://"),
                json!("https://shop example/"),
                json!("https://shop.example:99999/"),
                json!("ftp://shop.example/"),
                json!("javascript:alert(1)"),
                json!("data:text/html,tea"),
                json!("httpss://shop.example"),
                json!("qyx://qpay"),
                json!(1),
            ],
        );
    }

    #[test]
    fn scope() {
        keeps(
            Rule::Scope,
            [
                json!("snsapi_userinfo"),
                json!("sessionapi_sendmsg:s:1"),
                json!("sessionapi_sendmsg:a:b:2"),
                json!("later:x"),
            ],
        );
        rejects(
            Rule::Scope,
            [json!(""), json!("sessionapi_sendmsg"), json!("sessionapi_sendmsg:s:3"), json!("a b"), json!(1)],
        );
    }

    #[test]
    fn integer() {
        keeps(Rule::Integer, [json!(0), json!(200), json!(-1), json!(9_007_199_254_740_991_i64)]);
        accepts(Rule::Integer, &json!(200.0), &json!(200.0));
        accepts(Rule::Integer, &json!("200"), &json!(200));
        accepts(Rule::Integer, &json!("0"), &json!(0));
        accepts(Rule::Integer, &json!("-1"), &json!(-1));
        rejects(
            Rule::Integer,
            [json!(0.5), json!(9_007_199_254_740_992_i64), json!(-9_007_199_254_740_992_i64), json!(1e300)],
        );
        // A string must be the number's own digits, nothing that merely parses as it.
        rejects(
            Rule::Integer,
            [
                json!(""),
                json!(" 200"),
                json!("200 "),
                json!("+200"),
                json!("0200"),
                json!("-0"),
                json!("2e2"),
                json!("200.0"),
                json!("0xC8"),
                json!("二百"),
                json!("ok"),
                json!("9007199254740992"),
            ],
        );
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(accept(Rule::Integer, &Js::Number(number)), None);
        }
    }

    #[test]
    fn session_type() {
        keeps(Rule::SessionType, [json!(1), json!(2)]);
        accepts(Rule::SessionType, &json!(1.0), &json!(1.0));
        accepts(Rule::SessionType, &json!("1"), &json!(1));
        accepts(Rule::SessionType, &json!("2"), &json!(2));
        rejects(Rule::SessionType, [json!(0), json!(3), json!(-1), json!(1.5), json!(12), json!(2.000_001)]);
        rejects(
            Rule::SessionType,
            [
                json!(""),
                json!("0"),
                json!("3"),
                json!("12"),
                json!("+1"),
                json!("01"),
                json!(" 1"),
                json!("1.0"),
                json!("group"),
            ],
        );
    }

    #[test]
    fn transaction_number() {
        keeps(
            Rule::TransactionNumber,
            [json!("201712023384923834"), json!("T-1"), json!("0"), json!(" 1 "), json!("1e3"), json!("-5")],
        );
        accepts(Rule::TransactionNumber, &json!(0), &json!("0"));
        accepts(Rule::TransactionNumber, &json!(20_171_202), &json!("20171202"));
        accepts(Rule::TransactionNumber, &json!(9_007_199_254_740_991_i64), &json!("9007199254740991"));
        // A whole number is its digits, however the host wrote it.
        accepts(Rule::TransactionNumber, &json!(7.0), &json!("7"));
        accepts(Rule::TransactionNumber, &json!(1e15), &json!("1000000000000000"));
        accepts(Rule::TransactionNumber, &json!(-0.0), &json!("0"));
        accepts(Rule::TransactionNumber, &Js::Number(1e15), &Js::from("1000000000000000"));
        accepts(Rule::TransactionNumber, &Js::Number(-0.0), &Js::from("0"));
        rejects(
            Rule::TransactionNumber,
            [
                json!(9_007_199_254_740_992_i64),
                json!(9_007_199_254_740_993_i64),
                json!(201_712_023_384_923_834_i64),
                json!(u64::MAX),
                json!(1e300),
                json!(-1),
                json!(0.5),
                json!(-0.5),
                json!(""),
                json!(" \u{feff}"),
            ],
        );
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(accept(Rule::TransactionNumber, &Js::Number(number)), None);
        }
    }

    // Params.

    #[test]
    fn params_must_be_an_object() {
        #[track_caller]
        fn whole(params: &Js, en: &str, zh: &str) {
            stops(
                &pay::METHOD,
                params,
                "",
                &["pay: params must be an object, but it ", en].concat(),
                &["pay：params 应为对象，实际", zh].concat(),
            );
        }
        whole(&Js::Undefined, "is missing", "未提供");
        whole(&Js::Null, "is null", "为 null");
        whole(&Js::Boolean(true), "is true", "为 true");
        whole(&Js::Boolean(false), "is false", "为 false");
        whole(&Js::Number(-1.5), "is the number -1.5", "为数字 -1.5");
        whole(&Js::Number(f64::NAN), "is the number NaN", "为数字 NaN");
        whole(&Js::BigInt("123"), "is the BigInt 123", "为 BigInt 123");
        whole(&Js::from(""), "is an empty string", "为空字符串");
        whole(&Js::from("{}"), "is the string \"{}\"", "为字符串 \"{}\"");
        whole(&Js::Symbol, "is a Symbol", "为 Symbol");
        whole(&Js::Function, "is a function", "为函数");
        whole(&Js::Array(Vec::new()), "is an array", "为数组");
        whole(
            &Js::Unreadable,
            "can't be read (a getter threw, or it contains itself)",
            "无法读取（getter 抛出异常，或存在循环引用）",
        );
    }

    #[test]
    fn params_may_be_left_out_only_where_there_are_none() {
        for method in [&get_session::METHOD, &select_session::METHOD] {
            sends(method, &Js::Undefined, &Js::object([]));
            sends_unchanged(method, &Js::object([]));
            assert_eq!(params(method, &Js::Null).unwrap_err(), Invalid::new("", Expected::Object, Some(&Js::Null)));
        }
        for method in [&auth::METHOD, &pay::METHOD, &share::METHOD] {
            let missing = Invalid::new("", Expected::Object, Some(&Js::Undefined));
            assert_eq!(params(method, &Js::Undefined).unwrap_err(), missing);
        }
    }

    #[test]
    fn params_keep_their_order_and_what_is_not_declared() {
        let given = Js::object([
            ("z", Js::Array([Js::Null, Js::Boolean(false)].into())),
            ("imprest_code", "P1".into()),
            ("nothing", Js::Null),
            ("", Js::object([("deep", Js::Number(1.5))])),
            ("app_id", "test".into()),
            ("{field}", " ".into()),
        ]);
        sends_unchanged(&pay::METHOD, &given);
    }

    #[test]
    fn optional_params_that_are_null_or_undefined_are_left_out() {
        let given = Js::object([
            ("state", Js::Null),
            ("app_id", "test".into()),
            ("scope", "snsapi_userinfo".into()),
            ("later", Js::Undefined),
        ]);
        let sent = Js::object([("app_id", "test".into()), ("scope", "snsapi_userinfo".into())]);
        sends(&auth::METHOD, &given, &sent);
        sends_unchanged(&auth::METHOD, &sent);
    }

    #[test]
    fn lone_surrogates_are_sent_as_they_are() {
        let given = Js::object([
            ("app_id", "test".into()),
            ("scope", "snsapi_userinfo".into()),
            ("state", Js::Text([0xd83c, 0x61, 0xdf75].into())),
        ]);
        sends_unchanged(&auth::METHOD, &given);
    }

    #[test]
    fn what_json_cannot_carry_is_not_sent() {
        #[track_caller]
        fn stopped(value: Js, en: &str, zh: &str) {
            let given = Js::object([("app_id", "test".into()), ("imprest_code", "P1".into()), ("later", value)]);
            let en = ["pay: later must be a value that JSON can carry, but it ", en].concat();
            let zh = ["pay：later 应为可用 JSON 表示的值，实际", zh].concat();
            stops(&pay::METHOD, &given, "later", &en, &zh);
        }
        stopped(Js::BigInt("-1"), "is the BigInt -1", "为 BigInt -1");
        stopped(Js::Number(f64::NAN), "is the number NaN", "为数字 NaN");
        stopped(Js::Number(f64::INFINITY), "is the number inf", "为数字 inf");
        stopped(Js::Symbol, "is a Symbol", "为 Symbol");
        stopped(Js::Function, "is a function", "为函数");
        stopped(
            Js::Unreadable,
            "can't be read (a getter threw, or it contains itself)",
            "无法读取（getter 抛出异常，或存在循环引用）",
        );
    }

    #[test]
    fn a_declared_field_that_cannot_be_read_is_named() {
        stops(
            &pay::METHOD,
            &Js::object([("app_id", Js::Unreadable), ("imprest_code", "P1".into())]),
            "app_id",
            "pay: app_id must be a string that is not blank, but it can't be read (a getter threw, or it contains itself)",
            "pay：app_id 应为非空白字符串，实际无法读取（getter 抛出异常，或存在循环引用）",
        );
    }

    /// What leaves is what was checked, even if a getter (or a proxy) tells something else each time.
    #[test]
    fn params_are_read_once() {
        let honest_first = Js::getter(["test".into(), " ".into()]);
        sends(
            &pay::METHOD,
            &Js::object([("app_id", honest_first), ("imprest_code", "P1".into())]),
            &Js::object([("app_id", "test".into()), ("imprest_code", "P1".into())]),
        );
        let honest_later = Js::getter([" ".into(), "test".into()]);
        stops(
            &pay::METHOD,
            &Js::object([("app_id", honest_later), ("imprest_code", "P1".into())]),
            "app_id",
            "pay: app_id must be a string that is not blank, but it is the string \" \"",
            "pay：app_id 应为非空白字符串，实际为字符串 \" \"",
        );
    }

    #[test]
    fn the_first_declared_field_that_breaks_its_rule_is_named() {
        let given = Js::object([("later", Js::Symbol), ("imprest_code", Js::Null), ("app_id", Js::Number(1.0))]);
        assert_eq!(params(&pay::METHOD, &given).unwrap_err().field, "app_id");
        let given = Js::object([("later", Js::Symbol), ("imprest_code", Js::Null), ("app_id", "test".into())]);
        assert_eq!(params(&pay::METHOD, &given).unwrap_err().field, "imprest_code");
    }

    #[test]
    fn long_text_is_shortened_to_40_characters() {
        let came = |text: &str| Invalid::new("x", Expected::Object, Some(&Js::from(text)));
        let forty = "茶".repeat(40);
        tells(&came(&forty), &["is the string \"", &forty, "\""].concat(), &["为字符串 \"", &forty, "\""].concat());
        let more = "茶".repeat(41);
        tells(&came(&more), &["is the string \"", &forty, "…\""].concat(), &["为字符串 \"", &forty, "…\""].concat());
        tells(
            &came(&"a".repeat(10_000_000)),
            &["is the string \"", &"a".repeat(40), "…\""].concat(),
            &["为字符串 \"", &"a".repeat(40), "…\""].concat(),
        );
    }

    // Replies.

    #[test]
    fn replies_must_be_objects() {
        #[track_caller]
        fn whole(reply: &Js, en: &str, zh: &str) {
            let en = ["pay: the host's reply is malformed, reply must be an object, but it ", en].concat();
            let zh = ["pay：宿主的回复格式错误，reply 应为对象，实际", zh].concat();
            malformed(&pay::METHOD, reply, "", &en, &zh);
        }
        whole(&Js::Undefined, "is missing", "未提供");
        whole(&Js::Null, "is null", "为 null");
        whole(
            &Js::from("{\"trade_no\":\"1\"}"),
            "is the string \"{\"trade_no\":\"1\"}\"",
            "为字符串 \"{\"trade_no\":\"1\"}\"",
        );
        whole(&Js::Array(Vec::new()), "is an array", "为数组");
        whole(&Js::Number(200.0), "is the number 200", "为数字 200");
    }

    #[test]
    fn err_code_0_and_200_and_none_are_success() {
        for err_code in
            [json!(0), json!(200), json!("0"), json!("200"), json!(0.0), json!(-0.0), json!(200.0), json!(null)]
        {
            let reply = json!({"err_code": err_code, "err_msg": "ok", "trade_no": "1"});
            answers(&pay::METHOD, &reply, &json!({"trade_no": "1"}));
        }
        answers(&pay::METHOD, &json!({"trade_no": "1"}), &json!({"trade_no": "1"}));
    }

    #[test]
    fn any_other_err_code_is_the_hosts_error() {
        for (given, err_code) in [
            (json!(400), 400.0),
            (json!("400"), 400.0),
            (json!(-1), -1.0),
            (json!(1), 1.0),
            (json!(201), 201.0),
            (json!(199), 199.0),
        ] {
            let reply = json!({"err_code": given, "err_msg": "失败", "trade_no": "1"});
            refuses(&pay::METHOD, &reply, err_code, "失败");
        }
        refuses(&pay::METHOD, &json!({"err_code": 400}), 400.0, "");
        refuses(&pay::METHOD, &json!({"err_code": 400, "err_msg": null}), 400.0, "");
        refuses(&pay::METHOD, &json!({"err_code": 400, "err_msg": 7}), 400.0, "");
    }

    #[test]
    fn an_err_code_that_is_no_whole_number_is_malformed() {
        #[track_caller]
        fn bad(err_code: &Json, en: &str, zh: &str) {
            let en = ["pay: the host's reply is malformed, err_code must be a whole number, but it ", en].concat();
            let zh = ["pay：宿主的回复格式错误，err_code 应为整数，实际", zh].concat();
            malformed(&pay::METHOD, &json!({"err_code": err_code, "trade_no": "1"}), "err_code", &en, &zh);
        }
        bad(&json!("ok"), "is the string \"ok\"", "为字符串 \"ok\"");
        bad(&json!(""), "is an empty string", "为空字符串");
        bad(&json!(0.5), "is the number 0.5", "为数字 0.5");
        bad(&json!(true), "is true", "为 true");
        bad(&json!([0]), "is an array", "为数组");
        bad(&json!({}), "is an object", "为对象");
    }

    #[test]
    fn result_fields_that_are_not_declared_are_handed_on() {
        let reply = Js::object([
            ("later", Js::Null),
            ("trade_no", Js::Number(7.0)),
            ("err_code", Js::Number(200.0)),
            ("err_msg", "ok".into()),
            ("amount", Js::object([("fen", Js::Number(1.0))])),
        ]);
        let result = Js::object([
            ("later", Js::Null),
            ("trade_no", "7".into()),
            ("amount", Js::object([("fen", Js::Number(1.0))])),
        ]);
        answers(&pay::METHOD, &reply, &result);
    }

    /// A reply's field is held against its rule and handed on from one and the same reading.
    #[test]
    fn replies_are_read_once() {
        let reply = Js::object([("trade_no", Js::getter(["1".into(), " ".into()]))]);
        answers(&pay::METHOD, &reply, &Js::object([("trade_no", "1".into())]));
    }

    const ALIASED: Method = Method {
        name: "aliased",
        params: &[],
        result: &[Field::required("a", Rule::NonEmpty, "").or("b")],
        answered_by: AnsweredBy::Host,
        refusal: Refusal::IsAnError,
        echoes: &["a"],
        moves_money: false,
        docs: crate::schema::Docs { summary: "", details: "", guide: "", example: "" },
    };

    #[test]
    fn an_alias_counts_only_where_the_name_is_not_there() {
        answers(&ALIASED, &json!({"a": "1"}), &json!({"a": "1"}));
        answers(&ALIASED, &json!({"b": "2"}), &json!({"a": "2"}));
        answers(&ALIASED, &json!({"a": "1", "b": "2"}), &json!({"a": "1"}));
        answers(&ALIASED, &json!({"a": null, "b": "2"}), &json!({"a": "2"}));
        answers(&ALIASED, &json!({"a": "1", "b": 2}), &json!({"a": "1"}));
        malformed(
            &ALIASED,
            &json!({"a": "", "b": "2"}),
            "a",
            "aliased: the host's reply is malformed, a must be a string that is not empty, but it is an empty string",
            "aliased：宿主的回复格式错误，a 应为非空字符串，实际为空字符串",
        );
        malformed(
            &ALIASED,
            &json!({"b": 2}),
            "a",
            "aliased: the host's reply is malformed, a must be a string that is not empty, but it is the number 2",
            "aliased：宿主的回复格式错误，a 应为非空字符串，实际为数字 2",
        );
        malformed(
            &ALIASED,
            &json!({}),
            "a",
            "aliased: the host's reply is malformed, a must be a string that is not empty, but it is missing",
            "aliased：宿主的回复格式错误，a 应为非空字符串，实际未提供",
        );
        malformed(
            &ALIASED,
            &json!({"a": null}),
            "a",
            "aliased: the host's reply is malformed, a must be a string that is not empty, but it is null",
            "aliased：宿主的回复格式错误，a 应为非空字符串，实际为 null",
        );
    }

    // Echoes.

    #[test]
    fn an_echo_comes_back_as_it_was_sent_or_not_at_all() {
        #[track_caller]
        fn changed(sent: Option<Js>, returned: Option<Js>, expected: Option<&str>) {
            let object =
                |value: Option<Js>| Js::Object(value.map(|value| ("a".to_string(), value)).into_iter().collect());
            assert_eq!(changed_echo(&ALIASED, &object(sent), &object(returned)), expected);
        }
        changed(None, None, None);
        changed(Some("x".into()), None, None);
        changed(None, Some(Js::Null), None);
        changed(Some("x".into()), Some(Js::Null), None);
        changed(Some("x".into()), Some(Js::Number(0.0)), Some("a"));
        changed(None, Some(Js::Number(0.0)), None);
        changed(Some("x".into()), Some("x".into()), None);
        changed(None, Some("".into()), None);
        changed(Some("".into()), Some("".into()), None);
        changed(Some("x".into()), Some("y".into()), Some("a"));
        changed(Some("x".into()), Some("X".into()), Some("a"));
        changed(Some("x".into()), Some("x ".into()), Some("a"));
        changed(Some("x".into()), Some("".into()), Some("a"));
        changed(Some("".into()), Some("x".into()), Some("a"));
        changed(None, Some("x".into()), Some("a"));
        // Both read as U+FFFD, but they are not the same.
        changed(Some(Js::Text([0xd83c].into())), Some(Js::Text([0xd83c].into())), None);
        changed(Some(Js::Text([0xd83c].into())), Some(Js::Text([0xdf75].into())), Some("a"));
        assert_eq!(changed_echo(&pay::METHOD, &json!({"state": "x"}), &json!({"state": "y"})), None);
    }

    #[test]
    fn an_answer_is_a_result_or_a_refusal() {
        assert!(matches!(reply(&share::METHOD, &json!({"code": 400, "error": "取消"})), Ok(Answer::Result(_))));
        assert!(matches!(reply(&share::METHOD, &json!({"err_code": 400, "code": 400})), Ok(Answer::Refused { .. })));
    }
}
