//! The outcome of one attempt of each mutation, by the fate of its connection and by the
//! response. The numbers are those of the cases of the rental request.

use numbers_tests::reply::{Reads, Reply, raw, response};
use numbers_tests::runtime::{run, run_on_one_thread};
use numbers_tests::script::Played;
use numbers_tests::world::{World, bounded};

use crate::outcome;

/// Calls each mutation while the service replies so. Asserts the outcome, and that the server
/// saw one request, on time.
fn rows(reply: fn(&Played) -> Reply, expected: fn(&Played) -> &'static str) {
    run(|| each(reply, expected));
}

async fn each(reply: fn(&Played) -> Reply, expected: fn(&Played) -> &'static str) {
    for played in Played::all() {
        let world = World::new().rental_requests([reply(&played)]);
        let result = bounded((played.call)(world.client())).await;
        let name = played.name;
        assert_eq!(outcome(&result), expected(&played), "{name}: {result:?}");
        let seen = world.seen();
        let counts = (seen.rental_requests, seen.tokens, seen.lookups);
        assert_eq!(counts, (1, 1, 0), "{name}: {result:?}");
        if let Err(error) = &result {
            assert!(error.elapsed().as_secs() <= 31, "{name}: {error:?}");
            assert_eq!((error.attempts(), error.operation()), (1, verb(name)));
        }
    }
}

/// The operation's name, as tokens have it.
fn verb(name: &str) -> &str {
    name.split(' ').next().unwrap()
}

fn unknown(_: &Played) -> &'static str {
    "unknown"
}

fn done(_: &Played) -> &'static str {
    "done"
}

/// A success that shows nothing: enough where the document has nothing to show.
fn unless_nothing_is_documented(played: &Played, documented: &[&str]) -> &'static str {
    if documented.contains(&played.name) {
        "done"
    } else {
        "unknown"
    }
}

#[test]
fn rows_08_to_11_a_request_that_was_read_and_got_no_response_is_unknown() {
    rows(|_| Reply::nothing().reads(Reads::Half).resets(), unknown);
    rows(|_| Reply::nothing().closes(), unknown);
    rows(|_| Reply::nothing().resets(), unknown);
    rows(|_| Reply::nothing().goes_silent(), unknown);
}

#[test]
fn rows_06_and_07_a_connection_that_is_closed_unread_is_not_sent_or_unknown() {
    run(|| async {
        for then in [Reply::closes, Reply::resets] {
            for played in Played::all() {
                let untouched = then(Reply::nothing().reads(Reads::Nothing));
                let world = World::new().rental_requests(vec![untouched; 3]);
                let result = bounded((played.call)(world.client())).await;
                let outcome = outcome(&result);
                assert!(["not sent", "unknown"].contains(&outcome), "{result:?}");
                let state = world.api.state();
                assert!(state.seen.len() <= state.connections as usize);
            }
        }
    });
}

#[test]
fn row_01_a_refused_connection_is_not_sent_after_three_attempts() {
    run(|| async {
        for played in Played::all() {
            let world = World::new();
            world.api.close().await;
            let result = bounded((played.call)(world.client())).await;
            assert_eq!(outcome(&result), "not sent", "{}", played.name);
            assert_eq!(world.clock.pauses(), 2);
            assert_eq!(result.unwrap_err().attempts(), 0);
        }
    });
}

#[test]
fn row_05_refused_twice_and_then_accepted_is_done_with_one_request() {
    run(|| async {
        for played in Played::all() {
            let world = World::new().rental_requests([played.done.clone()]);
            world.api.close().await;
            let api = world.api.clone();
            world.clock.on_pause(move |number| {
                if number == 2 {
                    api.open();
                }
            });
            let result = bounded((played.call)(world.client())).await;
            let seen = world.seen().rental_requests;
            assert_eq!((outcome(&result), seen), ("done", 1), "{}", played.name);
        }
    });
}

#[test]
fn rows_12_to_14_a_whole_response_on_time_is_done_and_a_late_one_unknown() {
    rows(|played| played.done.clone().dribbles(), unknown);
    rows(|played| played.done.clone(), done);
}

#[test]
fn row_15_a_204_is_done_where_no_body_is_documented() {
    rows(
        |_| raw("HTTP/1.1 204 No Content\r\n\r\n"),
        |played| unless_nothing_is_documented(played, &["uploadAttachment"]),
    );
    rows(
        |_| response(200, ""),
        |played| unless_nothing_is_documented(played, &["uploadAttachment"]),
    );
}

#[test]
fn row_16_an_empty_object_is_done_where_nothing_is_documented() {
    rows(
        |_| response(200, "{}"),
        |played| {
            let documented = ["uploadAttachment", "removeEmergencyAddress"];
            unless_nothing_is_documented(played, &documented)
        },
    );
}

#[test]
fn rows_17_and_18_a_page_or_a_list_is_unknown() {
    rows(|_| response(200, "<html>log in first</html>"), unknown);
    rows(|_| response(200, "[]"), unknown);
    rows(|_| response(200, "[{}]"), unknown);
    rows(|_| response(200, "null"), unknown);
}

#[test]
fn rows_21_and_22_a_success_about_something_else_is_unknown() {
    rows(
        |played| played.another.clone(),
        // What was registered is compared by whoever called.
        |played| unless_nothing_is_documented(played, &["registerOrder"]),
    );
}

#[test]
fn rows_23_to_28_a_broken_success_is_unknown() {
    rows(|played| played.cut_short(), unknown);
    rows(
        |played| {
            let mut stalls = played.cut_short();
            stalls.then = numbers_tests::reply::Then::Keep;
            stalls.goes_silent()
        },
        unknown,
    );
    rows(|_| response(200, &giant()), unknown);
    rows(
        |_| raw(format!("HTTP/1.1 200 OK\r\n\r\n{}", giant())),
        unknown,
    );
    rows(|_| raw([0_u8, 159, 146, 150, 13, 10, 13, 10]), unknown);
}

#[test]
fn rows_30_to_34_a_redirect_is_unknown_and_is_not_followed() {
    rows(
        |_| response(307, "").header("location", "/elsewhere"),
        unknown,
    );
    rows(
        |_| response(303, "").header("location", "/elsewhere"),
        unknown,
    );
}

#[test]
fn rows_35_to_45_what_the_service_refuses_is_rejected_whatever_its_body() {
    rows(|_| response(400, "<html>no</html>"), |_| "rejected");
    rows(
        |_| response(400, "{\"error\":{}}").cut_in_the_body().closes(),
        |_| "rejected",
    );
    // On several threads, the deadline may end before the head is read.
    run_on_one_thread(|| {
        let stalls = |_: &Played| {
            let reply = response(404, "{\"error\":{}}");
            reply.cut_in_the_body().goes_silent()
        };
        each(stalls, |_| "rejected")
    });
    rows(|_| response(401, ""), |_| "rejected");
    rows(|_| response(402, ""), |_| "rejected");
    rows(|_| response(403, ""), |_| "rejected");
    rows(|_| response(404, &giant()), |_| "rejected");
    rows(|_| response(409, ""), |_| "rejected");
    rows(|_| response(413, ""), |_| "rejected");
    rows(|_| response(422, "{}"), |_| "rejected");
    rows(
        |_| response(429, "").header("retry-after", "1"),
        |_| "rejected",
    );
}

#[test]
fn rows_46_to_56_what_a_gateway_may_say_is_unknown() {
    rows(|_| response(408, ""), unknown);
    rows(|_| response(425, ""), unknown);
    rows(|_| response(499, ""), unknown);
    rows(|_| response(500, "{\"error\":{}}"), unknown);
    rows(|_| response(502, "<html>bad gateway</html>"), unknown);
    rows(|_| response(503, "").header("retry-after", "1"), unknown);
    rows(|_| response(504, ""), unknown);
}

/// A body over the cap.
fn giant() -> String {
    format!(r#"{{"displayName":"{}"}}"#, "x".repeat(300_000))
}
