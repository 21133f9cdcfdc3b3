//! What must hold for any fields at all, tried on fields made up at random.
//!
//! 256 sets of fields a property by default; `PROPTEST_CASES=100000` for a long run.

use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;
use vvchat_openapi::notification::{Notification, Rejected};
use vvchat_openapi::{AppKey, Credentials, sign};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// A value, more often than chance would have it one that is hard to join.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[&=a-c1 ]{0,12}",
        "[云雾茶舍，。]{0,6}",
        "[🍵👍🏽👩‍🍳]{0,4}",
        "(&(amount|status|sign|key)=[0-9]{0,3}){0,3}",
        Just(String::new()),
    ]
}

fn fields() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map("[a-zA-Z_]{1,8}", value(), 0..8)
}

fn app_key() -> impl Strategy<Value = AppKey> {
    "[!-~]{1,40}".prop_map(|text| AppKey::new(text).unwrap())
}

fn data(fields: &[(String, String)], app_key: &AppKey) -> String {
    sign::data(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())), app_key)
}

/// The fields of a payment, with values that it could have.
fn payment() -> impl Strategy<Value = BTreeMap<String, String>> {
    (
        "[0-9]{1,20}",
        "[A-Za-z0-9_.-]{1,20}",
        "[A-Za-z0-9]{1,32}",
        1_000_000_000_u64..9_999_999_999,
        any::<u64>(),
        -2_i64..5,
    )
        .prop_map(|(trade_no, out_trade_no, open_id, time, amount, status)| {
            [
                ("app_id", "test".to_string()),
                ("trade_no", trade_no),
                ("out_trade_no", out_trade_no),
                ("open_id", open_id),
                ("trade_time", time.to_string()),
                ("pay_time", time.to_string()),
                ("amount", amount.to_string()),
                ("status", status.to_string()),
            ]
            .map(|(name, value)| (name.to_string(), value))
            .into()
        })
}

fn signed(fields: BTreeMap<String, String>, app_key: &AppKey) -> Vec<(String, String)> {
    let mut fields: Vec<_> = fields.into_iter().collect();
    fields.push(("sign".to_string(), data(&fields, app_key)));
    fields
}

proptest! {
    #[test]
    fn the_order_of_fields_does_not_matter(fields in fields(), app_key in app_key(), rotation: Index) {
        let fields: Vec<_> = fields.into_iter().collect();
        let expected = data(&fields, &app_key);
        let mut reversed = fields.clone();
        reversed.reverse();
        prop_assert_eq!(data(&reversed, &app_key), expected.clone());
        if !fields.is_empty() {
            let mut rotated = fields.clone();
            rotated.rotate_left(rotation.index(fields.len()));
            prop_assert_eq!(data(&rotated, &app_key), expected);
        }
    }

    #[test]
    fn empty_values_and_sign_take_no_part(fields in fields(), app_key in app_key(), sign: String) {
        let full: Vec<_> = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(n, v)| (n.clone(), v.clone())).collect();
        let mut more: Vec<_> = fields.into_iter().collect();
        more.push(("sign".to_string(), sign));
        prop_assert_eq!(data(&more, &app_key), data(&full, &app_key));
    }

    #[test]
    fn a_change_of_any_value_changes_the_signature(fields in fields(), app_key in app_key(), which: Index, other in value()) {
        let fields: Vec<_> = fields.into_iter().collect();
        prop_assume!(!fields.is_empty());
        let mut changed = fields.clone();
        let place = which.index(fields.len());
        prop_assume!(changed[place].1 != other);
        changed[place].1 = other;
        // Two sets of fields can be joined to one text; then they are signed alike, by the platform's own rule.
        let joined = |fields: &[(String, String)]| {
            let full: Vec<_> = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(n, v)| format!("{n}={v}")).collect();
            full.join("&")
        };
        prop_assert_eq!(data(&changed, &app_key) == data(&fields, &app_key), joined(&changed) == joined(&fields));
    }

    #[test]
    fn another_key_gives_another_signature(fields in fields(), one in app_key(), other in app_key()) {
        let fields: Vec<_> = fields.into_iter().collect();
        prop_assert_eq!(data(&fields, &one) == data(&fields, &other), one == other);
    }

    #[test]
    fn a_signature_is_32_upper_case_digits_and_verifies(fields in fields(), app_key in app_key()) {
        let fields: Vec<_> = fields.into_iter().collect();
        let signature = data(&fields, &app_key);
        prop_assert_eq!(signature.len(), 32);
        prop_assert!(signature.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte)));
        let pairs = || fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        prop_assert!(sign::verify_data(pairs(), &signature, &app_key));
        prop_assert!(!sign::verify_data(pairs(), &signature.to_lowercase(), &app_key) || !signature.contains(char::is_alphabetic));
    }

    #[test]
    fn a_signed_payment_is_accepted_as_form_and_as_json(payment in payment(), more in "[^&]{0,20}") {
        let credentials = Credentials::new("test", "123456").unwrap();
        let mut payment = payment;
        payment.insert("zz_more".to_string(), more);
        let fields = signed(payment.clone(), credentials.app_key());
        let verified = Notification::verify(fields.clone(), &credentials).unwrap();
        let json = serde_json::to_vec(&fields.iter().cloned().collect::<BTreeMap<_, _>>()).unwrap();
        prop_assert_eq!(&Notification::from_body(&json, Some(JSON), &credentials).unwrap(), &verified);
        let Notification::Payment(verified) = verified else { panic!("a payment") };
        prop_assert_eq!(verified.amount.get().to_string(), payment["amount"].clone());
        prop_assert_eq!(&verified.out_trade_no, &payment["out_trade_no"]);
    }

    #[test]
    fn a_changed_payment_is_not(payment in payment(), which: Index, other in "[0-9]{1,12}") {
        let credentials = Credentials::new("test", "123456").unwrap();
        let mut fields = signed(payment, credentials.app_key());
        let place = which.index(fields.len());
        prop_assume!(fields[place].1 != other);
        fields[place].1 = other;
        prop_assert_eq!(Notification::verify(fields, &credentials), Err(Rejected::WrongSignature));
    }

    /// However the signed text is cut into fields: what is accepted says what was signed.
    #[test]
    fn no_other_fields_with_the_same_signed_text_are_accepted(payment in payment(), remark in value(), cuts: u32) {
        let credentials = Credentials::new("test", "123456").unwrap();
        let mut honest = payment;
        honest.insert("remark".to_string(), remark);
        let sign = data(&honest.clone().into_iter().collect::<Vec<_>>(), credentials.app_key());
        let joined: Vec<_> = honest.iter().filter(|(_, value)| !value.is_empty()).map(|(n, v)| format!("{n}={v}")).collect();
        let joined = joined.join("&");
        let mut forged: Vec<String> = Vec::new();
        for (place, part) in joined.split('&').enumerate() {
            match forged.last_mut() {
                Some(last) if cuts >> (place % 32) & 1 == 1 || !part.contains('=') => *last = format!("{last}&{part}"),
                _ => forged.push(part.to_string()),
            }
        }
        let mut forged: Vec<(String, String)> = forged
            .iter()
            .map(|field| field.split_once('=').map_or((field.clone(), String::new()), |(n, v)| (n.to_string(), v.to_string())))
            .collect();
        forged.push(("sign".to_string(), sign));
        if let Ok(Notification::Payment(accepted)) = Notification::verify(forged, &credentials) {
            prop_assert_eq!(&accepted.trade_no, &honest["trade_no"]);
            prop_assert_eq!(&accepted.out_trade_no, &honest["out_trade_no"]);
            prop_assert_eq!(accepted.amount.get().to_string(), honest["amount"].clone());
            prop_assert_eq!(i64::from(accepted.status).to_string(), honest["status"].clone());
        }
    }

    #[test]
    fn nothing_made_up_is_accepted_and_nothing_panics(body: Vec<u8>, text: String) {
        let credentials = Credentials::new("test", "123456").unwrap();
        for bytes in [body.as_slice(), text.as_bytes()] {
            for content_type in [Some(FORM), Some(JSON), None, Some(text.as_str())] {
                prop_assert!(Notification::from_body(bytes, content_type, &credentials).is_err());
            }
        }
    }
}
