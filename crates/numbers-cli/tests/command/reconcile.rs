//! Every call that changes something, with its response lost: what it says, and what
//! `numbers reconcile` finds.

use super::*;

/// A call, and what reconciling shows when it was done.
struct Lost {
    arguments: Vec<String>,
    operation: &'static str,
    stdin: &'static str,
    done: &'static str,
}

fn lost(operation: &'static str, done: &'static str, arguments: &[&str]) -> Lost {
    Lost {
        arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
        operation,
        stdin: "",
        done,
    }
}

const SECRET: &str = "0123456789abcdef0123456789abcdef01234567";
const ADDRESS: &[&str] = &[
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
    "--yes",
];

fn all(simulation: &Simulation, folder: &std::path::Path) -> Vec<Lost> {
    let details = folder.join("details.json").display().to_string();
    let proof = folder.join("proof.pdf").display().to_string();
    std::fs::write(&details, r#"{"endBusinessName":"Example","endBusinessAddress":"1 Example Street","city":"Sydney","postalCode":"2000","country":"AU"}"#).unwrap();
    std::fs::write(&proof, "%PDF-1.7").unwrap();
    let create = crate::CREATE_ORDER;
    let (_, created) = simulation.json(&create);
    let order = created["numberOrderId"].as_str().unwrap();
    vec![
        lost(
            "rentNumber",
            "held",
            &["rent", PHONE, "--sms-plan", "demo", "--yes"],
        ),
        lost(
            "updateActiveNumber",
            "updated",
            &["update", PHONE, "--display-name", "Desk"],
        ),
        lost(
            "provisionEmergencyAddress",
            "emergency_address_set",
            &[&["emergency", "set", PHONE], ADDRESS].concat(),
        ),
        lost(
            "deprovisionEmergencyAddress",
            "emergency_address_removed",
            &["emergency", "remove", PHONE, "--yes"],
        ),
        Lost {
            stdin: SECRET,
            ..lost(
                "updateCallbackConfiguration",
                "callback_secret_set",
                &["callbacks", "secret", "set"],
            )
        },
        lost(
            "updateNumberOrderRegistration",
            "registered",
            &["orders", "register", order, &details],
        ),
        lost(
            "uploadNumberOrderAttachment",
            "uploaded",
            &[
                "orders",
                "attach",
                order,
                "01simulatedproofofbusiness",
                &proof,
                "--document-type",
                "Tax certificate",
            ],
        ),
        lost(
            "submitNumberOrder",
            "submitted",
            &["orders", "submit", order, "--yes"],
        ),
        lost("releaseNumber", "released", &["release", PHONE, "--yes"]),
    ]
}

/// Runs a call whose response is lost, and returns what it says.
fn lose(simulation: &Simulation, call: &Lost, fault: &str, more: &[&str]) -> Output {
    simulation.fault(call.operation, fault);
    let arguments: Vec<_> = call.arguments.iter().map(String::as_str).collect();
    let output = simulation.feed(call.stdin, &[&arguments, more].concat());
    assert_eq!(code(&output), 5, "{output:?}");
    output
}

#[test]
fn a_lost_response_names_a_command_that_finds_that_it_was_done() {
    let simulation = Simulation::start();
    let folder = tempfile::tempdir().unwrap();
    for call in all(&simulation, folder.path()) {
        let output = lose(&simulation, &call, "committedThenReset", &[]);
        let shown = text(&output.stderr);
        assert!(!shown.contains(SECRET), "{shown}");
        let line = shown.lines().last().unwrap();
        let token = line.split('\'').nth(1).unwrap_or_else(|| panic!("{shown}"));
        simulation.saw();
        let output = simulation.run(&["reconcile", "--in-doubt", token]);
        assert_eq!(code(&output), 0, "{}: {output:?}", call.operation);
        let (exit, said) = simulation.json(&["reconcile", "--in-doubt", token]);
        assert_eq!((exit, &said["outcome"]), (0, &call.done.into()), "{said}");
        if call.done != "held" {
            assert_eq!(said["proof"], "lookup", "{said}");
        }
        let saw = simulation.saw();
        assert!(saw.iter().all(|line| line.starts_with("GET ")), "{saw:?}");
    }
}

#[test]
fn a_lost_request_that_was_not_acted_on_is_proven_not_done() {
    let simulation = Simulation::start();
    let folder = tempfile::tempdir().unwrap();
    let mut shown = String::new();
    for call in all(&simulation, folder.path()) {
        let more = ["--waiting", "1s", "--output", "json"];
        let output = lose(&simulation, &call, "notCommittedThenReset", &more);
        let in_doubt = json(&output)["inDoubt"].to_string();
        let output = simulation.run(&["reconcile", "--in-doubt", &in_doubt]);
        assert_eq!(code(&output), 4, "{}: {output:?}", call.operation);
        let (exit, said) = simulation.json(&["reconcile", "--in-doubt", &in_doubt]);
        assert_eq!((exit, &said["outcome"]), (4, &"not_done".into()), "{said}");
        let order = call.arguments.get(2).map_or("", String::as_str);
        let said = text(&output.stdout);
        shown.push_str(&match call.arguments[0].as_str() {
            "orders" => said.replace(order, "[order]"),
            _ => said,
        });
        // The next one needs it to be done.
        let arguments: Vec<_> = call.arguments.iter().map(String::as_str).collect();
        let output = simulation.feed(call.stdin, &arguments);
        assert_eq!(code(&output), 0, "{output:?}");
    }
    insta::assert_snapshot!("not_done", shown);
}

/// No order can be found again without its id; what it has reserved ends by itself.
#[test]
fn a_lost_order_can_not_be_looked_up_and_is_harmless() {
    let simulation = Simulation::start();
    let create = crate::CREATE_ORDER;
    let create = lost("createNumberOrder", "", &create);
    let output = lose(&simulation, &create, "committedThenReset", &[]);
    insta::assert_snapshot!("order_lost", transcript(&output));
    let output = lose(
        &simulation,
        &create,
        "notCommittedThenReset",
        &["--output", "json"],
    );
    assert_eq!(json(&output)["outcome"], "unknown");
}

/// Each outcome without a second request.
#[test]
fn a_call_reconciles_by_itself_when_asked_to() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.fault("releaseNumber", "committedThenReset");
    simulation.saw();
    let release = ["release", PHONE, "--yes", "--on-unknown", "reconcile"];
    let (exit, said) = simulation.json(&release);
    assert_eq!(
        (exit, &said["outcome"], &said["proof"]),
        (0, &"released".into(), &"lookup".into())
    );
    assert_eq!(
        simulation.saw(),
        [
            format!("POST activeNumbers/{PHONE}:release"),
            format!("GET activeNumbers/{PHONE}"),
        ]
    );
}
