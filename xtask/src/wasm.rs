//! From the SDK's Rust to `target/wasm/vvchat.js` and `vvchat_bg.wasm`.
//!
//! The module uses the first version of the instruction set alone: engines of old web views refuse a whole module for a single
//! instruction that they do not know. The standard library comes compiled for newer ones, so the SDK's own code is compiled
//! without them, and `wasm-opt` rewrites what the library brought along.

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::fresh::make_unless_fresh;
use crate::process::{cargo, npm_bin, run};
use crate::project;
use crate::short_names::ShortNames;
use crate::wasm_sections::without_custom_section;

/// What the compiler writes.
const COMPILED: &str = "target/wasm32-unknown-unknown/release/vvchat_jssdk.wasm";
/// The result: the module, beside the JavaScript that knows how to call it.
const OUT: &str = "target/wasm";

/// Compiles, binds and optimises; only compiles, if that changes nothing.
pub(crate) fn build() -> Result<()> {
    compile("vvchat-jssdk")?;
    let program = [include_str!("wasm.rs"), include_str!("wasm_sections.rs"), include_str!("short_names.rs")];
    make_unless_fresh(COMPILED, OUT, &program, |compiled| {
        bind(compiled)?;
        optimize()
    })
}

/// Rust to WebAssembly. All packages have the same flags, or each would compile what they share anew.
pub(crate) fn compile(package: &str) -> Result<()> {
    let mut compile = cargo("build --lib --release --target wasm32-unknown-unknown --package");
    compile.arg(package);
    // Where a dependency panics, its file's path goes into the module: it shall be the same on every machine.
    let sources = project::cargo_home()?.join("registry/src");
    let flags = format!("-Ctarget-cpu=mvp --remap-path-prefix={}=dependencies", sources.display());
    run(compile.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags).env_remove("RUSTFLAGS"))
}

/// What becomes of a compiled module: `NAME_bg.wasm`, and the JavaScript that calls it, `NAME.js`, which is told by whoever imports it
/// where the former is.
pub(crate) fn bindgen(name: &str, module: Vec<u8>) -> Result<Output> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, module).web(true)?.typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate_output().context("wasm-bindgen failed")
}

/// Generates the JavaScript half.
fn bind(compiled: &[u8]) -> Result<()> {
    // The standard library's claims: wasm-bindgen would take them as leave to use the newer instructions itself.
    let module = without_custom_section(compiled, "target_features")?;
    let mut output = bindgen("vvchat", module)?;

    let mut names = ShortNames::default();
    let module = output.wasm_mut();
    module.imports.iter_mut().for_each(|import| names.shorten(&mut import.name));
    module.exports.iter_mut().for_each(|export| names.shorten(&mut export.name));
    output.emit(OUT)?;
    let path = format!("{OUT}/vvchat.js");
    let glue = project::read(&path)?;
    ensure!(glue.contains(THEIR_START), "wasm-bindgen writes another ending than this program expects");
    project::write(&path, names.replace_in(&glue.replace(THEIR_START, OUR_START)))
}

/// How wasm-bindgen lets a module be started: by functions that fetch and compile, too, or that do it all in one go, which engines
/// from before 2023 refuse to do for a page.
const THEIR_START: &str = "export { initSync, __wbg_init as default };";
/// What the entry points need: a promise that a compiled module was started.
const OUR_START: &str = "export const instantiate = (module) =>
    WebAssembly.instantiate(module, __wbg_get_imports()).then((instance) => __wbg_finalize_init(instance, module));";

/// Makes it small, and readable for every engine.
fn optimize() -> Result<()> {
    let (bound, lowered) = (format!("{OUT}/vvchat_bg.wasm"), format!("{OUT}/lowered.wasm"));
    let mut lower =
        npm_bin("wasm-opt", "--signext-lowering --llvm-nontrapping-fptoint-lowering --llvm-memory-copy-fill-lowering");
    // Named one by one: `--all-features` writes sections that no engine reads.
    lower.args([
        "--mvp-features",
        "--enable-mutable-globals",
        "--enable-sign-ext",
        "--enable-nontrapping-float-to-int",
    ]);
    lower.args(["--enable-bulk-memory", "--enable-bulk-memory-opt", "-o", &lowered, &bound]);
    run(&mut lower)?;
    let mut shrink = npm_bin("wasm-opt", "--mvp-features --enable-mutable-globals -Oz --converge");
    run(shrink.args(["-o", &bound, &lowered]))
}
