//! The programs that run Rust tests as WebAssembly: `wasm-pack`, and what it calls.

use std::env;
use std::ffi::OsString;

use anyhow::{Context, Result};

use crate::process::{cargo, run};

/// Where they are built.
const TARGET: &str = "target/tools";

/// Builds them, from the package `xtask/tools`. Installing them one by one would compile more, and pin less.
pub(crate) fn install() -> Result<()> {
    let mut build = cargo("build --locked --manifest-path xtask/tools/Cargo.toml --target-dir");
    // What a later Rust will object to in others' code is nothing to be told of at each run.
    run(build.args([TARGET, "--config", "future-incompat-report.frequency = \"never\""]))
}

/// The search path for programs, with the tools in front.
pub(crate) fn search_path() -> Result<OsString> {
    let present = env::var_os("PATH").unwrap_or_default();
    let tools = env::current_dir()?.join(TARGET).join("debug");
    env::join_paths([tools].into_iter().chain(env::split_paths(&present))).context("PATH cannot be extended")
}
