//! What it costs to depend on numbers-ext: a minimal program with it and one with the call
//! written by hand are built clean, one after the other.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::command::{call, folder, output, write};
use crate::problem::{Problem, Result};
use crate::terminal::print;
use crate::verdict::Verdict;

/// A program's name, its dependencies and its code.
type Program = (&'static str, String, &'static str);

/// Builds them and prints a table.
pub(crate) fn run(root: &Path) -> Result<Verdict> {
    let root = std::path::absolute(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    print(
        "| program | crates | clean build, s | of CPU, s | binary, MiB |\n| --- | --- | --- | --- | --- |\n",
    )?;
    for (name, dependencies, code) in programs(&root) {
        let place = root.join("target/depend").join(name);
        folder(&place.join("src"))?;
        write(&place.join("Cargo.toml"), &manifest(name, &dependencies))?;
        write(&place.join("src/main.rs"), code)?;
        // The same versions for all.
        std::fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock")).map_err(|error| {
            Problem::new(format!("can't be copied: {error}")).in_file("Cargo.lock")
        })?;
        let crates = crates(&place)?;
        let (seconds, cpu) = clean_build(&place)?;
        let binary = place.join("target/release").join(name);
        let size = std::fs::metadata(&binary)
            .map_err(|error| Problem::new(format!("is not there: {error}")).in_file(&binary))?;
        let mib = size.len() as f64 / 1024.0 / 1024.0;
        print(&format!(
            "| {name} | {crates} | {seconds:.0} | {cpu:.0} | {mib:.1} |\n"
        ))?;
    }
    Ok(Verdict::Fresh)
}

fn programs(root: &Path) -> [Program; 2] {
    let by_hand = "reqwest = { version = \"0.13.4\", default-features = false, features = [\"json\", \"rustls\"] }\n\
         serde = { version = \"1\", features = [\"derive\"] }\n\
         serde_json = \"1\"\n";
    let path = root.join("crates/numbers-ext");
    [
        (
            "by-hand",
            by_hand.to_owned(),
            include_str!("../../../crates/numbers-bench/depend/by_hand.rs"),
        ),
        (
            "with-numbers-ext",
            format!("numbers-ext = {{ path = {path:?} }}\n"),
            include_str!("../../../crates/numbers-bench/depend/numbers_ext.rs"),
        ),
    ]
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    )
}

/// Returns how many crates are built for it, itself left out.
fn crates(place: &Path) -> Result<usize> {
    let mut tree = Command::new("cargo");
    tree.current_dir(place)
        .args(["tree", "--quiet", "--edges", "normal,build"])
        .args(["--prefix", "none", "--no-dedupe", "--format", "{p}"]);
    let text = output(&mut tree)?;
    // A crate that is a macro has a mark, and one that is here a path.
    let crates: BTreeSet<_> = text
        .lines()
        .map(|line| line.split(" (").next().unwrap_or(line))
        .collect();
    Ok(crates.len().saturating_sub(1))
}

/// Returns the seconds that passed, and those of CPU, which mean more where others compile.
fn clean_build(place: &Path) -> Result<(f64, f64)> {
    let target = place.join("target");
    if target.exists() {
        std::fs::remove_dir_all(&target)
            .map_err(|error| Problem::new(format!("can't be removed: {error}")).in_file(target))?;
    }
    let (begun, cpu) = (Instant::now(), cpu_of_children());
    let mut build = Command::new("cargo");
    build
        .current_dir(place)
        .env_remove("CARGO_TARGET_DIR")
        .args(["build", "--release", "--quiet"]);
    call(&mut build)?;
    Ok((begun.elapsed().as_secs_f64(), cpu_of_children() - cpu))
}

/// The CPU seconds of all processes that this one has waited for, by Linux's `proc(5)`.
fn cpu_of_children() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold anything: fields 16 and 17, in hundredths.
    let fields = text.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}
