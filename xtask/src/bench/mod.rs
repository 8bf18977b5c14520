//! What a call costs: builds the benchmark, runs its clients in rounds, and prints how they
//! compare, or that the machine is too noisy to tell. Linux only: it reads `/proc` and pins
//! processes with `taskset`.

pub(crate) mod counts;
pub(crate) mod depend;

mod statistics;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use statistics::{Ratio, median};

use crate::command::{call, output};
use crate::places;
use crate::problem::{Problem, Result};
use crate::terminal::print;
use crate::verdict::Verdict;

/// What is measured. The others are compared with the first: the call by hand with reqwest.
const CLIENTS: [&str; 4] = ["reqwest", "ext", "client", "hyper"];
/// How many calls make a sample.
const CALLS: u32 = 20_000;
/// How much memory may grow from the ten-thousandth call to the millionth: one byte a call.
const GROWTH_MIB: f64 = 1.0;

/// How many calls are made at once. One after the other, client and server share a core: on
/// two, the noise hides the differences.
const LOADS: [(u32, &str); 2] = [(1, "sequential, one core"), (64, "64 at once")];

/// Runs the benchmark.
pub(crate) fn run(root: &Path, rounds: u32) -> Result<Verdict> {
    build(root)?;
    let mut doubts = Vec::new();
    print(
        "| client | load | CPU µs a call | ratio to reqwest by hand [95 %] | calls a second | peak MiB |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    )?;
    for (at_once, load) in LOADS {
        let series = rounds_of(root, at_once, rounds)?;
        let (rows, control) = compared(load, &series);
        print(&rows)?;
        if !control.is_even() {
            doubts.push(format!(
                "the machine is too noisy to tell: a client against itself has to be within 2 %, \
                 and was {control} ({load})"
            ));
        }
    }
    print(
        "\n| load | MiB after 1,000 | 10,000 | 100,000 | 1,000,000 calls | the server counted |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    )?;
    for (at_once, load) in LOADS {
        let (sample, counted) = sample(root, "ext", at_once, 1_000_000)?;
        let memory = numbers(&sample, "memory_mib");
        let [_, before, .., after] = memory[..] else {
            return Err(Problem::new("the benchmark measured no memory"));
        };
        if after - before > GROWTH_MIB {
            doubts.push(format!("memory grows with the number of calls ({load})"));
        }
        let memory: String = memory.iter().map(|mib| format!(" {mib:.1} |")).collect();
        print(&format!("| {load} |{memory} {counted} |\n"))?;
    }
    match doubts.is_empty() {
        true => Ok(Verdict::Fresh),
        false => Err(Problem::new(doubts.join("; "))
            .fix("run it again while nothing else runs, or with more --rounds")),
    }
}

/// What was measured of one client, round by round.
type Series = (&'static str, Vec<Value>);

/// Measures all clients, and the first once more each round, as a control.
fn rounds_of(root: &Path, at_once: u32, rounds: u32) -> Result<Vec<Series>> {
    let clients = CLIENTS.into_iter().chain([CLIENTS[0]]);
    let mut series: Vec<Series> = clients.map(|client| (client, Vec::new())).collect();
    for round in 0..rounds {
        let one = |(client, samples): &mut Series| {
            samples.push(sample(root, client, at_once, CALLS)?.0);
            Ok(())
        };
        // There and back, so that what changes meanwhile favours none.
        match round % 2 {
            0 => series.iter_mut().try_for_each(one)?,
            _ => series.iter_mut().rev().try_for_each(one)?,
        }
    }
    Ok(series)
}

/// Returns the rows of the clients, and how the first compares with itself.
fn compared(load: &str, series: &[Series]) -> (String, Ratio) {
    let of = |samples: &[Value], key| -> Vec<f64> {
        samples.iter().map(|sample| number(sample, key)).collect()
    };
    let cpu = |(_, samples): &Series| of(samples, "cpu_us");
    let base = series.first().map(cpu).unwrap_or_default();
    let control = series.last().map(cpu).unwrap_or_default();
    let mut text = String::new();
    for series in series.iter().take(CLIENTS.len()) {
        let (client, samples) = series;
        let ratio = Ratio::paired(&cpu(series), &base);
        let cpu = median(&cpu(series));
        let rate = median(&of(samples, "calls_per_second"));
        let peak = median(&of(samples, "peak_mib"));
        let _ = writeln!(
            text,
            "| {client} | {load} | {cpu:.2} | {ratio} | {rate:.0} | {peak:.1} |"
        );
    }
    (text, Ratio::paired(&control, &base))
}

/// Runs the benchmark once. Returns what it measured, and what its server counted.
fn sample(root: &Path, client: &str, at_once: u32, calls: u32) -> Result<(Value, String)> {
    let mut command = match at_once {
        1 => Command::new("taskset"),
        _ => Command::new(program(root)),
    };
    if at_once == 1 {
        command.args(["-c", "0"]).arg(program(root));
    }
    let text = output(command.args([client, &calls.to_string(), &at_once.to_string()]))?;
    let (measured, counted) = text.split_once('\n').unwrap_or_default();
    let measured = serde_json::from_str(measured)
        .map_err(|_| Problem::new(format!("the client {client} printed no measurement")))?;
    Ok((measured, counted.trim().to_owned()))
}

/// Builds the benchmark, with the same versions of everything as the project.
fn build(root: &Path) -> Result<()> {
    let place = root.join(places::BENCH);
    std::fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"))
        .map_err(|error| Problem::new(format!("can't be copied: {error}")).in_file("Cargo.lock"))?;
    call(
        Command::new("cargo")
            .current_dir(place)
            .env_remove("CARGO_TARGET_DIR")
            .args(["build", "--release", "--quiet"]),
    )
}

fn program(root: &Path) -> PathBuf {
    root.join(places::BENCH)
        .join("target/release/numbers-bench")
}

fn number(value: &Value, key: &str) -> f64 {
    value.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

fn numbers(value: &Value, key: &str) -> Vec<f64> {
    let list = value.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect()
}
