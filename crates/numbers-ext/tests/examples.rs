//! Each example runs against the simulator.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

/// The tests that it shows are run here.
#[cfg(feature = "simulator")]
#[path = "../examples/simulator.rs"]
#[allow(dead_code, reason = "`main` is for the example")]
mod simulator;

use std::path::PathBuf;
use std::process::Output;

use numbers_sim::{FailingJob, Operation, Pace, Product, Simulator, Terms};
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

#[tokio::test]
async fn cheapest_rents_what_costs_least_at_once() {
    let simulator = Simulator::start().await.unwrap();
    for (phone, setup, monthly) in [
        ("+12085550101", "0.50", "2.00"),
        ("+12085550102", "1.50", "0.75"),
        ("+12085550103", "0.25", "2.00"),
    ] {
        let terms = Terms {
            setup_price: Some(setup.parse().unwrap()),
            monthly_price: Some(monthly.parse().unwrap()),
            ..Terms::default()
        };
        simulator.offer(phone.parse().unwrap(), terms);
    }
    let (printed, _) = run(&simulator, "cheapest", &["US", "+1208555010"]).await;
    assert_eq!(
        printed,
        "+12085550102 of 10 costs least: 2.25 USD\nrented +12085550102\n"
    );
    assert_eq!(simulator.rented(), ["+12085550102"]);
}

#[tokio::test]
async fn wait_shows_each_change_and_why_it_failed() {
    let pace = || Simulator::builder().pace(Pace::Faster(20));
    let simulator = pace().start().await.unwrap();
    let (printed, _) = run(&simulator, "wait", &[PHONE]).await;
    let begin = format!("rented {PHONE}\nSMS is pending\nvoice is pending\n");
    assert_eq!(
        printed,
        format!("{begin}SMS is done\nvoice is done\nit can be used\n")
    );

    let failing = FailingJob::new(Product::Campaign, "CAMPAIGN_EXPIRED".parse().unwrap());
    let simulator = pace().failing_job(failing).start().await.unwrap();
    let (printed, _) = run(&simulator, "wait", &[PHONE]).await;
    assert!(printed.contains("SMS is failed\n  "), "{printed}");
    assert!(printed.ends_with("it can't be used: Failed\n"), "{printed}");
}

#[tokio::test]
async fn order_goes_from_requirements_to_the_end_of_the_review() {
    let simulator = Simulator::builder().pace(Pace::Faster(20));
    let simulator = simulator.start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proof.pdf");
    std::fs::write(&file, b"%PDF-1.7").unwrap();
    let file = file.display().to_string();
    let phone = "+61491570101";
    let (printed, _) = run(&simulator, "order", &[phone, &file]).await;
    assert_eq!(
        printed,
        format!(
            "reserved {phone}; it costs 2.50 USD at once\nattached {file}\nsubmitted\nthe review ended: COMPLETED\n"
        )
    );
    assert_eq!(simulator.rented(), [phone]);
}

#[tokio::test]
async fn opentelemetry_exports_the_call_and_sends_its_trace_along() {
    let simulator = Simulator::start().await.unwrap();
    let (printed, _) = run(&simulator, "opentelemetry", &[PHONE]).await;
    for span in ["order", "rent", "request"] {
        assert!(printed.contains(span), "{span}: {printed}");
    }
    let last_digits_alone = printed.replace(&format!("rented {PHONE}\n"), "");
    assert!(!last_digits_alone.contains(PHONE), "{printed}");
    let requests = simulator.requests();
    let rent = requests
        .iter()
        .find(|request| request.operation == Some(Operation::RentNumber));
    let mut headers = rent.unwrap().headers.iter();
    let parent = headers.find(|(name, _)| name == "traceparent").unwrap();
    let mut parts = parent.1.split('-').skip(1);
    for id in [parts.next().unwrap(), parts.next().unwrap()] {
        assert!(printed.contains(id), "{id}: {printed}");
    }
}

#[cfg(feature = "simulator")]
#[tokio::test]
async fn simulator_rents_once() {
    // It brings its own.
    let simulator = Simulator::start().await.unwrap();
    let (printed, _) = run(&simulator, "simulator", &[]).await;
    assert_eq!(
        printed,
        format!("{PHONE} is yours\n{PHONE} was not rented; try another one\n")
    );
}
