//! What is written from the methods' declarations, so that a method is declared once.

mod names;
mod openrpc;
mod reference;
mod schema;
mod types;
mod wording;

use anyhow::{Result, ensure};

use crate::project;

/// Writes what the bundles are made from, the methods' names and the wording; and the types, beside the bundles.
pub(crate) fn write_sources() -> Result<()> {
    project::write("target/generated/methods.mjs", names::module())?;
    project::write("target/generated/wording.mjs", wording::sentences())?;
    project::write("target/generated/numbers.mjs", wording::numbers())?;
    project::write("target/generated/reasons.mjs", wording::reasons())?;
    write_types("index", &format!("{}\n{}", project::read("npm/index.d.ts")?, types::declarations()))?;
    write_types("server", &project::read("npm/server.d.ts")?)?;
    write_types("host", &project::read("npm/host.d.ts")?)?;
    project::write("dist/vvchatjssdk.d.ts", project::read("npm/script.d.ts")?)
}

/// TypeScript goes by a file's name: the same declarations of an entry point, for `import` and for `require`.
fn write_types(entry: &str, declarations: &str) -> Result<()> {
    project::write(format!("dist/{entry}.d.mts"), declarations)?;
    project::write(format!("dist/{entry}.d.cts"), declarations)
}

/// What is written from the declarations and kept in the repository: the page for people, and the descriptions for programs.
fn descriptions() -> Result<[(&'static str, String); 3]> {
    Ok([
        ("docs/reference.md", reference::page()),
        ("docs/protocol/schema.json", schema::document()),
        ("docs/protocol/openrpc.json", openrpc::document()?),
    ])
}

/// Writes the reference page, and the descriptions of the protocol.
pub(crate) fn write_reference() -> Result<()> {
    descriptions()?.iter().try_for_each(|(path, content)| project::write(path, content))
}

/// They are what the declarations say.
pub(crate) fn check_reference() -> Result<()> {
    for (path, content) in descriptions()? {
        let is_fresh = project::read(path).is_ok_and(|present| present == content);
        ensure!(is_fresh, "{path} is not what the methods' declarations say: run `cargo xtask reference`");
    }
    Ok(())
}
