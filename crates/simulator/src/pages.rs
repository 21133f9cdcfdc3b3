//! The pages of the app's origin: VVChat's screens, and what they must know at their start.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::simulation::Shared;

/// The description of the platform's API.
const OPENAPI: &str = include_str!("../openapi.json");

/// The app's screens. They are part of the program, so that it works wherever it is installed; built for debugging, it
/// reads them from the project's folder, so that a person who edits a page sees it at the next reload.
#[derive(RustEmbed)]
#[folder = "../../www/app"]
struct Screens;

/// What hosts get of the package: `vvchat-jssdk/host`, by which the app answers pages, and the conformance page. A checkout where
/// nothing was built yet has neither.
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[include = "host.mjs"]
#[include = "conformance.html"]
#[allow_missing = true]
struct HostKit;

/// The conformance page is one file, with its script and style inside. It takes part in nothing here, and sends its report wherever
/// its address says.
const CONFORMANCE_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
    connect-src http: https:; frame-src 'self'; base-uri 'none'; form-action 'none'";

const NOT_BUILT: &str = "There is no such file here. Is the package built? Run: npm run build\n";

/// What the app must know at its start.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Settings {
    /// The page of the shop.
    pub(crate) shop_url: String,
    pub(crate) shop_origin: String,
    /// Whether the phone agrees to everything by itself.
    pub(crate) headless: bool,
    pub(crate) version: &'static str,
}

struct Guard {
    origin: String,
    policy: HeaderValue,
}

pub(crate) fn routes(simulation: &Shared, settings: &Settings) -> Router {
    let guard = Guard {
        origin: simulation.origin.clone(),
        policy: HeaderValue::from_str(&policy(simulation, settings))
            .expect("constants and origins make a header value"),
    };
    let settings = settings.clone();
    Router::new()
        .route("/settings.json", get(|| async { Json(settings) }))
        .route("/openapi.json", get(openapi))
        .route("/avatars/{picture}", get(avatar))
        .route("/conformance/", get(conformance))
        .fallback(screen)
        .with_state(simulation.clone())
        .layer(from_fn_with_state(Arc::new(guard), answer))
}

/// The app frames its shops and nothing else, and is framed by nobody: its sheets take consent and payments. Pictures
/// come from anywhere, since the cards that pages share bring their own.
fn policy(simulation: &Shared, settings: &Settings) -> String {
    let own_pages = simulation.world.apps.iter().filter_map(|app| app.url.as_deref().and_then(origin_of));
    let mut frames: Vec<String> = own_pages.chain([settings.shop_origin.clone()]).collect();
    frames.sort();
    frames.dedup();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: http: https:; connect-src 'self'; frame-src {}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        frames.join(" ")
    )
}

/// The origin of an absolute http or https URL, as a policy names it. Nothing else has one.
pub(crate) fn origin_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

async fn answer(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.elsewhere(&request) {
        Some(url) => Redirect::temporary(&url).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| guard.policy.clone());
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    response
}

impl Guard {
    /// Where a request belongs that came in under another name than the origin's.
    ///
    /// `http://localhost:4173` reaches the same server but is another origin: no policy and no message would match, and
    /// the phone would stay blank. This also turns away foreign names that resolve to this machine (DNS rebinding).
    fn elsewhere(&self, request: &Request) -> Option<String> {
        let host = request.headers().get(header::HOST)?.to_str().ok();
        let here = self.origin.strip_prefix("http://");
        (host != here).then(|| {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            format!("{}{path}", self.origin)
        })
    }
}

async fn screen(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET,HEAD")]).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let (found, why) = match path.strip_prefix("sdk/") {
        Some(file) => (HostKit::get(file), NOT_BUILT),
        None => (Screens::get(path), "There is no such page here.\n"),
    };
    match found {
        Some(file) => {
            let mime = HeaderValue::from_str(file.metadata.mimetype()).expect("a media type is a header value");
            ([(header::CONTENT_TYPE, mime)], file.data).into_response()
        }
        None => (StatusCode::NOT_FOUND, why).into_response(),
    }
}

/// The page that tells hosts whether they answer rightly.
async fn conformance() -> Response {
    match HostKit::get("conformance.html") {
        Some(page) => {
            let policy = HeaderValue::from_static(CONFORMANCE_POLICY);
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            ([(header::CONTENT_TYPE, html), (header::CONTENT_SECURITY_POLICY, policy)], page.data).into_response()
        }
        None => (StatusCode::NOT_FOUND, NOT_BUILT).into_response(),
    }
}

/// Any page may read the description: tools that show it are pages of other origins.
async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], OPENAPI)
}

/// A person's picture: the first letter of the name, on the person's colour.
async fn avatar(State(simulation): State<Shared>, Path(picture): Path<String>) -> Response {
    let user = picture.strip_suffix(".svg").and_then(|user_id| simulation.world.user(user_id));
    let Some(user) = user else {
        return (StatusCode::NOT_FOUND, "There is no such picture here.\n").into_response();
    };
    let initial = match user.name.zh.chars().next() {
        Some('<') => "&lt;".to_owned(),
        Some('&') => "&amp;".to_owned(),
        first => first.map_or_else(String::new, String::from),
    };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 96\"><rect width=\"96\" height=\"96\" \
         fill=\"hsl({} 55% 45%)\"/><text x=\"48\" y=\"50\" font-family=\"sans-serif\" font-size=\"44\" fill=\"#fff\" \
         text-anchor=\"middle\" dominant-baseline=\"central\">{initial}</text></svg>",
        user.hue
    );
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}
