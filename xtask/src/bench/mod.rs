//! What a rent costs: builds the benchmark, runs its clients interleaved in rounds, and
//! prints one table. Linux only, for it reads `/proc` and pins processes with `taskset`.

pub(crate) mod depend;
pub(crate) mod install;
pub(crate) mod instructions;

mod clients;
mod plot;
mod server;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use clients::Client;
use server::{ONE_CORE, Server};

use crate::command::{call, write};
use crate::problem::Problem;
use crate::{Result, Verdict, places};

const CONCURRENCIES: [u32; 5] = [ONE_CORE, 1, 16, 64, 256];
const ROUNDS: usize = 5;
const PLOT: &str = "crates/numbers-bench/throughput.svg";

/// What was measured of a client, by concurrency.
type Samples = BTreeMap<(u32, Client), Vec<Value>>;

/// Runs the benchmark.
pub(crate) fn run(root: &Path, as_json: bool) -> Result<Verdict> {
    let root = &std::fs::canonicalize(root)
        .map_err(|error| Problem::new(format!("can't be found: {error}")).in_file(root))?;
    build(root, &[])?;
    let mut samples = Samples::new();
    for concurrency in CONCURRENCIES {
        let server = Server::start(root, concurrency)?;
        let clients = match concurrency {
            ONE_CORE => Client::there(root),
            _ => Client::OURS.to_vec(),
        };
        for _ in 0..ROUNDS {
            for &client in &clients {
                let rents = client.rents() * if concurrency == ONE_CORE { 1 } else { 2 };
                let sample = server.measure(root, client, concurrency, rents)?;
                samples
                    .entry((concurrency, client))
                    .or_default()
                    .push(sample);
            }
        }
    }
    let extras = extras(root)?;
    let rows = rows(&samples);
    write(&root.join(PLOT), &plot::plot(&rows))?;
    if as_json {
        println!("{}", Value::from(rows));
    } else {
        print!("{}\n{extras}", table(&rows));
    }
    Ok(Verdict::Fresh)
}

/// What a table of rounds does not show: allocations, connections, memory over time.
fn extras(root: &Path) -> Result<String> {
    build(
        root,
        &[
            "--features",
            "count-allocations",
            "--target-dir",
            "target/counting",
        ],
    )?;
    let mut text = String::from("| client | allocations a rent |\n| --- | --- |\n");
    let server = Server::start(root, ONE_CORE)?;
    let counting = root
        .join(places::BENCH)
        .join("target/counting/release/client");
    for client in Client::OURS {
        let words = [
            counting.clone().into_os_string(),
            OsString::from(client.name()),
        ];
        let counted = server.measure_command(words.to_vec(), client, ONE_CORE, 5_000)?;
        let allocations = number(&counted, "allocations");
        let _ = writeln!(text, "| {} | {allocations:.0} |", client.name());
    }
    drop(server);
    let server = Server::start(root, ONE_CORE)?;
    // With its warm-up of 1,000, so many rents in all.
    server.measure(root, Client::Ext, ONE_CORE, 9_000)?;
    let _ = writeln!(
        text,
        "\nnumbers-ext, 10,000 sequential rents: {}",
        server.counts()?
    );
    let server = Server::start(root, 64)?;
    let long = server.measure(root, Client::Ext, 64, 999_000)?;
    let _ = writeln!(
        text,
        "numbers-ext, 64 at once: {:.1} MiB after 1,000 rents, {:.1} MiB after 1,000,000",
        number(&long, "rss_after_warm_up_mib"),
        number(&long, "rss_mib")
    );
    Ok(text)
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
    value.get(key).and_then(Value::as_f64).unwrap_or_default()
}

fn median(samples: &[Value], key: &str) -> f64 {
    let mut values: Vec<f64> = samples.iter().map(|sample| number(sample, key)).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn rows(samples: &Samples) -> Vec<Value> {
    let by_hand = |concurrency| {
        let samples = samples.get(&(concurrency, Client::Reqwest));
        samples.map_or(f64::NAN, |samples| median(samples, "cpu_us"))
    };
    let row = |(&(concurrency, client), samples): (&(u32, Client), &Vec<Value>)| {
        let cpu = median(samples, "cpu_us");
        json!({
            "client": client.name(),
            "concurrency": concurrency.max(1),
            "one_core": concurrency == ONE_CORE,
            "rents_per_second": median(samples, "rents_per_second").round(),
            "cpu_us": (cpu * 100.0).round() / 100.0,
            "cpu_ratio": (cpu / by_hand(concurrency) * 1000.0).round() / 1000.0,
            "peak_rss_mib": (median(samples, "peak_rss_mib") * 10.0).round() / 10.0,
        })
    };
    samples.iter().map(row).collect()
}

fn table(rows: &[Value]) -> String {
    let mut text = String::from(
        "| client | concurrency | rents a second | CPU µs a rent | ratio to reqwest by hand | peak MiB |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let client = row
            .get("client")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let one_core = row.get("one_core") == Some(&Value::Bool(true));
        let concurrency = number(row, "concurrency");
        let concurrency = if one_core {
            "sequential, one core".to_owned()
        } else {
            concurrency.to_string()
        };
        let _ = writeln!(
            text,
            "| {client} | {concurrency} | {} | {:.2} | {:.3} | {:.1} |",
            number(row, "rents_per_second"),
            number(row, "cpu_us"),
            number(row, "cpu_ratio"),
            number(row, "peak_rss_mib"),
        );
    }
    text
}
