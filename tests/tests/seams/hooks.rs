//! Hooks and subscribers that panic.

use std::sync::{Arc, Mutex};

use numbers_ext::{Ended, Intent, Interceptor, Outcome, Permission};
use numbers_tests::reply::Reply;
use numbers_tests::world::{World, bounded, ended, phone, rent};
use tracing::span;

/// Panics where it is asked to, and keeps what else it was called for.
#[derive(Clone, Debug)]
struct Panics {
    when: &'static str,
    seen: Arc<Mutex<Vec<&'static str>>>,
}

impl Panics {
    fn when(when: &'static str) -> Self {
        Self {
            when,
            seen: Arc::default(),
        }
    }
}

impl Interceptor for Panics {
    fn before_request<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        assert_ne!(self.when, "before");
        let when = self.when;
        Box::pin(async move {
            tokio::task::yield_now().await;
            assert_ne!(when, "within");
            Ok(())
        })
    }

    fn after_call(&self, _: &Intent, ended: Ended<'_>) {
        self.seen.lock().unwrap().push(ended.as_str());
        assert_ne!(self.when, "after");
    }
}

#[tokio::test]
async fn seam_00b_an_interceptor_that_panics_costs_nobody_the_rental() {
    let world = World::new();
    let after = Panics::when("after");
    let numbers = world.builder().interceptor(after.clone()).build().unwrap();
    assert_eq!(ended(&rent(&numbers).await), "rented");
    assert_eq!(*after.seen.lock().unwrap(), ["done"]);
}

#[tokio::test]
async fn seam_00b_an_interceptor_that_panics_before_the_request_vetoes_it() {
    for when in ["before", "within"] {
        let world = World::new();
        let panics = Panics::when(when);
        let numbers = world.builder().interceptor(panics.clone()).build().unwrap();
        let error = rent(&numbers).await.unwrap_err();
        assert_eq!(error.outcome(), &Outcome::NotSent, "{when}");
        assert_eq!(world.seen().rental_requests, 0, "{when}");
        assert_eq!(*panics.seen.lock().unwrap(), ["not_sent"], "{when}");
    }
}

/// A subscriber that panics at everything: spans, events, entering, leaving.
struct Hostile;

impl tracing::Subscriber for Hostile {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("numbers_ext")
    }
    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        assert_ne!(span.metadata().name(), "call", "a hostile subscriber");
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {
        panic!("a hostile subscriber");
    }
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {
        panic!("a hostile subscriber");
    }
    fn enter(&self, _: &span::Id) {
        panic!("a hostile subscriber");
    }
    fn exit(&self, _: &span::Id) {
        panic!("a hostile subscriber");
    }
    fn try_close(&self, _: span::Id) -> bool {
        panic!("a hostile subscriber");
    }
}

/// The interceptor is called first, tracing last, and neither unwinds into the call.
#[tokio::test(flavor = "current_thread")]
async fn seam_00b_a_subscriber_that_panics_costs_nobody_the_rental() {
    let _guard = tracing::subscriber::set_default(Hostile);
    let world = World::new().rental_requests([
        numbers_tests::server::rented(),
        Reply::nothing().commits().resets(),
    ]);
    let watch = Panics::when("never");
    let numbers = world.builder().interceptor(watch.clone()).build().unwrap();
    assert_eq!(ended(&rent(&numbers).await), "rented");
    assert_eq!(ended(&rent(&numbers).await), "unknown");
    assert!(bounded(numbers.get(phone())).await.unwrap().is_some());
    assert_eq!(*watch.seen.lock().unwrap(), ["done", "unknown"]);
}
