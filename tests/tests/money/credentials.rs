//! Cases 58 to 69: access tokens.

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::TokenError;
use numbers_tests::reply::{Reply, response};
use numbers_tests::server::{Server, token};
use numbers_tests::world::{World, bounded, ended, rent};
use tokio::sync::{Barrier, Notify};

use crate::run;

/// Rents a number while the token endpoint replies so. Returns the outcome, and how many token
/// requests and rental requests were seen.
async fn tokens(replies: Vec<Reply>) -> (&'static str, usize, usize) {
    let world = World::new().tokens(replies);
    let result = rent(&world.client()).await;
    let seen = world.seen();
    (ended(&result), seen.tokens, seen.rental_requests)
}

fn with_lifetime(seconds: &str) -> Reply {
    response(
        200,
        &format!(r#"{{"access_token":"token-1","expires_in":{seconds}}}"#),
    )
}

/// Makes a hundred rental requests at once.
async fn a_hundred(numbers: &numbers_ext::Numbers) {
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let numbers = numbers.clone();
            tokio::spawn(async move { ended(&rent(&numbers).await) })
        })
        .collect();
    for call in calls {
        assert_eq!(bounded(call).await.unwrap(), "rented");
    }
}

#[test]
fn case_58_a_token_endpoint_that_refuses_connections_is_not_sent() {
    run(|| async {
        let world = World::new();
        world.auth.close().await;
        let result = rent(&world.client()).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("not sent", 0)
        );
        assert_eq!(world.clock.pauses(), 2, "three attempts in all");
    });
}

#[test]
fn case_59_400_and_401_of_the_token_endpoint_are_final() {
    run(|| async {
        for status in [400, 401, 403, 404] {
            let world = World::new().tokens([response(status, "{}")]);
            let failure = rent(&world.client()).await.unwrap_err();
            assert_eq!(failure.token_error(), Some(&TokenError::Refused(status)));
            assert_eq!((world.seen().tokens, world.seen().rental_requests), (1, 0));
        }
    });
}

#[test]
fn case_60_a_429_of_the_token_endpoint_is_retried() {
    run(|| async {
        let slow = || response(429, "");
        assert_eq!(tokens(vec![slow(), slow()]).await, ("rented", 3, 1));
        assert_eq!(
            tokens(vec![slow(), slow(), slow()]).await,
            ("not sent", 3, 0)
        );
    });
}

#[test]
fn case_61_a_500_a_reset_and_a_close_of_the_token_endpoint_are_retried() {
    run(|| async {
        for passing in [
            response(500, ""),
            response(503, "<html>"),
            Reply::nothing().resets(),
            Reply::nothing().closes(),
        ] {
            assert_eq!(tokens(vec![passing]).await, ("rented", 2, 1));
        }
    });
}

#[test]
fn case_62_a_malformed_token_response_is_not_sent() {
    run(|| async {
        for body in ["", "<html>", "[]", "{", "null", r#"{"access_token":7}"#] {
            assert_eq!(
                tokens(vec![response(200, body)]).await,
                ("not sent", 1, 0),
                "{body}"
            );
        }
    });
}

#[test]
fn case_63_a_token_response_without_a_token_is_not_sent() {
    run(|| async {
        for body in [
            "{}",
            r#"{"access_token":""}"#,
            r#"{"access_token":null,"expires_in":5}"#,
        ] {
            assert_eq!(
                tokens(vec![response(200, body)]).await,
                ("not sent", 1, 0),
                "{body}"
            );
        }
    });
}

#[test]
fn case_64_a_token_with_a_line_break_in_it_is_not_sent() {
    run(|| async {
        let smuggled = response(
            200,
            r#"{"access_token":"a\r\nx-evil: 1","expires_in":3599}"#,
        );
        assert_eq!(tokens(vec![smuggled]).await, ("not sent", 1, 0));
    });
}

#[test]
fn case_65_a_lifetime_of_zero_negative_huge_or_text_counts_as_a_minute() {
    run(|| async {
        for seconds in ["0", "-5", "1e300", "99999999999", "\"3599\"", "null"] {
            let world = World::new().tokens([with_lifetime(seconds)]);
            let numbers = world.client();
            assert_eq!(ended(&rent(&numbers).await), "rented", "{seconds}");
            world.clock.advance(Duration::from_secs(40));
            assert_eq!(ended(&rent(&numbers).await), "rented", "{seconds}");
            assert_eq!(world.seen().tokens, 1, "{seconds}: valid for 40 seconds");
            world.clock.advance(Duration::from_secs(20));
            assert_eq!(ended(&rent(&numbers).await), "rented", "{seconds}");
            assert_eq!(world.seen().tokens, 2, "{seconds}: not for 60");
        }
    });
}

#[test]
fn case_66_a_redirect_of_the_token_endpoint_is_not_followed() {
    run(|| async {
        for status in [301, 302, 303, 307, 308] {
            let world = World::new();
            let elsewhere = Server::start(&world.clock);
            let reply = response(status, "")
                .header("location", &format!("{}/oauth2/token", elsewhere.url()));
            world.auth.state().tokens.push_back(reply);
            let result = rent(&world.client()).await;
            assert_eq!(
                (ended(&result), world.seen().rental_requests),
                ("not sent", 0)
            );
            assert_eq!(elsewhere.state().connections, 0);
        }
    });
}

#[test]
fn case_67_100_callers_and_a_cold_cache_one_token_request() {
    run(|| async {
        let world = World::new();
        a_hundred(&world.client()).await;
        let seen = world.seen();
        assert_eq!(
            (seen.tokens, seen.rental_requests, seen.commits),
            (1, 100, 100)
        );
    });
}

#[test]
fn case_67_100_callers_when_the_token_expires_one_token_request() {
    run(|| async {
        let world = World::new();
        let numbers = world.client();
        assert_eq!(ended(&rent(&numbers).await), "rented");
        world.clock.advance(Duration::from_secs(3_595));
        a_hundred(&numbers).await;
        let seen = world.seen();
        assert_eq!(
            (seen.tokens, seen.rental_requests, seen.commits),
            (2, 101, 101)
        );
    });
}

#[test]
fn case_67_100_callers_that_all_meet_one_401_one_token_request_200_attempts_100_commits() {
    run(|| async {
        let world = World::new();
        let numbers = world.client();
        assert_eq!(ended(&rent(&numbers).await), "rented");
        let barrier = Arc::new(Barrier::new(100));
        world.api.state().refuses = Some(("token-1".to_owned(), barrier));
        a_hundred(&numbers).await;
        let seen = world.seen();
        assert_eq!(
            (seen.tokens, seen.rental_requests, seen.commits),
            (2, 201, 101)
        );
    });
}

#[test]
fn case_68_a_refresh_whose_first_caller_is_cancelled_serves_the_others() {
    run(|| async {
        let gate = Arc::new(Notify::new());
        let world = World::new().tokens([token(1, 3599).behind(&gate)]);
        let numbers = world.client();
        let first = tokio::spawn({
            let numbers = numbers.clone();
            async move { rent(&numbers).await }
        });
        world.auth.arrival().await;
        let second = tokio::spawn({
            let numbers = numbers.clone();
            async move { ended(&rent(&numbers).await) }
        });
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        gate.notify_one();
        assert_eq!(second.await.unwrap(), "rented");
        assert_eq!((world.seen().tokens, world.seen().rental_requests), (1, 1));
    });
}

#[test]
fn case_68_a_late_401_on_an_old_token_drops_no_newer_one() {
    run(|| async {
        let gate = Arc::new(Notify::new());
        let world = World::new();
        let numbers = world.client();
        assert_eq!(ended(&rent(&numbers).await), "rented");
        // One request with token 1 hangs; meanwhile another one gets a 401, and token 2.
        world
            .api
            .state()
            .rental_requests
            .extend([response(401, "").behind(&gate), response(401, "")]);
        let late = tokio::spawn({
            let numbers = numbers.clone();
            async move { ended(&rent(&numbers).await) }
        });
        world.api.arrival().await;
        world.api.arrival().await;
        assert_eq!(ended(&rent(&numbers).await), "rented");
        assert_eq!(world.seen().tokens, 2);
        gate.notify_one();
        assert_eq!(late.await.unwrap(), "rented");
        assert_eq!(world.seen().tokens, 2, "token 2 was still valid");
    });
}

#[test]
fn case_69_a_refresh_that_fails_poisons_nothing() {
    run(|| async {
        let world = World::new().tokens([response(401, "")]);
        let numbers = world.client();
        assert_eq!(ended(&rent(&numbers).await), "not sent");
        assert_eq!(ended(&rent(&numbers).await), "rented");
        assert_eq!((world.seen().tokens, world.seen().rental_requests), (2, 1));
    });
}
