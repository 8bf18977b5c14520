//! Renting in bulk: limits, the journal, and what they cost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod calls;
mod changes;
mod exports;
mod limits;
mod prices;
mod staging;
mod throughput;
mod unknowns;

use std::path::PathBuf;

use numbers_bulk::{Defaults, Journal, JournalReader, Limits, Plan, Run};
use numbers_ext::{Numbers, NumbersBuilder};
use numbers_sim::{Fault, Operation, PlannedFault, Simulator};
use serde_json::Value;

/// A journal in a folder of its own, for the account of a simulator.
struct Desk {
    simulator: Simulator,
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Desk {
    async fn new() -> Self {
        Self::with(Simulator::start().await.unwrap())
    }

    fn with(simulator: Simulator) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            simulator,
            path: folder.path().join("journal.db"),
            _folder: folder,
        }
    }

    fn journal(&self) -> Journal {
        let project = self.simulator.project().parse().unwrap();
        Journal::open_or_create(&self.path, &project).unwrap()
    }

    /// Returns a journal that plans so many numbers.
    fn planned(&self, count: usize) -> Journal {
        let mut journal = self.journal();
        journal
            .stage(plan(&rows(count)), &Defaults::default())
            .unwrap();
        journal
    }

    fn client(&self) -> NumbersBuilder {
        Numbers::builder()
            .project(self.simulator.project())
            .access_key(self.simulator.key_id(), self.simulator.key_secret())
            .numbers_url(self.simulator.url())
            .auth_url(self.simulator.url())
            .reconciling(
                std::time::Duration::from_secs(1),
                std::time::Duration::from_secs(10),
            )
    }

    fn run(&self, journal: Journal, concurrency: usize) -> Run {
        Run::new(journal, self.client()).limits(limits(concurrency))
    }

    fn entries(&self) -> Vec<Value> {
        let mut out = Vec::new();
        JournalReader::open(&self.path)
            .unwrap()
            .export_json(&mut out)
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The numbers that were asked to be rented, once for each request.
    fn sent(&self) -> Vec<String> {
        let requests = self.simulator.requests();
        let rentals = requests
            .iter()
            .filter(|request| request.operation == Some(Operation::RentNumber));
        let phone = |path: &str| {
            let last = path.rsplit('/').next().unwrap();
            last.trim_end_matches(":rent").replace("%2B", "+")
        };
        rentals.map(|request| phone(&request.path)).collect()
    }
}

fn limits(concurrency: usize) -> Limits {
    Limits::default().concurrency(concurrency.try_into().unwrap())
}

fn phone(index: usize) -> String {
    format!("+1202555{index:04}")
}

/// The rows of a plan of so many numbers.
fn rows(count: usize) -> String {
    let mut text = String::from("phone_number,sms_plan\n");
    for index in 0..count {
        text.push_str(&format!("{},plan-1\n", phone(index)));
    }
    text
}

fn plan(text: &str) -> Plan<&[u8]> {
    Plan::new("plan.csv", text.as_bytes())
}

/// Plans a fault of every rental request.
fn rental(fault: Fault) -> PlannedFault {
    fault.on(Operation::RentNumber)
}
