//! The app's origin: VVChat's screens.

use std::path::Path;

use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::site;

/// What the app must know at its start.
#[derive(Clone, Debug, Serialize)]
struct Settings {
    shop_origin: String,
}

pub(crate) fn routes(www: &Path, origin: &str, shop_origin: &str) -> Router {
    let settings = Settings { shop_origin: shop_origin.to_owned() };
    let routes = Router::new()
        .route("/settings.json", get(|| async { Json(settings) }))
        .fallback_service(site::files(www, "There is no such page here.\n"));
    site::guard(routes, origin, &policy(shop_origin))
}

/// The app frames the shop and nothing else, and is framed by nobody: its sheets take consent and payments. Pictures
/// come from anywhere, since the cards that pages share bring their own.
fn policy(shop_origin: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; \
         frame-src {shop_origin}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
}
