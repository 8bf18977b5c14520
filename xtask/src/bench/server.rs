//! The server that clients are measured against, and one measurement.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use serde_json::Value;

use super::clients::{self, Client};
use crate::Result;
use crate::command::{self, Running};
use crate::problem::Problem;

/// Stands for one call after the other, with client and server on one core, since on two
/// the noise hides the differences.
pub(super) const ONE_CORE: u32 = 0;

pub(super) struct Server {
    process: Running,
    output: BufReader<ChildStdout>,
    url: String,
}

impl Server {
    pub(super) fn start(root: &Path, concurrency: u32) -> Result<Self> {
        let failed = |error| Problem::new(format!("the server can't be started: {error}"));
        let program = clients::program(root, "server").into_os_string();
        let mut process = Running(
            pinned(vec![program], concurrency)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .map_err(failed)?,
        );
        let output = process.0.stdout.take();
        let output = output.ok_or_else(|| Problem::new("the server has no output"))?;
        let mut output = BufReader::new(output);
        let mut url = String::new();
        output.read_line(&mut url).map_err(failed)?;
        let url = url.trim().to_owned();
        Ok(Self {
            process,
            output,
            url,
        })
    }

    /// Ends the server; how many connections, tokens and rents it saw.
    pub(super) fn counts(mut self) -> Result<String> {
        drop(self.process.0.stdin.take());
        let mut counts = String::new();
        self.output
            .read_line(&mut counts)
            .map_err(|error| Problem::new(format!("the server says nothing: {error}")))?;
        Ok(counts.trim().to_owned())
    }

    /// Has a client rent; what it says that this cost.
    pub(super) fn measure(
        &self,
        root: &Path,
        client: Client,
        concurrency: u32,
        rents: u32,
    ) -> Result<Value> {
        self.measure_command(client.command(root), client, concurrency, rents)
    }

    /// The same with another build of the client's program.
    pub(super) fn measure_command(
        &self,
        mut words: Vec<OsString>,
        client: Client,
        concurrency: u32,
        rents: u32,
    ) -> Result<Value> {
        let at_once = concurrency.max(1).to_string();
        words.extend([&self.url, &rents.to_string(), &at_once].map(OsString::from));
        let text = command::output(&mut pinned(words, concurrency))?;
        serde_json::from_str(&text).map_err(|_| {
            Problem::new(format!(
                "the client {} printed no measurement",
                client.name()
            ))
        })
    }
}

fn pinned(words: Vec<OsString>, concurrency: u32) -> Command {
    let pin = ["taskset", "-c", "0"].map(OsString::from);
    let pin = pin.into_iter().filter(|_| concurrency == ONE_CORE);
    let mut words = pin.chain(words);
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}
