//! Instructions and allocations a call, counted by valgrind, against those that were saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::{build, program};
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
/// Where a signature of 20 bytes is wrong.
const PLACES: [&str; 3] = ["0", "10", "19"];

/// What was counted, and with which compiler.
#[derive(Serialize, Deserialize)]
struct Baseline {
    rust: String,
    counts: BTreeMap<String, u64>,
}

/// Counts, and compares with the baseline.
pub(crate) fn check(root: &Path) -> Result<Verdict> {
    let in_baseline = |problem: Problem| problem.in_file(BASELINE);
    let text = std::fs::read_to_string(root.join(BASELINE))
        .map_err(|error| in_baseline(Problem::new(format!("can't be read: {error}"))))?;
    let saved: Baseline = serde_json::from_str(&text)
        .map_err(|error| in_baseline(Problem::new(format!("is no baseline: {error}"))))?;
    let now = count(root)?;
    let (mut text, verdict) = compared(&saved.counts, &now.counts);
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

fn compared(saved: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>) -> (String, Verdict) {
    let mut text = String::from("| a call | saved | now | change |\n| --- | --- | --- | --- |\n");
    let mut verdict = Verdict::Fresh;
    for (name, after) in now {
        // What was not counted before is infinitely more.
        let before = saved.get(name).copied().unwrap_or(0);
        let percent = (*after as f64 / before as f64 - 1.0) * 100.0;
        let mut mark = String::new();
        // By whole numbers, so that the limit itself is within it.
        if after.saturating_mul(100) > before.saturating_mul(100 + LIMIT) {
            verdict = Verdict::Stale;
            mark = format!(" (beyond {LIMIT} %)");
        }
        text.push_str(&format!(
            "| {name} | {before} | {after} | {percent:+.1} %{mark} |\n"
        ));
    }
    (text, verdict)
}

fn count(root: &Path) -> Result<Baseline> {
    if !is_there(Command::new("valgrind").arg("--version")) {
        let missing = "valgrind, which counts instructions and allocations, is not installed";
        return Err(Problem::new(missing).fix("install it, as with: apt-get install valgrind"));
    }
    build(root)?;
    let mut counts = BTreeMap::new();
    for kind in KINDS {
        for tool in [&CALLGRIND, &DHAT] {
            let a_call = a_call(root, tool, |calls| vec![kind, calls, "1"])?;
            counts.insert(format!("{kind}: {}", tool.counts), a_call);
        }
    }
    let verify = |place| a_call(root, &CALLGRIND, |calls| vec!["verify", place, calls]);
    let [first, middle, last] = PLACES.map(verify);
    let (first, middle, last) = (first?, middle?, last?);
    if (first, middle) != (middle, last) {
        return Err(Problem::new(format!(
            "verifying a signature takes {first}, {middle} or {last} instructions, depending on \
             whether its first, middle or last byte is wrong: from the time, one byte after the \
             other could be guessed"
        )));
    }
    counts.insert(format!("verify: {}", CALLGRIND.counts), first);
    let rust = output(Command::new("rustc").arg("--version"))?;
    let rust = rust.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok(Baseline { rust, counts })
}

/// A tool of valgrind's.
struct Tool {
    counts: &'static str,
    options: [&'static str; 2],
    /// What stands before the count, and what behind.
    around: [&'static str; 2],
}

const CALLGRIND: Tool = Tool {
    counts: "instructions",
    options: ["--tool=callgrind", "--callgrind-out-file=/dev/null"],
    around: ["Collected :", ""],
};

const DHAT: Tool = Tool {
    counts: "allocations",
    options: ["--tool=dhat", "--dhat-out-file=/dev/null"],
    around: [" bytes in ", " blocks"],
};

/// Returns the count of one call: what comes before and after is in runs of any length.
fn a_call<'a>(
    root: &Path,
    tool: &Tool,
    arguments: impl Fn(&'a str) -> Vec<&'a str>,
) -> Result<u64> {
    let [short, long] = ["1000", "3000"].map(|calls| in_all(root, tool, &arguments(calls)));
    Ok(long?.saturating_sub(short?) / 2_000)
}

fn in_all(root: &Path, tool: &Tool, arguments: &[&str]) -> Result<u64> {
    let run = Command::new("valgrind")
        .args(tool.options)
        .arg(program(root))
        .args(arguments)
        .stdout(Stdio::null())
        .output()
        .map_err(|error| Problem::new(format!("valgrind can't be run: {error}")))?;
    tool.read(&String::from_utf8_lossy(&run.stderr))
        .filter(|_| run.status.success())
        .ok_or_else(|| Problem::new(format!("valgrind counted no {}", tool.counts)))
}

impl Tool {
    /// Reads the count in what the tool says at the end.
    fn read(&self, text: &str) -> Option<u64> {
        let [before, behind] = self.around;
        let (_, count) = text.lines().find_map(|line| line.split_once(before))?;
        count
            .strip_suffix(behind)?
            .trim()
            .replace(',', "")
            .parse()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_found_in_what_valgrind_says() {
        let text = "==7== Callgrind\n==7== \n==7== Events    : Ir\n==7== Collected : 12345678\n";
        assert_eq!(CALLGRIND.read(text), Some(12_345_678));
        assert_eq!(CALLGRIND.read("==7== Killed\n"), None);
        let text = "==7== DHAT\n==7== Total:     29,201,001 bytes in 78,123 blocks\n==7== At t-end: 1 bytes in 2 blocks\n";
        assert_eq!(DHAT.read(text), Some(78_123));
    }

    #[test]
    fn growth_beyond_the_limit_is_stale_and_so_is_what_was_never_saved() {
        let counts = |count| BTreeMap::from([("ext".to_owned(), count)]);
        let verdict = |before, after| compared(&counts(before), &counts(after)).1;
        assert_eq!(verdict(100_000, 102_000), Verdict::Fresh);
        assert_eq!(verdict(100_000, 102_001), Verdict::Stale);
        assert_eq!(verdict(100_000, 50_000), Verdict::Fresh);
        assert_eq!(
            compared(&BTreeMap::new(), &counts(1)).1,
            Verdict::Stale,
            "nothing to compare with"
        );
    }
}
