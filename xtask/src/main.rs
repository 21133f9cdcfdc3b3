//! How the project is set up, built, served and tested: `cargo xtask COMMAND`.

mod bench;
mod build;
mod bundle;
mod fresh;
mod generate;
mod instruction_set;
mod lint;
mod matrix;
mod modern_wasm;
mod process;
mod project;
mod setup;
mod short_names;
mod size;
mod start;
mod test;
mod wasm;
mod wasm_contents;
mod wasm_sections;
mod wasm_sources;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use clap::builder::PossibleValuesParser;

/// How vvchat-jssdk is set up, built, served and tested.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_version_flag = true)]
enum Command {
    /// Installs what building and testing need, as far as it is missing
    Setup,
    /// Writes dist/, and prints how large it became
    Build,
    /// Builds, then serves the app and the shop until Ctrl-C
    Start {
        /// Handed on to the simulator; --help lists them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Runs everything there is to check, and ends with totals
    Test {
        /// Go on after a stage that failed
        #[arg(long)]
        keep_going: bool,
        /// Only these stages (the names are those of the final table)
        stages: Vec<String>,
    },
    /// Holds the SDK to its contract in real engines, which it installs first
    Matrix {
        /// Puts the tables into the documentation
        #[arg(long)]
        write: bool,
        /// Only these
        #[arg(value_parser = PossibleValuesParser::new(setup::engines::names()))]
        engines: Vec<String>,
    },
    /// Builds, then measures what pages wait for, beside other SDKs
    Bench {
        /// Handed on to bench/bench.mjs, which says what there is
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Builds, then prints the sizes, what is in the files, and other SDKs' sizes; fails above the budget
    Size {
        /// Puts the tables into the documentation
        #[arg(long)]
        write: bool,
    },
    /// Formats every source
    Fmt,
    /// Checks the format and the style of every source
    Lint,
    /// Writes docs/reference.md and docs/protocol/*.json from the methods' declarations
    Reference,
}

fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    project::enter_root()?;
    match command {
        Command::Setup => setup::everything().map(drop),
        Command::Build => {
            setup::for_building()?;
            build::build()?;
            size::print()
        }
        Command::Start { args } => start::start(&args),
        Command::Test { keep_going, stages } => test::test(keep_going, &stages),
        Command::Matrix { write, engines } => matrix::matrix(&engines, write),
        Command::Bench { args } => bench::bench(&args),
        Command::Size { write } => size::everything(write),
        Command::Fmt => {
            setup::for_building()?;
            lint::format()
        }
        Command::Lint => {
            setup::for_building()?;
            lint::everything()
        }
        Command::Reference => generate::write_reference(),
    }
}
