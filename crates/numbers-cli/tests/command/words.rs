//! Help, completions, colours, traces.

use super::*;

#[test]
fn colours_stay_off_without_a_terminal_and_traces_go_to_stderr() {
    let output = numbers(&[
        "-v",
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
    assert_eq!(json(&output)["outcome"], "rented");
    let traced = text(&output.stderr);
    assert!(
        traced.contains("attempt ended") && !traced.contains('\u{1b}'),
        "{traced}"
    );
    let output = numbers(&["rent", "+1", "--sms-plan", "demo", "--simulate"])
        .output()
        .unwrap();
    assert!(!text(&output.stderr).contains('\u{1b}'));
}

#[test]
fn help_is_reviewed() {
    let mut said = String::new();
    for arguments in [
        &["--help"][..],
        &["search", "-h"],
        &["check", "-h"],
        &["regions", "-h"],
        &["rent", "--help"],
        &["list", "-h"],
        &["get", "-h"],
        &["update", "-h"],
        &["wait", "-h"],
        &["release", "-h"],
        &["reconcile", "--help"],
        &["orders", "-h"],
        &["orders", "requirements", "-h"],
        &["orders", "create", "-h"],
        &["orders", "register", "-h"],
        &["orders", "attach", "-h"],
        &["orders", "submit", "-h"],
        &["orders", "get", "-h"],
        &["orders", "wait", "-h"],
        &["emergency", "-h"],
        &["emergency", "get", "-h"],
        &["emergency", "validate", "-h"],
        &["emergency", "set", "-h"],
        &["emergency", "remove", "-h"],
        &["callbacks", "secret", "-h"],
        &["callbacks", "secret", "get", "-h"],
        &["callbacks", "secret", "set", "-h"],
        &["listen", "-h"],
        &["explain", "-h"],
        &["auth", "-h"],
        &["auth", "login", "-h"],
        &["auth", "status", "-h"],
        &["simulate", "--help"],
        &["schema", "-h"],
        &["completions", "-h"],
    ] {
        let output = numbers(arguments).output().unwrap();
        assert_eq!(code(&output), 0);
        said.push_str(&format!(
            "$ numbers {}\n{}\n",
            arguments.join(" "),
            text(&output.stdout)
        ));
    }
    insta::assert_snapshot!("help", said);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = numbers(&["completions", shell]).output().unwrap();
        assert_eq!(code(&output), 0);
        assert!(text(&output.stdout).contains("reconcile"), "{shell}");
    }
}

#[test]
fn the_schema_of_the_output_is_reviewed() {
    let output = numbers(&["schema"]).output().unwrap();
    insta::assert_snapshot!("schema", text(&output.stdout));
}
