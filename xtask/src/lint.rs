//! Format and style of every source.

use anyhow::Result;

use crate::process::{cargo, command, npm_bin, run};
use crate::setup::engines::WEBVIEW;
use crate::{bundle, project};

/// Formats every source.
pub(crate) fn format() -> Result<()> {
    run(command(["rustfmt"]).args(project::files(".", ".rs")?))?;
    run(&mut npm_bin("biome", "check --write"))
}

/// All checks of this file.
pub(crate) fn everything() -> Result<()> {
    rustfmt()?;
    clippy()?;
    clippy_wasm()?;
    biome()
}

/// The format of Rust. Every file is named, because Cargo does not find modules that a macro declares.
pub(crate) fn rustfmt() -> Result<()> {
    run(command(["rustfmt", "--check"]).args(project::files(".", ".rs")?))
}

/// The style of Rust, compiled for this machine.
pub(crate) fn clippy() -> Result<()> {
    run(&mut cargo("clippy --workspace --all-targets -- -D warnings"))
}

/// The style of the SDK and its tests, compiled for pages.
pub(crate) fn clippy_wasm() -> Result<()> {
    bundle::bundle_for_tests()?;
    run(&mut cargo("clippy --package vvchat-jssdk --all-targets --target wasm32-unknown-unknown -- -D warnings"))
}

/// The style of the reference app, for the matrix: it is compiled where WebKitGTK is.
pub(crate) fn clippy_webview() -> Result<()> {
    run(&mut cargo(&format!("clippy {WEBVIEW} --all-targets -- -D warnings")))
}

/// Format and style of JavaScript, TypeScript, JSON, CSS.
pub(crate) fn biome() -> Result<()> {
    run(&mut npm_bin("biome", "check --error-on-warnings"))
}
