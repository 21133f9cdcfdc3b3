//! The simulator over real HTTP, each test with one of its own on free ports.

use std::path::{Path, PathBuf};

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use vvchat_simulator::{Error, Options, Simulator};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_str(&self.body).unwrap()
    }
}

/// One request on a connection of its own, with the path as it is given: no client may tidy it up.
async fn request(method: Method, origin: &str, path: &str, host: Option<&str>) -> Answer {
    let address = origin.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::builder().method(method).uri(path).header("host", host.unwrap_or(address));
    let response = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

async fn get(origin: &str, path: &str) -> Answer {
    request(Method::GET, origin, path, None).await
}

/// A project of a few files, so that no test depends on what is built or how the pages look. Gone when dropped.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let project = Self(root);
        project.write("www/app/index.html", "the app");
        project.write("www/app/app.mjs", "export {};");
        project.write("www/shop/index.html", "the shop");
        project.write("www/shop/shop.css", "body {}");
        project.write("secret.txt", "not to be served");
        project
    }

    fn with_sdk(self) -> Self {
        self.write("dist/vvchatjssdk.js", "var vvchat;");
        self.write("dist/index.mjs", "export {};");
        self.write("dist/vvchat_bg.wasm", "\0asm");
        self
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn options(&self) -> Options {
        Options { root: self.0.clone(), app_port: 0, shop_port: 0 }
    }

    /// Starts serving; returns the app's and the shop's origins.
    async fn serve(&self) -> (String, String) {
        let simulator = Simulator::bind(self.options()).await.unwrap();
        let origins = (simulator.app_origin().to_owned(), simulator.shop_origin().to_owned());
        tokio::spawn(simulator.run());
        origins
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn each_origin_serves_its_own_pages() {
    let project = Project::new("pages");
    let (app, shop) = project.serve().await;
    assert_ne!(app, shop);
    for (origin, path, body, mime) in [
        (&app, "/", "the app", "text/html"),
        (&app, "/index.html", "the app", "text/html"),
        (&app, "/app.mjs", "export {};", "application/javascript"),
        (&shop, "/", "the shop", "text/html"),
        (&shop, "/shop.css", "body {}", "text/css"),
    ] {
        let answer = get(origin, path).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, body), "{path}");
        assert_eq!(answer.header("content-type"), mime, "{path}");
    }
    assert_eq!(get(&app, "/shop.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&shop, "/app.mjs").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_origin_is_told_of_the_other() {
    let project = Project::new("settings");
    let (app, shop) = project.serve().await;
    assert_eq!(get(&app, "/settings.json").await.json(), json!({ "shop_origin": shop }));
    assert_eq!(get(&shop, "/settings.json").await.json(), json!({ "app_origin": app, "app_id": "test" }));
}

#[tokio::test]
async fn the_shop_serves_the_sdk_and_the_app_does_not() {
    let project = Project::new("sdk").with_sdk();
    let (app, shop) = project.serve().await;
    for (path, mime) in [
        ("/sdk/vvchatjssdk.js", "text/javascript"),
        ("/sdk/index.mjs", "application/javascript"),
        ("/sdk/vvchat_bg.wasm", "application/wasm"),
    ] {
        let answer = get(&shop, path).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, mime), "{path}");
        assert_eq!(get(&app, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_sdk_that_is_not_built_is_named() {
    let project = Project::new("unbuilt");
    let (_, shop) = project.serve().await;
    let answer = get(&shop, "/sdk/vvchatjssdk.js").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.body, "There is no such file of the SDK. Is it built? Run: npm run build\n");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let project = Project::new("headers").with_sdk();
    let (app, shop) = project.serve().await;
    for origin in [&app, &shop] {
        for path in ["/", "/settings.json", "/sdk/vvchatjssdk.js", "/missing"] {
            let answer = get(origin, path).await;
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
            assert!(!answer.header("content-security-policy").is_empty(), "{path}");
        }
    }
}

#[tokio::test]
async fn the_policies_let_the_app_frame_the_shop_and_the_shop_run_wasm() {
    let project = Project::new("policies");
    let (app, shop) = project.serve().await;

    let of_app = get(&app, "/").await;
    let of_app: Vec<_> = of_app.header("content-security-policy").split("; ").collect();
    assert!(of_app.contains(&format!("frame-src {shop}").as_str()), "{of_app:?}");
    assert!(of_app.contains(&"frame-ancestors 'none'"), "{of_app:?}");
    assert!(of_app.contains(&"script-src 'self'"), "{of_app:?}");

    let of_shop = get(&shop, "/").await;
    let of_shop: Vec<_> = of_shop.header("content-security-policy").split("; ").collect();
    assert!(of_shop.contains(&format!("frame-ancestors {app}").as_str()), "{of_shop:?}");
    assert!(of_shop.contains(&"script-src 'self' 'wasm-unsafe-eval'"), "{of_shop:?}");
}

#[tokio::test]
async fn nothing_outside_the_folders_is_served() {
    let project = Project::new("outside").with_sdk();
    let (app, shop) = project.serve().await;
    for path in [
        "/../secret.txt",
        "/../../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/..%2f..%2fsecret.txt",
        "/..\\..\\secret.txt",
        "/sdk/../../secret.txt",
        "/sdk/..%2fsecret.txt",
        "//secret.txt",
    ] {
        for origin in [&app, &shop] {
            let answer = get(origin, path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!answer.body.contains("not to be served"), "{path}");
        }
    }
}

#[tokio::test]
async fn another_name_for_this_machine_is_sent_to_the_one_origin() {
    let project = Project::new("names");
    let (app, shop) = project.serve().await;
    for (origin, host) in [(&app, "localhost"), (&shop, "localhost:1"), (&shop, "evil.example")] {
        let answer = request(Method::GET, origin, "/index.html?lang=zh", Some(host)).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{host}");
        assert_eq!(answer.header("location"), format!("{origin}/index.html?lang=zh"), "{host}");
        assert_eq!(answer.body, "", "{host}");
    }
}

#[tokio::test]
async fn pages_are_for_reading_only() {
    let project = Project::new("methods");
    let (app, shop) = project.serve().await;
    assert_eq!(request(Method::HEAD, &app, "/", None).await.status, StatusCode::OK);
    for path in ["/", "/settings.json"] {
        for origin in [&app, &shop] {
            let answer = request(Method::POST, origin, path, None).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_its_flag() {
    let project = Project::new("ports");
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();

    let error = Simulator::bind(Options { app_port: port, ..project.options() }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "port {port}, the app's, is taken (is a simulator running already?); choose another one with --app-port, \
             or any free one with --app-port 0"
        )
    );
    assert!(matches!(error, Error::Listen { .. }));

    let error = Simulator::bind(Options { shop_port: port, ..project.options() }).await.unwrap_err();
    assert!(error.to_string().contains(&format!("port {port}, the shop's, is taken")), "{error}");
    assert!(error.to_string().contains("--shop-port"), "{error}");
}

#[tokio::test]
async fn a_folder_without_pages_is_an_error_that_names_the_flag() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing-here");
    let error = Simulator::bind(Options { root: root.clone(), app_port: 0, shop_port: 0 }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "there is no index.html in {}; --root must name the project's folder, the one that holds www and dist",
            root.join("www/app").display()
        )
    );
}
