//! A run that is killed at any moment and resumed loses nothing, and rents nothing twice.

use std::collections::BTreeSet;
use std::process::Stdio;

use super::*;
use crate::relay::{Exchange, Relay};

/// What goes wrong with every tenth number, once.
const FAULTS: [&str; 9] = [
    "committedThenReset",
    "notCommittedThenReset",
    "truncated",
    "htmlBadGateway",
    "committedThenInternal",
    "notCommittedThenInternal",
    "anotherNumber",
    "{ unavailable: { retryAfter: 1 } }",
    "{ throttled: { retryAfter: 1 } }",
];

fn faults(count: usize) -> Vec<String> {
    (0..count)
        .filter_map(|index| {
            let fault = FAULTS.get(index % (FAULTS.len() + 1))?;
            let phone = phone(index);
            Some(format!(
                "{{ operation: rentNumber, phoneNumber: '{phone}', times: 1, fault: {fault} }}"
            ))
        })
        .collect()
}

/// Random enough, and the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// The numbers of the journal that may be rented, by what it says.
fn may_be_rented(desk: &Desk) -> BTreeSet<String> {
    let is_open = |entry: &Value| entry["outcome"] == "rented" || entry["outcome"] == "unknown";
    let entries = desk.entries().into_iter().filter(is_open);
    entries
        .map(|entry| entry["phoneNumber"].as_str().unwrap().to_owned())
        .collect()
}

/// Kills a run of `count` numbers up to `kills` times, at any message that it sends or
/// receives, and lets it end.
fn kill_and_resume(count: usize, kills: usize) {
    let simulation = Simulation::with(&faults(count));
    let relay = Relay::to(simulation.url());
    let desk = Desk::new();
    desk.plan(count);
    let phones = || (0..count).map(phone);
    // A number takes one message about a rental at least: so few of them are between two kills
    // that half of the kills hit, whatever the seed.
    let most = (count * 2 / kills) as u64;
    let seed = std::process::id();
    println!("seed {seed}");
    let mut random = Random(u64::from(seed) + 1);
    let mut hits = 0;
    while hits < kills {
        // A plan that is staged already is not staged again.
        let verb = match desk.journal().exists() && random.below(2) == 0 {
            true => "resume",
            false => "run",
        };
        // Not more than the messages between two kills, or no response is ever read.
        let concurrency = (1 + random.below(4)).to_string();
        let options = ["--concurrency", &concurrency, "--stop-after-unknowns", "0"];
        let mut command = desk.bulk(&simulation, verb, &options);
        command.env("SINCH_NUMBERS_URL", &relay.url);
        let message = random.below(most) as usize;
        // By all messages alone, hardly a run would come to rent: each first looks up what the
        // run before it has left in doubt.
        relay.stop_at(message + 1, random.below(3) == 0);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Some are killed before they have said anything.
        if message > 0 && !relay.until_stopped(&mut child) {
            break;
        }
        hits += 1;
        child.kill().unwrap();
        child.wait().unwrap();
        relay.go_on();
        if !desk.journal().exists() {
            continue;
        }
        // What is rented, the journal has as rented or as unknown, at every moment.
        let rented = simulation.ledger(phones());
        let known = may_be_rented(&desk);
        let lost: Vec<_> = rented.difference(&known).collect();
        assert!(lost.is_empty(), "after kill {hits}, lost: {lost:?}");
    }
    relay.go_on();
    let rented = desk.outcomes("rented");
    println!("after {hits} kills: {rented} of {count} rented");
    assert!(hits * 2 >= kills, "{hits} kills");
    let last = |verb| {
        let options = [
            "--concurrency",
            "16",
            "--on-unknown",
            "reconcile-then-retry",
        ];
        let mut command = desk.bulk(&simulation, verb, &options);
        command
            .env("SINCH_NUMBERS_URL", &relay.url)
            .output()
            .unwrap()
    };
    let output = last("run");
    assert_eq!(code(&output), 0, "{output:?}");
    // There is nothing left to do.
    let output = last("resume");
    assert_eq!(code(&output), 0, "{output:?}");
    let rented: BTreeSet<_> = desk
        .entries()
        .iter()
        .filter(|entry| entry["outcome"] == "rented")
        .map(|entry| entry["phoneNumber"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(rented, phones().collect(), "by the journal");
    assert_eq!(simulation.ledger(phones()), rented, "by the ledger");
    for (phone, exchanges) in relay.exchanges() {
        never_blindly(&phone, &exchanges);
    }
}

/// After a rental request that was not refused, the next one comes only when a lookup has
/// shown that the number is not held.
fn never_blindly(phone: &str, exchanges: &[Exchange]) {
    let mut may_send = true;
    for exchange in exchanges {
        if exchange.is_rental {
            assert!(may_send, "{phone} was sent again blindly: {exchanges:?}");
            may_send = exchange.status == Some(429);
        } else {
            may_send |= exchange.status == Some(404);
        }
    }
}

#[test]
fn a_run_that_is_killed_and_resumed_loses_nothing_and_rents_nothing_twice() {
    kill_and_resume(40, 6);
}

/// `cargo test -p numbers-cli --test bulk --release -- --ignored --nocapture a_hundred_kills`
#[test]
#[ignore = "takes minutes"]
fn a_hundred_kills_over_a_thousand_numbers_lose_nothing() {
    kill_and_resume(1_000, 100);
}
