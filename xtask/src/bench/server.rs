//! The server that clients are measured against, and one measurement.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use serde_json::Value;

use super::clients;
use crate::command::{self, Running};
use crate::problem::{Problem, Result};

/// How many calls a client makes at once. One after the other, client and server share a
/// core: on two, the noise hides the differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Load {
    Sequential,
    AtOnce(u32),
}

pub(super) struct Server {
    process: Running,
    output: BufReader<ChildStdout>,
    pub(super) url: String,
    load: Load,
}

impl Server {
    pub(super) fn start(root: &Path, load: Load) -> Result<Self> {
        let failed = |error| Problem::new(format!("the server can't be started: {error}"));
        let program = [clients::program(root, "server").into()];
        let mut process = Running(
            load.pinned(program)
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
            load,
        })
    }

    /// Ends the server. Returns how many connections, tokens and calls it saw.
    pub(super) fn counts(mut self) -> Result<String> {
        drop(self.process.0.stdin.take());
        let mut counts = String::new();
        self.output
            .read_line(&mut counts)
            .map_err(|error| Problem::new(format!("the server says nothing: {error}")))?;
        Ok(counts.trim().to_owned())
    }

    /// Has a client make calls. Returns what it says that they cost.
    pub(super) fn measure(&self, client: [OsString; 2], calls: u32) -> Result<Value> {
        let name = client.join(OsStr::new(" "));
        let at_once = match self.load {
            Load::Sequential => 1,
            Load::AtOnce(calls) => calls,
        };
        let rest = [&self.url, &calls.to_string(), &at_once.to_string()].map(OsString::from);
        let words = client.into_iter().chain(rest);
        let text = command::output(&mut self.load.pinned(words))?;
        serde_json::from_str(&text)
            .map_err(|_| Problem::new(format!("{} printed no measurement", name.display())))
    }
}

impl Load {
    fn pinned(self, words: impl IntoIterator<Item = OsString>) -> Command {
        let pin = ["taskset", "-c", "0"].map(OsString::from).into_iter();
        let pin = pin.filter(|_| self == Self::Sequential);
        let mut words = pin.chain(words);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    }
}

impl std::fmt::Display for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sequential => f.write_str("one after the other, one core"),
            Self::AtOnce(calls) => write!(f, "{calls} at once"),
        }
    }
}
