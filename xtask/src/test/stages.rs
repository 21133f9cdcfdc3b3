//! The stages, in their order: what is quick, and what most often fails, comes first.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::counts::Counts;
use crate::process::{cargo, command, npm_bin, run, run_and_read};
use crate::setup::{self, Browser};
use crate::{build, bundle, generate, instruction_set, lint, project, size};

/// A part of the whole.
pub(crate) struct Stage {
    /// How it is called on the command line and in the table.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) about: &'static str,
    /// Does it. Runners of tests return how many there were.
    pub(crate) run: fn(&Browser) -> Result<Option<Counts>>,
}

/// All of them.
pub(crate) const STAGES: &[Stage] = &[
    Stage { name: "rustfmt", about: "format of Rust", run: |_| check(lint::rustfmt()) },
    Stage { name: "biome", about: "format and style of JavaScript", run: |_| check(lint::biome()) },
    Stage { name: "generated", about: "what is generated is fresh", run: |_| check(generate::check_reference()) },
    Stage { name: "clippy", about: "style of Rust", run: |_| check(lint::clippy()) },
    Stage { name: "clippy-wasm", about: "style of the SDK, as WebAssembly", run: |_| check(lint::clippy_wasm()) },
    Stage { name: "native", about: "Rust tests on this machine", run: |_| native("--all-targets") },
    Stage { name: "doctest", about: "examples in the Rust documentation", run: |_| native("--doc") },
    Stage { name: "sdk", about: "messages and errors of the SDK, by themselves", run: sdk },
    Stage { name: "wasm-node", about: "Rust tests as WebAssembly, in Node", run: wasm_in_node },
    Stage { name: "wasm-chrome", about: "Rust tests as WebAssembly, in Chromium", run: wasm_in_chromium },
    Stage { name: "build", about: "everything that is shipped", run: |_| check(built()) },
    Stage { name: "size", about: "what pages download", run: sizes },
    Stage { name: "types", about: "TypeScript declarations", run: |_| check(run(&mut npm_bin("tsc", ""))) },
    Stage {
        name: "publint",
        about: "the package's manifest",
        run: |_| check(run(&mut npm_bin("publint", "--strict"))),
    },
    Stage { name: "attw", about: "the package's types", run: |_| check(attw()) },
    Stage { name: "contract", about: "every promise on every bridge", run: |browser| node("contract", browser) },
    Stage { name: "host", about: "the SDK and the host kit", run: host },
    Stage { name: "host-js", about: "the SDK and the host kit in JavaScript", run: |browser| node("host-js", browser) },
    Stage { name: "conformance", about: "the page that tests hosts", run: |browser| node("conformance", browser) },
    Stage { name: "matrix", about: "the contract in a page alone", run: |browser| node("matrix", browser) },
    Stage { name: "docs", about: "what the documentation shows", run: |browser| node("docs", browser) },
    Stage { name: "server", about: "the server's half, in Node", run: |browser| node("server", browser) },
    Stage { name: "old-engines", about: "what engines of 2017 understand", run: old_engines },
    Stage { name: "legacy", about: "pages of the platform's own SDK", run: |browser| node("legacy", browser) },
    Stage { name: "package", about: "the packed package, used", run: |browser| node("package", browser) },
    Stage {
        name: "simulator",
        about: "the platform's API as it is described",
        run: |browser| node("simulator", browser),
    },
    Stage { name: "bench", about: "whether the benchmarks run", run: |browser| node("bench", browser) },
    Stage { name: "e2e", about: "the shop inside the app", run: |browser| node("e2e", browser) },
];

fn check(result: Result<()>) -> Result<Option<Counts>> {
    result.map(|()| None)
}

fn native(targets: &str) -> Result<Option<Counts>> {
    let (output, succeeded) = run_and_read(cargo("test --workspace --no-fail-fast").arg(targets))?;
    Counts::of_cargo(&output, succeeded).map(Some)
}

/// The tests of JavaScript that needs no engine: nothing has to be built for them but what is generated.
fn sdk(browser: &Browser) -> Result<Option<Counts>> {
    generate::write_sources()?;
    node("sdk", browser)
}

fn wasm_in_node(_: &Browser) -> Result<Option<Counts>> {
    let mut test = command(["wasm-pack", "test", "--mode", "no-install", "--node"]);
    let deadline = env::current_dir()?.join("xtask/js/deadline.cjs");
    wasm_pack(test.env("NODE_ARGS", format!("--require={}", deadline.display())))
}

fn wasm_in_chromium(browser: &Browser) -> Result<Option<Counts>> {
    let mut test = command(["wasm-pack", "test", "--mode", "no-install", "--headless", "--chrome"]);
    test.args(["--chromedriver", &browser.driver]);
    test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser.write_webdriver_config()?);
    // Seconds: for all tests together, and for the browser to start. What is given otherwise, 20 and 5, is for fast machines.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "300").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    wasm_pack(&mut test)
}

fn wasm_pack(test: &mut Command) -> Result<Option<Counts>> {
    bundle::bundle_for_tests()?;
    let (output, succeeded) = run_and_read(test.env("PATH", setup::search_path()?))?;
    Counts::of_cargo(&output, succeeded).map(Some)
}

/// The package, and the programs that the following stages start.
fn built() -> Result<()> {
    build::build()?;
    programs()
}

/// The simulator and the host kit's example, which tests start. Of the whole workspace, as the Rust tests are: a package by itself has
/// other features, and what it depends on would be compiled again. That links this very program anew while it runs, which Linux and
/// macOS do not mind.
fn programs() -> Result<()> {
    run(&mut cargo("build --workspace --bins --example stdio"))
}

/// Packs and checks. The build before has done what packing would do first.
fn attw() -> Result<()> {
    run(npm_bin("attw", "--pack .").env("npm_config_ignore_scripts", "true"))
}

/// The tests of the host kit's example, which has to be built.
fn host(browser: &Browser) -> Result<Option<Counts>> {
    programs()?;
    node("host", browser)
}

/// The tests of the program that holds files to a budget, then the files of this build.
fn sizes(browser: &Browser) -> Result<Option<Counts>> {
    let counts = node("size", browser)?;
    size::check()?;
    Ok(counts)
}

/// What is shipped to pages, held to what engines of old web views read.
fn old_engines(browser: &Browser) -> Result<Option<Counts>> {
    instruction_set::check()?;
    node("old-engines", browser)
}

/// The JavaScript tests of a directory below `tests/`.
fn node(directory: &str, browser: &Browser) -> Result<Option<Counts>> {
    let files = project::files(Path::new("tests").join(directory), ".test.mjs")?;
    ensure!(!files.is_empty(), "there is no *.test.mjs in tests/{directory}");
    // A browser a file: two of them are as much as a small machine bears.
    let mut test = command(["node", "--test", "--test-reporter=spec", "--test-concurrency=2"]);
    // Milliseconds, for a file.
    test.arg("--test-timeout=600000");
    test.args(files).env("CHROMIUM", &browser.chromium).env("CHROMEDRIVER", &browser.driver);
    let (output, succeeded) = run_and_read(&mut test)?;
    Counts::of_node(&output, succeeded).map(Some)
}
