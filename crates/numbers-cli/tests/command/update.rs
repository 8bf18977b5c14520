//! `numbers update`.

use super::*;

#[test]
fn an_update_sends_what_was_passed_and_nothing_else() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    let patch = format!("PATCH activeNumbers/{PHONE} ");
    for (arguments, body) in [
        (&["--display-name", "Desk"][..], r#"{"displayName":"Desk"}"#),
        (&["--display-name", ""], r#"{"displayName":""}"#),
        (
            &["--callback-url", "https://example.com/numbers"],
            r#"{"callbackUrl":"https://example.com/numbers"}"#,
        ),
        (&["--callback-url", ""], r#"{"callbackUrl":""}"#),
        (
            &["--voice-est", "trunk"],
            r#"{"voiceConfiguration":{"type":"EST","trunkId":"trunk"}}"#,
        ),
        (
            &["--unlink-sms", "--yes"],
            r#"{"smsConfiguration":{"campaignId":"","servicePlanId":""}}"#,
        ),
    ] {
        let output = simulation.run(&[&["update", PHONE], arguments].concat());
        assert_eq!(code(&output), 0, "{output:?}");
        assert!(
            text(&output.stdout).starts_with(&format!("Updated {PHONE} (US, local)")),
            "{output:?}"
        );
        assert_eq!(simulation.saw(), [format!("{patch}{body}")]);
    }
}

#[test]
fn an_update_shows_the_number_as_it_is_then() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    let update = ["update", PHONE, "--display-name", "Front desk"];
    insta::assert_snapshot!("update", simulation.session(&[&update]));
    let (exit, said) = simulation.json(&["update", PHONE, "--display-name", "Back desk"]);
    assert_eq!((exit, &said["outcome"]), (0, &"updated".into()));
    assert_eq!(
        (&said["attempts"], &said["proof"], &said["differences"]),
        (&1.into(), &"response".into(), &Value::Array(Vec::new()))
    );
}

#[test]
fn what_unlinks_or_may_be_billed_takes_a_yes() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    let mut shown = String::new();
    for arguments in [
        &["--unlink-sms"][..],
        &["--sms-plan", "demo", "--unlink-campaign"],
        &["--sms-plan", "demo", "--sms-campaign", "C123"],
    ] {
        let arguments = [&["update", PHONE], arguments].concat();
        shown.push_str(&simulation.session(&[&arguments]));
        let (exit, said) = simulation.json(&arguments);
        assert_eq!((exit, &said["violations"][0]["field"]), (2, &"yes".into()));
    }
    assert!(simulation.saw().is_empty());
    insta::assert_snapshot!("update_unconfirmed", shown);
}

#[test]
fn an_update_of_nothing_and_one_of_two_minds_are_invalid() {
    let simulation = Simulation::start();
    for arguments in [
        &[][..],
        &["--sms-plan", "a", "--unlink-sms"],
        &["--unlink-campaign"],
        &["--voice-rtc", "a", "--voice-fax", "b"],
        &["--callback-url", "nope"],
    ] {
        let (exit, said) = simulation.json(&[&["update", PHONE], arguments].concat());
        assert_eq!((exit, &said["outcome"]), (2, &"invalid".into()), "{said}");
    }
    assert!(simulation.saw().is_empty());
    insta::assert_snapshot!(
        "update_nothing",
        simulation.session(&[
            &["update", PHONE],
            &["update", "+1202", "--callback-url", "nope"]
        ])
    );
}

#[test]
fn an_update_of_a_number_that_the_project_does_not_hold_is_rejected() {
    let simulation = Simulation::start();
    let update = ["update", PHONE, "--display-name", "Desk"];
    insta::assert_snapshot!("update_rejected", simulation.session(&[&update]));
    let (exit, said) = simulation.json(&update);
    assert_eq!((exit, &said["outcome"]), (3, &"rejected".into()));
    assert_eq!(said["operation"], "update");
}
