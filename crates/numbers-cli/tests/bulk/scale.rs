//! A million rows.

use std::io::Write as _;
use std::time::{Duration, Instant};

use super::*;

/// The most memory that a process has used, in MiB.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

/// `cargo test -p numbers-cli --test bulk --release -- --ignored --nocapture a_million`
#[test]
#[ignore = "takes minutes"]
fn a_million_rows_fit_into_200_mib_and_resume_within_seconds() {
    const ROWS: u64 = 1_000_000;
    let simulation = Simulation::start();
    let desk = Desk::new();
    let mut plan = std::io::BufWriter::new(std::fs::File::create(desk.file("plan.csv")).unwrap());
    writeln!(
        plan,
        "phone_number,sms_plan,sms_campaign,voice_rtc,callback_url"
    )
    .unwrap();
    for row in 0..ROWS {
        // In no order, as numbers from a search may be.
        let row = row * 7_919 % ROWS;
        writeln!(
            plan,
            "+1 (202) {row:07},plan-1,CAMPAIGN1,app-1,https://example.com/numbers"
        )
        .unwrap();
    }
    plan.flush().unwrap();
    let begun = Instant::now();
    let mut command = desk.bulk(&simulation, "run", &["--max-spend", "0 USD"]);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        // A reading now and then: when it has ended, nothing is to be read any more.
        most = peak(&child).unwrap_or_default().max(most);
        std::thread::sleep(Duration::from_millis(10));
    }
    println!(
        "checked and journalled: {:.1} s, {most} MiB",
        begun.elapsed().as_secs_f64()
    );
    assert!(most < 200, "{most} MiB");

    let journal = rusqlite::Connection::open(desk.journal()).unwrap();
    journal
        .execute_batch(
            "BEGIN;
             INSERT INTO run (id, started_at) VALUES (1000, 'then');
             UPDATE entry SET outcome = 'rented' WHERE id <= 500000;
             -- One has a call: its price was looked up for the cap.
             INSERT OR REPLACE INTO call (entry_id, run_id, requests, price, currency, changed_at)
             SELECT id, 1000, 1, '2.00', 'USD', 'then' FROM entry WHERE id <= 500000;
             COMMIT",
        )
        .unwrap();
    drop(journal);
    let begun = Instant::now();
    let mut command = desk.bulk(&simulation, "resume", &["--rate", "10"]);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    until("something is sent", || !simulation.rentals().is_empty());
    let first = begun.elapsed();
    println!(
        "resumed half-done: first request after {:.1} s",
        first.as_secs_f64()
    );
    println!("memory: {} MiB", peak(&child).unwrap());
    assert!(peak(&child).unwrap() < 200);
    child.kill().unwrap();
    child.wait().unwrap();
}
