//! Instructions a call, counted by callgrind, against those that were saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::clients::program;
use super::server::{Load, Server};
use super::{build, canonical};
use crate::command::{is_there, output, write};
use crate::problem::{Problem, Result};
use crate::terminal::print;
use crate::verdict::Verdict;

const BASELINE: &str = "crates/numbers-bench/baseline.json";
/// How far a count may grow, in percent.
const LIMIT: u64 = 2;
/// What is counted: a rental request and a lookup of numbers-ext, the generated code, building
/// a client for this machine, and for comparison a call by hand.
const KINDS: [&str; 5] = ["ext", "get", "client", "build", "reqwest"];

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
    let mut text = String::from("| what | saved | now | change |\n| --- | --- | --- | --- |\n");
    let mut verdict = Verdict::Fresh;
    for (name, after) in now.instructions {
        let before = *saved.instructions.get(&name).ok_or_else(|| {
            in_baseline(Problem::new(format!("knows nothing of {name}")))
                .fix("run: cargo xtask bench --save")
        })?;
        let percent = (after as f64 / before as f64 - 1.0) * 100.0;
        let mark = if after * 100 > before * (100 + LIMIT) {
            verdict = Verdict::Stale;
            format!(" (beyond {LIMIT} %)")
        } else {
            String::new()
        };
        text.push_str(&format!(
            "| {name} | {before} | {after} | {percent:+.1} %{mark} |\n"
        ));
    }
    if saved.rust != now.rust {
        text.push_str(&format!(
            "saved with Rust {}, counted with {}: compilers differ by some percent\n",
            saved.rust, now.rust
        ));
    }
    if verdict == Verdict::Stale {
        text.push_str("if it is worth it, run: cargo xtask bench --save\n");
    }
    print(&text)?;
    Ok(verdict)
}

/// Counts, and writes the baseline.
pub(crate) fn save(root: &Path) -> Result<Verdict> {
    let baseline = count(root)?;
    let text = serde_json::to_string_pretty(&baseline)
        .map_err(|error| Problem::new(format!("can't be written: {error}")))?;
    write(&root.join(BASELINE), &format!("{text}\n"))?;
    print(&format!("wrote {BASELINE}\n"))?;
    Ok(Verdict::Fresh)
}

fn count(root: &Path) -> Result<Baseline> {
    if !is_there(Command::new("valgrind").arg("--version")) {
        return Err(
            Problem::new("valgrind, which counts instructions, is not installed")
                .fix("install it, as with: apt-get install valgrind"),
        );
    }
    let root = &canonical(root)?;
    build(root, &[])?;
    let server = Server::start(root, Load::AtOnce(1))?;
    let mut instructions = BTreeMap::new();
    for kind in KINDS {
        // What is there before and after the calls is in both.
        let counted = |calls| instructions_of(root, &server, kind, calls);
        let a_call = (counted(3_000)? - counted(1_000)?) / 2_000;
        instructions.insert(kind.to_owned(), a_call);
    }
    let rust = output(Command::new("rustc").arg("--version"))?;
    let rust = rust.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok(Baseline { rust, instructions })
}

fn instructions_of(root: &Path, server: &Server, kind: &str, calls: u64) -> Result<u64> {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program(root, "client"))
        .args([kind, &server.url, &calls.to_string(), "1"])
        .stdout(Stdio::null())
        .output()
        .map_err(|error| Problem::new(format!("valgrind can't be run: {error}")))?;
    let text = String::from_utf8_lossy(&run.stderr);
    collected(&text)
        .ok_or_else(|| Problem::new(format!("valgrind counted nothing of the client {kind}")))
}

/// The count in what valgrind says at the end.
fn collected(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_found_in_what_valgrind_says() {
        let text = "==7== Callgrind\n==7== \n==7== Events    : Ir\n==7== Collected : 12345678\n";
        assert_eq!(collected(text), Some(12_345_678));
        assert_eq!(collected("==7== Killed\n"), None);
    }
}
