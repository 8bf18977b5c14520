//! Tokens that are stored and read back elsewhere.

use std::time::{Duration, SystemTime};

use numbers_client::Timestamp;
use numbers_ext::clock::Clock as _;
use numbers_ext::{
    ActiveNumber, Configuration, InDoubt, Intent, Look, Outcome, Price, Reconciled, Rental, Sms,
};
use numbers_tests::reply::response;
use numbers_tests::server::not_held;
use numbers_tests::world::{PROJECT, World, active_number, bounded, phone, rent};

fn in_doubt() -> InDoubt {
    InDoubt::rent(PROJECT.parse().unwrap(), phone())
}

#[tokio::test]
async fn seam_01_a_client_of_another_project_answers_unknown_and_asks_nothing() {
    let world = World::new();
    let theirs = InDoubt::rent("another-project".parse().unwrap(), phone());
    let reconciled = bounded(world.client().reconcile(&theirs)).await;
    let Reconciled::Unknown(Some(error)) = reconciled else {
        panic!("{reconciled:?}")
    };
    assert!(error.to_string().contains("another project"), "{error}");
    assert_eq!((world.seen().lookups, world.seen().tokens), (0, 0));
}

#[tokio::test]
async fn seam_01_a_colleagues_number_is_no_success() {
    let theirs = active_number().replace("plan-1", "plan-2");
    let world = World::new().lookups([response(200, &theirs)]);
    let mine = in_doubt().configuration(Configuration::unconfigured().sms(Sms::plan("plan-1")));
    let reconciled = bounded(world.client().reconcile(&mine)).await;
    let Reconciled::Differs { differences, .. } = reconciled else {
        panic!("{reconciled:?}")
    };
    assert_eq!(differences[0].field, "smsConfiguration.servicePlanId");
}

/// A token carries its waiting time: a client with a shorter one waits as long.
#[tokio::test]
async fn seam_01_a_token_carries_its_waiting_time() {
    let world = World::new();
    let hasty = world
        .builder()
        .reconciling(Duration::from_secs(1), Duration::from_secs(90))
        .build()
        .unwrap();
    let patient = in_doubt()
        .sent_at(world.clock.wall())
        .waiting(Duration::from_secs(60));
    assert_eq!(
        bounded(hasty.reconcile(&patient)).await,
        Reconciled::NotDone
    );
    assert!(world.clock.passed() >= Duration::from_secs(60));
}

#[test]
fn seam_03_a_waiting_time_of_nothing_is_refused() {
    let world = numbers_ext::Numbers::builder()
        .project(PROJECT)
        .bearer("token")
        .reconciling(Duration::ZERO, Duration::from_secs(90));
    let violations = world.build().unwrap_err();
    assert_eq!(violations.iter().next().unwrap().field(), "waiting");
}

/// A time without offset is ignored in a token: the whole waiting time passes.
#[tokio::test]
async fn seam_03_a_token_without_a_usable_time_waits_in_full() {
    for time in [
        "2024-01-01T00:00:00",
        "2024-01-01",
        "2024-01-01T00:00:00[Europe/Berlin]",
        "",
    ] {
        let token = format!(
            r#"{{"operation":"rent","phoneNumber":"{}","projectId":"{PROJECT}","sentAt":"{time}"}}"#,
            phone()
        );
        let world = World::new();
        let in_doubt: InDoubt = serde_json::from_str(&token).unwrap();
        let reconciled = bounded(world.client().reconcile(&in_doubt)).await;
        assert_eq!(reconciled, Reconciled::NotDone, "{time}");
        assert!(world.clock.passed() >= Duration::from_secs(60), "{time}");
    }
}

/// What is written of the time of a request is never earlier than the request: an absence that
/// is seen too early would prove too much.
#[test]
fn seam_04_no_time_that_is_written_is_earlier_than_the_truth() {
    for nanoseconds in [0, 1, 499, 999, 1_001, 999_999, 412_722_183, 999_999_999] {
        let sent = SystemTime::UNIX_EPOCH + Duration::new(1_764_036_493, nanoseconds);
        let written = serde_json::to_value(in_doubt().sent_at(sent)).unwrap();
        let text = written["sentAt"].as_str().unwrap();
        let read = Timestamp::from(text).instant_with_offset().unwrap();
        assert!(read >= sent, "{text} of {nanoseconds} ns");
        let back: InDoubt = serde_json::from_str(&written.to_string()).unwrap();
        let again = serde_json::to_value(back).unwrap();
        assert_eq!(again["sentAt"], *text);
    }
}

/// One look, for engines that have timers of their own.
#[tokio::test]
async fn one_look_says_what_is_proven_and_how_long_to_wait() {
    let world = World::new().lookups([not_held(), response(500, ""), not_held()]);
    let numbers = world.client();
    let sent = in_doubt().sent_at(world.clock.wall());
    world.clock.advance(Duration::from_secs(20));
    let Look::NotYet(wait) = numbers.look(&sent).await else {
        panic!("too early")
    };
    assert_eq!(wait, Duration::from_secs(40));
    assert!(matches!(numbers.look(&sent).await, Look::Inconclusive(_)));
    world.clock.advance(wait);
    assert_eq!(numbers.look(&sent).await, Look::Proven(Reconciled::NotDone));
    world.api.state().commits = 1;
    let look = numbers.look(&sent).await;
    assert!(
        matches!(look, Look::Proven(Reconciled::Done(_))),
        "{look:?}"
    );
}

/// What a durable engine stores is read back as it was.
#[tokio::test]
async fn all_that_is_stored_is_read_back() {
    let world = World::new();
    let rental = rent(&world.client()).await.unwrap();
    let stored = serde_json::to_string(&rental).unwrap();
    assert_eq!(serde_json::from_str::<Rental>(&stored).unwrap(), rental);
    let stored = serde_json::to_string(rental.number()).unwrap();
    assert_eq!(
        &serde_json::from_str::<ActiveNumber>(&stored).unwrap(),
        rental.number()
    );
    let price = rental.price().unwrap();
    let stored = serde_json::to_string(&price).unwrap();
    assert_eq!(stored, r#"{"currencyCode":"USD","amount":"2.00"}"#);
    assert_eq!(serde_json::from_str::<Price>(&stored).unwrap(), price);
    for outcome in [
        Outcome::NotSent,
        Outcome::Rejected,
        Outcome::NotDone,
        Outcome::Unknown(in_doubt().sent_at(world.clock.wall())),
    ] {
        let stored = serde_json::to_string(&outcome).unwrap();
        assert_eq!(serde_json::from_str::<Outcome>(&stored).unwrap(), outcome);
    }
    let intent = r#"{"inDoubt":{"operation":"rent","phoneNumber":"+12025550134","projectId":"p"},"attempt":2,"reference":"job-7"}"#;
    let read: Intent = serde_json::from_str(intent).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), intent);
}
