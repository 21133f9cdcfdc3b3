//! From the JavaScript in `npm/` and what was built before to the files in `dist/`.

use anyhow::Result;

use crate::generate;
use crate::process::{command, run};

/// Writes the files in `dist/`: those that pages load, those for servers, those for hosts, and the conformance page.
pub(crate) fn bundle() -> Result<()> {
    // The version that Cargo.toml says, to be held against that of package.json.
    run(&mut command(["node", "xtask/js/bundle.mjs", env!("CARGO_PKG_VERSION")]))?;
    run(&mut command(["node", "xtask/js/bundle-server.mjs"]))?;
    run(&mut command(["node", "xtask/js/bundle-host.mjs"]))?;
    run(&mut command(["node", "xtask/js/bundle-conformance.mjs"]))
}

/// Writes the SDK without its engine, for the tests that are one themselves.
pub(crate) fn bundle_for_tests() -> Result<()> {
    generate::write_sources()?;
    run(&mut command(["node", "xtask/js/bundle-for-tests.mjs"]))
}
