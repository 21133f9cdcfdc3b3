//! What every answer carries, and which requests are not even looked at.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::failure::Failure;

/// Gives every answer its security headers, and keeps everything to the one origin.
pub(crate) async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = match elsewhere(&app.origin, &request) {
        Some(url) => Redirect::temporary(&url).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, app.policy.clone());
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    // Nobody else may see a customer's orders; and who edits the page must see it at the next reload.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A strict policy for a page that loads the SDK: its own scripts and WebAssembly, framed by VVChat alone. Pictures of
/// customers come from wherever the platform keeps them.
pub(crate) fn policy(app_origin: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: https: {app_origin}; \
         object-src 'none'; frame-ancestors {app_origin}; base-uri 'none'; form-action 'self'"
    )
}

/// Where a request belongs that came in under another name than the origin's.
///
/// `http://localhost:4174` reaches the same server but is another origin, with other cookies. This also turns away foreign names
/// that resolve to this machine (DNS rebinding).
fn elsewhere(origin: &str, request: &Request) -> Option<String> {
    let host = request.headers().get(header::HOST)?.to_str().ok();
    (host != origin.strip_prefix("http://")).then(|| {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        format!("{origin}{path}")
    })
}

/// Lets only the shop's own page change anything (CSRF): a browser says in `Origin` which page a `POST` is from, and lets
/// no other site's page send JSON without asking first.
pub(crate) async fn own_page_only(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_own(&app.origin, request.headers()) {
        next.run(request).await
    } else {
        Failure::Foreign.into_response()
    }
}

fn is_own(origin: &str, headers: &HeaderMap) -> bool {
    let from_here = headers.get(header::ORIGIN).is_some_and(|value| value == origin);
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|value| value == "application/json");
    from_here && json
}
