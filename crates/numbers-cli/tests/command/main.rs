//! The built CLI, as a person meets it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod auth;
mod callbacks;
mod canned;
mod child;
mod confirm;
mod emergency;
mod explain;
mod find;
mod journey;
mod list;
mod listen;
mod lost;
#[cfg(target_os = "linux")]
mod million;
mod orders;
mod reconcile;
mod release;
mod rent;
mod simulate;
mod simulation;
mod streams;
#[cfg(unix)]
mod terminal;
mod update;
mod wait;
mod words;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

#[cfg(unix)]
use crate::canned::read_request;
use crate::canned::{against, canned, rent_against, response, token};
use crate::simulation::Simulation;

const PHONE: &str = "+12025550134";

/// The command that orders a number that requires documents.
const CREATE_ORDER: [&str; 8] = [
    "orders",
    "create",
    "--region",
    "AU",
    "--type",
    "mobile",
    "--phone",
    "+61491570156",
];

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
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Returns the one JSON object that was printed, which has to keep to its schema.
fn json(output: &Output) -> Value {
    let mut objects = lines(output);
    assert_eq!(objects.len(), 1, "not one JSON object: {output:?}");
    objects.remove(0)
}

/// Returns the JSON objects that were printed, one a line. Each has to keep to its schema.
fn lines(output: &Output) -> Vec<Value> {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let schema = numbers(&["schema"]).output().unwrap().stdout;
        jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap()
    });
    let printed = text(&output.stdout);
    let objects = printed.lines().map(|line| {
        let json: Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {output:?}"));
        let errors: Vec<_> = SCHEMA
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{json:#}\n{errors:#?}");
        json
    });
    objects.collect()
}

/// Returns what somebody reads, with the lines of stderr marked, and the exit code.
fn transcript(output: &Output) -> String {
    let mut shown = text(&output.stdout);
    for line in text(&output.stderr).lines() {
        shown.push_str(&format!("! {line}\n"));
    }
    steady(&format!("{shown}[{}]\n", code(output)))
}

/// Replaces times and durations, which are others in each run.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end();
        let is_date = bare.starts_with("20") && bare.as_bytes().get(4) == Some(&b'-');
        // Prices have two decimals.
        let is_seconds = bare
            .split_once('.')
            .is_some_and(|(whole, rest)| whole.parse::<u32>().is_ok() && rest.len() == 1);
        out.push_str(match bare {
            _ if is_date => "[date]",
            _ if is_seconds => "[seconds]",
            bare => bare,
        });
        out.push_str(&word[bare.len()..]);
    }
    out
}
