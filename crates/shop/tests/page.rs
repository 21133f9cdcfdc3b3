//! The page, and whose requests are heard.

mod support;

use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use support::{Page, Platform, Server, request, root};
use tokio::net::TcpListener;
use vvchat_shop::{Error, Options, Shop};

const JSON: (&str, &str) = ("content-type", "application/json");

/// None of this needs a platform.
async fn server() -> Server {
    Server::start(&Platform { origin: "http://127.0.0.1:9".to_owned() }).await
}

#[tokio::test]
async fn the_page_is_served_and_told_what_it_needs() {
    let server = server().await;
    let get = |path| request(Method::GET, &server.origin, path, &[], "");
    let page = get("/").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html"));
    assert!(page.body.contains("<script src=\"/sdk/vvchatjssdk.js\"></script>"));
    assert_eq!(get("/no-such-page").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get("/../Cargo.toml").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get("/%2e%2e/%2e%2e/Cargo.toml").await.status, StatusCode::NOT_FOUND);

    let shop = get("/api/shop").await.json();
    assert_eq!((&shop["app_id"], &shop["app_origin"]), (&json!("test"), &json!("http://127.0.0.1:9")));
    assert_eq!(shop["products"][0]["price"], 12800);
    assert!(!shop.to_string().contains("123456"), "the app_key stays here");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let server = server().await;
    for path in ["/", "/api/shop", "/api/orders", "/sdk/missing.js", "/missing", "/cards/puer?lang=zh"] {
        let answer = request(Method::GET, &server.origin, path, &[], "").await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: https: http://127.0.0.1:9; \
             object-src 'none'; frame-ancestors http://127.0.0.1:9; base-uri 'none'; form-action 'self'",
            "{path}"
        );
    }
}

#[tokio::test]
async fn only_the_shops_own_page_changes_anything() {
    let server = server().await;
    let own = ("origin", server.origin.as_str());
    let refused = (403, "foreign".to_owned(), 403, "not from the shop's own page".to_owned());
    for path in ["/api/visit", "/api/login/ask", "/api/login", "/api/logout", "/api/orders", "/api/messages"] {
        for headers in [
            vec![JSON],
            vec![JSON, ("origin", "http://evil.example")],
            vec![JSON, ("origin", "http://127.0.0.1:9")],
            vec![JSON, ("origin", "null")],
            vec![own],
            vec![own, ("content-type", "text/plain")],
            vec![own, ("content-type", "application/x-www-form-urlencoded")],
        ] {
            let answer = request(Method::POST, &server.origin, path, &headers, "{}").await;
            assert_eq!(answer.failure(), refused, "{path} {headers:?}");
            assert_eq!(answer.header("set-cookie"), "", "{path} {headers:?}");
        }
    }
    request(Method::POST, &server.origin, "/api/visit", &[JSON, own], "{}").await.json();
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let server = server().await;
    let headers = [JSON, ("origin", server.origin.as_str())];
    let answer = request(Method::POST, &server.origin, "/api/visit", &headers, "{}").await;
    let (cookie, attributes) = answer.header("set-cookie").split_once("; ").unwrap();
    assert_eq!(attributes, "Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax");
    let secret = cookie.strip_prefix("vvchat_shop_visit=").unwrap();
    assert!(secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{secret}");

    // It may stand among others, which all ports of 127.0.0.1 share.
    let among = format!("other=1; {cookie}; vvchat=2");
    assert_eq!(Page::with_cookie(&server, &among).get("/api/orders").await.json(), json!([]));
    for wrong in ["", "vvchat_shop_visit=", "vvchat_shop_visit=guessed", &format!("x{cookie}")] {
        let failure = Page::with_cookie(&server, wrong).get("/api/orders").await.failure();
        assert_eq!((failure.0, failure.1.as_str()), (401, "no_visit"), "{wrong}");
    }
}

#[tokio::test]
async fn a_visit_goes_on_with_its_cookie() {
    let server = server().await;
    let mut page = Page::open(&server).await;
    let cookie = page.cookie.clone();
    assert_eq!(page.post("/api/visit", json!({})).await.json(), Value::Null);
    assert_eq!(page.cookie, cookie);
}

#[tokio::test]
async fn another_name_for_this_machine_is_sent_to_the_one_origin() {
    let server = server().await;
    for host in ["localhost", "evil.example", "127.0.0.1"] {
        let answer = request(Method::GET, &server.origin, "/?tea=puer", &[("host", host)], "").await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{host}");
        assert_eq!(answer.header("location"), format!("{}/?tea=puer", server.origin), "{host}");
    }
}

#[tokio::test]
async fn what_keeps_a_shop_from_starting_is_told() {
    let options = || Options { port: 0, www: root().join("www/shop"), ..Options::default() };

    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = Shop::bind(Options { port, ..options() }).await.unwrap_err();
    assert_eq!(error.to_string(), format!("port {port} is taken (is a shop running already?)"));

    let error = Shop::bind(Options { www: root().join("nowhere"), ..options() }).await.unwrap_err();
    assert_eq!(error.to_string(), format!("there is no index.html in {}", root().join("nowhere").display()));

    let error = Shop::bind(Options { app_origin: "a\nb".to_owned(), ..options() }).await.unwrap_err();
    assert_eq!(error.to_string(), r#"the app's origin must be one, but it is "a\nb""#);

    let error = Shop::bind(Options { app_key: String::new(), ..options() }).await.unwrap_err();
    assert!(matches!(error, Error::Setting(_)), "{error}");
    let error = Shop::bind(Options { platform_url: "ftp://x".to_owned(), ..options() }).await.unwrap_err();
    assert!(matches!(error, Error::Setting(_)), "{error}");

    // A file where a folder is asked for.
    let file = root().join("Cargo.toml");
    let error = Shop::bind(Options { data: Some(file.clone()), ..options() }).await.unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with(&format!("cannot keep orders in {}: ", file.display())), "{text}");
}

#[tokio::test]
async fn nothing_prints_the_key() {
    let options = Options { port: 0, app_key: "s3cret".to_owned(), www: root().join("www/shop"), ..Options::default() };
    assert!(!format!("{options:?}").contains("s3cret"));
    let shop = Shop::bind(options).await.unwrap();
    assert!(!format!("{shop:?}").contains("s3cret"));
}
