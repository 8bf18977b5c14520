//! Journals that can't be used: each a clear error, and nothing is sent without its intent
//! on disk.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use super::*;

/// A journal of 20 numbers, of which none is rented yet.
fn planned(simulation: &Simulation) -> Desk {
    let desk = Desk::new();
    desk.plan(20);
    // No slot for a call: a cap of nothing keeps all of them planned.
    let output = desk
        .bulk(simulation, "run", &["--max-spend", "0 USD"])
        .output();
    let output = output.unwrap();
    assert_eq!(code(&output), 4, "{output:?}");
    assert!(
        stderr(&output).contains("the spending cap of 0 USD"),
        "{output:?}"
    );
    desk
}

/// Each command says so, with this exit code, and nothing is sent.
fn refused(desk: &Desk, simulation: &Simulation, exit: i32, expected: &str) {
    for verb in ["run", "resume", "reconcile"] {
        let output = desk.bulk(simulation, verb, &[]).output().unwrap();
        let said = stderr(&output);
        assert_eq!(code(&output), exit, "{verb}: {said}");
        assert!(said.contains(expected), "{verb}: {said}");
    }
    assert!(simulation.rentals().is_empty(), "something was sent");
}

fn sqlite(desk: &Desk) -> rusqlite::Connection {
    rusqlite::Connection::open(desk.journal()).unwrap()
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let simulation = Simulation::start();
    let desk = planned(&simulation);
    sqlite(&desk)
        .pragma_update(None, "user_version", 2)
        .unwrap();
    refused(
        &desk,
        &simulation,
        1,
        "is of schema 2, and this version knows schema 1",
    );
}

#[test]
fn a_journal_that_is_cut_off_is_not_used() {
    for (length, exit, expected) in [
        (0, 2, "it is empty"),
        (10, 2, "is no SQLite database"),
        (100, 1, "is damaged"),
        (4_096, 1, "is damaged"),
        (30_000, 1, "is damaged (its end is missing)"),
    ] {
        let simulation = Simulation::start();
        let desk = planned(&simulation);
        let file = OpenOptions::new().write(true).open(desk.journal()).unwrap();
        file.set_len(length).unwrap();
        refused(&desk, &simulation, exit, expected);
    }
}

#[test]
fn a_journal_with_a_page_that_was_overwritten_is_not_used() {
    let simulation = Simulation::start();
    let desk = planned(&simulation);
    let file = OpenOptions::new().write(true).open(desk.journal()).unwrap();
    let length = file.metadata().unwrap().len();
    for page in 1..length / 4_096 {
        let at = page * 4_096;
        let mut before = [0; 64];
        let read = std::fs::File::open(desk.journal()).unwrap();
        read.read_exact_at(&mut before, at).unwrap();
        file.write_all_at(&[0x5a; 64], at).unwrap();
        refused(&desk, &simulation, 1, "is damaged");
        file.write_all_at(&before, at).unwrap();
    }
}

#[test]
fn what_is_no_journal_is_not_used() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    desk.plan(1);
    let other = sqlite(&desk);
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    refused(&desk, &simulation, 2, "is a database of another program");
    desk.write("journal.db", "phone_number\n+12025550100\n");
    refused(&desk, &simulation, 2, "is no SQLite database");
}

#[test]
fn a_journal_of_another_project_is_not_used() {
    let simulation = Simulation::start();
    let desk = planned(&simulation);
    sqlite(&desk)
        .execute_batch("UPDATE journal SET project_id = 'other'")
        .unwrap();
    refused(&desk, &simulation, 2, "is of the project other");
}

/// SQLite opens a file of a later write version to read alone, whoever asks.
#[test]
fn a_journal_that_can_only_be_read_is_not_used_but_shown() {
    let simulation = Simulation::start();
    let desk = planned(&simulation);
    let file = OpenOptions::new().write(true).open(desk.journal()).unwrap();
    file.write_all_at(&[3], 18).unwrap();
    refused(&desk, &simulation, 1, "can't be written");
    assert_eq!(desk.outcomes("planned"), 20);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    let plan = desk.plan(1);
    let journal = desk.file("nowhere").join("journal.db");
    let run = [
        "bulk",
        "run",
        plan.to_str().unwrap(),
        "--journal",
        journal.to_str().unwrap(),
    ];
    let output = simulation.command(&run).output().unwrap();
    assert_eq!(code(&output), 1, "{output:?}");
    assert!(stderr(&output).contains("nowhere/journal.db"), "{output:?}");
    assert!(simulation.rentals().is_empty());
}

#[test]
fn a_second_process_is_kept_out_and_may_look() {
    let simulation = Simulation::slow(60_000);
    let desk = Desk::new();
    desk.plan(20);
    let mut command = desk.bulk(&simulation, "run", &["--concurrency", "2"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("two numbers are rented", || {
        (0..2).all(|index| simulation.holds(&phone(index)))
    });
    for verb in ["run", "resume", "reconcile"] {
        let output = desk.bulk(&simulation, verb, &[]).output().unwrap();
        assert_eq!(code(&output), 1, "{verb}: {output:?}");
        let expected = format!("in use by another process ({})", child.id());
        assert!(stderr(&output).contains(&expected), "{verb}: {output:?}");
    }
    let output = desk.bulk(&simulation, "status", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(
        stdout(&output).contains("unknown           2"),
        "{output:?}"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    // The lock has gone with the process.
    let output = desk.bulk(&simulation, "reconcile", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(desk.outcomes("rented"), 2);
}

/// A limit to the size of files stands for a disk that fills up.
#[test]
fn a_disk_that_fills_up_stops_the_run_and_nothing_is_lost() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    desk.plan(300);
    // The plan fits, and its run does not.
    let limit = |blocks: usize, verb: &str| {
        let command = desk.bulk(&simulation, verb, &["--concurrency", "8"]);
        let mut shell = Command::new("/bin/sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        shell.args(["-c", &script, "sh"]).arg(command.get_program());
        shell.args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.output().unwrap()
    };
    let output = limit(1_000, "run");
    let said = stderr(&output);
    assert!([1, 5].contains(&code(&output)), "{said}");
    assert!(said.contains("error: stopped: the journal '"), "{said}");
    let entries = desk.entries();
    let rented = simulation.ledger((0..300).map(phone));
    assert!(!rented.is_empty() && rented.len() < 300, "{}", rented.len());
    for entry in &entries {
        let is_open = entry["outcome"] == "rented" || entry["outcome"] == "unknown";
        let phone = entry["phoneNumber"].as_str().unwrap();
        assert!(
            is_open || !rented.contains(phone),
            "{phone} is lost: {entry}"
        );
    }
    // What could not be written is said, and of nothing else.
    let ending = ", and the journal has it as unknown";
    for line in said.lines().filter(|line| line.ends_with(ending)) {
        let phone = line.split(' ').nth(1).unwrap();
        let entry = entries.iter().find(|entry| entry["phoneNumber"] == phone);
        assert_eq!(entry.unwrap()["outcome"], "unknown", "{line}");
        assert_eq!(
            line.contains(" is rented,"),
            rented.contains(phone),
            "{line}"
        );
    }
    // With room again, it goes on.
    let output = desk.bulk(&simulation, "resume", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(desk.outcomes("rented"), 300);

    // Without room for the plan, nothing is sent, and nothing stays.
    let desk = Desk::new();
    desk.plan(300);
    let journal = desk.journal();
    let plan = desk.file("plan.csv");
    let mut shell = Command::new("/bin/sh");
    let script = "trap '' XFSZ; ulimit -f 20; exec \"$@\"";
    let binary = env!("CARGO_BIN_EXE_numbers");
    shell
        .args(["-c", script, "sh", binary, "bulk", "run"])
        .arg(&plan);
    shell.arg("--journal").arg(&journal);
    for (name, value) in simulation.command(&[]).get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let output = shell.output().unwrap();
    assert_eq!(code(&output), 1, "{output:?}");
    assert!(stderr(&output).contains("nothing was sent"), "{output:?}");
    assert!(!journal.exists());
}
