//! What is unknown is looked up before anything else is done about it.

use numbers_bulk::Stopped;
use numbers_ext::OnUnknown;
use numbers_sim::Fault;

use super::*;

async fn lost(fault: Fault, times: u32) -> Desk {
    let desk = Desk::new().await;
    desk.simulator.fault(
        rental(fault)
            .phone_number(phone(0).parse().unwrap())
            .times(times),
    );
    desk
}

fn outcome(desk: &Desk) -> String {
    desk.entries()[0]["outcome"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_becomes_unknown_is_treated_as_the_policy_says() {
    for (policy, fault, expected, sent) in [
        (OnUnknown::Report, Fault::CommittedThenReset, "unknown", 1),
        (
            OnUnknown::Report,
            Fault::NotCommittedThenReset,
            "unknown",
            1,
        ),
        (OnUnknown::Reconcile, Fault::CommittedThenReset, "rented", 1),
        (
            OnUnknown::Reconcile,
            Fault::NotCommittedThenReset,
            "not_done",
            1,
        ),
        (
            OnUnknown::ReconcileThenRetry,
            Fault::CommittedThenReset,
            "rented",
            1,
        ),
        (
            OnUnknown::ReconcileThenRetry,
            Fault::NotCommittedThenReset,
            "rented",
            2,
        ),
    ] {
        let desk = lost(fault.clone(), 1).await;
        let run = desk.run(desk.planned(1), 4).on_unknown(policy);
        let summary = run.run().await.unwrap();
        assert_eq!(outcome(&desk), expected, "{policy:?} {fault:?} {summary:?}");
        assert_eq!(desk.sent().len(), sent, "{policy:?} {fault:?}");
        let is_rented = !desk.simulator.rented().is_empty();
        assert_eq!(is_rented, fault == Fault::CommittedThenReset || sent == 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_sent_again_once_and_not_for_ever() {
    let desk = lost(Fault::NotCommittedThenReset, 5).await;
    let run = desk.run(desk.planned(1), 4);
    let run = run.on_unknown(OnUnknown::ReconcileThenRetry);
    let summary = run.run().await.unwrap();
    assert_eq!((summary.tally.not_done, desk.sent().len()), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_run_left_unknown_is_looked_up_and_then_rented() {
    for (fault, sent) in [
        (Fault::CommittedThenReset, 1),
        (Fault::NotCommittedThenReset, 2),
    ] {
        let desk = lost(fault.clone(), 1).await;
        let first = desk.run(desk.planned(3), 1).on_unknown(OnUnknown::Report);
        assert_eq!(first.run().await.unwrap().tally.unknown, 1);
        let summary = desk.run(desk.journal(), 1).run().await.unwrap();
        assert_eq!(summary.tally.done, 3, "{fault:?}");
        let requests = desk.sent();
        let of_it = requests.iter().filter(|sent| **sent == phone(0));
        assert_eq!(of_it.count(), sent, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reconciling_rents_nothing() {
    let desk = lost(Fault::NotCommittedThenReset, 1).await;
    let first = desk.run(desk.planned(3), 1).on_unknown(OnUnknown::Report);
    let limits = limits(1).stop_after_unknowns(Some(1.try_into().unwrap()));
    let summary = first.limits(limits).run().await.unwrap();
    assert_eq!(summary.stopped, Some(Stopped::Unknowns(1)));
    assert_eq!((summary.tally.unknown, summary.tally.planned), (1, 2));
    let summary = desk.run(desk.journal(), 1).reconcile().await.unwrap();
    assert_eq!((summary.tally.not_done, summary.tally.planned), (1, 2));
    assert_eq!(desk.sent().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_held_otherwise_than_asked_for_stays_unknown() {
    let desk = lost(Fault::NotCommittedThenReset, 1).await;
    let first = desk.run(desk.planned(1), 1).on_unknown(OnUnknown::Report);
    assert_eq!(first.run().await.unwrap().tally.unknown, 1);
    // Somebody else of the project rents it meanwhile, for something else.
    let numbers = desk.client().build().unwrap();
    let rent = numbers.rent(phone(0).parse().unwrap());
    rent.sms(numbers_ext::Sms::plan("theirs"))
        .send()
        .await
        .unwrap();
    let summary = desk.run(desk.journal(), 1).run().await.unwrap();
    assert_eq!(summary.tally.unknown, 1);
    let message = desk.entries()[0]["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("not as it was asked for") && message.contains("theirs"),
        "{message}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn unknowns_that_are_cleared_up_do_not_stop_the_run() {
    let desk = Desk::new().await;
    desk.simulator
        .fault(rental(Fault::CommittedThenReset).times(10));
    let limits = limits(1).stop_after_unknowns(Some(4.try_into().unwrap()));
    let summary = desk
        .run(desk.planned(20), 1)
        .limits(limits)
        .run()
        .await
        .unwrap();
    assert_eq!((summary.tally.done, summary.stopped), (20, None));
}
