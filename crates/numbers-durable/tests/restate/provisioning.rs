//! Renting, waiting for an event, releasing.

use std::time::Duration;

use numbers_durable::{RecordOutcome, RentRequest, WaitRequest};
use numbers_ext::{Configuration, InDoubt, Sms};
use numbers_sim::{Operation, Pace, PhoneNumber, Simulator};
use restate_sdk::prelude::Json;

use crate::{Stage, until};

fn phone() -> PhoneNumber {
    "+12025550134".parse().unwrap()
}

async fn stage() -> Stage {
    let simulator = Simulator::builder().pace(Pace::Manual);
    // Between two lookups it would take longer than any test.
    Stage::set(simulator.start().await.unwrap(), 3_600).await
}

fn requested(stage: &Stage) -> RentRequest {
    let configuration = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    RentRequest::new(configuration.callback_url(stage.worker.callback_url()))
}

fn requests(stage: &Stage, operation: Operation) -> usize {
    let requests = stage.simulator.requests();
    let requests = requests.iter().map(|request| request.operation);
    requests.filter(|of| *of == Some(operation)).count()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the engine"]
async fn a_number_is_rented_waited_for_and_released() {
    let stage = stage().await;
    let object = stage.object(phone());
    let rent = object.rent(Json(requested(&stage))).call().await.unwrap();
    let Json(rented) = rent.into_body().unwrap();
    assert_eq!(rented.outcome, RecordOutcome::Rented, "{rented:?}");
    // It is not rented again.
    let again = object.rent(Json(requested(&stage))).call().await.unwrap();
    assert_eq!(again.into_body().unwrap().0, rented);
    assert_eq!(requests(&stage, Operation::RentNumber), 1);

    let wait = object.wait(Json(WaitRequest::at_most(Duration::from_secs(36_000))));
    let waiting = tokio::spawn(wait.call());
    until("it has looked", || async {
        (requests(&stage, Operation::GetActiveNumber) == 1).then_some(())
    })
    .await;
    stage.simulator.advance(Duration::from_secs(60));
    // Only the event can end the waiting now.
    let waited = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    let response = waited.expect("the event woke nobody").unwrap().unwrap();
    let Json(waited) = response.into_body().unwrap();
    assert_eq!(waited.outcome, "provisioned", "{waited:?}");
    assert_eq!(requests(&stage, Operation::GetActiveNumber), 2);

    let Json(released) = object.release().call().await.unwrap().into_body().unwrap();
    assert_eq!(released.outcome, RecordOutcome::Released, "{released:?}");
    let Json(state) = object.get().call().await.unwrap().into_body().unwrap();
    assert_eq!(state, Some(released));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the engine"]
async fn a_token_from_elsewhere_is_reconciled_and_nothing_is_sent() {
    let stage = stage().await;
    let object = stage.object(phone());
    let project = stage.simulator.project().parse().unwrap();
    let token = InDoubt::rent(project, phone().to_string().parse().unwrap());
    let token = token.sent_at(std::time::SystemTime::now());
    let reconcile = object.reconcile(Json(Some(token.waiting(Duration::from_secs(2)))));
    let reconciled = reconcile.call().await.unwrap().into_body().unwrap();
    let record = reconciled.0.unwrap();
    assert_eq!(record.outcome, RecordOutcome::NotDone, "{record:?}");
    assert_eq!(requests(&stage, Operation::RentNumber), 0);

    let another = InDoubt::rent("another".parse().unwrap(), "+12025550134".parse().unwrap());
    let refused = object.reconcile(Json(Some(another))).call().await.unwrap();
    assert_eq!(refused.status(), 400);
}
