//! Running other programs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A command line: the program, then its arguments.
pub(crate) fn command<Part: AsRef<OsStr>>(parts: impl IntoIterator<Item = Part>) -> Command {
    let mut parts = parts.into_iter();
    let program = parts.next().expect("a command line names a program");
    let mut command = Command::new(program);
    command.args(parts);
    command
}

/// The Cargo that runs this program.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace());
    command
}

/// A program that an npm package brought along.
pub(crate) fn npm_bin(name: &str, arguments: &str) -> Command {
    let mut command = Command::new(format!("node_modules/.bin/{name}"));
    command.args(arguments.split_whitespace());
    command
}

/// Runs to the end; anything but success is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", shown(command)))?;
    if !status.success() {
        bail!("failed ({status}): {}", shown(command));
    }
    Ok(())
}

/// Runs to the end, passing its standard output on line by line. Returns that output and whether the command succeeded.
pub(crate) fn run_and_read(command: &mut Command) -> Result<(String, bool)> {
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = child.with_context(|| format!("cannot run {}", shown(command)))?;
    let mut output = String::new();
    for line in BufReader::new(child.stdout.take().context("no standard output")?).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        output.push_str(&line);
        output.push('\n');
    }
    Ok((output, child.wait()?.success()))
}

/// What a command prints, if it can be run and succeeds. Its error messages are not shown.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one would type it, but for what makes it long: file after file.
fn shown(command: &Command) -> String {
    const MANY: usize = 12;
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    match line.get(..MANY) {
        Some(start) if line.len() > MANY => format!("{} …", start.join(" ")),
        _ => line.join(" "),
    }
}
