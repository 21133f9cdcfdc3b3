//! The command `vvchat-shop`: the shop alone, beside a simulator or in front of the platform itself.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vvchat_shop::{Error, Options, Shop};

/// The sample shop and its server, by itself.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "The app_key is read from the environment variable VVCHAT_APP_KEY, since everybody on a \
                                 machine can see a program's flags. It is 123456, the documented test key, if not set."
)]
struct Cli {
    /// The shop's port; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 4174)]
    port: u16,

    /// Where the platform's HTTP API is
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:4173")]
    platform: String,

    /// The origin of the page that frames the shop
    #[arg(long, value_name = "ORIGIN", default_value = "http://127.0.0.1:4173")]
    app_origin: String,

    /// Who the shop is to the platform
    #[arg(long, value_name = "ID", default_value = "test")]
    app_id: String,

    /// The folder that holds www and dist
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Where orders are kept; without it they are gone when the shop stops
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match serve(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vvchat-shop: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(cli: Cli) -> Result<(), Error> {
    let shop = Shop::bind(Options {
        port: cli.port,
        platform_url: cli.platform,
        app_origin: cli.app_origin,
        www: cli.root.join("www/shop"),
        sdk: cli.root.join("dist"),
        app_id: cli.app_id,
        app_key: env::var("VVCHAT_APP_KEY").unwrap_or_else(|_| "123456".to_owned()),
        data: cli.data,
    })
    .await?;
    println!("shop  {}", shop.origin());
    tokio::select! {
        stopped = shop.run() => stopped,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}
