//! The command as a person or a script starts it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The simulator as a process; stopped when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_vvchat-simulator"))
}

/// A root with pages and no built SDK.
fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
    for side in ["app", "shop"] {
        let folder = root.join("www").join(side);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), side).unwrap();
    }
    root
}

#[test]
fn it_prints_a_line_for_each_address_and_what_to_open() {
    let mut child = command();
    child.args(["--app-port", "0", "--shop-port", "0", "--root"]).arg(root());
    let mut running = Running(child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());

    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(3).map(Result::unwrap).collect();
    let app = lines[0].strip_prefix("app   http://127.0.0.1:").expect(&lines[0]);
    let shop = lines[1].strip_prefix("shop  http://127.0.0.1:").expect(&lines[1]);
    assert!(app.parse::<u16>().unwrap() > 0 && shop.parse::<u16>().unwrap() > 0);
    assert_eq!(lines[2], format!("Open http://127.0.0.1:{app}/ to use the shop inside VVChat. Ctrl+C stops."));

    let mut warning = String::new();
    BufReader::new(running.0.stderr.take().unwrap()).read_line(&mut warning).unwrap();
    assert!(warning.starts_with("The SDK is not built"), "{warning}");
    assert!(warning.contains("npm run build"), "{warning}");
}

#[test]
fn a_taken_port_ends_it_with_a_word_on_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = command().args(["--shop-port", "0", "--app-port", &port, "--root"]).arg(root()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.starts_with(&format!("vvchat-simulator: port {port}, the app's, is taken")), "{error}");
    assert!(output.stdout.is_empty());
}

#[test]
fn help_explains_every_flag() {
    let output = command().arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for flag in ["--app-port <PORT>", "--shop-port <PORT>", "--root <DIR>", "4173", "4174"] {
        assert!(help.contains(flag), "{flag} is missing in:\n{help}");
    }
}
