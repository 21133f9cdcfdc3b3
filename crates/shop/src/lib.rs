//! The sample shop: a merchant's server that does all that VVChat offers to merchants. It is made to be copied.
//!
//! It serves the page in `www/shop` and answers its questions. It alone holds the `app_key`, talks to the platform, and
//! decides what is true: the page is in the visitor's hands, and whatever it says may be a lie.
//!
//! | file | its subject |
//! |---|---|
//! | `login.rs` | logging in: code → token → profile |
//! | `orders.rs` | placing an order, and finding out whether it is paid |
//! | `notify.rs` | the platform says that an order is paid |
//! | `messages.rs` | sending a message to a conversation |
//! | `cards.rs` | the data of a share card, as a URL |
//! | `consent.rs` | `state` and `scope`: does an answer belong to what was asked? |
//! | `visits.rs` | who is there: cookie, visit, customer |
//! | `catalog.rs` | what is sold, and for how much |
//! | `store.rs` | what must survive a restart |
//! | `guard.rs` | security headers, and whose requests are heard |
//! | `failure.rs` | what goes wrong, as the page gets it |
//!
//! ```no_run
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), vvchat_shop::Error> {
//! use vvchat_shop::{Options, Shop};
//!
//! let shop = Shop::bind(Options { port: 0, ..Options::default() }).await?;
//! println!("the shop is at {}", shop.origin());
//! shop.run().await
//! # }
//! ```
#![deny(missing_docs, missing_debug_implementations)]

mod cards;
mod catalog;
mod consent;
mod error;
mod failure;
mod guard;
mod login;
mod messages;
mod notify;
mod orders;
mod random;
mod store;
mod time;
mod visits;

use std::fmt;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
use vvchat_openapi::{BaseUrl, Client, Credentials};

use crate::store::Store;

pub use error::Error;

/// How the shop is set up.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Where the platform's HTTP API is: the `BASE_URL` of its documentation.
    pub platform_url: String,
    /// The origin of the page that frames the shop. On a phone there is none; in the simulator it is the app's.
    pub app_origin: String,
    /// The folder of the shop's page.
    pub www: PathBuf,
    /// The folder of the built SDK, served below `/sdk/`.
    pub sdk: PathBuf,
    /// Who the shop is to the platform.
    pub app_id: String,
    /// The key that the platform issued with it. It never leaves this server.
    pub app_key: String,
    /// Where orders are kept, in a file `shop.redb`. Without it they are gone when the shop stops.
    pub data: Option<PathBuf>,
}

/// The simulator's addresses and the platform's documented test data, for a shop in this project's folder.
impl Default for Options {
    fn default() -> Self {
        Self {
            port: 4174,
            platform_url: "http://127.0.0.1:4173".to_owned(),
            app_origin: "http://127.0.0.1:4173".to_owned(),
            www: PathBuf::from("www/shop"),
            sdk: PathBuf::from("dist"),
            app_id: "test".to_owned(),
            app_key: "123456".to_owned(),
            data: None,
        }
    }
}

/// Without the `app_key`: what is printed gets into logs.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { port, platform_url, app_origin, www, sdk, app_id, app_key: _, data } = self;
        f.debug_struct("Options")
            .field("port", port)
            .field("platform_url", platform_url)
            .field("app_origin", app_origin)
            .field("www", www)
            .field("sdk", sdk)
            .field("app_id", app_id)
            .field("data", data)
            .finish_non_exhaustive()
    }
}

/// The shop, listening; [`run`](Shop::run) answers its requests.
#[derive(Debug)]
pub struct Shop {
    listener: TcpListener,
    origin: String,
    routes: Router,
}

/// What every request may need.
#[derive(Debug)]
struct Inner {
    /// The platform's HTTP API.
    platform: Client,
    /// `app_id` and `app_key`.
    credentials: Credentials,
    store: Store,
    origin: String,
    app_origin: String,
    policy: HeaderValue,
}

type App = Arc<Inner>;

impl Shop {
    /// Opens the store and takes the port. From here on connections are accepted, and wait for [`run`](Shop::run).
    pub async fn bind(options: Options) -> Result<Self, Error> {
        if !options.www.join("index.html").is_file() {
            return Err(Error::NoPage(options.www));
        }
        let credentials = Credentials::new(options.app_id, options.app_key).map_err(Error::Setting)?;
        let base_url = BaseUrl::new(&options.platform_url).map_err(Error::Setting)?;
        let policy = HeaderValue::from_str(&guard::policy(&options.app_origin))
            .map_err(|_| Error::AppOrigin(options.app_origin.clone()))?;
        let store = Store::open(options.data.as_deref())
            .map_err(|source| Error::Store { folder: options.data, source: Box::new(source) })?;

        let failed = |source| Error::Listen { port: options.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        // An origin does not name the port that goes without saying.
        let origin = if port == 80 { "http://127.0.0.1".to_owned() } else { format!("http://127.0.0.1:{port}") };

        let app = Inner {
            platform: Client::new(base_url, credentials.clone()).map_err(Error::Setting)?,
            credentials,
            store,
            origin: origin.clone(),
            app_origin: options.app_origin,
            policy,
        };
        Ok(Self { listener, origin, routes: routes(Arc::new(app), &options.www, &options.sdk) })
    }

    /// Where the shop is: `http://127.0.0.1:4174` by default.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Answers requests until the future is dropped.
    pub async fn run(self) -> Result<(), Error> {
        axum::serve(self.listener, self.routes).await.map_err(Error::Serve)
    }
}

/// Every address of the shop.
fn routes(app: App, www: &Path, sdk: &Path) -> Router {
    let asked_by_the_page = Router::new()
        .route("/api/shop", get(shop))
        .route("/api/visit", post(visits::begin))
        .route("/api/login/ask", post(login::ask))
        .route("/api/login", post(login::log_in))
        .route("/api/logout", post(visits::log_out))
        .route("/api/orders", get(orders::list).post(orders::place))
        .route("/api/orders/{out_trade_no}", get(orders::show))
        .route("/api/messages/ask", post(messages::ask))
        .route("/api/messages", post(messages::send))
        .layer(from_fn_with_state(app.clone(), guard::own_page_only));
    let asked_by_vvchat =
        Router::new().route("/api/notify", post(notify::notify)).route("/cards/{product}", get(cards::card));
    asked_by_the_page
        .merge(asked_by_vvchat)
        .nest_service("/sdk", files(sdk, "There is no such file of the SDK. Is it built? Run: npm run build\n"))
        .fallback_service(files(www, "There is no such page here.\n"))
        .layer(from_fn_with_state(app.clone(), guard::headers))
        // Nothing that a page or the platform sends is longer than this.
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(app)
}

/// `GET /api/shop`: what the page must know at its start.
async fn shop(State(app): State<App>) -> Json<Value> {
    Json(json!({
        "app_id": app.credentials.app_id(),
        "app_origin": app.app_origin,
        "products": catalog::PRODUCTS,
    }))
}

/// The files of a folder. `missing` is the answer for those that are not there.
fn files(folder: &Path, missing: &'static str) -> Router {
    let missing = (move || async move { (StatusCode::NOT_FOUND, missing) }).into_service();
    Router::new().fallback_service(ServeDir::new(folder).not_found_service(missing))
}
