//! Installs what is missing; what is there is left alone, so that nothing but a first run needs the network.

mod apt;
mod browser;
pub(crate) mod engines;
mod npm;
mod test_tools;
mod toolchain;

use anyhow::Result;

pub(crate) use browser::Browser;
pub(crate) use test_tools::search_path;

/// What `build` and `start` need.
pub(crate) fn for_building() -> Result<()> {
    toolchain::install()?;
    npm::install(".")
}

/// The SDKs that this one is measured beside.
pub(crate) fn rivals() -> Result<()> {
    npm::install("bench")
}

/// What `bench` needs.
pub(crate) fn for_bench() -> Result<Browser> {
    for_building()?;
    rivals()?;
    Browser::find_or_install()
}

/// What `test` needs.
pub(crate) fn everything() -> Result<Browser> {
    for_building()?;
    let browser = Browser::find_or_install()?;
    test_tools::install()?;
    Ok(browser)
}
