//! The platform's HTTP API, which merchants' servers call. Guide: 通过code获取token, 通过token调用接口, 统一下单, 发送消息.

mod agent_pay;
mod message;
mod order;
mod test_order;
mod token;
mod userinfo;

use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::app::read_body;
use crate::authorizations::Token;
use crate::exchanges::{Call, Direction, masked_headers};
use crate::fields::{quoted, required_header, text_header};
use crate::masking::{mask_body, mask_pairs};
use crate::refusal::Refusal;
use crate::simulation::{Shared, Simulation};
use crate::world::App;

/// Every path of the API with what answers there.
fn paths() -> [(&'static str, MethodRouter<Shared>); 6] {
    [
        ("/userservices/v2/authorization/token", get(token::exchange)),
        ("/userservices/v2/authorization/userinfo", get(userinfo::profile)),
        ("/messageapi/v1/authorization/sendmsg", post(message::send)),
        ("/paybusapi/v1/pay/unifiedorder", post(order::place).get(order::query)),
        ("/paybusapi/v1/app/agentpay", post(agent_pay::pay)),
        ("/paybusapi/v1/test/imprest", get(test_order::place)),
    ]
}

pub(crate) fn routes(simulation: &Shared) -> Router {
    paths()
        .into_iter()
        .fold(Router::new(), |routes, (path, methods)| routes.route(path, methods))
        .fallback(no_such_interface)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(simulation.clone(), answer))
        .with_state(simulation.clone())
}

pub(crate) async fn no_such_interface(uri: Uri) -> Refusal {
    Refusal::NoSuchInterface { path: uri.path().to_owned() }
}

pub(crate) async fn wrong_method(method: Method, uri: Uri) -> Refusal {
    Refusal::WrongMethod { method: method.to_string(), path: uri.path().to_owned() }
}

/// Around each call: the name that it came under, other origins' pages, the trace.
async fn answer(State(simulation): State<Shared>, request: Request, next: Next) -> Response {
    if *request.method() == Method::OPTIONS {
        return preflight();
    }
    let (at, began) = (simulation.clock.now(), Instant::now());
    let (parts, body) = request.into_parts();
    let is_get = parts.method == Method::GET || parts.method == Method::HEAD;
    let (body, answer) = match check_host(&simulation, &parts.headers) {
        Err(refusal) => (None, refusal.into_response()),
        Ok(()) => match read_body(body, &parts.headers).await {
            Err(refusal) => (None, refusal.into_response()),
            Ok(body) => {
                let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
                (Some(body), next.run(request).await)
            }
        },
    };
    let (mut head, answer) = answer.into_parts();
    // Every answer of the API is made from a value in memory.
    let answer = to_bytes(answer, usize::MAX).await.unwrap_or_default();
    // Reading is open to any page, as the platform's own demo page needs. What changes something is for servers.
    if is_get {
        head.headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }

    let body = body.unwrap_or_default();
    let query = parts.uri.query().map_or_else(String::new, |query| format!("?{}", mask_pairs(query)));
    let content_type = |headers: &HeaderMap| {
        text_header(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase()
    };
    simulation.note_exchange(
        at,
        began,
        Call {
            direction: Direction::In,
            method: parts.method.to_string(),
            url: format!("{}{}{query}", simulation.origin, parts.uri.path()),
            request_headers: masked_headers(&parts.headers),
            request_body: mask_body(&content_type(&parts.headers), &body),
            status: Some(head.status.as_u16()),
            response_body: mask_body(&content_type(&head.headers), &answer),
            by: by(&simulation, &parts.uri, &parts.headers, &body),
        },
    );
    Response::from_parts(head, Body::from(answer))
}

/// This machine's names, with the app's port. A page that got another name to point here (DNS rebinding) is turned away.
fn check_host(simulation: &Simulation, headers: &HeaderMap) -> Result<(), Refusal> {
    let host = required_header(headers, header::HOST.as_str())?;
    let own = simulation.origin.trim_start_matches("http://");
    let port = own.trim_start_matches(|character| character != ':');
    let is_own = host == own || [format!("localhost{port}"), format!("[::1]{port}")].contains(&host.to_owned());
    if is_own { Ok(()) } else { Err(Refusal::WrongHost { host: quoted(host) }) }
}

/// What a page may ask: whatever needs no JSON body. A POST needs no leave for its method, but `content-type` is not granted,
/// and a body that is not declared as JSON is refused.
fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The app that a call is about, as far as that can be told without believing it.
fn by(simulation: &Simulation, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let in_query = || {
        let query = uri.query()?.as_bytes();
        form_urlencoded::parse(query).find_map(|(name, value)| (name == "app_id").then(|| value.into_owned()))
    };
    let in_header = || text_header(headers, "app_id").map(str::to_owned);
    let in_body = || Some(serde_json::from_slice::<Value>(body).ok()?.get("app_id")?.as_str()?.to_owned());
    let of_token = || Some(simulation.token(text_header(headers, "authorization")?).ok()?.app_id);
    let app_id = in_query().or_else(in_header).or_else(in_body).or_else(of_token)?;
    simulation.world.app(&app_id).map(|app| app.app_id.clone())
}

/// The app with that `app_id`.
fn app<'a>(simulation: &'a Simulation, app_id: &str) -> Result<&'a App, Refusal> {
    simulation.world.app(app_id).ok_or(Refusal::UnknownApp)
}

/// The token that a call carries. Guide: the header `Authorization` is the token, and nothing else.
fn token(simulation: &Simulation, headers: &HeaderMap) -> Result<Token, Refusal> {
    let token = required_header(headers, "Authorization")?;
    if token.starts_with("Bearer ") {
        return Err(Refusal::WrongHeader {
            name: "Authorization".to_owned(),
            expected: "token本身，不带Bearer前缀".to_owned(),
            got: quoted("Bearer …"),
        });
    }
    simulation.token(token)
}

/// A call's answer whose body says nothing.
fn done() -> Json<Value> {
    Json(json!({}))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::paths;

    /// What answers at each path, a test over HTTP compares.
    #[test]
    fn the_description_has_every_path() {
        let description: Value = serde_json::from_str(include_str!("../openapi.json")).unwrap();
        let described: BTreeSet<&str> = description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(described, paths().iter().map(|(path, _)| *path).collect());
        assert_eq!(description["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}
