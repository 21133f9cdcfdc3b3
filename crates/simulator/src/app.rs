//! The app's origin: VVChat's screens, what they ask for, and the platform's HTTP API, on one port.

use std::convert::Infallible;
use std::error::Error;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use http_body_util::LengthLimitError;
use tower::ServiceExt;

use crate::pages::{self, Settings};
use crate::refusal::Refusal;
use crate::simulation::Shared;
use crate::{device, platform};

/// No request of either API comes near it.
const BODY_LIMIT: usize = 1024 * 1024;

/// What a path belongs to. Each area has its own guard, its own errors, and is in a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Area {
    /// What merchants' servers call.
    Platform,
    /// What the phone calls.
    Device,
    /// What a browser opens.
    Pages,
}

impl Area {
    fn of(path: &str) -> Self {
        match path.split('/').nth(1) {
            Some("userservices" | "messageapi" | "paybusapi") => Self::Platform,
            Some("device") => Self::Device,
            _ => Self::Pages,
        }
    }
}

/// Everything that the app's origin answers.
pub(crate) fn routes(simulation: &Shared, settings: &Settings) -> Router {
    let platform = platform::routes(simulation);
    let device = device::routes(simulation);
    let pages = pages::routes(simulation, settings);
    Router::new().fallback(move |request: Request| {
        let area = match Area::of(request.uri().path()) {
            Area::Platform => &platform,
            Area::Device => &device,
            Area::Pages => &pages,
        };
        let answer = area.clone().oneshot(request);
        async {
            let Ok(mut response): Result<Response, Infallible> = answer.await;
            // Every answer is of this moment: who edits a page must see it at the next reload.
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            response
        }
    })
}

/// The request's body, whole.
pub(crate) async fn read_body(body: Body, headers: &HeaderMap) -> Result<Bytes, Refusal> {
    let too_large = || Refusal::BodyTooLarge { limit: BODY_LIMIT.to_string() };
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > BODY_LIMIT) {
        return Err(too_large());
    }
    to_bytes(body, BODY_LIMIT).await.map_err(|error| match error.source() {
        Some(source) if source.is::<LengthLimitError>() => too_large(),
        _ => Refusal::BodyIncomplete,
    })
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn a_path_belongs_to_an_area_by_its_first_part() {
        for (path, area) in [
            ("/paybusapi/v1/pay/unifiedorder", Area::Platform),
            ("/userservices", Area::Platform),
            ("/messageapi/", Area::Platform),
            ("/device/world", Area::Device),
            ("/devices", Area::Pages),
            ("/", Area::Pages),
            ("//device/world", Area::Pages),
        ] {
            assert_eq!(Area::of(path), area, "{path}");
        }
    }
}
