//! What must hold for any value at all, tried on values made up at random.
//!
//! 256 values a property by default. For a long run, as a fuzzer would do:
//!
//! ```sh
//! PROPTEST_CASES=100000 cargo test --release -p vvchat-protocol --test properties
//! ```

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value as Json, json};
use vvchat_protocol::advice::{self, Slip};
use vvchat_protocol::check::{self, Answer, Invalid};
use vvchat_protocol::error::Lang;
use vvchat_protocol::schema::{Field, Method, Presence, Refusal, Rule};
use vvchat_protocol::scope::Scope;
use vvchat_protocol::{METHODS, methods};

// Values.

/// A number, more often than chance would have it one of those that matter.
fn number() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        (-3_i64..=3).prop_map(Json::from),
        (-3_i64..=3).prop_map(|near| json!(9_007_199_254_740_991 + near)),
        (-3_i64..=3).prop_map(|near| json!(-9_007_199_254_740_991 + near)),
        Just(json!(200)),
        Just(json!(200.0)),
        Just(json!(400)),
    ]
}

/// A text, more often than chance would have it one of those that matter.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        ".{0,60}",
        "[ \t\r\n\u{a0}\u{3000}\u{feff}\u{85}]{0,3}",
        "[+-]?0{0,2}[0-9]{0,19}",
        "(sessionapi_sendmsg|snsapi_userinfo|[a-z]{1,3})(:[a-z1-3 ]{0,3}){0,3}",
        "(https?|ftp|HTTP|javascript)?:?/{0,3}[a-z.\\[\\]:@ ]{0,8}/?[a-z?#%]{0,4}",
        Just("200".to_string()),
    ]
}

/// A property's name: one that is declared somewhere, or any.
fn name() -> impl Strategy<Value = String> {
    let declared: Vec<String> = METHODS
        .iter()
        .flat_map(|method| method.params.iter().chain(method.result))
        .flat_map(|field| [Some(field.name), field.alias])
        .flatten()
        .chain(["err_code", "err_msg", "__proto__"])
        .map(String::from)
        .collect();
    prop_oneof![4 => select(declared), 1 => any::<String>()]
}

/// Any JSON value, nested.
fn json() -> impl Strategy<Value = Json> {
    let leaf =
        prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), number(), text().prop_map(Json::from),];
    leaf.prop_recursive(4, 32, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Json::from),
            btree_map(name(), inner, 0..8).prop_map(|properties| Json::Object(properties.into_iter().collect())),
        ]
    })
}

fn any_method() -> impl Strategy<Value = &'static Method> {
    select(METHODS.to_vec())
}

/// A value that keeps a rule, with what it is handed on as.
fn valid(rule: Rule) -> BoxedStrategy<(Json, Json)> {
    let same = |text: String| (json!(text), json!(text));
    match rule {
        Rule::Text => any::<String>().prop_map(same).boxed(),
        Rule::NonEmpty => "(?s).{1,40}".prop_map(same).boxed(),
        Rule::NonBlank => "\\PC{0,9}[a-zA-Z0-9茶]\\PC{0,9}".prop_map(same).boxed(),
        Rule::HttpUrl => {
            "https?://[a-z]{1,9}\\.example(:[0-9]{1,4})?(/[a-z0-9茶%]{0,9}){0,3}(\\?[a-z=&]{0,9})?(#[a-z]{0,5})?"
                .prop_map(same)
                .boxed()
        }
        Rule::Scope => prop_oneof![
            Just("snsapi_userinfo".to_string()),
            "sessionapi_sendmsg:[a-zA-Z0-9_:-]{1,32}:[12]",
            "later_[a-z]{0,9}(:[a-z0-9]{0,9}){0,3}",
        ]
        .prop_map(same)
        .boxed(),
        Rule::Integer => prop_oneof![
            any::<i32>().prop_map(|number| (json!(number), json!(number))),
            any::<i32>().prop_map(|number| (json!(number.to_string()), json!(number))),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(|number| (json!(number), json!(number))),
        ]
        .boxed(),
        Rule::SessionType => {
            select(vec![(json!(1), json!(1)), (json!(2), json!(2)), (json!("1"), json!(1)), (json!("2"), json!(2))])
                .boxed()
        }
        Rule::TransactionNumber => prop_oneof![
            "[0-9]{1,30}".prop_map(same),
            (0_i64..=9_007_199_254_740_991).prop_map(|number| (json!(number), json!(number.to_string()))),
        ]
        .boxed(),
    }
}

/// An object that keeps the rules of these fields, with what it is handed on as.
fn valid_object(fields: &'static [Field]) -> BoxedStrategy<(Json, Json)> {
    let mut object = Just((Map::new(), Map::new())).boxed();
    for field in fields {
        let name = field.name;
        let value = match field.presence {
            Presence::Optional => option::of(valid(field.rule)).boxed(),
            Presence::Required | Presence::UnlessRefused => valid(field.rule).prop_map(Some).boxed(),
        };
        object = (object, value)
            .prop_map(move |((mut given, mut handed_on), value)| {
                if let Some((value, documented)) = value {
                    given.insert(name.to_string(), value);
                    handed_on.insert(name.to_string(), documented);
                }
                (given, handed_on)
            })
            .boxed();
    }
    object.prop_map(|(given, handed_on)| (Json::Object(given), Json::Object(handed_on))).boxed()
}

/// A method with valid params, and such properties as it does not declare.
fn valid_params() -> impl Strategy<Value = (&'static Method, Json, Map<String, Json>)> {
    any_method().prop_flat_map(|method| {
        let params = valid_object(method.params).prop_map(|(params, _)| params);
        (Just(method), params, undeclared(method.params))
    })
}

/// A method with a valid reply and the result it gives, and such properties as it does not declare.
fn valid_reply() -> impl Strategy<Value = (&'static Method, (Json, Json), Map<String, Json>)> {
    any_method().prop_flat_map(|method| (Just(method), valid_object(method.result), undeclared(method.result)))
}

fn undeclared(fields: &'static [Field]) -> impl Strategy<Value = Map<String, Json>> {
    btree_map(name(), json(), 0..4).prop_map(move |properties| {
        let declared = |name: &str| fields.iter().any(|field| field.name == name || field.alias == Some(name));
        properties.into_iter().filter(|(name, _)| !declared(name) && name != "err_code" && name != "err_msg").collect()
    })
}

/// The object with one property set.
fn with_one(object: &Json, name: &str, value: Json) -> Json {
    with(object, &Map::from_iter([(name.to_string(), value)]))
}

/// The object with these properties added.
fn with(object: &Json, properties: &Map<String, Json>) -> Json {
    let mut object = object.clone();
    object.as_object_mut().expect("it is an object").extend(properties.clone());
    object
}

// What must hold.

/// The rules once more, as the reference tells them and in other words than the code's.
fn keeps(rule: Rule, value: &Json) -> bool {
    let text = value.as_str();
    // JavaScript's `trim`, spelt out.
    let trimmed = text.map(|text| {
        text.trim_matches(|c| {
            matches!(c,
                '\u{9}'..='\u{d}' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}'
                | '\u{205f}' | '\u{3000}' | '\u{feff}')
        })
    });
    match rule {
        Rule::Text => text.is_some(),
        Rule::NonEmpty => text.is_some_and(|text| !text.is_empty()),
        Rule::NonBlank | Rule::TransactionNumber => trimmed.is_some_and(|text| !text.is_empty()),
        Rule::HttpUrl => text.is_some_and(|text| {
            url::Url::parse(text).is_ok_and(|url| url.scheme() == "http" || url.scheme() == "https")
        }),
        Rule::Scope => text.is_some_and(|text| match text.strip_prefix("sessionapi_sendmsg:") {
            Some(rest) => {
                let id = rest.strip_suffix(":1").or(rest.strip_suffix(":2"));
                id.is_some_and(|id| !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c.is_control()))
            }
            None => {
                text != "sessionapi_sendmsg"
                    && text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
                    && !text.contains(|c: char| c.is_whitespace() || c.is_control())
            }
        }),
        Rule::Integer => value.as_i64().is_some_and(|number| number.unsigned_abs() < 1 << 53),
        Rule::SessionType => *value == json!(1) || *value == json!(2),
    }
}

/// Whether what passed is what the fields say: documented form and all. `null` stands for nothing nowhere.
fn satisfies(fields: &[Field], object: &Json, refused: bool) -> bool {
    fields.iter().all(|field| match object.get(field.name) {
        Some(value) => keeps(field.rule, value),
        None => field.presence == Presence::Optional || (field.presence == Presence::UnlessRefused && refused),
    })
}

/// An error says something in both languages, and names the method and the field (or what the whole is called).
fn names_method_and_field(method: &Method, invalid: &Invalid) -> Result<(), TestCaseError> {
    let in_params = [Lang::En, Lang::Zh].map(|lang| invalid.in_params(method.name, lang));
    let in_reply = [Lang::En, Lang::Zh].map(|lang| invalid.in_reply(method.name, lang));
    for ([en, zh], whole) in [(in_params, "params"), (in_reply, "reply")] {
        let field = if invalid.field.is_empty() { whole } else { &invalid.field };
        prop_assert!(en.starts_with(&format!("{}: ", method.name)), "{en}");
        prop_assert!(zh.starts_with(&format!("{}：", method.name)), "{zh}");
        prop_assert!(en.contains(&format!("{field} must be ")), "{en}");
        prop_assert!(zh.contains(&format!("{field} 应为")), "{zh}");
        prop_assert!(en.contains(", but it ") && zh.contains("，实际"), "{en} {zh}");
        prop_assert_ne!(en, zh);
    }
    Ok(())
}

fn checks_params(method: &Method, params: &Json) -> Result<(), TestCaseError> {
    match check::params(method, params) {
        Ok(sent) => {
            prop_assert!(satisfies(method.params, &sent, false), "{} passed as {sent}", params);
            let given = params.as_object().expect("only objects pass");
            for (name, value) in given {
                let left_out = value.is_null() && method.params.iter().any(|field| field.name == name);
                prop_assert_eq!(sent.get(name), Some(value).filter(|_| !left_out));
            }
            prop_assert!(sent.as_object().is_some_and(|sent| sent.keys().all(|name| given.contains_key(name))));
            advises(method, &sent)?;
        }
        Err(invalid) => {
            if let Some(field) = method.params.iter().find(|field| field.name == invalid.field) {
                let value = params.get(field.name).filter(|value| !value.is_null());
                prop_assert!(value.map_or(field.presence == Presence::Required, |value| !keeps(field.rule, value)));
            } else {
                prop_assert!(invalid.field.is_empty() && !params.is_object(), "{} for {params}", invalid.field);
            }
            names_method_and_field(method, &invalid)?;
        }
    }
    Ok(())
}

/// There is a remark on each param that is not declared, and on an unknown scope, and on nothing else.
fn advises(method: &Method, params: &Json) -> Result<(), TestCaseError> {
    let declared = |name: &str| method.params.iter().any(|field| field.name == name);
    let mut expected: Vec<String> =
        params.as_object().expect("it passed").keys().filter(|name| !declared(name)).cloned().collect();
    let mut remarks = Vec::new();
    advice::each(method, params, &mut |slip| match slip {
        Slip::UnknownParam { name, nearest } => {
            assert!(nearest.is_none_or(declared), "{nearest:?}");
            remarks.push(name.to_string());
        }
        Slip::UnknownScope { scope } => {
            assert_eq!(Some(scope), params["scope"].as_str());
            assert_eq!(Scope::parse(scope), Some(Scope::Unknown));
        }
    });
    remarks.sort_unstable();
    expected.sort_unstable();
    prop_assert_eq!(remarks, expected);
    Ok(())
}

fn checks_reply(method: &Method, reply: &Json) -> Result<(), TestCaseError> {
    match check::reply(method, reply) {
        Ok(Answer::Result(result)) => {
            let err_code = result.get("err_code").and_then(Json::as_f64);
            prop_assert_eq!(err_code.is_some(), method.refusal == Refusal::IsAResult);
            let refused = err_code.is_some_and(|code| code != 0.0);
            prop_assert_ne!(err_code, Some(200.0));
            prop_assert!(satisfies(method.result, &result, refused), "{reply} gave {result}");
            // All that is not declared is there, and nothing that did not come.
            let given = reply.as_object().expect("only objects pass");
            let known = |name: &str| {
                method.result.iter().any(|field| field.name == name || field.alias == Some(name))
                    || ["err_code", "__proto__"].contains(&name)
                    || (name == "err_msg" && !refused)
            };
            for (name, value) in given.iter().filter(|(name, _)| !known(name)) {
                prop_assert_eq!(result.get(name), Some(value));
            }
            for name in result.as_object().expect("a result is an object").keys() {
                let alias = method.result.iter().find(|field| field.name == name).and_then(|field| field.alias);
                prop_assert!(
                    given.contains_key(name) || name == "err_code" || alias.is_some_and(|a| given.contains_key(a))
                );
            }
            prop_assert_eq!(
                check::reply(method, &result),
                Ok(Answer::Result(result)),
                "what is handed on is a valid reply too"
            );
        }
        Ok(Answer::Refused { err_code, err_msg }) => {
            prop_assert_eq!(method.refusal, Refusal::IsAnError);
            prop_assert!(!matches!(err_code, 0.0 | 200.0));
            prop_assert_eq!(reply.get("err_msg").and_then(Json::as_str).unwrap_or_default(), err_msg);
        }
        Err(invalid) => {
            let known = method.result.iter().any(|field| field.name == invalid.field);
            prop_assert!(known || invalid.field == "err_code" || (invalid.field.is_empty() && !reply.is_object()));
            names_method_and_field(method, &invalid)?;
        }
    }
    Ok(())
}

proptest! {
    // A failure prints the smallest value that fails: make that a test, rather than keep a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn valid_params_pass_and_come_out_equal((method, params, more) in valid_params()) {
        prop_assert_eq!(check::params(method, &params), Ok(params.clone()));
        let params = with(&params, &more);
        prop_assert_eq!(check::params(method, &params), Ok(params.clone()));
        checks_params(method, &params)?;
    }

    #[test]
    fn valid_replies_pass_and_come_out_as_documented(
        (method, (reply, result), more) in valid_reply(),
        err_code in option::of(select(vec![json!(0), json!(200), json!("0"), json!("200"), json!(null)])),
    ) {
        let mut reply = with(&reply, &more);
        let mut result = with(&result, &more);
        if let Some(err_code) = err_code {
            reply["err_code"] = err_code;
        }
        if method.refusal == Refusal::IsAResult {
            result["err_code"] = json!(0);
        }
        if let Some(result) = result.as_object_mut() {
            result.remove("__proto__");
        }
        prop_assert_eq!(check::reply(method, &reply), Ok(Answer::Result(result)));
        checks_reply(method, &reply)?;
    }

    #[test]
    fn one_wrong_param_among_valid_ones(
        (method, params, more) in valid_params(),
        at in any::<Index>(),
        value in json(),
    ) {
        let name = method.params.get(at.index(method.params.len() + 1)).map_or("later", |field| field.name);
        checks_params(method, &with_one(&with(&params, &more), name, value))?;
    }

    #[test]
    fn one_missing_param((method, mut params, _) in valid_params(), at in any::<Index>()) {
        if !method.params.is_empty() {
            let field = &method.params[at.index(method.params.len())];
            params.as_object_mut().expect("it is an object").remove(field.name);
            prop_assert_eq!(check::params(method, &params).is_ok(), field.presence == Presence::Optional);
            checks_params(method, &params)?;
        }
    }

    #[test]
    fn one_wrong_field_in_a_valid_reply(
        (method, (reply, _), more) in valid_reply(),
        at in any::<Index>(),
        value in json(),
        refused in any::<bool>(),
    ) {
        let names: Vec<_> = method.result.iter().flat_map(|field| [Some(field.name), field.alias]).flatten().collect();
        let name = names.get(at.index(names.len() + 1)).unwrap_or(&"err_code");
        let reply = with_one(&with(&reply, &more), name, value);
        checks_reply(method, &if refused { with_one(&reply, "err_code", json!(400)) } else { reply })?;
    }

    #[test]
    fn any_json_as_params(method in any_method(), params in json()) {
        checks_params(method, &params)?;
    }

    #[test]
    fn any_json_as_reply(method in any_method(), reply in json(), err_code in option::of(json())) {
        checks_reply(method, &reply)?;
        if let (true, Some(err_code)) = (reply.is_object(), err_code) {
            checks_reply(method, &with_one(&reply, "err_code", err_code))?;
        }
    }

    #[test]
    fn only_the_state_that_was_sent_is_believed(
        sent in option::of(prop_oneof![Just(String::new()), any::<String>()]),
        returned in option::of(prop_oneof![Just(String::new()), any::<String>()]),
        echoed in any::<bool>(),
    ) {
        let returned = if echoed { sent.clone() } else { returned };
        let auth = methods::find("auth").expect("auth is a method");
        let state = |state: &Option<String>| state.as_ref().map_or(json!({}), |state| json!({"state": state}));
        let changed = check::changed_echo(auth, &state(&sent), &state(&returned));
        let believed = returned.is_none() || returned == sent || (sent.is_none() && returned.as_deref() == Some(""));
        prop_assert_eq!(changed, (!believed).then_some("state"));
    }

    /// Either exactly the number the host wrote, or nothing.
    #[test]
    fn a_transaction_number_is_never_rounded(
        number in prop_oneof![any::<u64>(), 0..u64::from(u32::MAX), (1_u64 << 53) - 9..(1 << 53) + 9],
    ) {
        let pay = methods::find("pay").expect("pay is a method");
        let expected = (number < 1 << 53).then(|| Answer::Result(json!({"trade_no": number.to_string()})));
        prop_assert_eq!(check::reply(pay, &json!({"trade_no": number})).ok(), expected);
        let text = json!({"trade_no": number.to_string()});
        prop_assert_eq!(check::reply(pay, &text), Ok(Answer::Result(text.clone())));
    }

    #[test]
    fn messages_do_not_grow_with_what_came(method in any_method(), text in "(?s).{41,4000}") {
        let invalid = check::params(method, &json!(text)).expect_err("a string is no object");
        let beginning = invalid.came.shown.strip_suffix('…').expect("it was shortened");
        prop_assert!(text.starts_with(beginning));
        prop_assert_eq!(beginning.chars().count(), 40);
        prop_assert!(invalid.in_params(method.name, Lang::En).chars().count() < 120);
    }

    #[test]
    fn scopes_come_apart_and_together(session_id in "[^\\s\\p{Cc}]{1,40}", session_type in 1..=2_u8) {
        let scope = format!("sessionapi_sendmsg:{session_id}:{session_type}");
        prop_assert_eq!(Scope::parse(&scope), Some(Scope::SendMessage { session_id: &session_id, session_type }));
    }

    #[test]
    fn any_text_as_scope(scope in text()) {
        match Scope::parse(&scope) {
            Some(Scope::UserInfo) => prop_assert_eq!(&*scope, "snsapi_userinfo"),
            Some(Scope::SendMessage { session_id, session_type }) => {
                prop_assert_eq!(&scope, &format!("sessionapi_sendmsg:{session_id}:{session_type}"));
            }
            Some(Scope::Unknown) => prop_assert!(scope != "snsapi_userinfo"),
            None => {}
        }
        prop_assert_eq!(Scope::parse(&scope).is_some(), keeps(Rule::Scope, &json!(scope)));
    }
}
