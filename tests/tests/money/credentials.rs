//! Cases 58 to 69: access tokens.

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::TokenError;
use numbers_tests::reply::{Reply, answer};
use numbers_tests::server::{Server, token};
use numbers_tests::world::{World, bounded, ended, rent};
use tokio::sync::{Barrier, Notify};

use crate::{Case, case};

/// A rent whose token request is answered so: what it ends in, how often a token was
/// asked for, how many rents were seen.
async fn tokens(replies: Vec<Reply>) -> (&'static str, usize, usize) {
    let world = World::new().tokens(replies);
    let result = rent(&world.client()).await;
    let seen = world.seen();
    (ended(&result), seen.tokens, seen.rents)
}

fn with_lifetime(seconds: &str) -> Reply {
    answer(
        200,
        &format!(r#"{{"access_token":"token-1","expires_in":{seconds}}}"#),
    )
}

/// A hundred rents at once.
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

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            58,
            "a token endpoint that refuses connections is not sent",
            || async {
                let world = World::new();
                world.auth.close().await;
                let result = rent(&world.client()).await;
                assert_eq!((ended(&result), world.seen().rents), ("not sent", 0));
                assert_eq!(world.clock.pauses(), 2, "three attempts in all");
            },
        ),
        case(
            59,
            "400 and 401 of the token endpoint are final",
            || async {
                for status in [400, 401, 403, 404] {
                    let world = World::new().tokens([answer(status, "{}")]);
                    let failure = rent(&world.client()).await.unwrap_err();
                    assert_eq!(failure.token_error(), Some(&TokenError::Refused(status)));
                    assert_eq!((world.seen().tokens, world.seen().rents), (1, 0));
                }
            },
        ),
        case(60, "429 of the token endpoint is asked again", || async {
            let slow = || answer(429, "");
            assert_eq!(tokens(vec![slow(), slow()]).await, ("rented", 3, 1));
            assert_eq!(
                tokens(vec![slow(), slow(), slow()]).await,
                ("not sent", 3, 0)
            );
        }),
        case(
            61,
            "500 of the token endpoint, a reset and a close are asked again",
            || async {
                for passing in [
                    answer(500, ""),
                    answer(503, "<html>"),
                    Reply::nothing().resets(),
                    Reply::nothing().closes(),
                ] {
                    assert_eq!(tokens(vec![passing]).await, ("rented", 2, 1));
                }
            },
        ),
        case(62, "a malformed token answer is not sent", || async {
            for body in ["", "<html>", "[]", "{", "null", r#"{"access_token":7}"#] {
                assert_eq!(
                    tokens(vec![answer(200, body)]).await,
                    ("not sent", 1, 0),
                    "{body}"
                );
            }
        }),
        case(63, "a token answer without token is not sent", || async {
            for body in [
                "{}",
                r#"{"access_token":""}"#,
                r#"{"access_token":null,"expires_in":5}"#,
            ] {
                assert_eq!(
                    tokens(vec![answer(200, body)]).await,
                    ("not sent", 1, 0),
                    "{body}"
                );
            }
        }),
        case(
            64,
            "a token with a line break in it is not sent",
            || async {
                let smuggled = answer(
                    200,
                    r#"{"access_token":"a\r\nx-evil: 1","expires_in":3599}"#,
                );
                assert_eq!(tokens(vec![smuggled]).await, ("not sent", 1, 0));
            },
        ),
        case(
            65,
            "a lifetime of zero, negative, huge or text counts as a minute",
            || async {
                for seconds in ["0", "-5", "1e300", "99999999999", "\"3599\"", "null"] {
                    let world = World::new().tokens([with_lifetime(seconds)]);
                    let numbers = world.client();
                    assert_eq!(ended(&rent(&numbers).await), "rented", "{seconds}");
                    world.clock.advance(Duration::from_secs(40));
                    assert_eq!(ended(&rent(&numbers).await), "rented", "{seconds}");
                    assert_eq!(world.seen().tokens, 1, "{seconds}: good for 40 seconds");
                    world.clock.advance(Duration::from_secs(20));
                    assert_eq!(ended(&rent(&numbers).await), "rented", "{seconds}");
                    assert_eq!(world.seen().tokens, 2, "{seconds}: not for 60");
                }
            },
        ),
        case(
            66,
            "a redirect of the token endpoint is not followed",
            || async {
                for status in [301, 302, 303, 307, 308] {
                    let world = World::new();
                    let elsewhere = Server::start(&world.clock);
                    let reply = answer(status, "")
                        .header("location", &format!("{}/oauth2/token", elsewhere.url()));
                    world.auth.state().tokens.push_back(reply);
                    let result = rent(&world.client()).await;
                    assert_eq!((ended(&result), world.seen().rents), ("not sent", 0));
                    assert_eq!(elsewhere.state().connections, 0);
                }
            },
        ),
        case(
            67,
            "100 callers and a cold cache: one token request",
            || async {
                let world = World::new();
                a_hundred(&world.client()).await;
                let seen = world.seen();
                assert_eq!((seen.tokens, seen.rents, seen.commits), (1, 100, 100));
            },
        ),
        case(
            67,
            "100 callers when the token expires: one token request",
            || async {
                let world = World::new();
                let numbers = world.client();
                assert_eq!(ended(&rent(&numbers).await), "rented");
                world.clock.advance(Duration::from_secs(3_595));
                a_hundred(&numbers).await;
                let seen = world.seen();
                assert_eq!((seen.tokens, seen.rents, seen.commits), (2, 101, 101));
            },
        ),
        case(
            67,
            "100 callers that all meet one 401: one token request, 200 sends, 100 commits",
            || async {
                let world = World::new();
                let numbers = world.client();
                assert_eq!(ended(&rent(&numbers).await), "rented");
                let barrier = Arc::new(Barrier::new(100));
                world.api.state().refuses = Some(("token-1".to_owned(), barrier));
                a_hundred(&numbers).await;
                let seen = world.seen();
                assert_eq!((seen.tokens, seen.rents, seen.commits), (2, 201, 101));
            },
        ),
        case(
            68,
            "a refresh whose first caller is cancelled serves the others",
            || async {
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
                assert_eq!((world.seen().tokens, world.seen().rents), (1, 1));
            },
        ),
        case(
            68,
            "a late 401 on an old token drops no newer one",
            || async {
                let gate = Arc::new(Notify::new());
                let world = World::new();
                let numbers = world.client();
                assert_eq!(ended(&rent(&numbers).await), "rented");
                // One rent with token 1 hangs; meanwhile another meets a 401 and gets token 2.
                world
                    .api
                    .state()
                    .rents
                    .extend([answer(401, "").behind(&gate), answer(401, "")]);
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
                assert_eq!(world.seen().tokens, 2, "token 2 was still good");
            },
        ),
        case(69, "a refresh that fails poisons nothing", || async {
            let world = World::new().tokens([answer(401, "")]);
            let numbers = world.client();
            assert_eq!(ended(&rent(&numbers).await), "not sent");
            assert_eq!(ended(&rent(&numbers).await), "rented");
            assert_eq!((world.seen().tokens, world.seen().rents), (2, 1));
        }),
    ]
}
