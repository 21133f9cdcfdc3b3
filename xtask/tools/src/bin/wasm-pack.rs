//! The program of the same name, without its search for newer versions of itself.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match wasm_pack::command::run_wasm_pack(wasm_pack::Cli::parse().cmd) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-pack: {error:#}");
            ExitCode::FAILURE
        }
    }
}
