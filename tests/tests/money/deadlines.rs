//! Cases 70 to 78: the deadline, and futures that are dropped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::{Ended, Intent, Interceptor, Permission, Veto};
use numbers_tests::reply::{FOREVER, Reads, Reply, Then};
use numbers_tests::server::{let_run, rented, token};
use numbers_tests::world::{World, bounded, ended, phone, rent};
use tokio::sync::Notify;

use crate::{run, run_on_one_thread};

/// Keeps a line for each call of a hook.
#[derive(Clone, Debug, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Interceptor for Diary {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        self.0.lock().unwrap().push(format!(
            "about to send {} of {}",
            intent.attempt,
            intent.phone().unwrap()
        ));
        Box::pin(async { Ok(()) })
    }

    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        let how = match ended {
            Ended::Done(_) | Ended::Failed(_) => "",
            Ended::Abandoned(_) => "abandoned, ",
        };
        let line = format!("request {}: {how}{}", intent.attempt, ended.as_str());
        self.0.lock().unwrap().push(line);
    }
}

/// Vetoes every request.
#[derive(Debug)]
struct Miser;

impl Interceptor for Miser {
    fn before_request<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        Box::pin(async { Err(Veto::new("the budget is spent")) })
    }
}

/// Starts to rent, drops the future when `moment` has come, and returns the diary.
async fn dropped(world: &World, moment: impl Future<Output = ()>) -> Vec<String> {
    let diary = Diary::default();
    let numbers = world.builder().interceptor(diary.clone()).build().unwrap();
    let call = tokio::spawn(async move { rent(&numbers).await });
    bounded(moment).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let lines = diary.0.lock().unwrap();
    lines.clone()
}

#[test]
fn case_70_a_deadline_that_ends_while_waiting_for_the_token_is_not_sent() {
    run(|| async {
        let world = World::new().tokens([Reply::nothing().goes_silent()]);
        let result = rent(&world.client()).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("not sent", 0),
            "{result:?}"
        );
    });
}

#[test]
fn case_71_a_deadline_that_ends_between_attempts_is_not_sent() {
    run(|| async {
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
    });
}

#[test]
fn case_72_a_deadline_that_ends_while_connecting_is_not_sent() {
    run(|| async {
        let stalled = Reply::nothing()
            .reads(Reads::Nothing)
            .then(Then::Silence(FOREVER));
        let world = World::new().rental_requests([stalled]);
        let url = world.api.url().replace("http", "https");
        let numbers = world.builder().numbers_url(url).build().unwrap();
        assert_eq!(
            (ended(&rent(&numbers).await), world.seen().rental_requests),
            ("not sent", 0)
        );
    });
}

#[test]
fn case_73_a_deadline_that_ends_while_awaiting_the_head_is_unknown() {
    run(|| async {
        let world = World::new().rental_requests([Reply::nothing().commits().goes_silent()]);
        let failure = rent(&world.client()).await.unwrap_err();
        assert_eq!(
            (failure.outcome().as_str(), failure.attempts()),
            ("unknown", 1)
        );
        assert!(
            failure
                .outcome()
                .in_doubt()
                .unwrap()
                .latest_sent()
                .is_some()
        );
    });
}

#[test]
fn case_74_a_deadline_that_ends_while_reading_the_body_is_unknown() {
    // On several threads, the deadline may end before the head is read.
    run_on_one_thread(|| async {
        let world = World::new().rental_requests([rented().cut_in_the_body().goes_silent()]);
        let failure = rent(&world.client()).await.unwrap_err();
        assert_eq!(
            (failure.outcome().as_str(), failure.status()),
            ("unknown", Some(200))
        );
    });
}

#[test]
fn case_75_a_future_dropped_before_the_request_is_reported_to_the_interceptor_as_not_sent() {
    run(|| async {
        let gate = Arc::new(Notify::new());
        let world = World::new().tokens([token(1, 3599).behind(&gate)]);
        let lines = dropped(&world, world.auth.arrival()).await;
        assert_eq!(lines, ["request 1: abandoned, not_sent"]);
        assert_eq!(world.seen().rental_requests, 0);
    });
}

#[test]
fn case_76_a_future_dropped_after_dispatch_is_reported_to_the_interceptor_as_unknown() {
    run(|| async {
        let world = World::new().rental_requests([Reply::nothing().commits().holds()]);
        let lines = dropped(&world, world.api.arrival()).await;
        assert_eq!(
            lines,
            [
                format!("about to send 1 of {}", phone()),
                "request 1: abandoned, unknown".to_owned()
            ]
        );
        assert_eq!(world.seen().rental_requests, 1);
    });
}

#[test]
fn case_77_a_future_dropped_during_the_body_is_reported_to_the_interceptor_as_unknown() {
    run(|| async {
        let world = World::new().rental_requests([rented().cut_in_the_body().holds()]);
        let api = world.api.clone();
        let lines = dropped(&world, async move {
            api.arrival().await;
            let_run().await;
        })
        .await;
        assert_eq!(lines[1], "request 1: abandoned, unknown");
    });
}

#[test]
fn case_77_a_call_that_ends_is_reported_once_and_an_interceptor_may_veto() {
    run(|| async {
        let world = World::new();
        let diary = Diary::default();
        let numbers = world.builder().interceptor(diary.clone()).build().unwrap();
        assert_eq!(ended(&rent(&numbers).await), "rented");
        assert_eq!(
            *diary.0.lock().unwrap(),
            [
                format!("about to send 1 of {}", phone()),
                "request 1: done".to_owned()
            ]
        );
        let numbers = world.builder().interceptor(Miser).build().unwrap();
        let failure = rent(&numbers).await.unwrap_err();
        assert_eq!(failure.outcome().as_str(), "not_sent");
        assert!(
            failure.to_string().contains("the budget is spent"),
            "{failure}"
        );
        assert_eq!(world.seen().rental_requests, 1);
    });
}

#[test]
fn case_78_less_than_the_floor_left_when_the_token_arrives_is_not_sent() {
    run(|| async {
        let slow = || token(1, 3599).takes(Duration::from_millis(7_500));
        let world = World::new().tokens([slow()]);
        let numbers = world
            .builder()
            .deadline(Duration::from_secs(9))
            .build()
            .unwrap();
        assert_eq!(
            (ended(&rent(&numbers).await), world.seen().rental_requests),
            ("not sent", 0)
        );
        let world = World::new().tokens([slow()]);
        let numbers = world
            .builder()
            .deadline(Duration::from_millis(9_500))
            .build()
            .unwrap();
        assert_eq!(
            (ended(&rent(&numbers).await), world.seen().rental_requests),
            ("rented", 1)
        );
    });
}
