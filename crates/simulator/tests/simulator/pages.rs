//! The pages of the app's origin, and who may see them under which name.

use crate::support::Desk;
use crate::support::http::Call;
use hyper::{Method, StatusCode};
use serde_json::json;
use vvchat_simulator::{Error, Options, Seed, Simulator};

#[tokio::test]
async fn the_screens_are_served() {
    let desk = Desk::start().await;
    for (path, mime) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/app.mjs", "application/javascript"),
        ("/css/base.css", "text/css"),
        ("/img/vvchat.svg", "image/svg+xml"),
    ] {
        let answer = desk.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, mime), "{path}");
    }
    let index = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/app/index.html")).unwrap();
    assert_eq!(desk.get("/").await.body, index);
    let missing = desk.get("/missing.html").await;
    assert_eq!((missing.status, missing.body.as_str()), (StatusCode::NOT_FOUND, "There is no such page here.\n"));

    // What is built, and not the rest of it.
    let missing = desk.get("/sdk/server.mjs").await;
    let why = "There is no such file here. Is the package built? Run: npm run build\n";
    assert_eq!((missing.status, missing.body.as_str()), (StatusCode::NOT_FOUND, why));
}

#[tokio::test]
async fn the_screens_are_told_of_the_shop() {
    let desk = Desk::start().await;
    assert_eq!(
        desk.read("/settings.json").await,
        json!({
            "shop_url": "http://shop.example/",
            "shop_origin": "http://shop.example",
            "headless": false,
            "version": env!("CARGO_PKG_VERSION"),
        })
    );
    let headless = Desk::with(Options { headless: true, ..Options::default() }).await;
    assert_eq!(headless.read("/settings.json").await["headless"], json!(true));
}

#[tokio::test]
async fn a_shop_that_is_no_page_is_an_error() {
    for shop in ["shop.html", "ftp://shop.example/", "javascript:alert(1)", ""] {
        let simulator = Simulator::bind(Options { app_port: 0, ..Options::default() }).await.unwrap();
        let error = simulator.run(shop, std::future::pending()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("--shop must be an absolute http or https URL, not {shop:?}"));
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let desk = Desk::start().await;
    for path in ["/", "/settings.json", "/openapi.json", "/avatars/mia.svg", "/missing"] {
        let answer = desk.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        let policy: Vec<_> = answer.header("content-security-policy").split("; ").collect();
        for part in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"] {
            assert!(policy.contains(&part), "{path}: {policy:?}");
        }
    }
    for path in ["/device/world", "/device/nothing", "/paybusapi/v1/test/imprest", "/paybusapi/nothing"] {
        let answer = desk.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn the_policy_lets_the_app_frame_the_shops_and_nothing_else() {
    let mut seed: serde_json::Value = serde_json::from_str(include_str!("../../src/seed.json")).unwrap();
    let mut second = seed["apps"][0].clone();
    second["app_id"] = json!("second");
    second["url"] = json!("https://second.example:8443/page?x=1");
    seed["apps"].as_array_mut().unwrap().push(second);
    let seed = Seed::from_json(&seed.to_string()).unwrap();
    let desk = Desk::with(Options { seed: Some(seed), ..Options::default() }).await;
    let answer = desk.get("/").await;
    let frames = answer.header("content-security-policy").split("; ").find(|part| part.starts_with("frame-src"));
    assert_eq!(frames, Some("frame-src http://shop.example https://second.example:8443"));
}

#[tokio::test]
async fn nothing_but_the_screens_is_served() {
    let desk = Desk::start().await;
    for path in [
        "/../shop/index.html",
        "/../../Cargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/..\\..\\Cargo.toml",
        "//index.html/../../../Cargo.toml",
    ] {
        assert_eq!(desk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn pages_under_another_name_are_sent_to_the_one_origin() {
    let desk = Desk::start().await;
    for host in ["localhost", "localhost:1", "evil.example"] {
        let answer = Call::get(&desk.origin, "/index.html?lang=zh").header("host", host).send().await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{host}");
        assert_eq!(answer.header("location"), format!("{}/index.html?lang=zh", desk.origin), "{host}");
        assert_eq!(answer.body, "", "{host}");
    }
}

#[tokio::test]
async fn servers_may_call_the_platform_by_the_name_of_this_machine() {
    let desk = Desk::start().await;
    let port = desk.origin.rsplit_once(':').unwrap().1;
    for (host, is_own) in [
        (format!("127.0.0.1:{port}"), true),
        (format!("localhost:{port}"), true),
        (format!("[::1]:{port}"), true),
        ("localhost".to_owned(), false),
        (format!("evil.example:{port}"), false),
    ] {
        let answer = Call::get(&desk.origin, "/paybusapi/v1/test/imprest").header("host", &host).send().await;
        if is_own {
            answer.done();
        } else {
            assert_eq!(answer.refused(), format!("请求的主机名无效：“{host}”"));
        }
    }
}

#[tokio::test]
async fn pages_are_for_reading_only() {
    let desk = Desk::start().await;
    assert_eq!(Call::new(Method::HEAD, &desk.origin, "/").send().await.status, StatusCode::OK);
    for path in ["/", "/settings.json", "/openapi.json"] {
        let answer = Call::new(Method::POST, &desk.origin, path).send().await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD"), "{path}");
    }
}

#[tokio::test]
async fn people_have_pictures() {
    let desk = Desk::start().await;
    let picture = desk.get("/avatars/mia.svg").await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    assert!(picture.body.contains("hsl(24 ") && picture.body.contains(">林</text>"), "{}", picture.body);
    for path in ["/avatars/nobody.svg", "/avatars/mia", "/avatars/mia.png"] {
        assert_eq!(desk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_its_flag() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = Simulator::bind(Options { app_port: port, ..Options::default() }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "port {port}, the app's, is taken (is a simulator running already?); choose another one with --app-port, \
             or any free one with --app-port 0"
        )
    );
    assert!(matches!(error, Error::Listen { .. }));
}
