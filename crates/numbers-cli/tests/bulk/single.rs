//! `numbers rent --journal`.

use super::*;

fn rent(desk: &Desk, simulation: &Simulation, more: &[&str]) -> Command {
    let journal = desk.journal();
    let journal = journal.to_str().unwrap();
    let rent = [
        "rent",
        "+12025550100",
        "--sms-plan",
        "plan-1",
        "--yes",
        "--journal",
        journal,
    ];
    simulation.command(&[&rent[..], more].concat())
}

#[test]
fn a_rental_that_is_killed_is_in_the_journal_and_is_not_sent_again() {
    let once = "{ operation: rentNumber, times: 1, fault: { slow: { milliseconds: 60000 } } }";
    let simulation = Simulation::with(&[once.to_owned()]);
    let desk = Desk::new();
    let mut child = rent(&desk, &simulation, &[])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("the number is rented", || simulation.holds("+12025550100"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(desk.outcomes("unknown"), 1);

    let output = rent(&desk, &simulation, &[]).output().unwrap();
    assert_eq!(code(&output), 5, "{output:?}");
    let said = stderr(&output);
    assert!(
        said.contains("may have been rented by an earlier call"),
        "{said}"
    );
    assert!(
        said.contains("numbers bulk reconcile --journal '"),
        "{said}"
    );

    let output = desk.bulk(&simulation, "reconcile", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    let output = rent(&desk, &simulation, &["--output", "json"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 4, "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["outcome"], "not_sent");
    // The first is not listed while its response is still to come.
    let rentals = simulation.rentals();
    assert!(rentals.get("+12025550100").is_none_or(|count| *count == 1));
}

#[test]
fn a_rental_is_kept_and_one_that_was_refused_can_be_tried_with_something_else() {
    let simulation =
        Simulation::with(&["{ operation: rentNumber, times: 1, fault: noCredit }".to_owned()]);
    let desk = Desk::new();
    let output = rent(&desk, &simulation, &[]).output().unwrap();
    assert_eq!(code(&output), 3, "{output:?}");
    assert_eq!(desk.outcomes("rejected"), 1);
    let journal = desk.journal();
    let journal = journal.to_str().unwrap();
    let other = [
        "rent",
        "+12025550100",
        "--voice-rtc",
        "app",
        "--yes",
        "--journal",
        journal,
    ];
    let output = simulation.command(&other).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(
        stdout(&output).starts_with("Rented +12025550100"),
        "{output:?}"
    );
    let entry = &desk.entries()[0];
    assert_eq!(entry["outcome"], "rented");
    assert_eq!(entry["configuration"]["voiceConfiguration"]["appId"], "app");
    // What is rented can't be asked for in another way.
    let output = rent(&desk, &simulation, &[]).output().unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
}

#[test]
fn a_journal_that_can_not_be_used_keeps_a_rental_from_being_sent() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    desk.write("journal.db", "something else");
    let output = rent(&desk, &simulation, &[]).output().unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(
        stderr(&output).contains("is no SQLite database"),
        "{output:?}"
    );
    assert!(simulation.rentals().is_empty());
}
