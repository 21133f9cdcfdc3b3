//! The wording of the few errors that JavaScript has to make itself: those of calls that end before the WebAssembly is there.

use std::fmt::Write;

use vvchat_protocol::METHODS;
use vvchat_protocol::error::{Error, Lang};

/// Stands for the number of milliseconds, which no text can.
const MILLISECONDS: f64 = 123_456_789.0;

/// A module that exports each error's code, reason, and wording, in which `{method}`, `{cause}` and `{ms}` stand for what they say;
/// and the methods that move money.
pub(crate) fn module() -> String {
    let mut module =
        String::from("// The errors of calls that end before the engine is there.\nexport const ERRORS = {\n");
    let errors =
        [Error::internal("{method}", "{cause}"), Error::timeout("{method}", MILLISECONDS), Error::aborted("{method}")];
    for error in errors {
        let wording = |lang| error.message(lang).replace(&MILLISECONDS.to_string(), "{ms}");
        let _ = writeln!(
            module,
            "\t{}: {{ code: {}, retryable: {}, en: {:?}, zh: {:?} }},",
            error.reason.name(),
            error.reason.code(),
            error.retryable(),
            wording(Lang::En),
            wording(Lang::Zh),
        );
    }
    let money: Vec<_> = METHODS.iter().filter(|method| method.moves_money).map(|method| method.name).collect();
    let _ = writeln!(
        module,
        "}};\n\n// The methods whose errors say what became of the money.\nexport const MONEY = {money:?};"
    );
    module
}

#[cfg(test)]
mod tests {
    #[test]
    fn leaves_room_for_what_is_filled_in() {
        let module = super::module();
        assert!(module.contains(r#"en: "{method}: the SDK failed: {cause}""#), "{module}");
        assert!(module.contains(r#"en: "{method}: the host did not answer within {ms} ms""#), "{module}");
        assert!(module.contains(r#"MONEY = ["pay"]"#), "{module}");
    }
}
