//! What is written from the methods' declarations, so that a method is declared once.

mod names;
mod reference;
mod types;
mod wording;

use anyhow::{Result, ensure};

use crate::project;

/// The page for people.
const REFERENCE: &str = "docs/reference.md";

/// Writes what the bundles are made from: the methods' names, and the types.
pub(crate) fn write_sources() -> Result<()> {
    project::write("target/generated/methods.mjs", names::module())?;
    project::write("target/generated/wording.mjs", wording::module())?;
    let methods = types::declarations();
    let index = format!("{}\n{methods}", project::read("npm/index.d.ts")?);
    // TypeScript goes by a file's name: the same declarations, for `import` and for `require`.
    project::write("dist/index.d.mts", &index)?;
    project::write("dist/index.d.cts", &index)?;
    project::write("dist/vvchatjssdk.d.ts", project::read("npm/script.d.ts")?)
}

/// Writes the reference page.
pub(crate) fn write_reference() -> Result<()> {
    project::write(REFERENCE, reference::page())
}

/// The reference page is what the declarations say.
pub(crate) fn check_reference() -> Result<()> {
    let is_fresh = project::read(REFERENCE).is_ok_and(|present| present == reference::page());
    ensure!(is_fresh, "{REFERENCE} is not what the methods' declarations say: run `cargo xtask reference`");
    Ok(())
}
