//! The npm packages of a `package-lock.json`.

use std::path::Path;

use anyhow::Result;

use crate::process::{command, run};
use crate::project;

/// A copy of the lock file that `node_modules` was installed from.
const INSTALLED: &str = "node_modules/.installed-package-lock.json";

/// Installs the packages of the lock file in `directory`, if its `node_modules` is not of the present one.
pub(crate) fn install(directory: &str) -> Result<()> {
    let directory = Path::new(directory);
    let lock = project::read(directory.join("package-lock.json"))?;
    let installed = directory.join(INSTALLED);
    if project::read(&installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // All of them are for development, and `NODE_ENV=production` would leave those out.
    run(command(["npm", "ci", "--include=dev", "--no-audit", "--no-fund"]).current_dir(directory))?;
    project::write(installed, lock)
}
