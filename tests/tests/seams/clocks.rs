//! Clocks that are set while a call is in doubt.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use numbers_ext::clock::{Clock, Sleep};
use numbers_ext::{InDoubt, OnUnknown, Outcome, Reconciled, Sms};
use numbers_tests::ManualClock;
use numbers_tests::reply::Reply;
use numbers_tests::server::not_held;
use numbers_tests::world::{PROJECT, World, bounded, phone};

/// A clock whose time of day can be set, while its monotonic time goes on.
#[derive(Clone, Debug)]
struct SteppedClock {
    clock: ManualClock,
    step: Arc<AtomicI64>,
}

impl SteppedClock {
    fn set(&self, seconds: i64) {
        self.step.store(seconds, Ordering::SeqCst);
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn wall(&self) -> SystemTime {
        let step = self.step.load(Ordering::SeqCst);
        let by = Duration::from_secs(step.unsigned_abs());
        if step < 0 {
            self.clock.wall() - by
        } else {
            self.clock.wall() + by
        }
    }

    fn pause(&self, duration: Duration) -> Sleep {
        self.clock.pause(duration)
    }

    fn reach(&self, at: Instant) -> Sleep {
        self.clock.reach(at)
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}

fn stepped(world: &World) -> SteppedClock {
    SteppedClock {
        clock: world.clock.clone(),
        step: Arc::default(),
    }
}

/// Committed and lost; the first lookups do not see it yet. A clock that is set forward by
/// anything between the request and the lookup must not turn that into a proof.
#[tokio::test]
async fn seam_02_a_clock_that_is_set_forward_proves_nothing() {
    for step in [30, 3_600, 86_400, -30, -3_600] {
        let world = World::new()
            .rental_requests([Reply::nothing().commits().resets()])
            .lookups([not_held(), not_held(), not_held()]);
        let clock = stepped(&world);
        let set = clock.clone();
        world.clock.on_pause(move |_| set.set(step));
        let numbers = world
            .builder()
            .clock(Arc::new(clock.clone()))
            .build()
            .unwrap();
        let rent = numbers
            .rent(phone())
            .sms(Sms::plan("plan-1"))
            .on_unknown(OnUnknown::ReconcileThenRetry);
        let result = bounded(rent.send()).await;
        assert_eq!(world.seen().commits, 1, "{step}: {result:?}");
        match result {
            Ok(_) => {}
            Err(error) => assert!(error.outcome().is_unknown(), "{step}: {error}"),
        }
    }
}

/// The same while another process reconciles: what passes from then on is measured twice.
#[tokio::test]
async fn seam_02_a_clock_that_is_set_forward_while_another_process_looks_proves_nothing() {
    let world = World::new().lookups(vec![not_held(); 3]);
    world.api.state().commits = 1;
    let clock = stepped(&world);
    let in_doubt = InDoubt::rent(PROJECT.parse().unwrap(), phone()).sent_at(clock.wall());
    let set = clock.clone();
    world.clock.on_pause(move |_| set.set(3_600));
    let numbers = world.builder().clock(Arc::new(clock)).build().unwrap();
    let reconciled = bounded(numbers.reconcile(&in_doubt)).await;
    assert!(matches!(reconciled, Reconciled::Done(_)), "{reconciled:?}");
}

/// The intent is stored before the request leaves, and its interceptor is slow.
#[tokio::test]
async fn seam_05_an_intent_is_timed_by_the_latest_moment_at_which_its_request_may_leave() {
    use numbers_ext::{Intent, Interceptor, Permission};
    use std::sync::Mutex;

    #[derive(Clone, Debug)]
    struct Slow(ManualClock, Arc<Mutex<Option<Intent>>>);

    impl Interceptor for Slow {
        fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
            *self.1.lock().unwrap() = Some(intent.clone());
            // It takes 25 seconds to write that down.
            self.0.advance(Duration::from_secs(25));
            Box::pin(std::future::ready(Ok(())))
        }
    }

    let world = World::new().rental_requests([Reply::nothing().commits().resets()]);
    let slow = Slow(world.clock.clone(), Arc::default());
    let numbers = world.builder().interceptor(slow.clone()).build().unwrap();
    let begun = world.clock.wall();
    let error = numbers_tests::world::rent(&numbers).await.unwrap_err();
    let Outcome::Unknown(reported) = error.outcome() else {
        panic!("{error}")
    };
    let stored = slow.1.lock().unwrap().clone().unwrap().in_doubt;
    // The request left 25 seconds after the intent was made.
    let left = begun + Duration::from_secs(25);
    assert!(reported.latest_sent().unwrap() >= left);
    assert!(stored.latest_sent().unwrap() >= left);
    // A restart right after the crash, by the documented recipe, proves nothing too early.
    world.api.state().lookups.extend(vec![not_held(); 5]);
    let reconciled = bounded(world.client().reconcile(&stored)).await;
    assert!(matches!(reconciled, Reconciled::Done(_)), "{reconciled:?}");
}
