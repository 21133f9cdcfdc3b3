//! Short names for what only the two halves of the SDK call each other.
//!
//! wasm-bindgen's names end in hashes, which no compressor makes smaller, and minifiers do not touch names of properties.

use std::collections::HashMap;

/// Hands out short names, always the same for the same name.
#[derive(Debug, Default)]
pub(crate) struct ShortNames {
    given: HashMap<String, String>,
}

impl ShortNames {
    /// The short name for one of wasm-bindgen's own; others are the SDK's, and stay.
    pub(crate) fn shorten(&mut self, name: &mut String) {
        if name.starts_with("__wb") || name.starts_with("__wasm_bindgen") {
            // Of a form that nothing in the generated JavaScript has.
            let short = format!("${}", self.given.len());
            name.clone_from(self.given.entry(name.clone()).or_insert(short));
        }
    }

    /// The program with the names that were handed out in place of the long ones.
    pub(crate) fn replace_in(&self, program: &str) -> String {
        let mut replaced = String::new();
        let mut rest = program;
        while let Some(start) = rest.find(is_of_name) {
            let (before, from_name) = rest.split_at(start);
            let (name, after) = from_name.split_at(from_name.find(|c: char| !is_of_name(c)).unwrap_or(from_name.len()));
            replaced.push_str(before);
            replaced.push_str(self.given.get(name).map_or(name, String::as_str));
            rest = after;
        }
        replaced + rest
    }
}

/// Whether a name may have that character.
pub(crate) fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || "_$".contains(character)
}

#[cfg(test)]
mod tests {
    use super::ShortNames;

    #[test]
    fn both_halves_get_the_same_names() {
        let mut names = ShortNames::default();
        let shortened = ["__wbg_call_a1", "pay", "__wbindgen_free", "__wbg_call_a1"].map(|name| {
            let mut name = name.to_owned();
            names.shorten(&mut name);
            name
        });
        assert_eq!(shortened, ["$0", "pay", "$1", "$0"]);
        assert_eq!(
            names.replace_in("wasm.__wbindgen_free(pay); __wbg_call_a12 = {__wbg_call_a1: 1}"),
            "wasm.$1(pay); __wbg_call_a12 = {$0: 1}"
        );
    }
}
