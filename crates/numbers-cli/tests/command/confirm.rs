//! What is asked on a terminal, and what the answers do.

#![cfg(unix)]

use super::terminal::{Terminal, plain};
use super::*;

/// Runs a command on a terminal, and answers its question.
fn answer(simulation: &Simulation, arguments: &[&str], answer: &str) -> (i32, String) {
    let mut terminal = Terminal::run(simulation.command(arguments));
    terminal.until("[y/N] ");
    terminal.type_line(answer);
    let (code, shown) = terminal.end();
    (code, steady(&plain(&shown)))
}

#[test]
fn a_rental_is_asked_about_with_its_price() {
    let simulation = Simulation::start();
    let rent = ["rent", PHONE, "--sms-plan", "demo"];
    let (exit, shown) = answer(&simulation, &rent, "n");
    assert_eq!(exit, 4);
    insta::assert_snapshot!("rent_no", shown);
    assert_eq!(simulation.saw(), [format!("GET availableNumbers/{PHONE}")]);
    let (exit, shown) = answer(&simulation, &rent, "y");
    assert_eq!(exit, 0);
    insta::assert_snapshot!("rent_yes", shown);
    let saw = simulation.saw();
    assert!(
        saw[1].starts_with(&format!("POST availableNumbers/{PHONE}:rent ")),
        "{saw:?}"
    );
    // There is nothing to ask about a number that is taken.
    let (exit, shown) = Terminal::run(simulation.command(&rent)).end();
    assert_eq!(exit, 3);
    assert!(shown.contains("is not available"), "{shown}");
}

#[test]
fn whoever_passes_a_yes_or_a_price_is_not_asked() {
    let simulation = Simulation::start();
    for (phone, answer) in [
        ("+12025550135", &["--yes"][..]),
        ("+12025550136", &["--max-price", "2.50 USD"]),
    ] {
        let rent = [&["rent", phone, "--sms-plan", "demo"], answer].concat();
        let (exit, shown) = Terminal::run(simulation.command(&rent)).end();
        assert_eq!(exit, 0, "{shown}");
        assert!(!shown.contains("[y/N]"), "{shown}");
    }
}

#[test]
fn a_release_is_asked_about_with_what_is_given_up() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    let release = ["release", PHONE];
    // Nothing typed is a no, as is the end of the input.
    for no in ["", "\u{4}"] {
        let (exit, _) = answer(&simulation, &release, no);
        assert_eq!(exit, 4);
    }
    assert_eq!(simulation.saw().len(), 2, "only the number was looked up");
    let (exit, shown) = answer(&simulation, &release, "yes");
    assert_eq!(exit, 0);
    insta::assert_snapshot!("release_yes", shown);
    // Nobody is asked about what the project does not hold.
    let (exit, shown) = Terminal::run(simulation.command(&["release", "+12025550135"])).end();
    assert_eq!(exit, 3, "{shown}");
}

#[test]
fn an_order_is_asked_about_with_its_price() {
    let simulation = Simulation::start();
    let create = crate::CREATE_ORDER;
    let (_, created) = simulation.json(&create);
    let order = created["numberOrderId"].as_str().unwrap();
    simulation.saw();
    let (exit, shown) = answer(&simulation, &["orders", "submit", order], "no");
    assert_eq!(exit, 4);
    insta::assert_snapshot!("submit_no", shown.replace(order, "[order]"));
    assert_eq!(simulation.saw(), [format!("GET numberOrders/{order}")]);
}

#[test]
fn what_unlinks_or_may_be_billed_is_asked_about() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    let address = [
        "--name",
        "Desk",
        "--street-number",
        "1",
        "--street",
        "Main St",
        "--city",
        "Springfield",
        "--state",
        "IL",
        "--postal-code",
        "62701",
    ];
    let mut questions = String::new();
    for arguments in [
        &["update", PHONE, "--unlink-sms"][..],
        &[
            "update",
            PHONE,
            "--sms-plan",
            "demo",
            "--sms-campaign",
            "C123",
        ],
        &[&["emergency", "set", PHONE], &address[..]].concat(),
        &["emergency", "remove", PHONE],
    ] {
        let (exit, shown) = answer(&simulation, arguments, "n");
        assert_eq!(exit, 4, "{shown}");
        questions.push_str(&shown);
    }
    assert!(simulation.saw().is_empty());
    insta::assert_snapshot!("questions", questions);
}

/// The question is on stderr: `numbers release ... | tee log` asks as well.
#[test]
fn an_interrupt_at_the_question_sends_nothing() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    let mut terminal = Terminal::run(simulation.command(&["release", PHONE]));
    terminal.until("[y/N] ");
    let id = terminal.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let (exit, shown) = terminal.end();
    assert_eq!(exit, 4, "{shown}");
    assert!(shown.contains("nothing was sent to release"), "{shown}");
    assert_eq!(simulation.saw(), [format!("GET activeNumbers/{PHONE}")]);
}

#[test]
fn what_is_asked_is_printed_in_colour_on_a_terminal_and_only_there() {
    let simulation = Simulation::start();
    let rent = ["rent", PHONE, "--sms-plan", "demo", "--yes"];
    let (_, shown) = Terminal::run(simulation.command(&rent)).end();
    assert!(shown.contains("\u{1b}[1m\u{1b}[32mRented"), "{shown:?}");
    let mut plain = simulation.command(&["release", PHONE, "--yes"]);
    plain.env("NO_COLOR", "1");
    let output = plain.output().unwrap();
    assert!(!text(&output.stdout).contains('\u{1b}'));
}
