//! Reads that fail: the kind of the error, its message, and how often the service is asked.

use std::time::Duration;

use numbers_ext::{ReadError, TransportErrorKind};
use numbers_tests::World;
use numbers_tests::reply::{Reads, Reply, error, raw, response};
use numbers_tests::runtime::{run, run_on_one_thread};
use numbers_tests::world::bounded;
use serde_json::json;

use crate::asked::{Asked, missing};

/// Has each read fail in this way, and holds the error against it. Nothing is asked twice.
async fn each_fails(reply: fn(&Asked) -> Reply, check: fn(&ReadError) -> bool) {
    for asked in Asked::all() {
        let (result, requests, tokens) = asked.once(reply(&asked)).await;
        let name = asked.name;
        let error = result.expect_err(name);
        assert!(check(&error), "{name}: {error:?}");
        assert_eq!((requests, tokens), (1, 1), "{name}");
    }
}

fn fails(reply: fn(&Asked) -> Reply, check: fn(&ReadError) -> bool) {
    run(|| each_fails(reply, check));
}

fn kind(error: &ReadError) -> Option<TransportErrorKind> {
    error.transport_error().map(|error| error.kind())
}

fn violated() -> Reply {
    let violation = json!({ "field": "pageSize", "description": "is too large" });
    let details = json!([{ "type": "BadRequest", "fieldViolations": [violation] }]);
    error(400, "INVALID_ARGUMENT", details)
}

#[test]
fn each_read_reads_what_it_should() {
    run(|| async {
        for asked in Asked::all() {
            let (result, requests, tokens) = asked.once(asked.good.clone()).await;
            let name = asked.name;
            assert!(result.is_ok(), "{name}: {result:?}");
            assert_eq!((requests, tokens), (1, 1), "{name}");
        }
    });
}

#[test]
fn a_refusal_keeps_its_status_and_the_errors_of_the_api() {
    fails(
        |_| violated(),
        |error| {
            let violations = error.api().map(|api| api.violations.len());
            (error.status(), violations) == (Some(400), Some(1))
        },
    );
    fails(
        |_| error(403, "PERMISSION_DENIED", json!([])),
        |error| error.status() == Some(403) && error.api().is_some(),
    );
    fails(
        |_| error(500, "INTERNAL", json!([])),
        |error| error.status() == Some(500) && error.api().is_some(),
    );
}

#[test]
fn a_page_of_a_gateway_has_a_status_alone() {
    fails(
        |_| response(404, "<html>not found</html>"),
        |error| error.status() == Some(404) && error.api().is_none(),
    );
    fails(
        |_| response(502, "<html>bad gateway</html>"),
        |error| error.status() == Some(502) && error.api().is_none(),
    );
    fails(
        |_| response(307, "").header("location", "/elsewhere"),
        |error| error.status() == Some(307),
    );
}

#[test]
fn only_a_404_that_names_the_resource_is_a_result() {
    fails(
        |_| missing("Project"),
        |error| error.status() == Some(404) && error.api().is_some(),
    );
    run(|| async {
        for asked in Asked::all() {
            for kind in ["ActiveNumber", "AvailableNumber", "EmergencyAddress"] {
                let (result, ..) = asked.once(missing(kind)).await;
                if asked.absent == Some(kind) {
                    assert_eq!(result.as_deref(), Ok("None"), "{}", asked.name);
                } else {
                    let error = result.expect_err(asked.name);
                    assert_eq!(error.status(), Some(404), "{}", asked.name);
                }
            }
            if let Some(kind) = asked.absent {
                let cut = missing(kind).cut_in_the_body().closes();
                let (result, ..) = asked.once(cut).await;
                assert!(result.is_err(), "{}: {result:?}", asked.name);
            }
        }
    });
}

#[test]
fn a_429_says_how_long_to_wait_and_is_not_retried() {
    fails(
        |_| response(429, "").header("retry-after", "7"),
        |error| {
            let wait = error.retry_after();
            (error.status(), wait) == (Some(429), Some(Duration::from_secs(7)))
        },
    );
    fails(
        |_| response(503, "").header("retry-after", "soon"),
        |error| error.status() == Some(503) && error.retry_after().is_none(),
    );
}

#[test]
fn a_success_that_can_not_be_read_has_its_status_and_no_body() {
    for body in [
        "",
        " ",
        "<html>log in first</html>",
        "[]",
        "null",
        "\"\"",
        "{",
        "{}x",
    ] {
        run(move || async move {
            for asked in Asked::all() {
                let (result, requests, _) = asked.once(response(200, body)).await;
                let error = result.expect_err(asked.name);
                assert_eq!((error.status(), requests), (Some(200), 1), "{}", asked.name);
                assert!(error.api().is_none());
            }
        });
    }
}

#[test]
fn a_success_about_something_else_is_an_error() {
    run(|| async {
        for (name, body) in [
            ("check", r#"{"phoneNumber":"+12025550135"}"#),
            ("check", "{}"),
            ("get", r#"{"phoneNumber":"+12025550135"}"#),
            (
                "get",
                r#"{"phoneNumber":"+12025550134","projectId":"another"}"#,
            ),
            ("get", "{}"),
            ("order", r#"{"idNumberOrder":"another"}"#),
            ("order", "{}"),
            ("emergency address", "{}"),
            ("callback secret", r#"{"projectId":"another"}"#),
            ("search", r#"{"availableNumbers":[{"phoneNumber":""}]}"#),
        ] {
            let asked = Asked::all().into_iter().find(|asked| asked.name == name);
            let (result, ..) = asked.unwrap().once(response(200, body)).await;
            let error = result.expect_err(name);
            assert_eq!(error.status(), Some(200), "{name}");
        }
    });
}

#[test]
fn a_body_that_is_cut_short_or_too_large_is_an_error() {
    fails(
        |asked| asked.good.clone().cut_in_the_body().closes(),
        |error| error.status() == Some(200) && error.to_string().contains("cut short"),
    );
    fails(
        |asked| {
            let size = if asked.is_page { 8 << 20 } else { 256 << 10 };
            response(200, &format!(r#"{{"x":"{}"}}"#, "x".repeat(size)))
        },
        |error| error.status() == Some(200) && error.to_string().contains("too large"),
    );
    // On several threads, the deadline may end before the head is read.
    run_on_one_thread(|| {
        each_fails(
            |asked| asked.good.clone().cut_in_the_body().goes_silent(),
            |error| error.status() == Some(200) && error.to_string().contains("stalled"),
        )
    });
}

#[test]
fn a_page_may_be_larger_than_anything_else() {
    run(|| async {
        for asked in Asked::all().into_iter().filter(|asked| asked.is_page) {
            let body = format!(r#"{{"x":"{}"}}"#, "x".repeat(1 << 20));
            let (result, ..) = asked.once(response(200, &body)).await;
            assert!(result.is_ok(), "{}: {:?}", asked.name, result.err());
        }
    });
}

#[test]
fn a_connection_that_fails_is_a_typed_error() {
    fails(
        |_| Reply::nothing().closes(),
        |error| kind(error) == Some(TransportErrorKind::Closed) && error.status().is_none(),
    );
    fails(
        |_| Reply::nothing().resets(),
        |error| kind(error) == Some(TransportErrorKind::Reset) && error.status().is_none(),
    );
    fails(
        |_| raw("garbage\r\n\r\n"),
        |error| kind(error) == Some(TransportErrorKind::Protocol) && error.status().is_none(),
    );
    run(|| async {
        for asked in Asked::all() {
            let world = World::new();
            world.api.close().await;
            let error = bounded((asked.call)(world.client())).await.unwrap_err();
            assert_eq!(
                kind(&error),
                Some(TransportErrorKind::Refused),
                "{}",
                asked.name
            );
        }
    });
}

#[test]
fn silence_ends_with_the_deadline() {
    fails(
        |_| Reply::nothing().reads(Reads::All).goes_silent(),
        |error| {
            error.transport_error().is_none()
                && error.status().is_none()
                && error.to_string().contains("before the deadline")
        },
    );
}

#[test]
fn a_token_that_is_refused_is_renewed_once_where_it_came_from_the_cache() {
    fails(|_| response(401, ""), |error| error.status() == Some(401));
    run(|| async {
        for asked in Asked::all() {
            let world = World::new();
            let numbers = world.client();
            asked.script(
                &world,
                [asked.good.clone(), response(401, ""), asked.good.clone()],
            );
            for _ in 0..2 {
                let result = bounded((asked.call)(numbers.clone())).await;
                assert!(result.is_ok(), "{}: {result:?}", asked.name);
            }
            assert_eq!(asked.seen(&world), (3, 2), "{}", asked.name);
            asked.script(
                &world,
                [response(401, ""), response(401, ""), asked.good.clone()],
            );
            let error = bounded((asked.call)(numbers)).await.unwrap_err();
            assert_eq!(error.status(), Some(401));
            assert_eq!(asked.seen(&world), (5, 3), "{}", asked.name);
        }
    });
}

#[test]
fn without_a_token_nothing_is_asked() {
    run(|| async {
        for asked in Asked::all() {
            let world = World::new().tokens([response(401, "")]);
            let error = bounded((asked.call)(world.client())).await.unwrap_err();
            assert!(error.token_error().is_some_and(|error| error.is_refused()));
            assert_eq!(asked.seen(&world).0, 0, "{}", asked.name);
        }
    });
}

#[tokio::test]
async fn the_messages_are_reviewed() {
    let mut text = String::new();
    for asked in Asked::all() {
        let (result, ..) = asked.once(violated()).await;
        text.push_str(&format!("{}\n", result.unwrap_err()));
    }
    let asked = Asked::all().into_iter().find(|asked| asked.name == "order");
    let asked = asked.unwrap();
    for reply in [
        response(404, "<html><title>Not Found</title></html>"),
        missing("NumberOrder"),
        response(429, "").header("retry-after", "7"),
        error(500, "INTERNAL", json!([])),
        response(502, "<html><title>Bad Gateway</title></html>"),
        response(200, ""),
        response(200, "<html>"),
        response(200, "{}"),
        response(200, r#"{"idNumberOrder":"another"}"#),
        response(200, &"x".repeat(300_000)),
        asked.good.clone().cut_in_the_body().closes(),
        raw("garbage\r\n\r\n"),
        Reply::nothing().closes(),
        Reply::nothing().resets(),
        Reply::nothing().goes_silent(),
    ] {
        let (result, ..) = asked.once(reply).await;
        text.push_str(&format!("{}\n", result.unwrap_err()));
    }
    insta::assert_snapshot!("messages", text);
}
