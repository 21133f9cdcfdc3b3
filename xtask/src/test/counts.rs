//! How many tests passed, as the test runners say at their end. A number that cannot be read is an error, never a guess.

use std::fmt;
use std::iter::Sum;

use anyhow::{Context, Result, ensure};

/// Numbers of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// As they should.
    pub(crate) passed: usize,
    /// Not so.
    pub(crate) failed: usize,
    /// Not run, on purpose.
    pub(crate) ignored: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
            ignored: sum.ignored + one.ignored,
        })
    }
}

impl Counts {
    /// From the output of `cargo test`, or of what runs tests like it: a closing line for each program of tests.
    pub(crate) fn of_cargo(output: &str, succeeded: bool) -> Result<Self> {
        let closing = output.lines().filter_map(|line| line.trim().strip_prefix("test result: "));
        let counts: Result<Vec<_>> = closing.map(Self::of_cargo_line).collect();
        Self::agreeing(counts?.into_iter().sum(), succeeded)
    }

    /// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`
    fn of_cargo_line(line: &str) -> Result<Self> {
        let (_, numbers) = line.split_once(". ").with_context(|| format!("unreadable: {line}"))?;
        let number = |name: &str| {
            let found = numbers.split("; ").find_map(|part| part.trim().strip_suffix(name)?.trim().parse().ok());
            found.with_context(|| format!("the tests end without a number {name}: {line}"))
        };
        Ok(Self { passed: number("passed")?, failed: number("failed")?, ignored: number("ignored")? })
    }

    /// From the output of `node --test` with the reporter `spec`: it ends in lines like `ℹ pass 3`.
    pub(crate) fn of_node(output: &str, succeeded: bool) -> Result<Self> {
        let number = |name: &str| {
            let prefix = format!("ℹ {name} ");
            let found = output.lines().rev().find_map(|line| line.strip_prefix(&prefix)?.trim().parse::<usize>().ok());
            found.with_context(|| format!("the tests end without a number of those that {name}"))
        };
        let counts = Self {
            passed: number("pass")?,
            failed: number("fail")? + number("cancelled")?,
            ignored: number("skipped")? + number("todo")?,
        };
        Self::agreeing(counts, succeeded)
    }

    /// The counts, if the runner's exit code says the same, and if there were any tests.
    fn agreeing(self, succeeded: bool) -> Result<Self> {
        ensure!(self.passed + self.failed > 0, "no tests were run");
        ensure!(succeeded || self.failed > 0, "the tests broke off: {self}, and yet the command failed");
        ensure!(!succeeded || self.failed == 0, "{self}, and yet the command succeeded");
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    const CARGO: &str = "\
running 3 tests
test a ... ok

test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.01s
";
    const NODE: &str = "✔ a (1ms)\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\n";

    #[test]
    fn sums_the_closing_lines_of_cargo() {
        assert_eq!(Counts::of_cargo(CARGO, true).unwrap(), Counts { passed: 5, failed: 0, ignored: 1 });
        let failing = CARGO.replace("2 passed; 0 failed", "1 passed; 1 failed");
        assert_eq!(Counts::of_cargo(&failing, false).unwrap(), Counts { passed: 4, failed: 1, ignored: 1 });
    }

    #[test]
    fn reads_the_closing_lines_of_node() {
        assert_eq!(Counts::of_node(NODE, false).unwrap(), Counts { passed: 2, failed: 2, ignored: 1 });
    }

    #[track_caller]
    fn is_error(counts: anyhow::Result<Counts>, message: &str) {
        assert_eq!(counts.unwrap_err().to_string(), message);
    }

    #[test]
    fn assumes_nothing() {
        is_error(Counts::of_cargo("", true), "no tests were run");
        is_error(
            Counts::of_cargo("test result: ok. many passed; 0 failed; 0 ignored", true),
            "the tests end without a number passed: ok. many passed; 0 failed; 0 ignored",
        );
        is_error(Counts::of_node("", true), "the tests end without a number of those that pass");
    }

    #[test]
    fn holds_the_counts_against_the_exit_code() {
        is_error(
            Counts::of_cargo(CARGO, false),
            "the tests broke off: 5 passed, 0 failed, 1 ignored, and yet the command failed",
        );
        is_error(Counts::of_node(NODE, true), "2 passed, 2 failed, 1 ignored, and yet the command succeeded");
    }
}
