//! The manual pages and the completion scripts, as they are packed with the binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

const NUMBERS: &str = env!("CARGO_BIN_EXE_numbers");

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let manual = Command::new(NUMBERS)
        .arg("manual")
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(manual.success());
    let page = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(page("numbers.1").contains("SINCH_PROJECT_ID"));
    assert!(page("numbers-rent.1").contains("Exit codes"));
    assert!(page("numbers-completions.1").contains("The shell"));
}

#[test]
fn every_shell_completes_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Command::new(NUMBERS)
            .args(["completions", shell])
            .output()
            .unwrap();
        assert!(script.status.success());
        let script = String::from_utf8(script.stdout).unwrap();
        assert!(script.contains("reconcile"), "{shell}: {script}");
    }
}

#[test]
fn a_manual_that_cannot_be_written_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("nowhere");
    let manual = Command::new(NUMBERS)
        .arg("manual")
        .arg(&missing)
        .output()
        .unwrap();
    assert_eq!(manual.status.code(), Some(1));
    let message = String::from_utf8(manual.stderr).unwrap();
    assert!(message.contains("nowhere"), "{message}");
}
