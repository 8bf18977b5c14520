//! Waiting by lookups alone.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use numbers_ext::{
    Configuration, Explanation, PhoneNumber, Product, ProductState, Remedy, Sms, Voice, WaitEnd,
    Waiting,
};
use numbers_sim::{FAILURE_CODES, Fault, Operation, Simulator};
use numbers_tests::{ManualClock, PHONE};

use crate::Room;

fn phone() -> PhoneNumber {
    PHONE.parse().unwrap()
}

/// A room in which a second passes for the simulator with each pause of the client.
async fn room() -> (Room, ManualClock) {
    let clock = ManualClock::default();
    let room = Room::with(Simulator::builder(), Arc::new(clock.clone())).await;
    let simulator = Arc::clone(&room.simulator);
    clock.on_pause(move |_| simulator.advance(Duration::from_secs(1)));
    (room, clock)
}

async fn rented(room: &Room, configuration: Configuration) {
    let rent = room.numbers.rent(phone()).configuration(configuration);
    rent.send().await.unwrap();
}

fn both() -> Configuration {
    Configuration::unconfigured()
        .sms(Sms::plan("plan-1").campaign("CMP-1"))
        .voice(Voice::rtc("app-1"))
}

#[tokio::test]
async fn each_change_is_reported_once_and_the_end_last() {
    let (room, _) = room().await;
    rented(&room, both()).await;
    let mut progress = room.numbers.wait(phone()).stream();
    let mut seen = Vec::new();
    let mut end = None;
    while let Some(happened) = progress.next().await {
        match happened {
            Waiting::Changed(change) => seen.push((change.product, change.state)),
            Waiting::Ended(waited) => end = Some(waited),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        seen[..2],
        [
            (Product::Sms, ProductState::Pending),
            (Product::Voice, ProductState::Pending)
        ]
    );
    let mut done = seen[2..].to_vec();
    done.sort_by_key(|(product, _)| product.to_string());
    assert_eq!(
        done,
        [
            (Product::Sms, ProductState::Done),
            (Product::Voice, ProductState::Done)
        ]
    );
    let end = end.unwrap();
    assert_eq!(end.ended(), &WaitEnd::Provisioned);
    assert!(end.number().unwrap().sms().is_done());
}

#[tokio::test]
async fn every_failure_code_ends_the_waiting_with_its_explanation() {
    for (index, code) in FAILURE_CODES.iter().enumerate() {
        let (room, _) = room().await;
        let failing: PhoneNumber = format!("+150055501{index:02}").parse().unwrap();
        let rent = room.numbers.rent(failing).configuration(both());
        rent.send().await.unwrap();
        let waited = room.numbers.wait(failing).end().await;
        assert_eq!(waited.ended(), &WaitEnd::Failed, "{code}");
        let products = [waited.sms(), waited.voice()];
        let failed: Vec<_> = products
            .into_iter()
            .filter(|product| product.state == ProductState::Failed)
            .collect();
        assert!(!failed.is_empty(), "{code}");
        let codes: Vec<_> = failed
            .iter()
            .flat_map(|product| &product.error_codes)
            .collect();
        assert_eq!(codes.len(), 1, "{code}: {codes:?}");
        assert_eq!(codes[0].as_str(), *code);
        let explanations: Vec<_> = failed
            .iter()
            .flat_map(|product| product.explanations())
            .collect();
        assert_eq!(explanations, [Explanation::of(code)]);
        assert_ne!(explanations[0].remedy, Remedy::Unknown, "{code}");
    }
}

#[tokio::test]
async fn the_deadline_ends_it_after_lookups_at_growing_intervals() {
    let clock = ManualClock::default();
    // The simulator's clock stands still: nothing is ever provisioned.
    let room = Room::with(Simulator::builder(), Arc::new(clock.clone())).await;
    rented(&room, both()).await;
    let deadline = Duration::from_secs(120);
    let waited = room.numbers.wait(phone()).deadline(deadline).end().await;
    assert_eq!(waited.ended(), &WaitEnd::TimedOut(None));
    assert_eq!(waited.sms().state, ProductState::Pending);
    assert_eq!(clock.passed(), deadline);
    // At 0, 1, 3, 7, 15, 31, 61 and 91 seconds.
    assert_eq!(room.lookups(), 8);
}

#[tokio::test]
async fn a_number_that_is_released_or_was_never_held_ends_it() {
    let (room, _) = room().await;
    let waited = room.numbers.wait(phone()).end().await;
    assert_eq!(waited.ended(), &WaitEnd::NotHeld);
    rented(&room, both()).await;
    room.numbers.release(phone()).send().await.unwrap();
    let waited = room.numbers.wait(phone()).end().await;
    assert_eq!(waited.ended(), &WaitEnd::Released);
    assert!(waited.number().unwrap().expires().is_some());
}

#[tokio::test]
async fn lookups_that_fail_are_repeated_and_one_that_is_refused_is_not() {
    let (room, _) = room().await;
    rented(&room, both()).await;
    let failing = Fault::HtmlBadGateway
        .on(Operation::GetActiveNumber)
        .times(2);
    room.simulator.fault(failing);
    let progress: Vec<_> = room.numbers.wait(phone()).stream().collect().await;
    let failed = progress
        .iter()
        .filter(|happened| matches!(happened, Waiting::LookupFailed(_)));
    assert_eq!(failed.count(), 2);
    let Some(Waiting::Ended(waited)) = progress.last() else {
        panic!("{progress:?}");
    };
    assert_eq!(waited.ended(), &WaitEnd::Provisioned);

    let stranger = crate::client(&room.simulator)
        .access_key("key", "wrong")
        .build()
        .unwrap();
    let waited = stranger.wait(phone()).end().await;
    let WaitEnd::Refused(error) = waited.ended() else {
        panic!("{waited:?}");
    };
    assert!(
        error.to_string().contains("check key id and key secret"),
        "{error}"
    );
}

#[tokio::test]
async fn what_was_requested_is_waited_for_while_no_job_is_to_be_seen() {
    let (room, _) = room().await;
    rented(&room, Configuration::unconfigured()).await;
    let waited = room.numbers.wait(phone()).end().await;
    assert_eq!(waited.ended(), &WaitEnd::Provisioned, "nothing is pending");
    let wait = room.numbers.wait(phone()).requested(both());
    let waited = wait.deadline(Duration::from_secs(10)).end().await;
    assert_eq!(waited.ended(), &WaitEnd::TimedOut(None));
    assert_eq!(waited.voice().state, ProductState::Pending);
}

#[tokio::test]
async fn a_stream_that_is_dropped_looks_no_more() {
    let (room, _) = room().await;
    rented(&room, both()).await;
    let mut progress = room.numbers.wait(phone()).stream();
    assert_eq!(room.lookups(), 0, "nothing is sent before it is polled");
    progress.next().await.unwrap();
    drop(progress);
    let before = room.lookups();
    tokio::task::yield_now().await;
    assert_eq!((before, room.lookups()), (1, 1));
}
