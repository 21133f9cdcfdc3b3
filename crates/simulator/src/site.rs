//! What both origins do alike.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use tower_http::services::ServeDir;

/// The files of a folder. `missing` is the answer for those that are not there.
pub(crate) fn files(folder: &Path, missing: &'static str) -> Router {
    let missing = (move || async move { (StatusCode::NOT_FOUND, missing) }).into_service();
    Router::new().fallback_service(ServeDir::new(folder).not_found_service(missing))
}

/// Keeps `routes` to one origin, and gives every answer its security headers, `policy` among them.
pub(crate) fn guard(routes: Router, origin: &str, policy: &str) -> Router {
    let guard = Guard {
        origin: origin.to_owned(),
        policy: HeaderValue::from_str(policy).expect("constants and an origin make a header value"),
    };
    routes.layer(from_fn_with_state(Arc::new(guard), answer))
}

struct Guard {
    origin: String,
    policy: HeaderValue,
}

async fn answer(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.elsewhere(&request) {
        Some(url) => Redirect::temporary(&url).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, guard.policy.clone());
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    // A person who edits a page, or builds the SDK anew, must see it at the next reload.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
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
