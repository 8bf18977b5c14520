//! The example runs against the simulator.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use numbers_sim::Simulator;
use tokio::process::Command;

/// Returns where cargo has built an example, beside this test.
fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let target = tests.parent().and_then(|deps| deps.parent()).unwrap();
    let suffix = std::env::consts::EXE_SUFFIX;
    target.join("examples").join(format!("{name}{suffix}"))
}

#[tokio::test]
async fn bulk_rents_a_plan_and_goes_on_with_it() {
    let simulator = Simulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (plan, journal) = (folder.path().join("plan.csv"), folder.path().join("db"));
    let run = async |rows: &str| {
        std::fs::write(&plan, format!("phone_number,sms_plan\n{rows}")).unwrap();
        let output = Command::new(example("bulk"))
            .args([&plan, &journal])
            .env("SINCH_PROJECT_ID", simulator.project())
            .env("SINCH_KEY_ID", simulator.key_id())
            .env("SINCH_KEY_SECRET", simulator.key_secret())
            .env("SINCH_NUMBERS_URL", simulator.url())
            .env("SINCH_AUTH_URL", simulator.url())
            .output()
            .await
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let first = "+12025550134,plan-1\n+12025550135,plan-1\n";
    let printed = run(first).await;
    assert_eq!(
        printed,
        "2 new, 0 known\n2 rented, 0 unknown\nthey cost 5.00 USD\n"
    );
    let printed = run(&format!("{first}+12025550136,plan-1\n")).await;
    assert_eq!(
        printed,
        "1 new, 2 known\n3 rented, 0 unknown\nthey cost 7.50 USD\n"
    );
    assert_eq!(simulator.rented().len(), 3);
}
