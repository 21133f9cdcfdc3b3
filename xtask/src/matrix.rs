//! Runs the contract in real engines.

use anyhow::Result;

use crate::process::{command, run};
use crate::{build, lint, setup};

/// Runs the engines of those names, all if there are none; `write` puts the result into the documentation.
pub(crate) fn matrix(engines: &[String], write: bool) -> Result<()> {
    setup::for_building()?;
    let browser = setup::Browser::find_or_install()?;
    setup::engines::install(engines)?;
    build::build()?;
    if engines.is_empty() || engines.iter().any(|engine| engine == "webkitgtk") {
        // Its app is not only the tests' puppet, and no stage of the tests compiles it.
        lint::clippy_webview()?;
        let tests = ["tests/matrix/reference-app.test.mjs", "tests/conformance/reference-app.test.mjs"];
        run(command(["node", "--test"]).args(tests))?;
    }
    let mut matrix = command(["node", "tests/matrix/matrix.mjs"]);
    matrix.args(engines).args(write.then_some("--write"));
    run(matrix.env("CHROMIUM", &browser.chromium))
}
