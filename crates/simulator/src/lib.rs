//! VVChat on one's own desk: the app with its screens, and the platform's HTTP API, as one origin on this machine.
//!
//! A merchant's page and the app that shows it never share an origin, so here they do not either. A [`Simulator`] is the
//! app's origin; the shop is another server, whose address it is told. On the app's origin there are three areas:
//!
//! - **pages**: VVChat's screens (`www/app`), `/settings.json`, which tells them of the shop, and `/openapi.json`, the
//!   description of the platform's API;
//! - **the platform's HTTP API** below `/userservices`, `/messageapi` and `/paybusapi`: what merchants' servers call;
//! - **the device API** below `/device`: what the phone asks VVChat's servers for. Scripts may use it, too: it agrees, pays,
//!   writes, lets time pass.
//!
//! What lasts is in an embedded database, in memory or in a folder. Each change is one transaction.
//!
//! ```no_run
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), vvchat_simulator::Error> {
//! use vvchat_simulator::{Options, Simulator};
//!
//! let simulator = Simulator::bind(Options { app_port: 0, ..Options::default() }).await?;
//! println!("open {}/", simulator.origin());
//! simulator.run("http://localhost:5173/", std::future::pending()).await
//! # }
//! ```
#![deny(missing_docs, missing_debug_implementations)]
#![expect(clippy::struct_field_names, reason = "the platform's own names: app_id and app_key of an app")]

mod app;
mod authorizations;
mod clock;
mod device;
mod error;
mod events;
mod exchanges;
mod fields;
mod masking;
mod messages;
mod notifications;
mod orders;
mod outgoing;
mod pages;
mod payouts;
mod platform;
mod random;
mod refusal;
mod seed;
mod sender;
mod simulation;
mod store;
mod world;

use std::future::{Future, IntoFuture};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use pages::Settings;
use simulation::{Shared, Simulation, Unavailable};

pub use error::Error;
pub use refusal::ERROR_TEXTS;
pub use seed::{Seed, SeedError};
pub use sender::NotifyAs;

/// The origin of a page that the app is to open.
///
/// ```
/// use vvchat_simulator::page_origin;
///
/// assert_eq!(page_origin("http://localhost:5173/tea?id=1")?, "http://localhost:5173");
/// assert!(page_origin("shop.html").is_err());
/// # Ok::<(), vvchat_simulator::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::ShopUrl`], where it is no absolute http or https URL.
pub fn page_origin(url: &str) -> Result<String, Error> {
    pages::origin_of(url).ok_or_else(|| Error::ShopUrl(url.to_owned()))
}

/// How long those who are connected may hold up the end.
const GRACE: Duration = Duration::from_secs(3);

/// What to simulate, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The app's port on 127.0.0.1; 0 takes any free one.
    pub app_port: u16,
    /// The folder in which everything is kept; without it, it is gone with the process.
    pub data: Option<PathBuf>,
    /// What to begin with; without it, what the folder was begun with, or the seed that is built in.
    pub seed: Option<Seed>,
    /// Whether the phone agrees to everything by itself.
    pub headless: bool,
    /// In which form notifications are sent.
    pub notify_as: NotifyAs,
}

impl Default for Options {
    fn default() -> Self {
        Self { app_port: 4173, data: None, seed: None, headless: false, notify_as: NotifyAs::Form }
    }
}

/// VVChat, listening; [`run`](Simulator::run) answers its requests.
#[derive(Debug)]
pub struct Simulator {
    listener: TcpListener,
    simulation: Shared,
    headless: bool,
    notify_as: NotifyAs,
}

impl Simulator {
    /// Takes the port and opens what is kept. From here on connections are accepted, and wait for
    /// [`run`](Simulator::run).
    pub async fn bind(options: Options) -> Result<Self, Error> {
        let Options { app_port: port, data, seed, headless, notify_as } = options;
        let failed = |source| Error::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let origin = match listener.local_addr().map_err(failed)?.port() {
            // An origin does not name the port that goes without saying.
            80 => format!("http://{}", Ipv4Addr::LOCALHOST),
            port => format!("http://{}:{port}", Ipv4Addr::LOCALHOST),
        };
        let simulation = Simulation::open(data.as_deref(), seed, origin).map_err(|unavailable| match unavailable {
            Unavailable::Store(failure) => Error::data(data.clone(), &failure),
            Unavailable::OtherSeed => Error::OtherSeed { folder: data.clone().unwrap_or_default() },
        })?;
        Ok(Self { listener, simulation: Arc::new(simulation), headless, notify_as })
    }

    /// The app's origin, `http://127.0.0.1:4173` by default. It is the one to open, and the `BASE_URL` of the platform's
    /// API.
    pub fn origin(&self) -> &str {
        &self.simulation.origin
    }

    /// The `app_id` and the `app_key` of the seed's first app, for a shop that is to run in it: the platform's documented
    /// test data by default.
    pub fn credentials(&self) -> (&str, &str) {
        // No seed is without one.
        let app = &self.simulation.world.apps[0];
        (&app.app_id, &app.app_key)
    }

    /// Answers requests and notifies shops until `end` comes. Then requests under way are finished; what has not been
    /// sent by then is sent after the next start, if there is a data folder.
    ///
    /// `shop` is the address of the page that the app opens: an absolute http or https URL.
    pub async fn run(self, shop: &str, end: impl Future<Output = ()>) -> Result<(), Error> {
        let shop_origin = page_origin(shop)?;
        let settings = Settings {
            shop_url: shop.to_owned(),
            shop_origin,
            headless: self.headless,
            version: env!("CARGO_PKG_VERSION"),
        };
        let routes = app::routes(&self.simulation, &settings);
        let (brake, braked) = oneshot::channel();
        let stopping = braked.map(Result::unwrap_or_default);
        let serving = axum::serve(self.listener, routes).with_graceful_shutdown(stopping).into_future();
        let sending = sender::run(self.simulation.clone(), self.notify_as);
        tokio::pin!(serving, sending);
        tokio::select! {
            served = &mut serving => return served.map_err(Error::Serve),
            () = &mut sending => {}
            () = end => {}
        }
        // It is still serving, so it hears of this.
        let _ = brake.send(());
        self.simulation.events.end();
        // Who does not hang up in time is cut off.
        tokio::time::timeout(GRACE, serving).await.unwrap_or(Ok(())).map_err(Error::Serve)
    }
}
