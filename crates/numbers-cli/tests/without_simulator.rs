//! The command-line interface as it is built with no feature.

#![cfg(not(feature = "simulate"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

#[test]
fn a_program_without_a_simulator_says_so_and_rents_nothing() {
    let output = Command::new(env!("CARGO_BIN_EXE_numbers"))
        .args(["rent", "+12025550134", "--sms-plan", "demo", "--simulate"])
        .env_clear()
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("without its simulator"), "{message}");
    assert!(output.stdout.is_empty());
}
