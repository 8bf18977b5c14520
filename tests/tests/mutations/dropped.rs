//! Futures that are dropped, of every mutation: with a body and without.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::clock::Clock as _;
use numbers_ext::{Ended, Intent, Interceptor, Permission, Reconciled};
use numbers_tests::reply::Reply;
use numbers_tests::runtime::run;
use numbers_tests::script::Played;
use numbers_tests::server::{let_run, token};
use numbers_tests::world::{World, bounded};
use tokio::sync::Notify;

use crate::in_doubt::{can_be_looked_up, reconciled};

/// Keeps what an interceptor is called with.
#[derive(Clone, Debug, Default)]
struct Journal(Arc<Mutex<Vec<Line>>>);

/// An intent, and how its call ended.
type Line = (Intent, Option<&'static str>);

impl Interceptor for Journal {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        self.0.lock().unwrap().push((intent.clone(), None));
        Box::pin(std::future::ready(Ok(())))
    }

    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        assert!(matches!(ended, Ended::Abandoned(_)), "{ended:?}");
        let ended = Some(ended.as_str());
        self.0.lock().unwrap().push((intent.clone(), ended));
    }
}

#[test]
fn a_call_whose_future_is_dropped_is_reconciled_from_the_intent_that_was_written_down() {
    run(|| async {
        for played in Played::all().into_iter().filter(can_be_looked_up) {
            let world = World::new().rental_requests([Reply::nothing().holds()]);
            let journal = Journal::default();
            let numbers = world
                .builder()
                .interceptor(journal.clone())
                .build()
                .unwrap();
            let begun = world.clock.wall();
            let call = tokio::spawn((played.call)(numbers));
            bounded(world.api.arrival()).await;
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled());
            let written = journal.0.lock().unwrap().clone();
            let ends: Vec<_> = written.iter().map(|(_, ended)| *ended).collect();
            assert_eq!(ends, [None, Some("unknown")], "{}", played.name);
            let intent = serde_json::to_string(&written[0].0).unwrap();
            let intent: Intent = serde_json::from_str(&intent).unwrap();
            // It may leave until the deadline ends.
            let latest = intent.in_doubt.latest_sent().unwrap();
            assert_eq!(latest.duration_since(begun).unwrap().as_secs(), 30);
            let stored = serde_json::to_string(&intent.in_doubt).unwrap();
            world.clock.advance(Duration::from_secs(10));
            let lookups = [&played.absent];
            let (result, seen, took) = reconciled(&world, world.builder(), &stored, &lookups).await;
            assert_eq!(result, Reconciled::NotDone, "{}", played.name);
            assert_eq!(took, Duration::from_secs(80), "{}", played.name);
            assert_eq!(seen.rental_requests, 1, "{}", played.name);
        }
    });
}

#[test]
fn a_future_that_is_dropped_before_its_request_sends_none_later() {
    run(|| async {
        for played in Played::all() {
            let gate = Arc::new(Notify::new());
            let world = World::new().tokens([token(1, 3599).behind(&gate)]);
            let journal = Journal::default();
            let numbers = world
                .builder()
                .interceptor(journal.clone())
                .build()
                .unwrap();
            let call = tokio::spawn((played.call)(numbers));
            bounded(world.auth.arrival()).await;
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled());
            gate.notify_one();
            let_run().await;
            let ends: Vec<_> = journal
                .0
                .lock()
                .unwrap()
                .iter()
                .map(|(_, ended)| *ended)
                .collect();
            assert_eq!(ends, [Some("not_sent")], "{}", played.name);
            assert_eq!(world.seen().rental_requests, 0, "{}", played.name);
        }
    });
}
