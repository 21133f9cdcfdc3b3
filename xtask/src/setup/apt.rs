//! Debian's packages.

use anyhow::{Result, bail};

use crate::process::{command, output, run};

/// Installs packages, if this user may; else the error says what is to be done. `what` is what needs them.
pub(super) fn install(what: &str, packages: &[&str]) -> Result<()> {
    if !is_root() || output(&mut command(["apt-get", "--version"])).is_none() {
        bail!("{what} is missing. On Debian:\n\n    sudo apt-get install {}", packages.join(" "));
    }
    run(&mut command(["apt-get", "update"]))?;
    let mut install = command(["apt-get", "install", "-y", "--no-install-recommends"]);
    run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether the user may install packages.
pub(super) fn is_root() -> bool {
    output(&mut command(["id", "-u"])).is_some_and(|id| id.trim() == "0")
}
