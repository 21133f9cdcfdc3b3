//! Measures what is shipped, beside other SDKs.

use anyhow::Result;

use crate::build::build;
use crate::process::{command, run};
use crate::setup;

/// Builds, then measures; `bench/bench.mjs` says what may be in `args`.
pub(crate) fn bench(args: &[String]) -> Result<()> {
    let browser = setup::for_bench()?;
    build()?;
    run(command(["node", "bench/bench.mjs"]).args(args).env("CHROMIUM", &browser.chromium))
}
