//! The engines of the matrix, besides Chromium.

use std::path::Path;

use anyhow::Result;

use super::apt;
use crate::process::{cargo, command, output, run};
use crate::project;

/// How Cargo is told of the reference app, which is the engine `webkitgtk`, and of the example beside it.
pub(crate) const WEBVIEW: &str = "--locked --manifest-path crates/webview/Cargo.toml --target-dir target/webview";
/// The Python that has both versions of Qt, and what is installed into it.
const QT: &str = "target/tools/qt";
const QT_PACKAGES: &str = "tests/matrix/engines/requirements.txt";

/// An engine, by the name that the matrix has for it.
struct Engine {
    name: &'static str,
    install: fn() -> Result<()>,
}

const ENGINES: &[Engine] = &[
    Engine { name: "firefox", install: firefox },
    Engine { name: "webkitgtk", install: webkitgtk },
    Engine { name: "qt6", install: qt },
    Engine { name: "qt5", install: qt },
    Engine { name: "wpe", install: wpe },
    // The same without WebAssembly.
    Engine { name: "chromium-js", install: || Ok(()) },
    Engine { name: "firefox-js", install: firefox },
    Engine { name: "webkitgtk-js", install: webkitgtk },
];

/// The names of all engines. Chromium is what all other tests run in, so it is there.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    std::iter::once("chromium").chain(ENGINES.iter().map(|engine| engine.name))
}

/// Installs the engines of those names, all if there are none.
pub(crate) fn install(names: &[String]) -> Result<()> {
    let chosen = |engine: &&Engine| names.is_empty() || names.iter().any(|name| name == engine.name);
    ENGINES.iter().filter(chosen).try_for_each(|engine| (engine.install)())
}

fn runs(program: &str) -> bool {
    output(&mut command([program, "--version"])).is_some()
}

fn firefox() -> Result<()> {
    if runs("firefox-esr") { Ok(()) } else { apt::install("Firefox ESR", &["firefox-esr"]) }
}

fn wpe() -> Result<()> {
    if runs("cog") { Ok(()) } else { apt::install("WPE WebKit", &["cog", "libwpewebkit-1.1-0"]) }
}

fn webkitgtk() -> Result<()> {
    let library = output(&mut command(["pkg-config", "--exists", "webkit2gtk-4.1"]));
    // It has no option that prints a version and ends.
    if library.is_none() || output(&mut command(["Xvfb", "-help"])).is_none() {
        apt::install("WebKitGTK, or a display for it", &["libwebkit2gtk-4.1-dev", "pkg-config", "xvfb"])?;
    }
    run(&mut cargo(&format!("build {WEBVIEW} --bins --examples")))
}

/// Both versions of Qt, from the Python Package Index: each brings an engine of its own along.
fn qt() -> Result<()> {
    const LIBRARIES: &[&str] = &[
        "python3-venv",
        "libasound2",
        "libdbus-1-3",
        "libegl1",
        "libfontconfig1",
        "libgbm1",
        "libgl1",
        "libglib2.0-0",
        "libnss3",
        "libxcomposite1",
        "libxdamage1",
        "libxkbcommon0",
        "libxkbfile1",
        "libxrandr2",
        "libxtst6",
    ];
    let packages = project::read(QT_PACKAGES)?;
    let installed = format!("{QT}/installed-requirements.txt");
    if project::read(&installed).is_ok_and(|present| present == packages) {
        return Ok(());
    }
    if !apt::has(LIBRARIES) {
        apt::install("something that Qt needs", LIBRARIES)?;
    }
    run(&mut command(["python3", "-m", "venv", QT]))?;
    let pip = Path::new(QT).join("bin/pip");
    run(command([pip]).args(["install", "--quiet", "--requirement", QT_PACKAGES]))?;
    project::write(installed, packages)
}
