//! From the engine's Rust to `target/wasm/vvchat.js` and `vvchat_bg.wasm`, and to `vvchat_js.mjs`, which is the latter as JavaScript.
//!
//! The module uses the first version of the instruction set alone: engines of old web views refuse a whole module for a single
//! instruction that they do not know. The standard library comes compiled for newer ones, so the SDK's own code is compiled
//! without them, and `wasm-opt` rewrites what the library brought along.

use std::collections::HashSet;
use std::fs;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::fresh::make_unless_fresh;
use crate::process::{cargo, command, npm_bin, run};
use crate::project;
use crate::short_names::{ShortNames, is_of_name};
use crate::wasm_sections::without_custom_section;

/// What the compiler writes.
pub(crate) const COMPILED: &str = "target/wasm32-unknown-unknown/page/vvchat_jssdk.wasm";
/// The result: the module, beside the JavaScript that knows how to call it.
const OUT: &str = "target/wasm";
/// The same module with the names of its functions, for those who ask what is in it.
pub(crate) const NAMED: &str = "target/wasm/named.wasm";

/// Compiles, binds and optimises; only compiles, if that changes nothing.
pub(crate) fn build() -> Result<()> {
    compile("vvchat-jssdk", "--profile page --features standalone")?;
    let to_js = include_str!("../js/wasm2js.mjs");
    let program = [include_str!("wasm.rs"), include_str!("wasm_sections.rs"), include_str!("short_names.rs"), to_js];
    make_unless_fresh(COMPILED, OUT, &program, |compiled| {
        bind(compiled)?;
        optimize()
    })
}

/// Rust to WebAssembly. `options` are Cargo's.
pub(crate) fn compile(package: &str, options: &str) -> Result<()> {
    let mut compile = cargo("build --lib --target wasm32-unknown-unknown --package");
    compile.arg(package).args(options.split(' '));
    // Where a dependency panics, its file's path goes into the module: it shall be the same on every machine.
    let sources = project::cargo_home()?.join("registry/src");
    let flags = format!(
        "-Ctarget-cpu=mvp -Ctarget-feature=+bulk-memory --remap-path-prefix={}=dependencies",
        sources.display()
    );
    run(compile.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags).env_remove("RUSTFLAGS"))
}

/// What becomes of a compiled module: `NAME_bg.wasm`, and the JavaScript that calls it, `NAME.js`, which is told by whoever imports it
/// where the former is.
pub(crate) fn bindgen(name: &str, module: Vec<u8>) -> Result<Output> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, module).web(true)?.typescript(false).omit_default_module_path(true);
    bindgen.demangle(false).remove_producers_section(true);
    bindgen.generate_output().context("wasm-bindgen failed")
}

/// Generates the JavaScript half.
fn bind(compiled: &[u8]) -> Result<()> {
    // The standard library's claims: wasm-bindgen would take them as leave to use the newer instructions itself.
    let module = without_custom_section(compiled, "target_features")?;
    let mut output = bindgen("vvchat", module)?;

    output.emit(OUT)?;
    let path = format!("{OUT}/vvchat.js");
    let glue = REPLACEMENTS.iter().try_fold(project::read(&path)?, |glue, replacement| replacement.in_glue(&glue))?;

    let called: HashSet<&str> = glue.split(|c: char| !is_of_name(c)).collect();
    let mut names = ShortNames::default();
    let module = output.wasm_mut();
    let unused = module.exports.iter().map(|export| (export.id(), called.contains(&*export.name)));
    for (unused, _) in unused.filter(|(_, is_called)| !is_called).collect::<Vec<_>>() {
        module.exports.delete(unused);
    }
    module.imports.iter_mut().for_each(|import| names.shorten(&mut import.name));
    module.exports.iter_mut().for_each(|export| names.shorten(&mut export.name));
    // Now without what nobody calls any more, and with the short names.
    output.emit(OUT)?;
    project::write(&path, names.replace_in(&glue))
}

/// A piece of wasm-bindgen's JavaScript that is replaced by less.
struct Replacement {
    /// How it starts, and how it ends.
    from: &'static str,
    to: &'static str,
    by: &'static str,
}

impl Replacement {
    fn in_glue(&self, glue: &str) -> Result<String> {
        let (before, rest) =
            glue.split_once(self.from).with_context(|| format!("wasm-bindgen writes no {}", self.from))?;
        let (_, after) = rest.split_once(self.to).with_context(|| format!("it has no end: {}", self.from))?;
        Ok([before, self.by, after].concat())
    }
}

const REPLACEMENTS: [Replacement; 5] = [
    // It lets a module be started by functions that fetch and compile, too, or that do it all in one go, which engines from before 2023
    // refuse to do for a page. What the entry points need is a promise that a module was started, whatever it is made of: they say how,
    // and which function it calls.
    Replacement {
        from: "export { initSync, __wbg_init as default };",
        to: "",
        by: "let page;
export const instantiate = (start, given) => {
    page = given;
    return Promise.resolve(start(__wbg_get_imports())).then((instance) => __wbg_finalize_init(instance));
};",
    },
    // Two ways of passing a text, the one quicker where texts are short, and room for it that grows. Here one is passed for each question,
    // and it is known before what it is made of.
    Replacement {
        from: "const ptr0 = passStringToWasm0(question, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);",
        to: "const len0 = WASM_VECTOR_LEN;",
        by: "const len0 = question.length;
    const ptr0 = wasm.__wbindgen_malloc(len0, 1) >>> 0;
    const mem = getUint8ArrayMemory0();
    if (typeof question === 'string') for (let index = 0; index < len0; index++) mem[ptr0 + index] = question.charCodeAt(index);
    else mem.set(question, ptr0);",
    },
    Replacement { from: "const cachedTextEncoder = new TextEncoder();", to: "let WASM_VECTOR_LEN = 0;\n", by: "" },
    // A view of the memory is made anew each time: it is cheap, and none is ever stale.
    Replacement {
        from: "function getUint8ArrayMemory0() {",
        to: "\n}\n",
        by: "function getUint8ArrayMemory0() {
    return new Uint8Array(wasm.memory.buffer);
}
",
    },
    // Safari's decoders last for two gigabytes. Here they decode names of properties.
    Replacement {
        from: "function decodeText(bytes) {",
        to: "\n}\n",
        by: "function decodeText(bytes) {
    return cachedTextDecoder.decode(bytes);
}
",
    },
];

/// The instructions that the compiler may use. Named one by one: `--all-features` writes sections that no engine reads.
const COMPILER_FEATURES: &str = "--mvp-features --enable-mutable-globals --enable-sign-ext \
    --enable-nontrapping-float-to-int --enable-bulk-memory --enable-bulk-memory-opt";
/// Rewrites what the first version of the instruction set does not have.
const LOWER: &str = "--signext-lowering --llvm-nontrapping-fptoint-lowering --llvm-memory-copy-fill-lowering";
/// How modules are made small.
const SHRINK: &str = "-Oz --converge -tnh -lmu --strip-producers";

/// Makes it small, and readable for every engine: as WebAssembly, and as JavaScript.
fn optimize() -> Result<()> {
    let [bound, lowered, shrunk] = ["vvchat_bg", "lowered", "shrunk"].map(|name| format!("{OUT}/{name}.wasm"));
    // JavaScript can copy a piece of memory, too, and much quicker than byte by byte.
    run(npm_bin("wasm-opt", &format!("{COMPILER_FEATURES} {SHRINK}")).args(["-o", &shrunk, &bound]))?;
    run(&mut command(["node", "xtask/js/wasm2js.mjs", &shrunk, &format!("{OUT}/vvchat_js.mjs")]))?;

    run(npm_bin("wasm-opt", &format!("--debuginfo {LOWER} {COMPILER_FEATURES}")).args(["-o", &lowered, &bound]))?;
    run(npm_bin("wasm-opt", &format!("--debuginfo --mvp-features {SHRINK}")).args(["-o", NAMED, &lowered]))?;
    // What is shipped is what can be looked into, byte for byte, but for the names.
    let named = fs::read(NAMED).with_context(|| format!("cannot read {NAMED}"))?;
    project::write(bound, without_custom_section(&named, "name")?)
}
