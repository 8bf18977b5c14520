//! Renting and looking up, when all is well and when the input is not.

use super::*;

#[test]
fn a_simulated_rent_is_rented() {
    let output = numbers(&["rent", PHONE, "--sms-plan", "demo", "--simulate"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    insta::assert_snapshot!(
        "rented",
        steady(&format!("{}{}", text(&output.stdout), text(&output.stderr)))
    );
    let output = numbers(&[
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--simulate",
        "--output",
        "json",
    ])
    .output()
    .unwrap();
    let rented = json(&output);
    assert_eq!(
        (code(&output), &rented["outcome"], &rented["phoneNumber"]),
        (0, &"rented".into(), &PHONE.into())
    );
    assert_eq!(rented["answer"]["phoneNumber"], PHONE);
    assert_eq!(output.stderr, b"");
}

#[test]
fn all_faults_are_named_at_once() {
    let output = numbers(&[
        "rent",
        "+1202",
        "--sms-plan",
        "x",
        "--voice-rtc",
        "",
        "--callback-url",
        "nope",
        "--simulate",
    ])
    .output()
    .unwrap();
    assert_eq!((code(&output), text(&output.stdout).as_str()), (2, ""));
    insta::assert_snapshot!("faults", text(&output.stderr));
    let output = numbers(&[
        "rent",
        "+1202",
        "--voice-rtc",
        "",
        "--output",
        "json",
        "--project",
        "..",
    ])
    .output()
    .unwrap();
    let said = json(&output);
    assert_eq!(code(&output), 2);
    assert_eq!(said["outcome"], "invalid");
    let fields: Vec<_> = said["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        ["phone number", "voice app", "project", "credentials"]
    );
}

#[test]
fn wrong_words_are_invalid_as_text_and_as_json() {
    for (arguments, exit) in [
        (vec!["rent"], 2),
        (vec!["rent", PHONE, "--sms-pln", "x"], 2),
        (vec!["bogus"], 2),
        (
            vec!["rent", PHONE, "--voice-rtc", "a", "--voice-est", "b"],
            2,
        ),
        (vec!["rent", PHONE, "--timeout", "soon", "--simulate"], 2),
        (vec!["--version"], 0),
        (vec!["--help"], 0),
    ] {
        let output = numbers(&arguments).output().unwrap();
        assert_eq!(code(&output), exit, "{arguments:?}");
    }
    let output = numbers(&["rent", PHONE, "--sms-pln", "x", "--output", "json"])
        .output()
        .unwrap();
    assert_eq!(
        (code(&output), &json(&output)["outcome"]),
        (2, &"invalid".into())
    );
    let short = numbers(&[
        "rent",
        PHONE,
        "--sms-plan",
        "x",
        "--simulate",
        "--timeout",
        "1s",
    ])
    .output()
    .unwrap();
    assert_eq!(code(&short), 2, "{short:?}");
}

#[test]
fn renting_for_nothing_has_to_be_said() {
    let without = numbers(&["rent", PHONE, "--simulate"]).output().unwrap();
    assert_eq!(code(&without), 2);
    assert!(text(&without.stderr).contains("--unconfigured"));
    let said = numbers(&["rent", PHONE, "--simulate", "--unconfigured"])
        .output()
        .unwrap();
    assert_eq!(code(&said), 0);
}

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    // No server is at this address: a request would fail.
    let arguments = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--voice-fax",
        "f",
        "--dry-run",
    ];
    let output = against("http://127.0.0.1:9", &arguments);
    assert_eq!(code(&output), 0);
    let shown = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(!shown.contains("marker-secret"));
    insta::assert_snapshot!("dry_run", shown);
}

#[test]
fn a_number_that_is_taken_is_rejected_and_can_be_shown() {
    let simulation = Simulation::start();
    assert_eq!(
        code(&simulation.run(&["rent", PHONE, "--sms-plan", "demo"])),
        0
    );
    let again = simulation.run(&["rent", PHONE, "--sms-plan", "demo"]);
    assert_eq!(code(&again), 3);
    insta::assert_snapshot!("rejected", steady(&text(&again.stderr)));
    let again = simulation.run(&["rent", PHONE, "--sms-plan", "demo", "--output", "json"]);
    assert_eq!(
        (
            code(&again),
            &json(&again)["outcome"],
            &json(&again)["status"]
        ),
        (3, &"rejected".into(), &404.into())
    );
    let held = simulation.run(&["show", PHONE]);
    assert_eq!(code(&held), 0);
    assert!(
        text(&held.stdout).starts_with(&format!("Held {PHONE} (US, local)")),
        "{held:?}"
    );
    let absent = simulation.run(&["show", "+12025550199", "--output", "json"]);
    assert_eq!(
        (code(&absent), &json(&absent)["outcome"]),
        (3, &"not_held".into())
    );
    let settled = simulation.run(&["settle", PHONE, "--sms-plan", "demo"]);
    assert_eq!(code(&settled), 0, "{settled:?}");
    let other = simulation.run(&["settle", PHONE, "--sms-plan", "other"]);
    assert_eq!(code(&other), 5);
    assert!(
        text(&other.stdout).contains("asked for other, found demo"),
        "{other:?}"
    );
}

#[test]
fn an_answer_is_printed_whole() {
    let odd = format!(r#"{{"phoneNumber":"{PHONE}","unheardOf":{{"b":1,"a":2}},"regionCode":7}}"#);
    let output = rent_against(vec![token(), answer(200, &odd)], &["--output", "json"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        json(&output)["answer"]["unheardOf"],
        serde_json::json!({ "b": 1, "a": 2 })
    );
    assert_eq!(json(&output)["untyped"][0]["path"], "regionCode");
}
