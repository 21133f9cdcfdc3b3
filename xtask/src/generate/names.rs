//! The methods' names, for the JavaScript that takes calls before the WebAssembly is there.

use std::fmt::Write;

use vvchat_protocol::METHODS;

/// A module whose default export maps each method's name to whether it takes params.
pub(crate) fn module() -> String {
    let mut module = String::from("// The methods' names, and whether they take params.\nexport default {\n");
    for method in METHODS {
        let _ = writeln!(module, "\t{}: {},", method.name, !method.params.is_empty());
    }
    module + "};\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn tells_methods_without_params_from_those_with() {
        let module = super::module();
        assert!(module.contains("\tauth: true,\n"), "{module}");
        assert!(module.contains("\tgetSession: false,\n"), "{module}");
    }
}
