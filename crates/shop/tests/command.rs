//! The command `vvchat-shop`.

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use hyper::Method;
use support::{request, root};

fn shop() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vvchat-shop"));
    command.arg("--root").arg(root()).env_remove("VVCHAT_APP_KEY");
    command
}

#[tokio::test]
async fn it_says_where_it_is_and_answers_there() {
    let mut running = shop()
        .args(["--port", "0", "--app-id", "other", "--app-origin", "https://app.example"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(running.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let origin = line.trim_end().strip_prefix("shop  ").unwrap();
    let settings = request(Method::GET, origin, "/api/shop", &[], "").await.json();
    running.kill().unwrap();
    running.wait().unwrap();
    assert_eq!(settings["app_id"], "other");
    assert_eq!(settings["app_origin"], "https://app.example");
}

#[test]
fn what_keeps_it_from_starting_is_one_line() {
    for (args, key, line) in [
        (["--root", "/nowhere"], "123456", "vvchat-shop: there is no index.html in /nowhere/www/shop\n"),
        (["--port", "0"], "", "vvchat-shop: app_key must be visible ASCII characters, but it is empty\n"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vvchat-shop"));
        command.args(args).env("VVCHAT_APP_KEY", key).current_dir(root());
        let output = command.output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), line);
        assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
    }
}

#[test]
fn the_key_is_no_flag() {
    let output = shop().arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("VVCHAT_APP_KEY"), "{help}");
    assert!(!help.contains("--app-key"), "{help}");
}
