//! Serves what was built.

use anyhow::Result;

use crate::build::build;
use crate::process::{cargo, command};
use crate::setup;

/// Builds, then becomes the simulator: Ctrl-C and the exit code are its own.
pub(crate) fn start(args: &[String]) -> Result<()> {
    setup::for_building()?;
    build()?;
    crate::process::run(&mut cargo("build --package vvchat-simulator"))?;
    become_program(command(["target/debug/vvchat-simulator"]).args(args))
}

#[cfg(unix)]
fn become_program(command: &mut std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    // Returns only if it failed.
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_program(command: &mut std::process::Command) -> Result<()> {
    crate::process::run(command)
}
