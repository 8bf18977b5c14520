//! `numbers explain`.

use super::*;

#[test]
fn a_code_is_explained_however_it_is_written() {
    for word in ["CAMPAIGN_NOT_AVAILABLE", "campaign-not-available"] {
        let output = numbers(&["explain", word]).output().unwrap();
        assert_eq!(code(&output), 0);
        assert!(text(&output.stdout).starts_with("CAMPAIGN_NOT_AVAILABLE\n"));
    }
    let unknown = numbers(&["explain", "A_NEW_CODE"]).output().unwrap();
    let all = numbers(&["explain"]).output().unwrap();
    insta::assert_snapshot!("explain", transcript(&unknown) + &transcript(&all));
}

#[test]
fn an_explanation_in_json_says_what_helps() {
    for (known, exit, remedy) in [
        ("CAMPAIGN_PENDING_ACCEPTANCE", 0, "wait"),
        ("PARTNER_SERVICE_UNAVAILABLE", 0, "updateAgain"),
        ("INSUFFICIENT_BALANCE", 0, "act"),
        ("NUMBER_PROVISIONING_FAILED", 0, "replace"),
        ("A_NEW_CODE", 3, "unknown"),
    ] {
        let output = numbers(&["explain", known, "--output", "json"])
            .output()
            .unwrap();
        let said = json(&output);
        assert_eq!((code(&output), &said["remedy"]), (exit, &remedy.into()));
        assert_eq!(
            (&said["outcome"], &said["code"]),
            (&"explanation".into(), &known.into())
        );
    }
    let output = numbers(&["explain", "--output", "json"]).output().unwrap();
    assert!(lines(&output).len() >= 18);
}
