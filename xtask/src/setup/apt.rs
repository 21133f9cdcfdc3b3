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

/// Whether all of them are installed. Those that Debian has merely heard of aren't, though `dpkg-query` finds them as well.
pub(super) fn has(packages: &[&str]) -> bool {
    let states = output(command(["dpkg-query", "--show", "--showformat=${db:Status-Status}\n"]).args(packages));
    states.is_some_and(|states| states.lines().all(|state| state == "installed"))
}

/// Whether the user may install packages.
pub(super) fn is_root() -> bool {
    output(&mut command(["id", "-u"])).is_some_and(|id| id.trim() == "0")
}
