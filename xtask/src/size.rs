//! How large the shipped files are.

use anyhow::Result;

use crate::process::{command, run};
use crate::{build, setup, wasm_contents};

const PROGRAM: [&str; 2] = ["node", "xtask/js/size/size.mjs"];

/// Builds, then prints all there is to know; refuses what is larger than it may be. `write` puts it into the documentation.
pub(crate) fn everything(write: bool) -> Result<()> {
    setup::for_building()?;
    setup::rivals()?;
    build::build()?;
    wasm_contents::write()?;
    run(command(PROGRAM).args(["--check", "--everything"]).args(write.then_some("--write")))
}

/// Prints how large the files in `dist/` are, and refuses them if that is more than it may be.
pub(crate) fn check() -> Result<()> {
    run(command(PROGRAM).arg("--check"))
}

/// Prints how large they are.
pub(crate) fn print() -> Result<()> {
    run(&mut command(PROGRAM))
}
