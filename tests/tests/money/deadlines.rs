//! Cases 70 to 78: the deadline, and futures that are dropped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::{Certainty, Intent, Observer, Permission, Refusal, RentError, Rental};
use numbers_tests::reply::{FOREVER, Reads, Reply, Then};
use numbers_tests::server::{rented, settle_down, token};
use numbers_tests::world::{World, bounded, ended, phone, rent};
use tokio::sync::Notify;

use crate::{Case, case};

/// Keeps what it was told.
#[derive(Clone, Debug, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Observer for Diary {
    fn before_dispatch<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        self.0.lock().unwrap().push(format!(
            "about to send {} of {}",
            intent.attempt, intent.phone
        ));
        Box::pin(async { Ok(()) })
    }

    fn ended(&self, intent: &Intent, result: Result<&Rental, &RentError>) {
        let line = match result {
            Ok(_) => "rented".to_owned(),
            Err(error) => format!(
                "{:?}, pending: {}",
                error.certainty(),
                error.pending().is_some()
            ),
        };
        let line = format!("request {}: {line}", intent.attempt);
        self.0.lock().unwrap().push(line);
    }
}

/// Says no.
#[derive(Debug)]
struct Miser;

impl Observer for Miser {
    fn before_dispatch<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        Box::pin(async { Err(Refusal::new("the budget is spent")) })
    }
}

/// Starts a rent, drops it at the moment that `moment` waits for, and tells the diary.
async fn dropped(world: &World, moment: impl Future<Output = ()>) -> Vec<String> {
    let diary = Diary::default();
    let numbers = world.builder().observer(diary.clone()).build().unwrap();
    let call = tokio::spawn(async move { rent(&numbers).await });
    bounded(moment).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let lines = diary.0.lock().unwrap();
    lines.clone()
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            70,
            "a deadline that ends while waiting for the token is not sent",
            || async {
                let world = World::new().tokens([Reply::nothing().goes_silent()]);
                let result = rent(&world.client()).await;
                assert_eq!(
                    (ended(&result), world.seen().rents),
                    ("not sent", 0),
                    "{result:?}"
                );
            },
        ),
        case(
            71,
            "a deadline that ends between attempts is not sent",
            || async {
                let world = World::new();
                world.api.close().await;
                let clock = world.clock.clone();
                world.clock.on_pause(move |_| clock.advance(FOREVER));
                let result = rent(&world.client()).await;
                assert_eq!(
                    (ended(&result), world.clock.pauses()),
                    ("not sent", 1),
                    "{result:?}"
                );
            },
        ),
        case(
            72,
            "a deadline that ends while connecting is not sent",
            || async {
                let stalled = Reply::nothing()
                    .reads(Reads::Nothing)
                    .then(Then::Silence(FOREVER));
                let world = World::new().rents([stalled]);
                let url = world.api.url().replace("http", "https");
                let numbers = world.builder().numbers_url(url).build().unwrap();
                assert_eq!(
                    (ended(&rent(&numbers).await), world.seen().rents),
                    ("not sent", 0)
                );
            },
        ),
        case(
            73,
            "a deadline that ends while awaiting the head is unknown",
            || async {
                let world = World::new().rents([Reply::nothing().commits().goes_silent()]);
                let failure = rent(&world.client()).await.unwrap_err();
                assert_eq!(
                    (failure.certainty(), failure.sends()),
                    (Certainty::Unknown, 1)
                );
                assert!(failure.pending().unwrap().dispatched().is_some());
            },
        ),
        case(
            74,
            "a deadline that ends while reading the body is unknown",
            || async {
                let world = World::new().rents([rented().cut_in_the_body().goes_silent()]);
                let failure = rent(&world.client()).await.unwrap_err();
                assert_eq!(
                    (failure.certainty(), failure.status()),
                    (Certainty::Unknown, Some(200))
                );
            },
        ),
        case(
            75,
            "a future dropped before dispatch: the observer knows that nothing was sent",
            || async {
                let gate = Arc::new(Notify::new());
                let world = World::new().tokens([token(1, 3599).behind(&gate)]);
                let lines = dropped(&world, world.auth.arrival()).await;
                assert_eq!(lines, ["request 1: NotSent, pending: false"]);
                assert_eq!(world.seen().rents, 0);
            },
        ),
        case(
            76,
            "a future dropped after dispatch: the observer knows that it is unknown",
            || async {
                let world = World::new().rents([Reply::nothing().commits().holds()]);
                let lines = dropped(&world, world.api.arrival()).await;
                assert_eq!(
                    lines,
                    [
                        format!("about to send 1 of {}", phone()),
                        "request 1: Unknown, pending: true".to_owned()
                    ]
                );
                assert_eq!(world.seen().rents, 1);
            },
        ),
        case(
            77,
            "a future dropped during the body: the observer knows that it is unknown",
            || async {
                let world = World::new().rents([rented().cut_in_the_body().holds()]);
                let api = world.api.clone();
                let lines = dropped(&world, async move {
                    api.arrival().await;
                    settle_down().await;
                })
                .await;
                assert_eq!(lines[1], "request 1: Unknown, pending: true");
            },
        ),
        case(
            77,
            "a call that ends is told once, and an observer may refuse",
            || async {
                let world = World::new();
                let diary = Diary::default();
                let numbers = world.builder().observer(diary.clone()).build().unwrap();
                assert_eq!(ended(&rent(&numbers).await), "rented");
                assert_eq!(
                    *diary.0.lock().unwrap(),
                    [
                        format!("about to send 1 of {}", phone()),
                        "request 1: rented".to_owned()
                    ]
                );
                let numbers = world.builder().observer(Miser).build().unwrap();
                let failure = rent(&numbers).await.unwrap_err();
                assert_eq!(failure.certainty(), Certainty::NotSent);
                assert!(
                    failure.to_string().contains("the budget is spent"),
                    "{failure}"
                );
                assert_eq!(world.seen().rents, 1);
            },
        ),
        case(
            78,
            "less than the floor left when the token arrives is not sent",
            || async {
                let slow = || token(1, 3599).takes(Duration::from_millis(7_500));
                let world = World::new().tokens([slow()]);
                let numbers = world
                    .builder()
                    .deadline(Duration::from_secs(9))
                    .build()
                    .unwrap();
                assert_eq!(
                    (ended(&rent(&numbers).await), world.seen().rents),
                    ("not sent", 0)
                );
                let world = World::new().tokens([slow()]);
                let numbers = world
                    .builder()
                    .deadline(Duration::from_millis(9_500))
                    .build()
                    .unwrap();
                assert_eq!(
                    (ended(&rent(&numbers).await), world.seen().rents),
                    ("rented", 1)
                );
            },
        ),
    ]
}
