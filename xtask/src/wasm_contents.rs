//! What the bytes of the page's module are: which function has how many of them, and which crate a function is from.
//!
//! It is what remains after the last optimisation. A function that was put into another one counts as part of that.

use std::collections::HashMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{project, wasm, wasm_sources};

/// For `xtask/js/size/contents.mjs`.
const CONTENTS: &str = "target/wasm/contents.json";
/// A function that wasm-bindgen made by itself.
const NO_NAME: &str = "(no name)";

/// Writes down what is in the module that was built last.
pub(crate) fn write() -> Result<()> {
    let module = fs::read(wasm::NAMED).with_context(|| format!("cannot read {}", wasm::NAMED))?;
    let mut contents = contents(&module)?;
    contents["sources"] = wasm_sources::of_compiled()?;
    project::write(CONTENTS, format!("{contents:#}\n"))
}

/// `{ functions: [{ name, crate, bytes }], data }`: the functions, and how many bytes the texts and tables have.
fn contents(module: &[u8]) -> Result<Value> {
    let mut names = HashMap::new();
    let mut sizes = Vec::new();
    let mut imported: u32 = 0;
    let mut data = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    names.extend(function_names(section)?);
                }
            }
            _ => {}
        }
    }
    ensure!(!names.is_empty(), "the module has no names of functions");
    // Functions are numbered from the imported ones on, which have no bytes here.
    let functions = (imported..).zip(sizes).map(|(index, bytes)| {
        let symbol = names.get(&index).copied().unwrap_or(NO_NAME);
        let name = format!("{:#}", rustc_demangle::demangle(symbol));
        json!({ "crate": crate_of(&name), "name": name, "bytes": bytes })
    });
    Ok(json!({ "functions": functions.collect::<Vec<_>>(), "data": data }))
}

fn function_names(section: wasmparser::NameSectionReader<'_>) -> Result<Vec<(u32, &str)>> {
    let mut names = Vec::new();
    for part in section {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                names.push((naming.index, naming.name));
            }
        }
    }
    Ok(names)
}

/// The first crate that a function's path names: that of the type, or, where the type is the language's own, that of the trait.
fn crate_of(path: &str) -> &str {
    match path.split_once("::") {
        Some((before, _)) => {
            before.rsplit(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or(before)
        }
        None if path == NO_NAME || path.starts_with("__wb") => "wasm_bindgen",
        None if path.starts_with("mem") => "compiler_builtins",
        // What the SDK exports has plain names.
        None => "vvchat_jssdk",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{contents, crate_of};

    #[test]
    fn finds_the_crate_of_a_function() {
        assert_eq!(crate_of("vvchat_protocol::check::hold"), "vvchat_protocol");
        assert_eq!(crate_of("<vvchat_protocol::Value as core::clone::Clone>::clone"), "vvchat_protocol");
        assert_eq!(crate_of("<&mut alloc::vec::Vec<core::Fault> as core::ops::Drop>::drop"), "alloc");
        assert_eq!(crate_of("<str as core::fmt::Display>::fmt"), "core");
        assert_eq!(crate_of("memcpy"), "compiler_builtins");
        assert_eq!(crate_of("__wbindgen_malloc"), "wasm_bindgen");
        assert_eq!(crate_of("ask"), "vvchat_jssdk");
    }

    #[test]
    fn counts_functions_and_data() {
        let module = wat::parse_str(
            r#"(module
                (import "a" "b" (func $imported))
                (memory 1)
                (func $_ZN4shop3pay17h0123456789abcdefE (i32.const 1) (drop))
                (func $memcpy)
                (func)
                (data (i32.const 0) "text"))"#,
        );
        // Of a function: how many locals it has, its instructions, and their end. Of data: how many pieces there are, and of a piece
        // where it goes to (which memory, a constant, the end) and how long it is.
        assert_eq!(
            contents(&module.unwrap()).unwrap(),
            json!({
                "functions": [
                    { "name": "shop::pay", "crate": "shop", "bytes": 1 + 3 + 1 },
                    { "name": "memcpy", "crate": "compiler_builtins", "bytes": 1 + 1 },
                    { "name": "(no name)", "crate": "wasm_bindgen", "bytes": 1 + 1 },
                ],
                "data": 1 + (1 + 3) + (1 + 4),
            })
        );
    }

    #[test]
    fn refuses_a_module_without_names() {
        let module = wat::parse_str("(module (func))").unwrap();
        assert_eq!(contents(&module).unwrap_err().to_string(), "the module has no names of functions");
    }
}
