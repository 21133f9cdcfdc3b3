//! Builds everything that is shipped.

use anyhow::Result;

use crate::{bundle, generate, modern_wasm, wasm};

/// Writes `dist/`. What has not changed is not done again.
pub(crate) fn build() -> Result<()> {
    wasm::build()?;
    modern_wasm::build()?;
    generate::write_sources()?;
    bundle::bundle()
}
