//! Case 57: connections that are used again, a thousand times each.

use numbers_tests::reply::{Reads, Reply};
use numbers_tests::server::{rented, settle_down};
use numbers_tests::world::{World, ended, rent};

use crate::{Case, case};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            57,
            "a connection closed before the next call never doubles a rent, 1,000 times",
            closed_between,
        ),
        case(
            57,
            "a connection closed while it is used never doubles a rent, 1,000 times",
            closed_at_once,
        ),
        case(
            57,
            "an unasked second answer is never taken for the next rent's, 1,000 times",
            stray_answers,
        ),
    ]
}

/// Every rental has a commit, every commit is told, no call sends twice.
async fn repeatedly(replies: impl Fn() -> Vec<Reply>, wait: bool) -> u32 {
    let world = World::new();
    let numbers = world.client();
    let mut rented = 0;
    for _ in 0..1_000 {
        let before = world.seen();
        world.api.state().rents.extend(replies());
        let result = rent(&numbers).await;
        let seen = world.seen();
        assert!(seen.rents - before.rents <= 1, "sent twice: {result:?}");
        let committed = seen.commits - before.commits;
        match ended(&result) {
            "rented" => {
                assert_eq!(committed, 1, "a rental without a rent");
                rented += 1;
            }
            "not sent" => assert_eq!(committed, 0, "a rent that is called not sent"),
            "unknown" => {}
            other => panic!("{other}"),
        }
        world.api.state().rents.clear();
        if wait {
            settle_down().await;
        }
    }
    rented
}

async fn closed_between() {
    let rented = repeatedly(|| vec![rented().closes()], true).await;
    assert_eq!(rented, 1_000);
}

async fn closed_at_once() {
    let half = || vec![Reply::nothing().reads(Reads::Half).closes()];
    assert_eq!(repeatedly(half, false).await, 0);
    let rented = repeatedly(|| vec![rented().closes()], false).await;
    assert!(rented > 0);
}

async fn stray_answers() {
    let twice = || {
        let mut reply = rented();
        let again = reply.writes.concat();
        reply.writes.push(again);
        vec![reply]
    };
    let one_piece = || {
        let mut reply = twice().remove(0);
        reply.writes = vec![reply.writes.concat()];
        vec![reply]
    };
    assert!(repeatedly(twice, false).await > 0);
    assert!(repeatedly(one_piece, false).await > 0);
}
