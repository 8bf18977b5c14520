//! `numbers wait`, `numbers rent --wait` and `numbers orders wait`.

use std::process::{Child, ChildStdout};

use super::*;

/// A command that goes on while the test does something.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    shown: String,
}

impl Running {
    fn start(simulation: &Simulation, arguments: &[&str]) -> Self {
        let mut child = simulation
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            stdout: BufReader::new(child.stdout.take().unwrap()),
            child,
            shown: String::new(),
        }
    }

    /// Reads lines until one has this in it.
    fn until(&mut self, text: &str) {
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).unwrap();
            assert!(read > 0, "'{text}' is not in {:?}", self.shown);
            self.shown.push_str(&line);
            if line.contains(text) {
                return;
            }
        }
    }

    #[cfg(unix)]
    fn interrupt(&self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    fn end(mut self) -> Output {
        self.stdout.read_to_string(&mut self.shown).unwrap();
        let mut output = self.child.wait_with_output().unwrap();
        output.stdout = self.shown.into_bytes();
        output
    }
}

/// A simulator whose time is moved by hand.
fn manual() -> Simulation {
    Simulation::with(&["--pace", "manual"])
}

/// The number whose campaign can't be provisioned, for the fifth of the codes.
const FAILING: &str = "+15005550104";

#[test]
fn a_wait_says_what_changes_and_ends_when_all_is_in_force() {
    let simulation = manual();
    simulation.rent(PHONE);
    let mut waiting = Running::start(&simulation, &["wait", PHONE]);
    waiting.until("pending");
    simulation.advance(10);
    insta::assert_snapshot!("wait", transcript(&waiting.end()));
    // Nothing is pending: there is nothing to wait for.
    simulation.saw();
    let (exit, said) = last(&simulation, &["wait", PHONE]);
    assert_eq!((exit, &said["outcome"]), (0, &"provisioned".into()));
    assert_eq!(said["products"][0]["state"], "done");
    assert_eq!(simulation.saw(), [format!("GET activeNumbers/{PHONE}")]);
}

/// Runs a command that prints JSON, and returns its exit code with its last object.
fn last(simulation: &Simulation, arguments: &[&str]) -> (i32, Value) {
    let output = simulation.run(&[arguments, &["--output", "json"]].concat());
    (code(&output), lines(&output).pop().unwrap())
}

#[test]
fn a_failure_is_explained_and_has_a_code_of_its_own() {
    let simulation = manual();
    let rent = [
        "rent",
        FAILING,
        "--sms-plan",
        "demo",
        "--sms-campaign",
        "C1",
        "--yes",
        "--wait",
    ];
    let mut waiting = Running::start(&simulation, &rent);
    waiting.until("pending");
    simulation.advance(10);
    insta::assert_snapshot!("rent_wait_failed", transcript(&waiting.end()));
    let (exit, said) = last(&simulation, &["wait", FAILING]);
    assert_eq!((exit, &said["outcome"]), (6, &"provisioning_failed".into()));
    assert_eq!(said["explanations"][0]["code"], "CAMPAIGN_NOT_AVAILABLE");
    assert_eq!(said["explanations"][0]["remedy"], "act");
}

#[test]
fn a_rental_that_is_waited_for_is_reported_first() {
    let simulation = manual();
    let rent = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--voice-rtc",
        "app",
        "--yes",
        "--wait",
        "--output",
        "json",
    ];
    let mut waiting = Running::start(&simulation, &rent);
    waiting.until(r#""product":"voice""#);
    simulation.advance(10);
    let output = waiting.end();
    assert_eq!(code(&output), 0, "{output:?}");
    let objects = lines(&output);
    let outcomes: Vec<_> = objects
        .iter()
        .map(|one| one["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(
        outcomes,
        [
            "rented",
            "changed",
            "changed",
            "changed",
            "changed",
            "provisioned"
        ]
    );
    assert_eq!(objects[5]["response"]["voiceConfiguration"]["appId"], "app");
    // One rental request, whatever was waited for.
    let saw = simulation.saw();
    let rentals = saw.iter().filter(|line| line.starts_with("POST")).count();
    assert_eq!(rentals, 1, "{saw:?}");
}

/// The codes that say otherwise are for rentals that are not known to have happened.
#[test]
fn a_rental_that_can_not_be_looked_up_afterwards_is_no_unknown() {
    let simulation = manual();
    simulation.fault("getActiveNumber", "trialAccount");
    let rent = ["rent", PHONE, "--sms-plan", "demo", "--yes", "--wait"];
    let output = simulation.run(&[&rent[..], &["--output", "json"]].concat());
    let outcomes: Vec<_> = lines(&output)
        .iter()
        .map(|one| one["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["rented", "unknown"]);
    assert_eq!(code(&output), 7, "{output:?}");
}

#[test]
fn a_wait_that_times_out_says_how_to_wait_on() {
    let simulation = manual();
    simulation.rent(PHONE);
    let wait = ["wait", PHONE, "--timeout", "1s"];
    insta::assert_snapshot!("wait_timed_out", simulation.session(&[&wait]));
    let (exit, said) = last(&simulation, &wait);
    assert_eq!((exit, &said["outcome"]), (7, &"timed_out".into()));
    let rent = [
        "rent",
        "+12025550135",
        "--sms-plan",
        "demo",
        "--yes",
        "--wait",
        "--wait-timeout",
        "1s",
    ];
    let (exit, said) = last(&simulation, &rent);
    assert_eq!((exit, &said["outcome"]), (7, &"timed_out".into()));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_wait_and_changes_nothing() {
    let simulation = manual();
    simulation.rent(PHONE);
    for more in [&[][..], &["--output", "json"]] {
        let mut waiting = Running::start(&simulation, &[&["wait", PHONE], more].concat());
        waiting.until("pending");
        waiting.interrupt();
        let output = waiting.end();
        assert_eq!(code(&output), 7, "{output:?}");
        match more {
            [] => assert!(text(&output.stderr).contains("interrupted"), "{output:?}"),
            _ => assert_eq!(lines(&output).pop().unwrap()["outcome"], "timed_out"),
        }
    }
}

#[test]
fn a_number_that_is_not_held_or_was_released_ends_a_wait() {
    let simulation = manual();
    let (exit, said) = last(&simulation, &["wait", PHONE]);
    assert_eq!((exit, &said["outcome"]), (3, &"not_held".into()));
    simulation.rent(PHONE);
    let release = simulation.run(&["release", PHONE, "--yes"]);
    assert_eq!(code(&release), 0);
    let (exit, said) = last(&simulation, &["wait", PHONE]);
    assert_eq!((exit, &said["outcome"]), (6, &"provisioning_ended".into()));
    let shown = simulation.session(&[&["wait", PHONE], &["wait", "+12025550135"]]);
    insta::assert_snapshot!("wait_in_vain", shown);
}

#[test]
fn a_lookup_that_fails_is_repeated_and_one_that_is_refused_is_not() {
    let simulation = manual();
    simulation.rent(PHONE);
    simulation.advance(10);
    simulation.fault("getActiveNumber", "htmlBadGateway");
    let output = simulation.run(&["wait", PHONE]);
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(text(&output.stderr).contains("looking again"), "{output:?}");
    simulation.fault("getActiveNumber", "htmlBadGateway");
    let output = simulation.run(&["wait", PHONE, "--output", "json"]);
    assert_eq!(lines(&output)[0]["outcome"], "lookup_failed");
    let output = simulation
        .command(&["wait", PHONE])
        .env("SINCH_KEY_SECRET", "another")
        .output()
        .unwrap();
    assert_eq!(code(&output), 5, "{output:?}");
}

#[cfg(unix)]
#[test]
fn a_terminal_has_a_line_for_each_product() {
    let simulation = manual();
    let rent = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--voice-rtc",
        "app",
        "--yes",
    ];
    assert_eq!(code(&simulation.run(&rent)), 0);
    let mut terminal = terminal::Terminal::run(simulation.command(&["wait", PHONE]));
    terminal.until("SMS");
    terminal.until("Voice");
    simulation.advance(10);
    terminal.until("done");
    let (exit, shown) = terminal.end();
    assert_eq!(exit, 0, "{shown}");
    // The lines are gone when the result is shown.
    let (_, result) = shown.split_once("Provisioned").unwrap();
    assert!(
        !result.contains("pending") && !result.contains("done"),
        "{shown:?}"
    );
}

#[test]
fn an_order_is_waited_for_until_it_is_reviewed() {
    for (review, exit, outcome) in [
        ("COMPLETED", 0, "order_completed"),
        ("REJECTED", 6, "order_failed"),
    ] {
        let simulation = manual();
        let plan = serde_json::json!({ "outcome": review, "message": "No", "times": 1 });
        simulation.post("reviews", &plan);
        let order = submitted(&simulation);
        let mut waiting = Running::start(&simulation, &["orders", "wait", &order]);
        waiting.until("in review");
        simulation.advance(60);
        let shown = transcript(&waiting.end()).replace(&order, "[order]");
        insta::assert_snapshot!(format!("order_wait_{}", review.to_lowercase()), shown);
        let (code, said) = last(&simulation, &["orders", "wait", &order]);
        assert_eq!((code, &said["outcome"]), (exit, &outcome.into()));
        assert_eq!(said["state"], review);
    }
}

#[test]
fn an_order_whose_review_takes_too_long_times_out() {
    let simulation = manual();
    let order = submitted(&simulation);
    let wait = ["orders", "wait", &order, "--timeout", "1s"];
    let shown = simulation.session(&[&wait]).replace(&order, "[order]");
    insta::assert_snapshot!("order_wait_timed_out", shown);
    let (exit, said) = last(&simulation, &wait);
    assert_eq!((exit, &said["outcome"]), (7, &"order_timed_out".into()));
}

/// Creates, fills and submits an order.
fn submitted(simulation: &Simulation) -> String {
    let create = crate::CREATE_ORDER;
    let (_, created) = simulation.json(&create);
    let order = created["numberOrderId"].as_str().unwrap().to_owned();
    let details = r#"{"endBusinessName":"Example","endBusinessAddress":"1 Example Street","city":"Sydney","postalCode":"2000","country":"AU"}"#;
    let registered = simulation.feed(details, &["orders", "register", &order, "-"]);
    assert_eq!(code(&registered), 0, "{registered:?}");
    let mut proof = tempfile::NamedTempFile::with_suffix(".pdf").unwrap();
    proof.write_all(b"%PDF-1.7").unwrap();
    let path = proof.path().to_str().unwrap();
    let attach = [
        "orders",
        "attach",
        &order,
        "01simulatedproofofbusiness",
        path,
        "--document-type",
        "Tax certificate",
    ];
    let attached = simulation.run(&attach);
    assert_eq!(code(&attached), 0, "{attached:?}");
    simulation.advance(2);
    let output = simulation.run(&["orders", "submit", &order, "--yes"]);
    assert_eq!(code(&output), 0, "{output:?}");
    order
}
