//! What a rent costs: builds the benchmark, runs its clients interleaved in rounds, and
//! prints one table. Linux only, for it reads `/proc` and pins processes with `taskset`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::problem::Problem;
use crate::{Result, Verdict};

const CLIENTS: [&str; 5] = ["reqwest", "ext", "client", "tuned", "hyper"];
/// Zero stands for one call after the other, with client and server on one core.
const CONCURRENCIES: [u32; 5] = [0, 1, 16, 64, 256];
const ROUNDS: usize = 5;
const PLOT: &str = "crates/numbers-bench/throughput.svg";

/// Runs the benchmark.
pub(crate) fn run(root: &Path, as_json: bool) -> Result<Verdict> {
    let folder = root.join("crates/numbers-bench");
    build(&folder, &[])?;
    let mut samples: BTreeMap<(u32, usize), Vec<Value>> = BTreeMap::new();
    for concurrency in CONCURRENCIES {
        let server = Server::start(&folder, concurrency)?;
        let rents = if concurrency == 0 { "20000" } else { "40000" };
        for _ in 0..ROUNDS {
            for (index, client) in CLIENTS.iter().enumerate() {
                let sample =
                    server.measure(&program(&folder, "client"), client, concurrency, rents)?;
                samples
                    .entry((concurrency, index))
                    .or_default()
                    .push(sample);
            }
        }
    }
    let extras = extras(&folder)?;
    let rows = rows(&samples);
    let plot = plot(&rows);
    std::fs::write(root.join(PLOT), plot)
        .map_err(|error| Problem::new(format!("can't be written: {error}")).in_file(PLOT))?;
    if as_json {
        println!("{}", Value::from(rows));
    } else {
        print!("{}\n{extras}", table(&rows));
    }
    Ok(Verdict::Fresh)
}

/// What a table of rounds does not show: allocations, connections, memory over time.
fn extras(folder: &Path) -> Result<String> {
    build(
        folder,
        &[
            "--features",
            "count-allocations",
            "--target-dir",
            "target/counting",
        ],
    )?;
    let mut text = String::from("| client | allocations a rent |\n| --- | --- |\n");
    let server = Server::start(folder, 0)?;
    let counting = folder.join("target/counting/release/client");
    for client in CLIENTS {
        let counted = server.measure(&counting, client, 0, "5000")?;
        let _ = writeln!(
            text,
            "| {client} | {:.0} |",
            number(&counted, "allocations")
        );
    }
    drop(server);
    let server = Server::start(folder, 0)?;
    // With its warm-up of 1,000, so many rents in all.
    server.measure(&program(folder, "client"), "ext", 0, "9000")?;
    let _ = writeln!(
        text,
        "\nnumbers-ext, 10,000 sequential rents: {}",
        server.counts()?
    );
    let server = Server::start(folder, 64)?;
    let long = server.measure(&program(folder, "client"), "ext", 64, "999000")?;
    let _ = writeln!(
        text,
        "numbers-ext, 64 at once: {:.1} MiB after 1,000 rents, {:.1} MiB after 1,000,000",
        number(&long, "rss_after_warm_up_mib"),
        number(&long, "rss_mib")
    );
    Ok(text)
}

fn build(folder: &Path, more: &[&str]) -> Result<()> {
    let status = Command::new("cargo")
        .current_dir(folder)
        .args(["build", "--release", "--quiet", "--locked"])
        .args(more)
        .status()
        .map_err(|error| Problem::new(format!("cargo can't be run: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Problem::new("the benchmark does not build"))
    }
}

fn program(folder: &Path, name: &str) -> PathBuf {
    folder.join("target/release").join(name)
}

/// Pinned to one core for sequential calls, since on two the noise hides the differences.
fn pinned(path: &Path, concurrency: u32) -> Command {
    if concurrency > 0 {
        return Command::new(path);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(path);
    command
}

struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    url: String,
}

impl Server {
    fn start(folder: &Path, concurrency: u32) -> Result<Self> {
        let failed = |error| Problem::new(format!("the server can't be started: {error}"));
        let mut child = pinned(&program(folder, "server"), concurrency)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let output = child
            .stdout
            .take()
            .ok_or_else(|| Problem::new("the server has no output"))?;
        let mut output = BufReader::new(output);
        let mut url = String::new();
        output.read_line(&mut url).map_err(failed)?;
        let url = url.trim().to_owned();
        Ok(Self { child, output, url })
    }

    /// Ends the server; how many connections, tokens and rents it saw.
    fn counts(mut self) -> Result<String> {
        drop(self.child.stdin.take());
        let mut counts = String::new();
        self.output
            .read_line(&mut counts)
            .map_err(|error| Problem::new(format!("the server says nothing: {error}")))?;
        Ok(counts.trim().to_owned())
    }

    fn measure(&self, path: &Path, client: &str, concurrency: u32, rents: &str) -> Result<Value> {
        let failed = |error| Problem::new(format!("the client can't be run: {error}"));
        let mut child = pinned(path, concurrency)
            .args([client, &self.url, rents, &concurrency.max(1).to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut text = String::new();
        if let Some(mut output) = child.stdout.take() {
            output.read_to_string(&mut text).map_err(failed)?;
        }
        child.wait().map_err(failed)?;
        serde_json::from_str(&text)
            .map_err(|_| Problem::new(format!("the client {client} printed no measurement")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn number(value: &Value, key: &str) -> f64 {
    value.get(key).and_then(Value::as_f64).unwrap_or_default()
}

fn median(samples: &[Value], key: &str) -> f64 {
    let mut values: Vec<f64> = samples.iter().map(|sample| number(sample, key)).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn rows(samples: &BTreeMap<(u32, usize), Vec<Value>>) -> Vec<Value> {
    let by_hand = |concurrency| {
        let samples = samples.get(&(concurrency, 0));
        samples.map_or(f64::NAN, |samples| median(samples, "cpu_us"))
    };
    let row = |(&(concurrency, client), samples): (&(u32, usize), &Vec<Value>)| {
        let cpu = median(samples, "cpu_us");
        json!({
            "client": CLIENTS.get(client),
            "concurrency": concurrency.max(1),
            "one_core": concurrency == 0,
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

/// Throughput over concurrency, a line a client.
fn plot(rows: &[Value]) -> String {
    let shared: Vec<_> = rows
        .iter()
        .filter(|row| row.get("one_core") == Some(&Value::Bool(false)))
        .collect();
    let most = shared
        .iter()
        .map(|row| number(row, "rents_per_second"))
        .fold(1.0, f64::max);
    let x = |concurrency: f64| 70.0 + concurrency.log2() / 8.0 * 420.0;
    let y = |rents: f64| 300.0 - rents / most * 260.0;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 350\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"620\" height=\"350\" fill=\"white\"/>\n\
         <text x=\"280\" y=\"342\" text-anchor=\"middle\">calls at once</text>\n\
         <text x=\"8\" y=\"20\">rents a second</text>\n",
    );
    for concurrency in [1.0, 16.0, 64.0, 256.0] {
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"320\" text-anchor=\"middle\">{concurrency}</text>",
            x(concurrency)
        );
    }
    for part in 0..=4 {
        let rents = most / 4.0 * f64::from(part);
        let _ = writeln!(
            svg,
            "<line x1=\"70\" x2=\"490\" y1=\"{0:.0}\" y2=\"{0:.0}\" stroke=\"#ddd\"/><text x=\"64\" y=\"{1:.0}\" text-anchor=\"end\">{2:.0}</text>",
            y(rents),
            y(rents) + 4.0,
            rents
        );
    }
    let colours = ["#444", "#c62828", "#1565c0", "#2e7d32", "#6a1b9a"];
    for ((client, colour), index) in CLIENTS.iter().zip(colours).zip(0_i32..) {
        let of_client = shared
            .iter()
            .filter(|row| row.get("client").and_then(Value::as_str) == Some(client));
        let points: Vec<_> = of_client
            .map(|row| {
                format!(
                    "{:.1},{:.1}",
                    x(number(row, "concurrency")),
                    y(number(row, "rents_per_second"))
                )
            })
            .collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"505\" y=\"{}\" fill=\"{colour}\">{client}</text>",
            points.join(" "),
            60 + index * 18
        );
    }
    svg.push_str("</svg>\n");
    svg
}
