//! Cases 37 to 40 and 48 to 52: what may be sent again, and what may not.

use std::time::Duration;

use numbers_tests::reply::{Reply, answer};
use numbers_tests::server::rented;
use numbers_tests::world::{Counts, World, ended, phone, rent};

use crate::{Case, case};

/// A world in which one rent has been made, so that its token is in the cache.
async fn warm(replies: Vec<Reply>) -> (World, numbers_ext::Numbers) {
    let world = World::new();
    let numbers = world.client();
    assert_eq!(ended(&rent(&numbers).await), "rented");
    world.api.state().rents.extend(replies);
    (world, numbers)
}

fn unauthorized() -> Reply {
    answer(401, "").header("www-authenticate", "Bearer error=\"invalid_token\"")
}

fn throttled() -> Reply {
    answer(429, "<html>slow down</html>")
}

/// What the second rent of a warm world ends in, and what was seen of it.
async fn second(replies: Vec<Reply>) -> (&'static str, Counts) {
    let (world, numbers) = warm(replies).await;
    let result = rent(&numbers).await;
    let mut seen = world.seen();
    seen.rents -= 1;
    seen.commits -= 1;
    (ended(&result), seen)
}

/// A 429 with this header, without and with the caller's leave to send again.
async fn throttle(
    header: Option<&str>,
) -> [(World, Result<numbers_ext::Rental, numbers_ext::RentError>); 2] {
    let reply = || match header {
        Some(value) => throttled().header("retry-after", value),
        None => throttled(),
    };
    let mut results = Vec::new();
    for leave in [false, true] {
        let world = World::new().rents([reply(), rented()]);
        let numbers = world.client();
        let call = numbers
            .rent(phone())
            .unconfigured()
            .resend_throttled(leave)
            .send();
        let result = call.await;
        results.push((world, result));
    }
    results.try_into().unwrap_or_else(|_| unreachable!())
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            37,
            "401 on a cached token, then 200, is rented with one more token",
            || async {
                let (ended, seen) = second(vec![unauthorized(), rented()]).await;
                assert_eq!(
                    (ended, seen.rents, seen.tokens, seen.commits),
                    ("rented", 2, 2, 1)
                );
            },
        ),
        case(38, "401 twice is rejected", || async {
            let (ended, seen) = second(vec![unauthorized(), unauthorized(), rented()]).await;
            assert_eq!(
                (ended, seen.rents, seen.tokens, seen.commits),
                ("rejected", 2, 2, 0)
            );
        }),
        case(
            39,
            "401 on a fresh token is rejected, with its challenge",
            || async {
                let world = World::new().rents([unauthorized(), rented()]);
                let result = rent(&world.client()).await;
                assert_eq!((ended(&result), world.seen().rents), ("rejected", 1));
                let failure = result.unwrap_err();
                assert!(
                    failure
                        .header("WWW-Authenticate")
                        .unwrap()
                        .contains("invalid_token")
                );
            },
        ),
        case(
            39,
            "401 on Basic or a token of the caller's is rejected",
            || async {
                let world = World::new().rents([unauthorized(), unauthorized()]);
                for builder in [
                    world.builder().basic("id", "secret"),
                    world.builder().bearer("token"),
                ] {
                    assert_eq!(ended(&rent(&builder.build().unwrap()).await), "rejected");
                }
                assert_eq!((world.seen().rents, world.seen().tokens), (2, 0));
            },
        ),
        case(
            40,
            "401, then reset after reading, is unknown and sent no third time",
            || async {
                let lost = Reply::nothing().commits().resets();
                let (ended, seen) = second(vec![unauthorized(), lost, rented()]).await;
                assert_eq!((ended, seen.rents, seen.commits), ("unknown", 2, 1));
            },
        ),
        case(
            48,
            "429 is rejected; by leave it is sent once more",
            || async {
                let [(off, rejected), (on, result)] = throttle(None).await;
                assert_eq!((ended(&rejected), off.seen().rents), ("rejected", 1));
                assert_eq!(rejected.unwrap_err().retry_after(), None);
                assert_eq!(
                    (ended(&result), on.seen().rents, on.seen().commits),
                    ("rented", 2, 1)
                );
            },
        ),
        case(
            49,
            "Retry-After in seconds is told, and is the least that is waited",
            || async {
                let [(_, rejected), (on, result)] = throttle(Some("7")).await;
                assert_eq!(
                    rejected.unwrap_err().retry_after(),
                    Some(Duration::from_secs(7))
                );
                assert_eq!((ended(&result), on.seen().rents), ("rented", 2));
                assert!(on.clock.passed() >= Duration::from_secs(7));
            },
        ),
        case(
            50,
            "Retry-After as a date is told, and is the least that is waited",
            || async {
                // Nine seconds after the clock's first moment.
                let [(_, rejected), (on, result)] =
                    throttle(Some("Wed, 18 Nov 2026 11:06:49 GMT")).await;
                assert_eq!(
                    rejected.unwrap_err().retry_after(),
                    Some(Duration::from_secs(9))
                );
                assert_eq!((ended(&result), on.seen().rents), ("rented", 2));
                assert!(on.clock.passed() >= Duration::from_secs(9));
            },
        ),
        case(
            51,
            "Retry-After that can't be read counts as absent",
            || async {
                let [(_, rejected), (on, result)] = throttle(Some("soon")).await;
                assert_eq!(rejected.unwrap_err().retry_after(), None);
                assert_eq!((ended(&result), on.seen().rents), ("rented", 2));
            },
        ),
        case(
            52,
            "Retry-After beyond the deadline ends the call at once, and is told",
            || async {
                let [(_, rejected), (on, result)] = throttle(Some("86400")).await;
                assert_eq!(
                    rejected.unwrap_err().retry_after(),
                    Some(Duration::from_secs(86_400))
                );
                assert_eq!((ended(&result), on.seen().rents), ("rejected", 1));
                assert_eq!(on.clock.passed(), Duration::ZERO);
                assert!(
                    result
                        .unwrap_err()
                        .to_string()
                        .contains("beyond the deadline")
                );
            },
        ),
        case(52, "429 is sent three times at the most", || async {
            let world = World::new().rents(vec![throttled(); 5]);
            let numbers = world.client();
            let call = numbers
                .rent(phone())
                .unconfigured()
                .resend_throttled(true)
                .send();
            assert_eq!((ended(&call.await), world.seen().rents), ("rejected", 3));
        }),
    ]
}
