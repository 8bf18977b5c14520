//! Instructions, counted by callgrind, against those that were saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::command::{installed, is_there, output, write};
use crate::problem::Problem;
use crate::{Result, Verdict, places};

/// The runner has to be of the version of the crate in `numbers-bench`.
const RUNNER: &str = "gungraun-runner@0.20.0";
const BASELINE: &str = "crates/numbers-bench/baseline.json";
/// How far a count may grow, in percent.
const LIMIT: u64 = 5;
/// The same for whole rents, in which the runtime and the kernel have a say.
const LIMIT_OF_RENTS: u64 = 10;

/// What was counted, and with which compiler.
#[derive(Serialize, Deserialize)]
struct Baseline {
    rust: String,
    instructions: BTreeMap<String, u64>,
}

/// Counts, and compares with the baseline.
pub(crate) fn check(root: &Path) -> Result<Verdict> {
    let in_baseline = |problem: Problem| problem.in_file(BASELINE);
    let text = std::fs::read_to_string(root.join(BASELINE))
        .map_err(|error| in_baseline(Problem::new(format!("can't be read: {error}"))))?;
    let saved: Baseline = serde_json::from_str(&text)
        .map_err(|error| in_baseline(Problem::new(format!("is no baseline: {error}"))))?;
    let now = count(root)?;
    if !saved.instructions.keys().eq(now.instructions.keys()) {
        return Err(
            in_baseline(Problem::new("has other benchmarks")).fix("run: cargo xtask bench --save")
        );
    }
    println!("| benchmark | saved | now | change |\n| --- | --- | --- | --- |");
    let mut verdict = Verdict::Fresh;
    for ((name, &before), &after) in saved.instructions.iter().zip(now.instructions.values()) {
        let limit = if name == "rents" {
            LIMIT_OF_RENTS
        } else {
            LIMIT
        };
        let grew = after * 100 > before * (100 + limit);
        if grew {
            verdict = Verdict::Stale;
        }
        let percent = (after as f64 / before as f64 - 1.0) * 100.0;
        let mark = if grew {
            format!(" (beyond {limit} %)")
        } else {
            String::new()
        };
        println!("| {name} | {before} | {after} | {percent:+.1} %{mark} |");
    }
    if saved.rust != now.rust {
        println!(
            "saved with Rust {}, counted with {}: compilers differ by some percent",
            saved.rust, now.rust
        );
    }
    if verdict == Verdict::Stale {
        println!("if it is worth it, run: cargo xtask bench --save");
    }
    Ok(verdict)
}

/// Counts, and writes the baseline.
pub(crate) fn save(root: &Path) -> Result<Verdict> {
    let baseline = count(root)?;
    let text = serde_json::to_string_pretty(&baseline)
        .map_err(|error| Problem::new(format!("can't be written: {error}")))?;
    write(&root.join(BASELINE), &format!("{text}\n"))?;
    println!("wrote {BASELINE}");
    Ok(Verdict::Fresh)
}

fn count(root: &Path) -> Result<Baseline> {
    if !is_there(Command::new("valgrind").arg("--version")) {
        return Err(
            Problem::new("valgrind is not there, which counts instructions")
                .fix("install it, as with: apt-get install valgrind"),
        );
    }
    let root = std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    let runner = installed(&root, RUNNER)?;
    let counted = output(
        Command::new("cargo")
            .current_dir(root.join(places::BENCH))
            .args(["bench", "--quiet", "--locked", "--bench", "instructions"])
            .args([
                "--target-dir",
                "target/measuring",
                "--",
                "--output-format=json",
            ])
            .env("RUSTFLAGS", "--cfg measuring")
            .env("GUNGRAUN_RUNNER", runner),
    )?;
    let instructions = counted
        .lines()
        .map(|line| {
            instructions(line)
                .ok_or_else(|| Problem::new(format!("the runner says what is not known: {line}")))
        })
        .collect::<Result<_>>()?;
    let rust = output(Command::new("rustc").arg("--version"))?;
    let rust = rust.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok(Baseline { rust, instructions })
}

/// The benchmark's name and count.
fn instructions(line: &str) -> Option<(String, u64)> {
    let summary: Value = serde_json::from_str(line).ok()?;
    let name = summary.get("function_name")?.as_str()?.to_owned();
    let count = summary.pointer("/profiles/0/data/total/metrics/Ir/values/new")?;
    Some((name, count.as_u64()?))
}
