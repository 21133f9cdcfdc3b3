//! VVChat on one's own desk.
//!
//! A merchant's page and the app that shows it never share an origin, so here they do not either. A [`Simulator`] serves
//! two origins on this machine:
//!
//! - the **app** (`www/app`): VVChat's screens, with the merchant's page in the frame of a phone;
//! - the **shop** (`www/shop`): the merchant's page, and under `/sdk/` the built SDK that it loads, as any shop would
//!   serve its own copy.
//!
//! Each origin finds the other through its own `/settings.json`. Each carries the security headers that a careful site
//! of its kind would, so that a page which works here does not break under a real policy.
//!
//! One file per origin holds its routes and its policy (`app.rs`, `shop.rs`); `site.rs` has what both do alike. The
//! platform's HTTP API, which merchants' servers call, belongs beside them in files of its own.
//!
//! ```no_run
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), vvchat_simulator::Error> {
//! use vvchat_simulator::{Options, Simulator};
//!
//! let simulator = Simulator::bind(Options { app_port: 0, ..Options::default() }).await?;
//! println!("open {}/", simulator.app_origin());
//! simulator.run().await
//! # }
//! ```
#![deny(missing_docs, missing_debug_implementations)]

mod app;
mod error;
mod shop;
mod site;

use std::net::Ipv4Addr;
use std::path::PathBuf;

use axum::Router;
use tokio::net::TcpListener;

pub use error::{Error, Side};

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds `www` and `dist`.
    pub root: PathBuf,
    /// The app's port; 0 takes any free one.
    pub app_port: u16,
    /// The shop's port; 0 takes any free one.
    pub shop_port: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self { root: PathBuf::from("."), app_port: 4173, shop_port: 4174 }
    }
}

/// Both origins, listening; [`run`](Simulator::run) answers their requests.
#[derive(Debug)]
pub struct Simulator {
    app: Site,
    shop: Site,
}

/// One origin: where it listens and what it answers.
#[derive(Debug)]
struct Site {
    listener: TcpListener,
    origin: String,
    routes: Router,
}

impl Simulator {
    /// Takes both ports. From here on connections are accepted, and wait for [`run`](Simulator::run).
    pub async fn bind(options: Options) -> Result<Self, Error> {
        let www = options.root.join("www");
        for folder in ["app", "shop"] {
            let folder = www.join(folder);
            if !folder.join("index.html").is_file() {
                return Err(Error::NoPages(folder));
            }
        }

        let (app_listener, app_origin) = listen(Side::App, options.app_port).await?;
        let (shop_listener, shop_origin) = listen(Side::Shop, options.shop_port).await?;
        let app = app::routes(&www.join("app"), &app_origin, &shop_origin);
        let shop = shop::routes(&www.join("shop"), &options.root.join("dist"), &shop_origin, &app_origin);

        Ok(Self {
            app: Site { listener: app_listener, origin: app_origin, routes: app },
            shop: Site { listener: shop_listener, origin: shop_origin, routes: shop },
        })
    }

    /// The app's origin, `http://127.0.0.1:4173` by default. It is the one to open.
    pub fn app_origin(&self) -> &str {
        &self.app.origin
    }

    /// The shop's origin, `http://127.0.0.1:4174` by default.
    pub fn shop_origin(&self) -> &str {
        &self.shop.origin
    }

    /// Answers requests until the future is dropped.
    pub async fn run(self) -> Result<(), Error> {
        let app = axum::serve(self.app.listener, self.app.routes);
        let shop = axum::serve(self.shop.listener, self.shop.routes);
        tokio::try_join!(app.into_future(), shop.into_future()).map_err(Error::Serve)?;
        Ok(())
    }
}

async fn listen(side: Side, port: u16) -> Result<(TcpListener, String), Error> {
    let failed = |source| Error::Listen { side, port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let origin = match listener.local_addr().map_err(failed)?.port() {
        // An origin does not name the port that goes without saying.
        80 => format!("http://{}", Ipv4Addr::LOCALHOST),
        port => format!("http://{}:{port}", Ipv4Addr::LOCALHOST),
    };
    Ok((listener, origin))
}
