//! Clients that live in the time of a simulator.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use numbers_ext::simulator::{Client as _, Fault, Operation, Pace, Request, Simulator};
use numbers_ext::{OnUnknown, Outcome, PhoneNumber, Sms, WaitEnd};

const MINUTE: Duration = Duration::from_secs(60);

fn phone() -> PhoneNumber {
    "+12025550134".parse().unwrap()
}

/// Limits the real time, so that a test fails and does not hang.
async fn bounded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(MINUTE, future).await.unwrap()
}

async fn manual() -> Simulator {
    let simulator = Simulator::builder().pace(Pace::Manual);
    simulator.start().await.unwrap()
}

#[tokio::test]
async fn lost_and_not_rented_is_proven_without_waiting() {
    let simulator = manual().await;
    simulator.fault(
        Fault::NotCommittedThenReset
            .on(Operation::RentNumber)
            .times(1),
    );
    let numbers = simulator.client().unwrap();
    let rent = numbers.rent(phone()).unconfigured();
    let rent = rent.on_unknown(OnUnknown::Reconcile);
    let begun = Instant::now();
    let error = bounded(rent.send()).await.unwrap_err();
    assert_eq!(*error.outcome(), Outcome::NotDone);
    // A minute of the time that both live in, and not of the real one.
    assert!(simulator.time().elapsed() >= MINUTE);
    assert!(begun.elapsed() < MINUTE);
    assert!(simulator.rented().is_empty());
}

#[tokio::test]
async fn waiting_moves_the_jobs_that_it_waits_for() {
    let simulator = manual().await;
    let numbers = simulator.client().unwrap();
    let rent = numbers.rent(phone()).sms(Sms::plan("plan-1"));
    bounded(rent.send()).await.unwrap();
    let waited = bounded(numbers.wait(phone()).end()).await;
    assert_eq!(*waited.ended(), WaitEnd::Provisioned);
    assert!(simulator.time().elapsed() >= Duration::from_secs(5));
}

#[tokio::test]
async fn one_line_moves_both_clocks() {
    let simulator = manual().await;
    let numbers = simulator.client().unwrap();
    bounded(numbers.rent(phone()).unconfigured().send())
        .await
        .unwrap();
    let tokens = |simulator: &Simulator| {
        let requests = simulator.requests();
        let issued = |request: &&Request| request.operation == Some(Operation::IssueToken);
        requests.iter().filter(issued).count()
    };
    assert_eq!(tokens(&simulator), 1);
    simulator.advance(Duration::from_secs(3600));
    // The client knows that its token has expired, and does not try it.
    let before = simulator.requests().len();
    bounded(numbers.get(phone())).await.unwrap();
    assert_eq!(tokens(&simulator), 2);
    assert_eq!(simulator.requests().len(), before + 2);
}

#[tokio::test]
async fn a_faster_pace_shortens_deadlines() {
    let simulator = Simulator::builder().pace(Pace::Faster(20));
    let simulator = simulator.start().await.unwrap();
    simulator.fault(
        Fault::CommittedThenSilent
            .on(Operation::RentNumber)
            .times(1),
    );
    let numbers = simulator.client().unwrap();
    let begun = Instant::now();
    let error = bounded(numbers.rent(phone()).unconfigured().send())
        .await
        .unwrap_err();
    assert!(error.outcome().is_unknown(), "{error}");
    assert!(error.elapsed() >= Duration::from_secs(30), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(30));
}
