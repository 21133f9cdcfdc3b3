//! The methods, for the JavaScript that takes calls.

use std::fmt::Write;

use vvchat_protocol::METHODS;

/// A module whose default export maps each method's name to what JavaScript has to know of it.
pub(crate) fn module() -> String {
    let mut module = String::from(
        "// What there is to know of each method before a call is made; deadlines in milliseconds.\nexport default {\n",
    );
    for method in METHODS {
        let _ = writeln!(
            module,
            "\t{}: {{ takesParams: {}, movesMoney: {}, deadline: {} }},",
            method.name,
            !method.params.is_empty(),
            method.moves_money,
            method.answered_by.deadline_ms(),
        );
    }
    module + "};\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn tells_methods_without_params_from_those_with() {
        let module = super::module();
        assert!(module.contains("\tauth: { takesParams: true, movesMoney: false, deadline: 600000 },\n"), "{module}");
        assert!(
            module.contains("\tgetSession: { takesParams: false, movesMoney: false, deadline: 10000 },\n"),
            "{module}"
        );
    }
}
