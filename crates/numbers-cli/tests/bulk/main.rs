//! `numbers bulk` and `numbers rent --journal`: real processes, real files, real kills.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[cfg(unix)]
mod broken;
#[cfg(unix)]
mod interrupted;
mod kills;
mod plans;
mod relay;
#[cfg(target_os = "linux")]
mod scale;
mod simulation;
mod single;

use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::Child;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::simulation::Simulation;

/// Returns the CLI with nothing of this process's environment that could matter.
fn numbers(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_numbers"));
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("SINCH_") || name == "RUST_LOG")
    {
        command.env_remove(name);
    }
    command
        .env("COLUMNS", "100")
        // Nor its profiles.
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("APPDATA", env!("CARGO_TARGET_TMPDIR"))
        .args(arguments);
    command.stdin(Stdio::null());
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Sends a signal.
#[cfg(unix)]
fn signal(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let kill = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(kill.success());
}

/// A folder with a journal and a plan.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn journal(&self) -> PathBuf {
        self.file("journal.db")
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Writes a plan of so many numbers.
    fn plan(&self, count: usize) -> PathBuf {
        let mut text = String::from("phone_number,sms_plan\n");
        for index in 0..count {
            text.push_str(&format!("{},plan-1\n", phone(index)));
        }
        self.write("plan.csv", &text)
    }

    /// Returns `numbers bulk VERB --journal ...`.
    fn bulk(&self, simulation: &Simulation, verb: &str, more: &[&str]) -> Command {
        let journal = self.journal();
        let mut arguments = vec!["bulk", verb];
        let plan = self.file("plan.csv");
        if verb == "run" {
            arguments.push(plan.to_str().unwrap());
        }
        arguments.extend(["--journal", journal.to_str().unwrap()]);
        if !["status", "export"].contains(&verb) {
            // Little of each, so that tests wait as little as can be. No request is started
            // with less than two seconds left, and the journal needs some as well.
            for option in [["--timeout", "4s"], ["--waiting", "1s"]] {
                if !more.contains(&option[0]) {
                    arguments.extend(option);
                }
            }
        }
        arguments.extend(more);
        simulation.command(&arguments)
    }

    /// Returns the journal's entries, as they are exported.
    fn entries(&self) -> Vec<Value> {
        entries(&self.journal())
    }

    fn outcomes(&self, outcome: &str) -> usize {
        let entries = self.entries();
        entries
            .iter()
            .filter(|entry| entry["outcome"] == outcome)
            .count()
    }
}

fn entries(journal: &Path) -> Vec<Value> {
    let journal = journal.to_str().unwrap();
    let export = ["bulk", "export", "--journal", journal, "--format", "json"];
    let output = numbers(&export).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The numbers of plans.
fn phone(index: usize) -> String {
    format!("+1202555{index:04}")
}

/// Waits for something that another process does.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed().as_secs() < 60, "in vain: {what}");
        std::thread::yield_now();
    }
}
