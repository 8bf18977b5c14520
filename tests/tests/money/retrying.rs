//! Cases 37 to 40 and 48 to 52: what may be retried, and what may not.

use std::time::Duration;

use numbers_tests::reply::{Reply, response};
use numbers_tests::server::rented;
use numbers_tests::world::{Counts, World, ended, phone, rent};

use crate::run;

/// Returns a world in which one number has been rented, so that its token is in the cache.
async fn warm(replies: Vec<Reply>) -> (World, numbers_ext::Numbers) {
    let world = World::new();
    let numbers = world.client();
    assert_eq!(ended(&rent(&numbers).await), "rented");
    world.api.state().rental_requests.extend(replies);
    (world, numbers)
}

fn unauthorized() -> Reply {
    response(401, "").header("www-authenticate", "Bearer error=\"invalid_token\"")
}

fn throttled() -> Reply {
    response(429, "<html>slow down</html>")
}

/// Makes a second rental request in a warm world. Returns its outcome, and the requests that
/// were seen of it.
async fn second(replies: Vec<Reply>) -> (&'static str, Counts) {
    let (world, numbers) = warm(replies).await;
    let result = rent(&numbers).await;
    let mut seen = world.seen();
    seen.rental_requests -= 1;
    seen.commits -= 1;
    (ended(&result), seen)
}

/// Gets a 429 with this header, without and with the caller's consent to retry.
async fn throttle(
    header: Option<&str>,
) -> [(
    World,
    Result<numbers_ext::Rental, numbers_ext::MutationError>,
); 2] {
    let reply = || match header {
        Some(value) => throttled().header("retry-after", value),
        None => throttled(),
    };
    let mut results = Vec::new();
    for retry in [false, true] {
        let world = World::new().rental_requests([reply(), rented()]);
        let numbers = world.client();
        let call = numbers
            .rent(phone())
            .unconfigured()
            .retry_throttled(retry)
            .send();
        let result = call.await;
        results.push((world, result));
    }
    results.try_into().unwrap_or_else(|_| unreachable!())
}

#[test]
fn case_37_401_on_a_cached_token_then_200_is_rented_with_one_more_token() {
    run(|| async {
        let (ended, seen) = second(vec![unauthorized(), rented()]).await;
        assert_eq!(
            (ended, seen.rental_requests, seen.tokens, seen.commits),
            ("rented", 2, 2, 1)
        );
    });
}

#[test]
fn case_38_401_twice_is_rejected() {
    run(|| async {
        let (ended, seen) = second(vec![unauthorized(), unauthorized(), rented()]).await;
        assert_eq!(
            (ended, seen.rental_requests, seen.tokens, seen.commits),
            ("rejected", 2, 2, 0)
        );
    });
}

#[test]
fn case_39_401_on_a_fresh_token_is_rejected_with_its_challenge() {
    run(|| async {
        let world = World::new().rental_requests([unauthorized(), rented()]);
        let result = rent(&world.client()).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("rejected", 1)
        );
        let failure = result.unwrap_err();
        assert!(
            failure
                .header("WWW-Authenticate")
                .unwrap()
                .contains("invalid_token")
        );
    });
}

#[test]
fn case_39_401_on_basic_or_on_the_callers_own_token_is_rejected() {
    run(|| async {
        let world = World::new().rental_requests([unauthorized(), unauthorized()]);
        for builder in [
            world.builder().basic("id", "secret"),
            world.builder().bearer("token"),
        ] {
            assert_eq!(ended(&rent(&builder.build().unwrap()).await), "rejected");
        }
        assert_eq!((world.seen().rental_requests, world.seen().tokens), (2, 0));
    });
}

#[test]
fn case_40_401_then_reset_after_reading_is_unknown_and_not_sent_a_third_time() {
    run(|| async {
        let lost = Reply::nothing().commits().resets();
        let (ended, seen) = second(vec![unauthorized(), lost, rented()]).await;
        assert_eq!(
            (ended, seen.rental_requests, seen.commits),
            ("unknown", 2, 1)
        );
    });
}

#[test]
fn case_48_429_is_rejected_and_retried_only_if_the_caller_opts_in() {
    run(|| async {
        let [(off, rejected), (on, result)] = throttle(None).await;
        assert_eq!(
            (ended(&rejected), off.seen().rental_requests),
            ("rejected", 1)
        );
        assert_eq!(rejected.unwrap_err().retry_after(), None);
        assert_eq!(
            (ended(&result), on.seen().rental_requests, on.seen().commits),
            ("rented", 2, 1)
        );
    });
}

#[test]
fn case_49_retry_after_in_seconds_is_reported_and_is_the_shortest_pause() {
    run(|| async {
        let [(_, rejected), (on, result)] = throttle(Some("7")).await;
        assert_eq!(
            rejected.unwrap_err().retry_after(),
            Some(Duration::from_secs(7))
        );
        assert_eq!((ended(&result), on.seen().rental_requests), ("rented", 2));
        assert!(on.clock.passed() >= Duration::from_secs(7));
    });
}

#[test]
fn case_50_retry_after_as_a_date_is_reported_and_is_the_shortest_pause() {
    run(|| async {
        // Nine seconds after the clock's first moment.
        let [(_, rejected), (on, result)] = throttle(Some("Wed, 18 Nov 2026 11:06:49 GMT")).await;
        assert_eq!(
            rejected.unwrap_err().retry_after(),
            Some(Duration::from_secs(9))
        );
        assert_eq!((ended(&result), on.seen().rental_requests), ("rented", 2));
        assert!(on.clock.passed() >= Duration::from_secs(9));
    });
}

#[test]
fn case_51_retry_after_that_cannot_be_read_counts_as_absent() {
    run(|| async {
        let [(_, rejected), (on, result)] = throttle(Some("soon")).await;
        assert_eq!(rejected.unwrap_err().retry_after(), None);
        assert_eq!((ended(&result), on.seen().rental_requests), ("rented", 2));
    });
}

#[test]
fn case_52_retry_after_beyond_the_deadline_ends_the_call_at_once_and_is_reported() {
    run(|| async {
        let [(_, rejected), (on, result)] = throttle(Some("86400")).await;
        assert_eq!(
            rejected.unwrap_err().retry_after(),
            Some(Duration::from_secs(86_400))
        );
        assert_eq!((ended(&result), on.seen().rental_requests), ("rejected", 1));
        assert_eq!(on.clock.passed(), Duration::ZERO);
        assert!(
            result
                .unwrap_err()
                .to_string()
                .contains("beyond the deadline")
        );
    });
}

#[test]
fn case_52_429_is_sent_three_times_at_most() {
    run(|| async {
        let world = World::new().rental_requests(vec![throttled(); 5]);
        let numbers = world.client();
        let call = numbers
            .rent(phone())
            .unconfigured()
            .retry_throttled(true)
            .send();
        assert_eq!(
            (ended(&call.await), world.seen().rental_requests),
            ("rejected", 3)
        );
    });
}
