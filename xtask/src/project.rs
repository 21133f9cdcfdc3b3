//! The project's own files.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

/// Makes the project's root the current directory: every path in this program is relative to it.
pub(crate) fn enter_root() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent directory")?;
    env::set_current_dir(root).with_context(|| format!("cannot enter {}", root.display()))
}

/// Where cargo keeps the sources of dependencies.
pub(crate) fn cargo_home() -> Result<PathBuf> {
    let home = || env::home_dir().map(|home| home.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home).context("neither CARGO_HOME nor a home directory is set")
}

/// Reads a text file; an error names it.
pub(crate) fn read(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the directories above it, unless it has that content already: who reads it meanwhile, or goes by its time,
/// is not disturbed.
pub(crate) fn write(path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Result<()> {
    let (path, content) = (path.as_ref(), content.as_ref());
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, content));
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Every file below `directory` whose name ends in `suffix`, sorted. What is built or installed is left out.
pub(crate) fn files(directory: impl AsRef<Path>, suffix: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut directories = vec![directory.as_ref().to_path_buf()];
    while let Some(directory) = directories.pop() {
        let entries = fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && !["target", "node_modules", "dist"].contains(&name.as_str()) {
                    directories.push(entry.path());
                }
            } else if name.ends_with(suffix) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The version of a package, as Cargo.lock has it.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let lock = read("Cargo.lock")?;
    let after_name = lock.split_once(&format!("name = \"{package}\"\nversion = \"")).map(|(_, rest)| rest);
    let version = after_name.and_then(|rest| rest.split_once('"')).map(|(version, _)| version.to_owned());
    version.with_context(|| format!("Cargo.lock names no {package}"))
}
