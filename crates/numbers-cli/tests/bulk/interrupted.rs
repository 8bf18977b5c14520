//! Ctrl-C: once to finish what is under way, twice to stop at once.

use std::io::{BufRead as _, BufReader};

use super::*;

fn start(desk: &Desk, simulation: &Simulation, more: &[&str]) -> Child {
    let mut command = desk.bulk(simulation, "run", more);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
fn an_interrupt_finishes_what_is_under_way() {
    let simulation = Simulation::slow(400);
    let desk = Desk::new();
    desk.plan(50);
    let child = start(
        &desk,
        &simulation,
        &["--concurrency", "4", "--output", "json"],
    );
    until("the first number is rented", || simulation.holds(&phone(0)));
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 4, "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["outcome"], "stopped");
    assert_eq!(said["unknown"], 0);
    let count = |key: &str| said[key].as_u64().unwrap();
    let sum = [
        "planned", "rented", "rejected", "notSent", "notDone", "unknown",
    ]
    .map(count);
    assert_eq!(sum.iter().sum::<u64>(), 50, "{said}");
    assert!(count("planned") > 0 && count("rented") > 0, "{said}");
    let rented = simulation.ledger((0..50).map(phone)).len();
    assert_eq!(rented, desk.outcomes("rented"));
    assert!(
        stderr(&output).contains("finishing what is under way"),
        "{output:?}"
    );
}

#[test]
fn a_second_interrupt_stops_at_once_and_the_journal_is_right() {
    let simulation = Simulation::slow(60_000);
    let desk = Desk::new();
    desk.plan(50);
    let more = ["--concurrency", "4", "--timeout", "90s"];
    let mut child = start(&desk, &simulation, &more);
    until("four numbers are rented", || {
        (0..4).map(phone).all(|phone| simulation.holds(&phone))
    });
    signal(&child, "-INT");
    let mut said = BufReader::new(child.stderr.take().unwrap());
    until("it says so", || {
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        line.contains("once more to stop at once")
    });
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 5, "{output:?}");
    assert_eq!(desk.outcomes("unknown"), 4);
    assert_eq!(desk.outcomes("planned"), 46);
    let output = desk.bulk(&simulation, "reconcile", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(desk.outcomes("rented"), 4);
    assert_eq!(desk.outcomes("planned"), 46);
}
