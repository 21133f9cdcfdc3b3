//! The back end of a small shop: log-in, orders, notifications.
//!
//! ```sh
//! VVCHAT_URL=http://127.0.0.1:4173 VVCHAT_APP_ID=test VVCHAT_APP_KEY=123456 \
//!     SHOP_URL=http://127.0.0.1:3000 cargo run -p vvchat-openapi --example axum
//! ```

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{SystemTime, UNIX_EPOCH};
use vvchat_openapi::notification::{self, Notification};
use vvchat_openapi::order_query::{OrderStatus, QueryOrder};
use vvchat_openapi::unified_order::PlaceOrder;
use vvchat_openapi::{BaseUrl, Client, Code, Credentials, Error, Fen};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("set the environment variable {name}"));
    let credentials = Credentials::new(variable("VVCHAT_APP_ID")?, variable("VVCHAT_APP_KEY")?)?;
    let shop = Shop::new(BaseUrl::new(&variable("VVCHAT_URL")?)?, credentials, &variable("SHOP_URL")?)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, router(shop)).await?;
    Ok(())
}

/// What all requests share. A real shop keeps orders in a database.
pub(crate) struct Shop {
    client: Client,
    credentials: Credentials,
    notify_url: String,
    /// By `out_trade_no`.
    orders: Mutex<HashMap<String, Order>>,
}

struct Order {
    amount: Fen,
    paid: bool,
}

impl Shop {
    pub(crate) fn new(base_url: BaseUrl, credentials: Credentials, shop_url: &str) -> Result<Self, Error> {
        let client = Client::new(base_url, credentials.clone())?;
        let notify_url = format!("{shop_url}/api/notify");
        Ok(Self { client, credentials, notify_url, orders: Mutex::default() })
    }

    fn orders(&self) -> MutexGuard<'_, HashMap<String, Order>> {
        self.orders.lock().expect("nobody panics with the orders in hand")
    }
}

pub(crate) fn router(shop: Shop) -> Router {
    Router::new()
        .route("/api/login", post(log_in))
        .route("/api/orders", post(place_order))
        .route("/api/orders/{out_trade_no}", get(ask))
        .route("/api/notify", post(notify))
        .with_state(Arc::new(shop))
}

#[derive(Deserialize)]
struct LogIn {
    code: Code,
}

#[derive(Serialize)]
struct Person {
    nickname: String,
    avatar: Option<String>,
}

/// The page got a code from `vvchat.auth`. The token never leaves the server.
///
/// A real shop also makes the `state` that the page passes to `vvchat.auth`, compares it here, and begins a session.
async fn log_in(State(shop): State<Arc<Shop>>, Json(request): Json<LogIn>) -> Result<Json<Person>, Failure> {
    let authorization = shop.client.exchange_code(request.code).await?;
    let user = shop.client.user_info(authorization.token).await?;
    Ok(Json(Person { nickname: user.nickname, avatar: user.avatar }))
}

#[derive(Deserialize)]
struct Purchase {
    product: String,
    quantity: u64,
}

#[derive(Serialize)]
struct Placed {
    out_trade_no: String,
    imprest_code: String,
}

/// The page says what and how many; what it costs, the server knows.
async fn place_order(State(shop): State<Arc<Shop>>, Json(purchase): Json<Purchase>) -> Result<Json<Placed>, Failure> {
    let price = match purchase.product.as_str() {
        "longjing" => Fen::new(1280),
        _ => return Err(Failure(StatusCode::BAD_REQUEST, "no such product".into())),
    };
    let amount = price
        .times(purchase.quantity)
        .filter(|amount| (1..=10_000_000).contains(&amount.get()))
        .ok_or_else(|| Failure(StatusCode::BAD_REQUEST, "not so many".into()))?;

    // The order is kept before it is placed: whatever happens next, its notification will be recognised.
    let out_trade_no = {
        let mut orders = shop.orders();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let out_trade_no = format!("{now}-{}", orders.len());
        orders.insert(out_trade_no.clone(), Order { amount, paid: false });
        out_trade_no
    };
    let order = PlaceOrder {
        store_no: "10000100".into(),
        out_trade_no,
        amount,
        notify_url: shop.notify_url.clone(),
        title: "龙井".into(),
        remark: None,
    };
    let imprest_code = shop.client.place_order(&order).await?.imprest_code;
    Ok(Json(Placed { out_trade_no: order.out_trade_no, imprest_code }))
}

/// The platform reports a payment. Anybody can call this, so nothing is believed that is not signed, and nothing that does not
/// fit the shop's own order.
async fn notify(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Result<&'static str, Failure> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let notification = Notification::from_body(&body, content_type, &shop.credentials)
        .map_err(|rejected| Failure(StatusCode::BAD_REQUEST, rejected.to_string()))?;
    let Notification::Payment(payment) = notification else {
        return Err(Failure(StatusCode::BAD_REQUEST, "this shop pays nothing out".into()));
    };
    let mut orders = shop.orders();
    let order = orders
        .get_mut(&payment.out_trade_no)
        .filter(|order| order.amount == payment.amount)
        .ok_or_else(|| Failure(StatusCode::BAD_REQUEST, "not an order of this shop at this price".into()))?;
    // The same notification may come again: it is answered again, and changes nothing. A shop that sends the tea from here
    // stores the notification's `deduplication_key` first, or it sends it twice.
    if payment.status == OrderStatus::Paid {
        order.paid = true;
    }
    Ok(notification::ACKNOWLEDGEMENT)
}

/// Whether an order is paid. If no notification has come, the platform is asked: the page's `pay` may have ended with the
/// outcome `unknown`.
async fn ask(State(shop): State<Arc<Shop>>, Path(out_trade_no): Path<String>) -> Result<&'static str, Failure> {
    let (amount, paid) = match shop.orders().get(&out_trade_no) {
        Some(order) => (order.amount, order.paid),
        None => return Err(Failure(StatusCode::NOT_FOUND, "no such order".into())),
    };
    if paid {
        return Ok("paid");
    }
    let order = shop.client.query_order(&QueryOrder::OutTradeNo(out_trade_no.clone())).await?;
    if order.status != OrderStatus::Paid || order.amount != amount {
        return Ok("waiting");
    }
    if let Some(order) = shop.orders().get_mut(&out_trade_no) {
        order.paid = true;
    }
    Ok("paid")
}

/// What the page is told when something fails.
struct Failure(StatusCode, String);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let status = match error {
            Error::Refused { .. } => StatusCode::BAD_REQUEST,
            _ => StatusCode::BAD_GATEWAY,
        };
        Self(status, error.to_string())
    }
}

impl axum::response::IntoResponse for Failure {
    fn into_response(self) -> axum::response::Response {
        (self.0, self.1).into_response()
    }
}
