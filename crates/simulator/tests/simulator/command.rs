//! The command as a person or a script starts it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::support::process::{Folder, Process};
use crate::support::{GROUP, order, payment};

/// Its output, when it ends by itself.
#[track_caller]
fn fails(args: &[&str]) -> String {
    let output = Command::new(Process::PROGRAM).args(args).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{error}");
    error
}

/// The whole message is one line.
#[track_caller]
fn fails_with(args: &[&str], message: &str) {
    assert_eq!(fails(args), format!("vvchat-simulator: {message}\n"));
}

/// A project with a page of the shop, and no built SDK.
fn project() -> Folder {
    let folder = Folder::new("project");
    folder.write("www/shop/index.html", "the shop");
    folder
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_prints_a_line_for_each_address_and_what_to_open() {
    let project = project();
    let mut child = Command::new(Process::PROGRAM);
    child.args(["--app-port", "0", "--shop-port", "0", "--root", project.path()]);
    let mut running = Running(child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());

    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(4).map(Result::unwrap).collect();
    let app = lines[0].strip_prefix("app   http://127.0.0.1:").expect(&lines[0]);
    let shop = lines[1].strip_prefix("shop  http://127.0.0.1:").expect(&lines[1]);
    assert!(app.parse::<u16>().unwrap() > 0 && shop.parse::<u16>().unwrap() > 0);
    assert_eq!(lines[2], format!("Open http://127.0.0.1:{app}/ to use the shop inside VVChat. Ctrl+C stops."));
    assert_eq!(lines[3], format!("To test a host of your own, open http://127.0.0.1:{app}/conformance/ in it."));

    let mut warning = String::new();
    BufReader::new(running.0.stderr.take().unwrap()).read_line(&mut warning).unwrap();
    assert!(warning.starts_with("The SDK is not built"), "{warning}");
    assert!(warning.contains("npm run build"), "{warning}");
}

#[tokio::test]
async fn headless_it_prints_one_line_of_json_and_the_phone_agrees() {
    let process = Process::start(&[]);
    let settings = process.desk.read("/settings.json").await;
    assert_eq!((&settings["headless"], &settings["shop_url"]), (&json!(true), &json!("http://shop.example/")));
}

#[tokio::test]
async fn the_sample_shop_is_a_merchant_of_the_seeds_first_app() {
    let project = project();
    let mut child = Command::new(Process::PROGRAM);
    child.args(["--headless", "--app-port", "0", "--shop-port", "0", "--root", project.path()]);
    let mut running = Running(child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let addresses: serde_json::Value = serde_json::from_str(&line).unwrap();
    let shop = addresses["shop"].as_str().unwrap();
    let told = crate::support::http::Call::get(shop, "/api/shop").send().await.done();
    assert_eq!((&told["app_id"], &told["app_origin"]), (&json!("test"), &addresses["app"]));
}

#[tokio::test]
async fn it_ends_when_it_is_asked_to_though_somebody_listens() {
    for signal in ["TERM", "INT"] {
        let process = Process::start(&[]);
        let mut events = crate::support::http::Events::listen(&process.desk.origin).await;
        assert!(process.ask_to_end(signal).success(), "{signal}");
        assert_eq!(events.next().await, None);
    }
}

#[tokio::test]
async fn what_happened_and_the_time_are_still_there_after_a_restart() {
    let data = Folder::new("restart");
    let process = Process::start(&data.flags());
    let desk = &process.desk;
    let imprest_code = desk.place(order("A1", "http://127.0.0.1:9/")).await;
    desk.pay(&imprest_code).await;
    let now = desk.advance(24 * 3600).await;
    let said = json!({ "user_id": "evan", "session_id": GROUP, "text": "Hello" });
    let said = desk.write("/device/messages", said).await;
    let orders = desk.read("/device/orders").await;
    assert!(process.ask_to_end("TERM").success());

    let process = Process::start(&data.flags());
    let desk = &process.desk;
    assert!(desk.read("/device/world").await["now"].as_u64().unwrap() >= now);
    let messages = desk.read(&format!("/device/messages?session_id={GROUP}")).await;
    assert_eq!(messages.as_array().unwrap().last(), Some(&said));
    let after = desk.read("/device/orders").await;
    assert_eq!((&after[0]["trade_no"], &after[0]["paid_at"]), (&orders[0]["trade_no"], &orders[0]["paid_at"]));
    assert_eq!(desk.post("/device/payments", payment(&imprest_code)).await.refused(), "订单已支付");
}

#[tokio::test]
async fn a_folder_goes_on_with_its_own_seed() {
    let files = Folder::new("seeds");
    let built_in = include_str!("../../src/seed.json");
    let own = files.write("own.json", &built_in.replace("周末茶友", "下午茶"));
    let other = files.write("other.json", built_in);
    let data = Folder::new("seeded");
    Process::start(&[&data.flags()[..], &["--seed", &own]].concat()).kill();
    let name =
        async |process: &Process| process.desk.read("/device/world").await["conversations"][0]["name"]["zh"].clone();
    assert_eq!(name(&Process::start(&data.flags())).await, "下午茶");
    let process = Process::start(&[&data.flags()[..], &["--seed", &own]].concat());
    assert_eq!(name(&process).await, "下午茶");
    process.desk.write("/device/reset", json!({})).await;
    assert_eq!(name(&process).await, "下午茶");
    drop(process);
    fails_with(
        &["--app-port", "0", "--shop", "http://a/", "--data", data.path(), "--seed", &other],
        &format!(
            "the data in {} was begun with another seed; leave --seed out to go on with it, or choose another folder \
             with --data",
            data.path()
        ),
    );
}

#[tokio::test]
async fn a_folder_is_for_one_at_a_time() {
    let data = Folder::new("shared");
    let _first = Process::start(&data.flags());
    fails_with(
        &["--app-port", "0", "--shop", "http://a/", "--data", data.path()],
        &format!(
            "cannot use the data in {}: another simulator is using it; choose another folder with --data",
            data.path()
        ),
    );
}

#[test]
fn what_is_wrong_is_said_in_a_line_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let project = project();
    fails_with(
        &["--app-port", &port, "--shop", "http://a/"],
        &format!(
            "port {port}, the app's, is taken (is a simulator running already?); choose another one with --app-port, \
             or any free one with --app-port 0"
        ),
    );
    fails_with(
        &["--app-port", "0", "--shop-port", &port, "--root", project.path()],
        &format!(
            "port {port} is taken (is a shop running already?); choose another one with --shop-port, or any free one \
             with --shop-port 0"
        ),
    );
    let empty = Folder::new("empty");
    let error = fails(&["--app-port", "0", "--shop-port", "0", "--root", empty.path()]);
    let message = format!(
        "vvchat-simulator: there is no index.html in {}/www/shop; name the project's folder with --root, or open a page \
         of your own with --shop\n",
        empty.path()
    );
    assert!(error.ends_with(&message), "{error}");
    fails_with(
        &["--app-port", "0", "--shop", "shop.html"],
        "--shop must be an absolute http or https URL, not \"shop.html\"",
    );

    let files = Folder::new("files");
    let seed = files.write("seed.json", "{\"users\": []}");
    fails_with(
        &["--app-port", "0", "--shop", "http://a/", "--seed", &seed],
        &format!("the seed {seed} is wrong: missing field `apps` at line 1 column 13"),
    );
    fails_with(
        &["--app-port", "0", "--shop", "http://a/", "--seed", "/nowhere/seed.json"],
        "cannot read the seed /nowhere/seed.json: No such file or directory (os error 2)",
    );
    fails_with(
        &["--app-port", "0", "--shop", "http://a/", "--data", &seed],
        &format!("cannot use the data in {seed}: File exists (os error 17); choose another folder with --data"),
    );
    let broken = Folder::new("broken");
    broken.write("simulator.redb", "not a database");
    let error = fails(&["--app-port", "0", "--shop", "http://a/", "--data", broken.path()]);
    assert!(error.starts_with(&format!("vvchat-simulator: cannot use the data in {}: ", broken.path())), "{error}");
    assert!(fails(&["--shop", "http://a/", "--root", "."]).contains("cannot be used with"));
}

#[test]
fn help_explains_every_flag_with_examples() {
    let output = Command::new(Process::PROGRAM).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for text in [
        "--app-port <PORT>",
        "--shop-port <PORT>",
        "--shop <URL>",
        "--data <DIR>",
        "--seed <FILE>",
        "--notify-as <FORM>",
        "--headless",
        "--root <DIR>",
        "4173",
        "4174",
        "Examples:",
        "vvchat-simulator --shop http://localhost:5173",
        "app_id test, app_key 123456",
    ] {
        assert!(help.contains(text), "{text} is missing in:\n{help}");
    }
}
