//! From the Rust of the halves that run in engines of today, `vvchat-jssdk/server` and `vvchat-jssdk/host`, to
//! `target/wasm-NAME/NAME.mjs` and `NAME_bg.wasm`.
//!
//! Unlike the page's SDK, these modules are not rewritten for old engines.

use std::fs;

use anyhow::{Context, Result};

use crate::fresh::make_unless_fresh;
use crate::process::{npm_bin, run};
use crate::wasm;

/// A module to be made.
#[derive(Debug)]
struct Module {
    /// The package that is compiled.
    package: &'static str,
    /// What its files are called.
    name: &'static str,
}

/// All of them.
const MODULES: [Module; 2] =
    [Module { package: "vvchat-openapi-node", name: "server" }, Module { package: "vvchat-host-web", name: "host" }];

/// Compiles, binds and optimises; only compiles, if that changes nothing.
pub(crate) fn build() -> Result<()> {
    MODULES.iter().try_for_each(Module::build)
}

impl Module {
    fn build(&self) -> Result<()> {
        let &Self { package, name } = self;
        wasm::compile(package, "--release")?;
        let compiled = format!("target/wasm32-unknown-unknown/release/{}.wasm", package.replace('-', "_"));
        let folder = format!("target/wasm-{name}");
        let program = [include_str!("modern_wasm.rs"), include_str!("wasm.rs")];
        make_unless_fresh(&compiled, &folder, &program, |compiled| {
            bind(compiled, name, &folder)?;
            optimize(&format!("{folder}/{name}_bg.wasm"))
        })
    }
}

/// Generates the JavaScript half.
fn bind(compiled: &[u8], name: &str, folder: &str) -> Result<()> {
    wasm::bindgen(name, compiled.to_vec())?.emit(folder)?;
    // The tests import it as it is, and Node goes by the name.
    let [made, named] = ["js", "mjs"].map(|ending| format!("{folder}/{name}.{ending}"));
    fs::rename(&made, named).with_context(|| format!("cannot rename {made}"))
}

/// Makes it small.
fn optimize(module: &str) -> Result<()> {
    let mut shrink = npm_bin("wasm-opt", "-Oz --enable-bulk-memory --enable-bulk-memory-opt");
    shrink.args(["--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-sign-ext"]);
    shrink.args(["--enable-reference-types", "--enable-multivalue"]);
    run(shrink.args(["-o", module, module]))
}
