//! The command `vvchat-simulator`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vvchat_simulator::{Error, Options, Simulator};

/// VVChat on your own desk: opens a shop inside the app, as two origins on this machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// The port of the app, the origin to open; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 4173)]
    app_port: u16,

    /// The port of the shop, the origin inside the app's frame; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 4174)]
    shop_port: u16,

    /// The folder that holds www and dist
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
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

async fn simulate(cli: Cli) -> Result<(), Error> {
    let sdk = cli.root.join("dist/vvchatjssdk.js");
    let simulator =
        Simulator::bind(Options { root: cli.root, app_port: cli.app_port, shop_port: cli.shop_port }).await?;
    if !sdk.is_file() {
        eprintln!(
            "The SDK is not built, so the shop cannot call VVChat: {} is missing. Run: npm run build",
            sdk.display()
        );
    }
    announce(&simulator);

    tokio::select! {
        stopped = simulator.run() => stopped,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// Says where both origins are, a line each, so that a script finds out the ports it was given.
fn announce(simulator: &Simulator) {
    let (app, shop) = (simulator.app_origin(), simulator.shop_origin());
    let lines = format!("app   {app}\nshop  {shop}\nOpen {app}/ to use the shop inside VVChat. Ctrl+C stops.\n");
    // Whoever started us may have closed the pipe after the addresses: no reason to stop.
    let _ = std::io::stdout().lock().write_all(lines.as_bytes());
}
