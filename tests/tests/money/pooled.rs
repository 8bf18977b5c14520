//! Case 57: connections that are reused, a thousand times each.

use numbers_tests::reply::{Reads, Reply};
use numbers_tests::server::{let_run, rented};
use numbers_tests::world::{World, ended, rent};

use crate::{run, run_on_one_thread};

#[test]
fn case_57_a_connection_closed_before_the_next_call_never_doubles_a_rental_1_000_times() {
    // A closed connection is noticed before the next call, which never uses it.
    run_on_one_thread(|| async {
        let rented = repeatedly(|| vec![rented().closes()], true).await;
        assert_eq!(rented, 1_000);
    });
    run(|| async {
        let rented = repeatedly(|| vec![rented().closes()], true).await;
        assert!(rented > 0);
    });
}

#[test]
fn case_57_a_connection_closed_while_it_is_used_never_doubles_a_rental_1_000_times() {
    run(|| async {
        let half = || vec![Reply::nothing().reads(Reads::Half).closes()];
        assert_eq!(repeatedly(half, false).await, 0);
        let rented = repeatedly(|| vec![rented().closes()], false).await;
        assert!(rented > 0);
    });
}

#[test]
fn case_57_an_unsolicited_second_response_is_never_taken_for_that_of_the_next_call_1_000_times() {
    run(|| async {
        let one_piece = || {
            let mut reply = twice();
            reply.writes = vec![reply.writes.concat()];
            vec![reply]
        };
        assert!(repeatedly(one_piece, false).await > 0);
    });
    // On several threads a stray may arrive just as the next request leaves. That it does not
    // is one of the assumptions.
    run_on_one_thread(|| async {
        assert!(repeatedly(|| vec![twice()], false).await > 0);
    });
}

/// A response that is written twice, in two pieces.
fn twice() -> Reply {
    let mut reply = rented();
    let again = reply.writes.concat();
    reply.writes.push(again);
    reply
}

/// Makes a thousand calls, one after the other, and returns how many were rented. Asserts that
/// every rental has a commit, every commit is reported, and no call sends twice.
async fn repeatedly(replies: impl Fn() -> Vec<Reply>, wait: bool) -> u32 {
    let world = World::new();
    let numbers = world.client();
    let mut rented = 0;
    for _ in 0..1_000 {
        let before = world.seen();
        world.api.state().rental_requests.extend(replies());
        let result = rent(&numbers).await;
        let seen = world.seen();
        assert!(
            seen.rental_requests - before.rental_requests <= 1,
            "sent twice: {result:?}"
        );
        let committed = seen.commits - before.commits;
        match ended(&result) {
            "rented" => {
                assert_eq!(committed, 1, "a rental without a commit");
                rented += 1;
            }
            "not sent" => assert_eq!(committed, 0, "a commit that is called not sent"),
            "unknown" => {}
            other => panic!("{other}"),
        }
        world.api.state().rental_requests.clear();
        if wait {
            let_run().await;
        }
    }
    rented
}
