//! The whole check, with a Rust toolchain and a C compiler alone.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::problem::{Problem, Problems};
use crate::verdict::Verdict;
use crate::{generate, terminal};

/// Runs every step; the first that fails ends it.
pub(crate) fn run(root: &Path) -> Result<Verdict, Problems> {
    let test = readme_test_command(root)?;
    step("generated code is fresh", || {
        match generate::run(root, true)? {
            Verdict::Fresh => Ok(()),
            Verdict::Stale => Err(Problem::new("the generated code is stale").into()),
        }
    })?;
    for (name, command) in [
        ("formatting", "cargo fmt --all --check"),
        (
            "formatting of the benchmark",
            "cargo fmt --check --manifest-path crates/numbers-bench/Cargo.toml",
        ),
        (
            "formatting of the durable worker",
            "cargo fmt --check --manifest-path crates/numbers-durable/Cargo.toml",
        ),
        (
            "formatting of the fuzz targets",
            "cargo fmt --check --manifest-path tests/fuzz/Cargo.toml",
        ),
        (
            "lints",
            "cargo clippy --locked --workspace --all-targets --all-features -- -D warnings",
        ),
        (
            "lints with the application's crypto provider",
            "cargo clippy --locked -p numbers-ext --no-default-features --features rustls-no-provider -- -D warnings",
        ),
        (
            "lints with few features",
            "cargo clippy --locked -p numbers-sim -p numbers-webhooks -p numbers-cli --no-default-features -- -D warnings",
        ),
        (
            "documentation",
            "cargo doc --locked --workspace --no-deps --all-features",
        ),
        ("tests", test.as_str()),
        (
            "tests of the CLI without its default features",
            "cargo test --locked -p numbers-cli --no-default-features --features manual",
        ),
    ] {
        step(name, || Ok(cargo(root, command)?))?;
    }
    terminal::print("ci: all steps passed\n")?;
    Ok(Verdict::Fresh)
}

fn step(name: &str, run: impl FnOnce() -> Result<(), Problems>) -> Result<(), Problems> {
    terminal::print(&format!("ci: {name}\n"))?;
    let begun = Instant::now();
    run()?;
    let seconds = begun.elapsed().as_secs_f64();
    terminal::print(&format!("ci: {name}: passed in {seconds:.0} s\n"))?;
    Ok(())
}

fn cargo(root: &Path, command: &str) -> Result<(), Problem> {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program)
        .args(words)
        .current_dir(root)
        .env("RUSTDOCFLAGS", "-D warnings")
        // A new snapshot is a change to be reviewed, not to be written by the check.
        .env("INSTA_UPDATE", "no")
        .status()
        .map_err(|error| Problem::new(format!("{program} can't be run: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Problem::new(format!("failed: {command}")))
    }
}

/// The command that README tells newcomers to run, so that it is the one that is tried.
fn readme_test_command(root: &Path) -> Result<String, Problem> {
    let readme = std::fs::read_to_string(root.join("README.md"))
        .map_err(|error| Problem::new(format!("can't be read: {error}")).in_file("README.md"))?;
    readme
        .lines()
        .map(|line| line.trim().trim_start_matches("$ "))
        .find(|line| line.starts_with("cargo test --workspace"))
        .map(|line| line.split('#').next().unwrap_or(line).trim().to_owned())
        .ok_or_else(|| {
            Problem::new("no line begins with `cargo test --workspace`").in_file("README.md")
        })
}
