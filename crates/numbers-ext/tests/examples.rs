//! Each example runs against the simulator.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;
use std::process::Output;

use numbers_sim::Simulator;
use tokio::process::Command;

const PHONE: &str = "+12025550134";
/// Rented, and the connection reset.
const LOST: &str = "+15005550010";

/// Returns where cargo has built an example, beside this test.
fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let target = tests.parent().and_then(|deps| deps.parent()).unwrap();
    let suffix = std::env::consts::EXE_SUFFIX;
    let path = target.join("examples").join(format!("{name}{suffix}"));
    assert!(path.exists(), "`cargo test -p numbers-ext` builds {path:?}");
    path
}

async fn run(simulator: &Simulator, name: &str, arguments: &[&str]) -> (String, Output) {
    let output = Command::new(example(name))
        .args(arguments)
        .env("SINCH_PROJECT_ID", simulator.project())
        .env("SINCH_KEY_ID", simulator.key_id())
        .env("SINCH_KEY_SECRET", simulator.key_secret())
        .env("SINCH_NUMBERS_URL", simulator.url())
        .env("SINCH_AUTH_URL", simulator.url())
        .env("RUST_LOG", "numbers_ext=debug")
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{name}: {output:?}");
    (String::from_utf8(output.stdout.clone()).unwrap(), output)
}

#[tokio::test]
async fn rent_rents_and_reconciles() {
    let simulator = Simulator::start().await.unwrap();
    let (printed, _) = run(&simulator, "rent", &[PHONE]).await;
    assert_eq!(
        printed,
        format!("rented {PHONE}\nit costs 2.00 USD every month\n")
    );
    let (printed, _) = run(&simulator, "rent", &[LOST]).await;
    assert!(
        printed.ends_with("reconciled: it was rented\n"),
        "{printed}"
    );
    assert_eq!(simulator.rented(), [PHONE, LOST]);
}

#[tokio::test]
async fn reconcile_later_takes_the_token_of_another_process() {
    let simulator = Simulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token.json").display().to_string();
    let (printed, _) = run(&simulator, "reconcile_later", &["rent", LOST, &token]).await;
    assert_eq!(printed, "unknown; stored the token\n");
    let (printed, _) = run(&simulator, "reconcile_later", &["reconcile", &token]).await;
    assert_eq!(printed, "proven: done\n");
}

#[tokio::test]
async fn journal_reconciles_at_the_next_start() {
    let simulator = Simulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db").display().to_string();
    let (printed, _) = run(&simulator, "journal", &[&file, LOST]).await;
    assert!(
        printed.starts_with(&format!("{LOST} may have been rented: ")),
        "{printed}"
    );
    let (printed, _) = run(&simulator, "journal", &[&file, PHONE]).await;
    assert_eq!(printed, format!("{LOST}: done\nrented {PHONE}\n"));
    let (printed, _) = run(&simulator, "journal", &[&file, "+12025550135"]).await;
    assert_eq!(printed, "rented +12025550135\n");
}

#[tokio::test]
async fn tracing_shows_spans_without_the_number() {
    let simulator = Simulator::start().await.unwrap();
    let (printed, output) = run(&simulator, "tracing", &[PHONE]).await;
    assert_eq!(printed, format!("rented {PHONE}\n"));
    let traced = String::from_utf8(output.stderr).unwrap();
    assert!(traced.contains("call ended"), "{traced}");
    assert!(!traced.contains(PHONE), "{traced}");
}
