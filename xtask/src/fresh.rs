//! Whether what is made of a compiled module is there already.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Context, Result};

use crate::project;

/// Makes something of a compiled module, unless it was made before from the very same: the module, the tools, and the program that
/// makes it, which is given as its sources. `folder` has the result, and beside it a note of what it was made from.
pub(crate) fn make_unless_fresh(
    compiled: &str,
    folder: &str,
    program: &[&str],
    make: impl FnOnce(&[u8]) -> Result<()>,
) -> Result<()> {
    let compiled = fs::read(compiled).with_context(|| format!("cannot read {compiled}"))?;
    let note = format!("{folder}/made-from");
    let made_from = fingerprint(&compiled, program)?;
    if project::read(&note).is_ok_and(|present| present == made_from) {
        return Ok(());
    }
    make(&compiled)?;
    project::write(&note, made_from)
}

fn fingerprint(compiled: &[u8], program: &[&str]) -> Result<String> {
    let tools = [project::read("package-lock.json")?, project::locked_version("wasm-bindgen")?];
    let mut hasher = DefaultHasher::new();
    (compiled, tools, program).hash(&mut hasher);
    Ok(format!("{:016x}\n", hasher.finish()))
}
