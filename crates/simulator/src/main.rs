//! The command `vvchat-simulator`.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use serde_json::json;
use vvchat_shop::Shop;
use vvchat_simulator::{NotifyAs, Options, Seed, Simulator, page_origin};

/// VVChat on your own desk: the app, the platform's HTTP API, and a shop inside the app
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Cli {
    /// The port of the app, the origin to open; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 4173)]
    app_port: u16,

    /// The port of the sample shop; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 4174, conflicts_with = "shop")]
    shop_port: u16,

    /// Open this page in the app, such as your own development server, instead of the sample shop
    #[arg(long, value_name = "URL")]
    shop: Option<String>,

    /// Keep orders, messages and all else in this folder; without it they are gone at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Begin with the users, apps and conversations in this JSON file
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// The form in which the shop's server is notified
    #[arg(long, value_name = "FORM", default_value = "form")]
    notify_as: Form,

    /// For scripts: the phone agrees to everything by itself, and the addresses are printed as one line of JSON
    #[arg(long)]
    headless: bool,

    /// The project's folder, with the sample shop's www and dist
    #[arg(long, value_name = "DIR", default_value = ".", conflicts_with = "shop")]
    root: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  vvchat-simulator                                  the sample shop, from the project's folder
  vvchat-simulator --shop http://localhost:5173     your own page, served by your own tools
  vvchat-simulator --data .vvchat                   what happens is still there after a restart
  vvchat-simulator --headless --app-port 0 --shop http://localhost:5173
                                                    in a script: reads the address from {\"app\": …}

Your server calls the platform's API at the app's address: app_id test, app_key 123456.
Its description is at /openapi.json there. Ctrl+C ends.";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// application/x-www-form-urlencoded
    Form,
    /// application/json
    Json,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match simulate(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vvchat-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn simulate(cli: Cli) -> Result<(), Box<dyn Error>> {
    let end = end()?;
    // Before anybody is told that it runs.
    cli.shop.as_deref().map(page_origin).transpose()?;
    let simulator = Simulator::bind(Options {
        app_port: cli.app_port,
        data: cli.data.clone(),
        seed: cli.seed.as_deref().map(read_seed).transpose()?,
        headless: cli.headless,
        notify_as: match cli.notify_as {
            Form::Form => NotifyAs::Form,
            Form::Json => NotifyAs::Json,
        },
    })
    .await?;
    if let Some(shop) = &cli.shop {
        announce(cli.headless, simulator.origin(), shop);
        return Ok(simulator.run(shop, end).await?);
    }

    let shop = sample_shop(&cli, &simulator).await?;
    let address = format!("{}/", shop.origin());
    announce(cli.headless, simulator.origin(), shop.origin());
    tokio::select! {
        ended = simulator.run(&address, end) => Ok(ended?),
        stopped = shop.run() => Ok(stopped?),
    }
}

fn read_seed(file: &Path) -> Result<Seed, String> {
    let json = fs::read_to_string(file).map_err(|error| format!("cannot read the seed {}: {error}", file.display()))?;
    Seed::from_json(&json).map_err(|error| format!("the seed {} is wrong: {error}", file.display()))
}

/// The shop that comes with the project, as a merchant of the platform that is simulated.
async fn sample_shop(cli: &Cli, simulator: &Simulator) -> Result<Shop, String> {
    let sdk = cli.root.join("dist");
    let (app_id, app_key) = simulator.credentials();
    let shop = Shop::bind(vvchat_shop::Options {
        port: cli.shop_port,
        platform_url: simulator.origin().to_owned(),
        app_origin: simulator.origin().to_owned(),
        www: cli.root.join("www/shop"),
        sdk: sdk.clone(),
        app_id: app_id.to_owned(),
        app_key: app_key.to_owned(),
        data: cli.data.clone(),
    });
    let shop = shop.await.map_err(|error| match error {
        vvchat_shop::Error::NoPage(_) => {
            format!("{error}; name the project's folder with --root, or open a page of your own with --shop")
        }
        vvchat_shop::Error::Listen { .. } => {
            format!("{error}; choose another one with --shop-port, or any free one with --shop-port 0")
        }
        other => other.to_string(),
    })?;
    let script = sdk.join("vvchatjssdk.js");
    if !script.is_file() {
        eprintln!(
            "The SDK is not built, so the shop cannot call VVChat: {} is missing. Run: npm run build",
            script.display()
        );
    }
    Ok(shop)
}

/// Says where the app and the shop are, so that a script finds out the ports it was given.
fn announce(headless: bool, app: &str, shop: &str) {
    let lines = if headless {
        format!("{}\n", json!({ "app": app, "shop": shop }))
    } else {
        format!(
            "app   {app}\nshop  {shop}\nOpen {app}/ to use the shop inside VVChat. Ctrl+C stops.\n\
             To test a host of your own, open {app}/conformance/ in it.\n"
        )
    };
    // Whoever started us may have closed the pipe after the addresses: no reason to stop.
    let _ = std::io::stdout().lock().write_all(lines.as_bytes());
}

/// Comes when the process is asked to end, by Ctrl+C or by whoever manages it.
fn end() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
