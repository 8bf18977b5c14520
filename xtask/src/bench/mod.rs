//! What a call costs: builds the benchmark, runs its clients in rounds, and prints how they
//! compare, or that the machine is too noisy to tell. Linux only: it reads `/proc` and pins
//! processes with `taskset`.

pub(crate) mod depend;
pub(crate) mod install;
pub(crate) mod instructions;

mod clients;
mod server;
mod statistics;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use clients::Client;
use server::{Load, Server};
use statistics::{Ratio, median};

use crate::command::call;
use crate::places;
use crate::problem::{Problem, Result};
use crate::terminal::print;
use crate::verdict::Verdict;

const LOADS: [Load; 2] = [Load::Sequential, Load::AtOnce(64)];

/// What was measured of one client, round by round.
struct Series {
    client: Client,
    samples: Vec<Value>,
}

/// Runs the benchmark.
pub(crate) fn run(root: &Path, rounds: u32) -> Result<Verdict> {
    let root = &canonical(root)?;
    build(root, &[])?;
    let mut noisy = Vec::new();
    print(
        "| client | load | CPU µs a call | ratio to reqwest by hand [95 %] | calls a second | peak MiB |\n| --- | --- | --- | --- | --- | --- |\n",
    )?;
    for load in LOADS {
        let (series, control) = measure(root, load, rounds)?;
        print(&rows(load, &series))?;
        if !control.is_even() {
            noisy.push(format!("{load}: {control}"));
        }
    }
    print(&extras(root)?)?;
    if noisy.is_empty() {
        return Ok(Verdict::Fresh);
    }
    Err(Problem::new(format!(
        "the machine is too noisy to tell: a client against itself has to be within 2 %, and was {}",
        noisy.join("; ")
    ))
    .fix("run it again while nothing else runs, or with more --rounds"))
}

/// Measures all clients, and the first once more each round, as a control.
fn measure(root: &Path, load: Load, rounds: u32) -> Result<(Vec<Series>, Ratio)> {
    let clients = match load {
        Load::Sequential => Client::there(root),
        Load::AtOnce(_) => Client::OURS.to_vec(),
    };
    let clients = clients.into_iter().chain([Client::Reqwest]);
    let mut series: Vec<_> = clients
        .map(|client| Series {
            client,
            samples: Vec::new(),
        })
        .collect();
    let server = Server::start(root, load)?;
    for round in 0..rounds {
        let one = |series: &mut Series| {
            let client = series.client;
            let sample = server.measure(client.command(root), client.calls())?;
            series.samples.push(sample);
            Ok(())
        };
        // There and back, so that what changes meanwhile favours none.
        if round % 2 == 0 {
            series.iter_mut().try_for_each(one)?;
        } else {
            series.iter_mut().rev().try_for_each(one)?;
        }
    }
    let control = series.pop().map(|series| series.of("cpu_us"));
    let base = series.first().map(|series| series.of("cpu_us"));
    let control = Ratio::paired(&control.unwrap_or_default(), &base.unwrap_or_default());
    Ok((series, control))
}

impl Series {
    fn of(&self, key: &str) -> Vec<f64> {
        let numbers = self.samples.iter().map(|sample| number(sample, key));
        numbers.collect()
    }
}

fn rows(load: Load, series: &[Series]) -> String {
    let base = series.first().map(|series| series.of("cpu_us"));
    let base = base.unwrap_or_default();
    let mut text = String::new();
    for series in series {
        let cpu = series.of("cpu_us");
        let _ = writeln!(
            text,
            "| {} | {load} | {:.2} | {} | {:.0} | {:.1} |",
            series.client.name(),
            median(&cpu),
            Ratio::paired(&cpu, &base),
            median(&series.of("calls_per_second")),
            median(&series.of("peak_rss_mib")),
        );
    }
    text
}

/// What rounds do not show: allocations, connections, memory over time.
fn extras(root: &Path) -> Result<String> {
    let counting = [
        "--features",
        "count-allocations",
        "--target-dir",
        "target/counting",
    ];
    build(root, &counting)?;
    let mut text = String::from("\n| client | allocations a call |\n| --- | --- |\n");
    let server = Server::start(root, Load::Sequential)?;
    let program = root
        .join(places::BENCH)
        .join("target/counting/release/client");
    for client in Client::OURS {
        let command = [program.clone().into(), client.name().into()];
        let counted = server.measure(command, 5_000)?;
        let allocations = number(&counted, "allocations");
        let _ = writeln!(text, "| {} | {allocations:.0} |", client.name());
    }
    let server = Server::start(root, Load::Sequential)?;
    // With its warm-up of 1,000, ten thousand calls in all.
    server.measure(Client::Ext.command(root), 9_000)?;
    let _ = writeln!(text, "\next, one after the other: {}", server.counts()?);
    let server = Server::start(root, Load::AtOnce(64))?;
    let long = server.measure(Client::Ext.command(root), 999_000)?;
    let _ = writeln!(
        text,
        "ext, 64 at once: {:.1} MiB after 1,000 calls, {:.1} MiB after 1,000,000",
        number(&long, "rss_after_warm_up_mib"),
        number(&long, "rss_mib")
    );
    Ok(text)
}

fn canonical(root: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))
}

fn build(root: &Path, more: &[&str]) -> Result<()> {
    call(
        Command::new("cargo")
            .current_dir(root.join(places::BENCH))
            .args(["build", "--release", "--quiet", "--locked"])
            .args(more),
    )
}

fn number(value: &Value, key: &str) -> f64 {
    value.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN)
}
