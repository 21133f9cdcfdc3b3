//! The npm packages of `package-lock.json`.

use anyhow::Result;

use crate::process::{command, run};
use crate::project;

/// A copy of the lock file that `node_modules` was installed from.
const INSTALLED: &str = "node_modules/.installed-package-lock.json";

/// Installs the packages, if `node_modules` is not of the present lock file.
pub(crate) fn install() -> Result<()> {
    let lock = project::read("package-lock.json")?;
    if project::read(INSTALLED).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // All of them are for development, and `NODE_ENV=production` would leave those out.
    run(&mut command(["npm", "ci", "--include=dev", "--no-audit", "--no-fund"]))?;
    project::write(INSTALLED, lock)
}
