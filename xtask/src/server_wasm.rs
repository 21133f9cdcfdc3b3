//! From the Rust of the server's half to `target/wasm-server/server.mjs` and `server_bg.wasm`.
//!
//! Servers run engines of today, so this module, unlike that of the page's SDK, is not rewritten for old ones.

use std::fs;

use anyhow::{Context, Result};

use crate::fresh::make_unless_fresh;
use crate::process::{npm_bin, run};
use crate::wasm;

/// What the compiler writes.
const COMPILED: &str = "target/wasm32-unknown-unknown/release/vvchat_openapi_node.wasm";
/// The result: the module, beside the JavaScript that knows how to call it.
const OUT: &str = "target/wasm-server";

/// Compiles, binds and optimises; only compiles, if that changes nothing.
pub(crate) fn build() -> Result<()> {
    wasm::compile("vvchat-openapi-node")?;
    let program = [include_str!("server_wasm.rs"), include_str!("wasm.rs")];
    make_unless_fresh(COMPILED, OUT, &program, |compiled| {
        bind(compiled)?;
        optimize()
    })
}

/// Generates the JavaScript half.
fn bind(compiled: &[u8]) -> Result<()> {
    wasm::bindgen("server", compiled.to_vec())?.emit(OUT)?;
    // The tests import it as it is, and Node goes by the name.
    fs::rename(format!("{OUT}/server.js"), format!("{OUT}/server.mjs")).context("cannot rename server.js")
}

/// Makes it small.
fn optimize() -> Result<()> {
    let module = format!("{OUT}/server_bg.wasm");
    let mut shrink = npm_bin("wasm-opt", "-Oz --enable-bulk-memory --enable-bulk-memory-opt");
    shrink.args(["--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-sign-ext"]);
    shrink.args(["--enable-reference-types", "--enable-multivalue"]);
    run(shrink.args(["-o", &module, &module]))
}
