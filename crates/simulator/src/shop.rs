//! The shop's origin: the merchant's page, and the SDK that it loads.

use std::path::Path;

use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::site;

/// What the shop's page must know at its start: who it is to the platform, and which parent frame it may believe.
#[derive(Clone, Debug, Serialize)]
struct Settings {
    app_origin: String,
    app_id: &'static str,
}

pub(crate) fn routes(www: &Path, sdk: &Path, origin: &str, app_origin: &str) -> Router {
    let settings = Settings { app_origin: app_origin.to_owned(), app_id: "test" };
    let routes = Router::new()
        .route("/settings.json", get(|| async { Json(settings) }))
        .nest_service("/sdk", site::files(sdk, "There is no such file of the SDK. Is it built? Run: npm run build\n"))
        .fallback_service(site::files(www, "There is no such page here.\n"));
    site::guard(routes, origin, &policy(app_origin))
}

/// A strict policy for a page that loads the SDK: its own scripts, WebAssembly, no `unsafe-eval`, framed by VVChat alone.
fn policy(app_origin: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; object-src 'none'; \
         frame-ancestors {app_origin}; base-uri 'none'; form-action 'self'"
    )
}
