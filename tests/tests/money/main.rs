//! The 92 cases of what a rent may end in. Each is a few lines, named by what it promises.
//!
//! `cargo test --workspace money -- --nocapture` shows each by number and name.

mod credentials;
mod deadlines;
mod exhaustive;
mod one_send;
mod pooled;
mod refused_early;
mod resending;
mod settling;
mod statuses;

use std::future::Future;
use std::pin::Pin;

use numbers_tests::reply::Reply;
use numbers_tests::world::{World, ended, rent};

/// One case of the table.
struct Case {
    number: u32,
    promise: &'static str,
    run: Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>,
}

/// A case with a body of its own.
fn case<F>(number: u32, promise: &'static str, run: fn() -> F) -> Case
where
    F: Future<Output = ()> + Send + 'static,
{
    Case {
        number,
        promise,
        run: Box::new(move || Box::pin(run())),
    }
}

/// A case of one rent that is answered with `reply`: what it ends in, and one rent seen.
fn row(number: u32, promise: &'static str, reply: Reply, expected: &'static str) -> Case {
    Case {
        number,
        promise,
        run: Box::new(move || {
            let reply = reply.clone();
            Box::pin(async move {
                let commits = u32::from(reply.commits);
                let world = World::new().rents([reply]);
                let result = rent(&world.client()).await;
                assert_eq!(ended(&result), expected, "{result:?}");
                let seen = world.seen();
                assert_eq!(
                    (seen.rents, seen.tokens, seen.lookups),
                    (1, 1, 0),
                    "{result:?}"
                );
                assert_eq!(seen.commits, commits);
                on_time(&world, &result);
            })
        }),
    }
}

/// A call is over when its deadline is.
fn on_time(world: &World, result: &Result<numbers_ext::Rental, numbers_ext::RentError>) {
    if let Err(error) = result {
        let jumped = numbers_tests::reply::FOREVER;
        let late = std::time::Duration::from_secs(32);
        assert!(
            error.elapsed() <= late || error.elapsed() >= jumped,
            "{:?}",
            error.elapsed()
        );
        assert!(world.clock.passed() >= error.elapsed());
    }
}

fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(one_send::cases());
    cases.extend(statuses::cases());
    cases.extend(pooled::cases());
    cases.extend(resending::cases());
    cases.extend(credentials::cases());
    cases.extend(deadlines::cases());
    cases.extend(refused_early::cases());
    cases.extend(settling::cases());
    cases.sort_by_key(|case| case.number);
    cases
}

#[test]
fn money_every_case_of_the_table() {
    let mut failed = Vec::new();
    let cases = all();
    for case in &cases {
        // One thread, so that what is ready is seen in a fixed order.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let done = runtime.block_on(async { tokio::spawn((case.run)()).await });
        let word = if done.is_ok() { "ok" } else { "FAILED" };
        println!("case {:2}  {} ... {word}", case.number, case.promise);
        if done.is_err() {
            failed.push(case.number);
        }
    }
    assert!(failed.is_empty(), "failed: {failed:?}");
    let numbers: std::collections::BTreeSet<_> = cases.iter().map(|case| case.number).collect();
    assert_eq!(numbers, (1..=92).collect(), "a case is missing");
}
