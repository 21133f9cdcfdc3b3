//! The parts of the Rust toolchain that a minimal one lacks.

use std::path::Path;

use anyhow::Result;

use crate::process::{command, output, run};

/// Adds the WebAssembly target, rustfmt and clippy. rustup does this by itself from `rust-toolchain.toml`, unless it was told
/// not to install anything unasked.
pub(crate) fn install() -> Result<()> {
    let target_libs = output(&mut command(["rustc", "--print", "target-libdir", "--target", "wasm32-unknown-unknown"]));
    if !target_libs.is_some_and(|path| Path::new(path.trim()).is_dir()) {
        run(&mut command(["rustup", "target", "add", "wasm32-unknown-unknown"]))?;
    }
    for (component, program) in [("rustfmt", "rustfmt"), ("clippy", "cargo-clippy")] {
        if output(&mut command([program, "--version"])).is_none() {
            run(&mut command(["rustup", "component", "add", component]))?;
        }
    }
    Ok(())
}
