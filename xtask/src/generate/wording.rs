//! What JavaScript says to people: the sentences of `crates/protocol/src/wording.rs`, and the reasons of errors.

use std::fmt::Write;

use vvchat_protocol::check::Expected;
use vvchat_protocol::error::{Finding, Lang, Reason};
use vvchat_protocol::schema::Rule;
use vvchat_protocol::wording::SENTENCES;

/// What must be, by name, in the order of its numbers.
const EXPECTED: [(&str, Expected); 22] = [
    ("TEXT", Expected::Rule(Rule::Text)),
    ("NON_EMPTY", Expected::Rule(Rule::NonEmpty)),
    ("NON_BLANK", Expected::Rule(Rule::NonBlank)),
    ("HTTP_URL", Expected::Rule(Rule::HttpUrl)),
    ("SCOPE", Expected::Rule(Rule::Scope)),
    ("INTEGER", Expected::Rule(Rule::Integer)),
    ("SESSION_TYPE", Expected::Rule(Rule::SessionType)),
    ("TRANSACTION_NUMBER", Expected::Rule(Rule::TransactionNumber)),
    ("OBJECT", Expected::Object),
    ("JSON_VALUE", Expected::Json),
    ("JSON_TEXT", Expected::JsonText),
    ("REPLY", Expected::Reply),
    ("BOOLEAN", Expected::Boolean),
    ("FUNCTION", Expected::Function),
    ("STRINGS", Expected::Strings),
    ("ORIGIN", Expected::Origin),
    ("MILLISECONDS", Expected::Milliseconds),
    ("ABORT_SIGNAL", Expected::AbortSignal),
    ("LANGUAGE", Expected::Language),
    ("BRIDGE_NAME", Expected::BridgeName),
    ("METHOD_NAME", Expected::MethodName),
    ("OPTION_NAME", Expected::OptionName),
];

/// What is found where a bridge would be, by name, in the order of its numbers.
const FINDINGS: [(&str, Finding); 8] = [
    ("IN_USE", Finding::InUse),
    ("NOT_NEEDED", Finding::NotNeeded),
    ("NOT_CHOSEN", Finding::NotChosen),
    ("ABSENT", Finding::Absent),
    ("UNUSABLE", Finding::Unusable),
    ("NOT_FRAMED", Finding::NotFramed),
    ("NO_ORIGINS", Finding::NoOrigins),
    ("NO_ANSWER", Finding::NoAnswer),
];

/// A module that exports each sentence, in English and Chinese with a bar between them. Where there is one for each of several variants,
/// they are an array, in the order of [`numbers`].
pub(crate) fn sentences() -> String {
    let mut module = String::from("// Each sentence in English and in Chinese. `{}` stands for what is filled in.\n");
    for (name, sentence) in SENTENCES {
        let _ = match sentence.split('\n').collect::<Vec<_>>().as_slice() {
            [_] => writeln!(module, "export const {name} = {sentence:?};"),
            lines => writeln!(module, "export const {name} = {lines:?};"),
        };
    }
    let expected = EXPECTED.map(|(_, expected)| expected.words(Lang::En) + "|" + &expected.words(Lang::Zh));
    let _ = writeln!(module, "export const EXPECTED = {expected:?};");
    module
}

/// A module that exports the numbers of what must be, and of what is found where a bridge would be.
pub(crate) fn numbers() -> String {
    let mut module =
        String::from("// What must be, and what is found where a bridge would be: the places of their sentences.\n");
    for names in [EXPECTED.map(|(name, _)| name).as_slice(), FINDINGS.map(|(name, _)| name).as_slice()] {
        for (number, name) in names.iter().enumerate() {
            let _ = writeln!(module, "export const {name} = {number};");
        }
    }
    module
}

/// A module that exports the reasons of errors.
pub(crate) fn reasons() -> String {
    let mut module =
        String::from("// Each reason: its code, and whether the call may succeed later.\nexport const REASONS = {\n");
    for reason in Reason::ALL {
        let _ = writeln!(module, "\t{}: [{}, {}],", reason.name(), reason.code(), reason.retryable());
    }
    module + "};\n"
}

#[cfg(test)]
mod tests {
    use super::{EXPECTED, FINDINGS, numbers, reasons, sentences};
    use vvchat_protocol::METHODS;
    use vvchat_protocol::check::Expected;

    #[test]
    fn both_languages_and_room_for_what_is_filled_in() {
        let module = sentences();
        assert!(module.contains(r#"export const INTERNAL = "the SDK failed: {}|SDK 内部错误：{}";"#), "{module}");
        assert!(module.contains(r#""not there|不存在", "#), "{module}");
    }

    #[test]
    fn numbers_are_the_engines() {
        for (number, (name, expected)) in EXPECTED.iter().enumerate() {
            assert_eq!(expected.line() as usize, number, "{name}");
        }
        for (number, (name, finding)) in FINDINGS.iter().enumerate() {
            assert_eq!(*finding as usize, number, "{name}");
        }
        let module = numbers();
        assert!(module.contains("export const OBJECT = 8;\n"), "{module}");
        assert!(module.contains("export const ABSENT = 3;\n"), "{module}");
    }

    #[test]
    fn every_rule_of_a_method_has_its_words() {
        for field in METHODS.iter().flat_map(|method| method.params.iter().chain(method.result)) {
            let expected = Expected::Rule(field.rule);
            assert!(EXPECTED.iter().any(|(_, known)| *known == expected), "{}: {expected:?}", field.name);
        }
    }

    #[test]
    fn reasons_have_their_codes() {
        assert!(reasons().contains("\ttimeout: [408, true],\n"), "{}", reasons());
    }
}
