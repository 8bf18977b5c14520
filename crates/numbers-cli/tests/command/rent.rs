//! Renting and looking up, when all is well and when the input is not.

use super::*;

#[test]
fn a_simulated_number_is_rented() {
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
    assert_eq!(rented["response"]["phoneNumber"], PHONE);
    assert_eq!(output.stderr, b"");
}

#[test]
fn all_violations_are_reported_at_once() {
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
    insta::assert_snapshot!("invalid", text(&output.stderr));
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
        .map(|violation| violation["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "phoneNumber",
            "voiceConfiguration.appId",
            "projectId",
            "credentials"
        ]
    );
}

#[test]
fn arguments_that_are_not_understood_are_invalid_as_text_and_as_json() {
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
fn renting_without_a_configuration_has_to_be_asked_for() {
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
fn a_number_that_is_taken_is_rejected_and_can_be_looked_up() {
    let simulation = Simulation::start();
    assert_eq!(
        code(&simulation.run(&["rent", PHONE, "--sms-plan", "demo", "--yes"])),
        0
    );
    let again = simulation.run(&["rent", PHONE, "--sms-plan", "demo", "--yes"]);
    assert_eq!(code(&again), 3);
    insta::assert_snapshot!("rejected", steady(&text(&again.stderr)));
    let again = simulation.run(&[
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--yes",
        "--output",
        "json",
    ]);
    assert_eq!(
        (
            code(&again),
            &json(&again)["outcome"],
            &json(&again)["status"]
        ),
        (3, &"rejected".into(), &404.into())
    );
    let held = simulation.run(&["get", PHONE]);
    assert_eq!(code(&held), 0);
    assert!(
        text(&held.stdout).starts_with(&format!("Held {PHONE} (US, local)")),
        "{held:?}"
    );
    let absent = simulation.run(&["get", "+12025550199", "--output", "json"]);
    assert_eq!(
        (code(&absent), &json(&absent)["outcome"]),
        (3, &"not_held".into())
    );
    let reconciled = simulation.run(&["reconcile", PHONE, "--sms-plan", "demo"]);
    assert_eq!(code(&reconciled), 0, "{reconciled:?}");
    let other = simulation.run(&["reconcile", PHONE, "--sms-plan", "other"]);
    assert_eq!(code(&other), 5);
    assert!(
        text(&other.stderr).contains("requested other, found demo"),
        "{other:?}"
    );
}

#[test]
fn a_number_that_costs_more_than_was_allowed_is_not_rented() {
    let simulation = Simulation::start();
    let rent = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--max-price",
        "2.49 USD",
    ];
    insta::assert_snapshot!("max_price", simulation.session(&[&rent]));
    assert_eq!(simulation.saw(), [format!("GET availableNumbers/{PHONE}")]);
    let (exit, said) = simulation.json(&rent);
    assert_eq!((exit, &said["outcome"]), (4, &"not_sent".into()));
    let other = ["rent", PHONE, "--sms-plan", "demo", "--max-price", "9 EUR"];
    assert_eq!(simulation.json(&other).0, 4);
    simulation.saw();
    let enough = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--max-price",
        "2.50USD",
    ];
    let (exit, said) = simulation.json(&enough);
    assert_eq!((exit, &said["outcome"]), (0, &"rented".into()));
    assert_eq!(simulation.saw().len(), 2);
    let (exit, said) =
        simulation.json(&["rent", PHONE, "--sms-plan", "demo", "--max-price", "2,50"]);
    assert_eq!((exit, &said["outcome"]), (2, &"invalid".into()));
}

#[test]
fn a_rental_that_nobody_has_confirmed_is_not_sent() {
    let simulation = Simulation::start();
    let rent = ["rent", PHONE, "--sms-plan", "demo"];
    insta::assert_snapshot!("rent_unconfirmed", simulation.session(&[&rent]));
    let (exit, said) = simulation.json(&rent);
    assert_eq!((exit, &said["violations"][0]["field"]), (2, &"yes".into()));
    assert!(simulation.saw().is_empty());
}

/// Numbers, unknown members and their order come out as they came in.
#[test]
fn seam_07_a_response_is_printed_as_it_came() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let odd = format!(
        r#"{{"unheardOf":{{"b":2.10,"a":12345678901234567890123,"e":1e400}},"phoneNumber":"{PHONE}","emoji":"Desk \ud83d","deep":{deep},"regionCode":7}}"#
    );
    let output = rent_against(vec![token(), response(200, &odd)], &["--output", "json"]);
    assert_eq!(code(&output), 0);
    let printed = text(&output.stdout);
    assert!(
        printed.contains(&format!("\"response\":{odd}")),
        "{printed}"
    );
    assert!(printed.starts_with(r#"{"outcome":"rented","#), "{printed}");
    assert!(
        printed.contains(r#""untyped":[{"path":"regionCode","#),
        "{printed}"
    );
}

/// Whatever a service writes can't change what a terminal shows.
#[test]
fn seam_15_foreign_text_does_not_reach_the_terminal_raw() {
    let evil = r#"{"error":{"code":403,"status":"PERMISSION_DENIED","message":"no\u001b[2K\r\nRented +1\u202e","details":[{"fieldViolations":[{"field":"a\nb","description":"c\u0007"}]}]}}"#;
    let output = rent_against(vec![token(), response(403, evil)], &[]);
    let shown = text(&output.stderr);
    assert_eq!((code(&output), shown.lines().count()), (3, 1), "{shown}");
    assert!(
        !shown.chars().any(|c| c != '\n' && c.is_control()),
        "{shown:?}"
    );
    assert!(!shown.contains('\u{202e}'), "{shown:?}");
}

#[test]
fn seam_16_a_refusal_in_another_form_shows_its_first_line() {
    for (body, shown) in [
        (
            r#"{"title":"Forbidden","detail":"key disabled"}"#,
            "(key disabled)",
        ),
        (
            "<html><head><title>403 Forbidden</title></head></html>",
            "(403 Forbidden)",
        ),
        ("blocked by policy\nsecond line", "(blocked by policy)"),
    ] {
        let output = rent_against(vec![token(), response(403, body)], &[]);
        assert!(text(&output.stderr).contains(shown), "{output:?}");
    }
    let credit = r#"{"error":{"code":400,"status":"INVALID_ARGUMENT","message":"","details":[{"fieldViolations":[{"field":"","description":"there is not enough credit"}]}]}}"#;
    let output = rent_against(vec![token(), response(400, credit)], &[]);
    assert!(
        text(&output.stderr).contains("400 (INVALID_ARGUMENT; there is not enough credit)"),
        "{output:?}"
    );
    let internal = r#"{"error":{"code":500,"status":"INTERNAL","message":""}}"#;
    let output = rent_against(vec![token(), response(500, internal)], &[]);
    assert!(
        text(&output.stderr).contains("500 (INTERNAL), which does not say whether it acted"),
        "{output:?}"
    );
}

#[test]
fn a_response_that_shows_another_configuration_says_so() {
    let other =
        format!(r#"{{"phoneNumber":"{PHONE}","smsConfiguration":{{"servicePlanId":"theirs"}}}}"#);
    let output = rent_against(vec![token(), response(200, &other)], &[]);
    assert_eq!(code(&output), 0);
    assert!(
        text(&output.stderr).contains("requested demo, found theirs"),
        "{output:?}"
    );
    let output = rent_against(vec![token(), response(200, &other)], &["--output", "json"]);
    let field = &json(&output)["differences"][0]["field"];
    assert_eq!(field, "smsConfiguration.servicePlanId");
}

/// Trying again with a wrong secret can't help, so nothing says that it may.
#[test]
fn seam_21_a_wrong_secret_says_what_to_check() {
    let output = rent_against(vec![response(401, "{}")], &[]);
    let shown = text(&output.stderr);
    assert_eq!(code(&output), 4);
    assert!(shown.contains("check key id and key secret"), "{shown}");
    assert!(!shown.contains("tried again"), "{shown}");
}

/// The simulator ends with the command, so nothing could be looked up afterwards.
#[test]
fn seam_20_a_response_lost_in_simulation_says_so_and_offers_nothing_that_cannot_work() {
    let lost = "+15005550010";
    let output = numbers(&["rent", lost, "--sms-plan", "demo", "--simulate"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 5, "{output:?}");
    let said = transcript(&output);
    assert!(said.contains("simulated: no account was used"), "{said}");
    assert!(!said.contains("numbers reconcile"), "{said}");
}
