//! Chromium and its driver, for the tests that need a page.

use std::env;
use std::path::Path;

use anyhow::{Context, Result};

use super::apt::{self, is_root};
use crate::process::{command, output};
use crate::project;

/// A Chromium and the driver of the same version.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The path of the program.
    pub(crate) chromium: String,
    /// The path of its `WebDriver` server.
    pub(crate) driver: String,
}

/// Where a Chromium may be: what the environment says comes before these.
const CHROMIUM: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/// Where its driver may be.
const DRIVER: &[&str] = &["chromedriver", "/usr/lib/chromium-browser/chromedriver"];

impl Browser {
    /// The browser that is there, else one from the system's package manager.
    pub(crate) fn find_or_install() -> Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        let installed = apt::install("Chromium, or its driver", &["chromium", "chromium-driver"]);
        installed.context(
            "the tests need Chromium (or Chrome) and the chromedriver of the same version. If they are not on the PATH, set \
             CHROMIUM and CHROMEDRIVER to where they are",
        )?;
        Self::find().context("Chromium was installed, and does not run")
    }

    /// The browser that is there.
    fn find() -> Option<Self> {
        Some(Self { chromium: program("CHROMIUM", CHROMIUM)?, driver: program("CHROMEDRIVER", DRIVER)? })
    }

    /// Writes down for `wasm-bindgen-test-runner` how to start this browser; returns the file.
    pub(crate) fn write_webdriver_config(&self) -> Result<&'static str> {
        const FILE: &str = "target/webdriver.json";
        let mut arguments = vec![
            "--headless=new",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ];
        // Chromium refuses to run its sandbox as root.
        if is_root() {
            arguments.push("--no-sandbox");
        }
        let options = format!(r#"{{ "binary": {:?}, "args": {arguments:?} }}"#, self.chromium);
        project::write(FILE, format!("{{ \"goog:chromeOptions\": {options} }}\n"))?;
        Ok(FILE)
    }
}

/// The first program that runs: the one that a variable of the environment names, else one of the candidates.
fn program(variable: &str, candidates: &[&str]) -> Option<String> {
    let named = env::var(variable).ok();
    let candidates = named.into_iter().chain(candidates.iter().map(|&candidate| candidate.to_owned()));
    candidates
        .map(|program| whole_path(&program))
        .find(|program| output(&mut command([program.as_str(), "--version"])).is_some())
}

/// Where a program is, if the search path has it; else what it was called.
fn whole_path(program: &str) -> String {
    let directories = env::var_os("PATH").unwrap_or_default();
    let found =
        env::split_paths(&directories).map(|directory| directory.join(program)).find(|path| Path::is_file(path));
    found.map_or_else(|| program.to_owned(), |path| path.to_string_lossy().into_owned())
}
