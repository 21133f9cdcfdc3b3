//! Runs every check there is, in an order that fails early, and ends with totals.

mod counts;
mod stages;

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use crate::setup;
use counts::Counts;
use stages::{STAGES, Stage};

/// What became of a stage.
#[derive(Debug)]
enum Outcome {
    /// A check that counts nothing went well.
    Checked,
    /// Tests ran; some of them may have failed.
    Ran(Counts),
    /// The check failed, or the tests could not be run or counted.
    Broken,
    /// An earlier stage failed.
    Skipped,
}

impl Outcome {
    fn is_failure(&self) -> bool {
        match self {
            Outcome::Broken => true,
            Outcome::Ran(counts) => counts.failed > 0,
            Outcome::Checked | Outcome::Skipped => false,
        }
    }

    /// What it adds to the totals. A check is no test, but one that is broken is a failure.
    fn counts(&self) -> Counts {
        match self {
            Outcome::Ran(counts) => *counts,
            Outcome::Broken => Counts { failed: 1, ..Counts::default() },
            Outcome::Checked | Outcome::Skipped => Counts::default(),
        }
    }

    fn shown(&self) -> String {
        match self {
            Outcome::Checked => "ok".to_owned(),
            Outcome::Ran(counts) => counts.to_string(),
            Outcome::Broken => "FAILED".to_owned(),
            Outcome::Skipped => "not run".to_owned(),
        }
    }
}

/// Runs the stages of those names, all if there are none.
pub(crate) fn test(keep_going: bool, names: &[String]) -> Result<()> {
    for name in names {
        if !STAGES.iter().any(|stage| stage.name == name) {
            let known: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
            bail!("there is no stage {name}; there are {}", known.join(", "));
        }
    }
    let browser = setup::everything()?;

    let mut rows: Vec<(&str, Outcome, Duration)> = Vec::new();
    for stage in STAGES.iter().filter(|stage| names.is_empty() || names.iter().any(|name| name == stage.name)) {
        let failed_before = rows.iter().any(|(_, outcome, _)| outcome.is_failure());
        let start = Instant::now();
        let outcome = if failed_before && !keep_going { Outcome::Skipped } else { run(stage, &browser) };
        rows.push((stage.name, outcome, start.elapsed()));
    }

    println!("\n=== totals ===\n");
    for (name, outcome, time) in &rows {
        println!("{name:<12} {:>7.1} s   {}", time.as_secs_f64(), outcome.shown());
    }
    let total: Counts = rows.iter().map(|(_, outcome, _)| outcome.counts()).sum();
    println!("\n{} passed, {} failed", total.passed, total.failed);
    ensure!(total.failed == 0, "not everything is as it should be");
    Ok(())
}

/// Runs a stage under a heading of its own.
fn run(stage: &Stage, browser: &setup::Browser) -> Outcome {
    println!("\n=== {}: {} ===\n", stage.name, stage.about);
    match (stage.run)(browser) {
        Ok(None) => Outcome::Checked,
        Ok(Some(counts)) => Outcome::Ran(counts),
        Err(error) => {
            eprintln!("{error:#}");
            Outcome::Broken
        }
    }
}
