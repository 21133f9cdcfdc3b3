//! Which source the page's module comes from, line by line, as the compiler notes it: a function that was put into another one still
//! counts for its own source. The compiler's notes end where `wasm-opt` starts, so this is of the module before that.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use addr2line::Context as Lines;
use addr2line::gimli::{Dwarf, EndianSlice, LittleEndian};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use wasmparser::{Parser, Payload};

use crate::wasm;

/// What the compiler is told to call the folder of dependencies: see `wasm::compile`.
const DEPENDENCIES: &str = "dependencies/";

/// The bytes of each source: `[{ crate, file, bytes }]`. A file of this project's has its path in it, one of others' has none.
pub(crate) fn of_compiled() -> Result<Value> {
    let module = fs::read(wasm::COMPILED).with_context(|| format!("cannot read {}", wasm::COMPILED))?;
    let root = std::env::current_dir()?;
    let sources = bytes_by_source(&module)?.into_iter().fold(BTreeMap::new(), |mut sources, (path, bytes)| {
        *sources.entry(origin(&path, &root)).or_insert(0) += bytes;
        sources
    });
    let listed =
        sources.into_iter().map(|((name, file), bytes)| json!({ "crate": name, "file": file, "bytes": bytes }));
    Ok(listed.collect())
}

/// Whatever has no line, such as how many locals a function has, is in nobody's count.
fn bytes_by_source(module: &[u8]) -> Result<HashMap<String, u64>> {
    let mut notes = HashMap::new();
    let mut functions = Vec::new();
    let mut code = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::CodeSectionEntry(body) => functions.push(body.range()),
            Payload::CustomSection(section) => {
                notes.insert(section.name(), section.data());
            }
            _ => {}
        }
    }
    ensure!(notes.contains_key(".debug_line"), "the module has no lines of its source");
    let section = |name: &str| EndianSlice::new(notes.get(name).copied().unwrap_or_default(), LittleEndian);
    let lines = Lines::from_dwarf(Dwarf::load(|id| anyhow::Ok(section(id.name())))?)?;
    let mut bytes = HashMap::new();
    for function in functions {
        // Addresses count from where the code starts.
        let [start, end] = [function.start, function.end].map(|at| (at - code) as u64);
        for (_, length, location) in lines.find_location_range(start, end)? {
            if let Some(file) = location.file {
                *bytes.entry(file.to_owned()).or_insert(0) += length;
            }
        }
    }
    Ok(bytes)
}

/// The crate that a source file is of, and its path if it is one of this project's.
fn origin(path: &str, root: &Path) -> (String, Option<String>) {
    let below = Path::new(path).strip_prefix(root).ok().and_then(Path::to_str);
    // How dependencies are called is relative, so they seem to be below the project.
    let (name, file) = match below.filter(|path| !path.starts_with(DEPENDENCIES)) {
        Some(own) => match own.strip_prefix("crates/").and_then(|rest| rest.split_once('/')) {
            Some((name, _)) => (format!("vvchat_{name}"), Some(own)),
            None => ("vvchat_jssdk".to_owned(), Some(own)),
        },
        None => (foreign(path).to_owned(), None),
    };
    (name.replace('-', "_"), file.map(str::to_owned))
}

/// The crate of a file of the standard library, `/rustc/HASH/library/CRATE/…`, or of a dependency, `…dependencies/INDEX/CRATE-VERSION/…`.
fn foreign(path: &str) -> &str {
    if let Some((_, rest)) = path.split_once("/library/") {
        return rest.split('/').next().unwrap_or(rest);
    }
    let package = path.split_once(DEPENDENCIES).and_then(|(_, rest)| rest.split('/').nth(1));
    package.and_then(|package| package.rsplit_once('-')).map_or(path, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{bytes_by_source, origin};

    #[test]
    fn knows_the_crate_of_a_file() {
        let root = Path::new("/home/me/sdk");
        let of = |path| origin(path, root);
        let own = |name: &str, file: &str| (name.to_owned(), Some(file.to_owned()));
        assert_eq!(of("/home/me/sdk/src/ask.rs"), own("vvchat_jssdk", "src/ask.rs"));
        assert_eq!(
            of("/home/me/sdk/crates/protocol/src/check.rs"),
            own("vvchat_protocol", "crates/protocol/src/check.rs")
        );
        assert_eq!(of("/rustc/5980/library/alloc/src/vec/mod.rs"), ("alloc".to_owned(), None));
        assert_eq!(of("/rustc/5980/library/compiler-builtins/src/mem.rs"), ("compiler_builtins".to_owned(), None));
        let dependency = "/home/me/sdk/dependencies/index.crates.io-1/wasm-bindgen-0.2.130/src/lib.rs";
        assert_eq!(of(dependency), ("wasm_bindgen".to_owned(), None));
    }

    #[test]
    fn counts_the_bytes_of_lines() {
        let text = "(module\n(func $one\ni32.const 1\ndrop)\n(func $two\nnop))";
        let mut parser = wat::Parser::new();
        let module = parser.generate_dwarf(wat::GenerateDwarf::Lines).parse_str(Some(Path::new("shop.wat")), text);
        let bytes = bytes_by_source(&module.unwrap()).unwrap();
        // The instructions, and the end of each function; not how many locals they have.
        assert_eq!(bytes.into_iter().collect::<Vec<_>>(), [("./shop.wat".to_owned(), (2 + 1 + 1) + (1 + 1))]);
    }

    #[test]
    fn refuses_a_module_without_lines() {
        let module = wat::parse_str("(module (func))").unwrap();
        assert_eq!(bytes_by_source(&module).unwrap_err().to_string(), "the module has no lines of its source");
    }
}
