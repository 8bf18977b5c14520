//! The 92 cases of how a rental request may end. Each is a test of its own, named by its number
//! and what it promises, and runs on one thread and on several.
//!
//! `cargo test case_38` runs case 38.

mod credentials;
mod deadlines;
mod exhaustive;
mod one_attempt;
mod pooled;
mod reconciling;
mod refused_early;
mod retrying;
mod statuses;

use std::time::Duration;

use numbers_ext::{MutationError, Rental};
use numbers_tests::reply::Reply;
use numbers_tests::runtime::{run, run_on_one_thread};
use numbers_tests::world::{World, ended, rent};

/// Runs a case of one rental request that gets `reply`. Asserts its outcome, and that the server
/// saw one request.
fn row(reply: Reply, expected: &'static str) {
    run(|| one_request(reply.clone(), expected));
}

async fn one_request(reply: Reply, expected: &'static str) {
    let commits = u32::from(reply.commits);
    let world = World::new().rental_requests([reply]);
    let result = rent(&world.client()).await;
    assert_eq!(ended(&result), expected, "{result:?}");
    let seen = world.seen();
    assert_eq!(
        (seen.rental_requests, seen.tokens, seen.lookups),
        (1, 1, 0),
        "{result:?}"
    );
    assert_eq!(seen.commits, commits);
    assert_on_time(&world, &result);
}

/// Asserts that a call ends with its deadline of 30 seconds, which the clock of the tests passes
/// by no more than a second.
fn assert_on_time(world: &World, result: &Result<Rental, MutationError>) {
    if let Err(error) = result {
        assert!(error.elapsed() <= Duration::from_secs(31), "{error:?}");
        assert!(world.clock.passed() >= error.elapsed());
    }
}
