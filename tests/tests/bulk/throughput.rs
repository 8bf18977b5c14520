//! What a run reaches, as ratios within one run of the tests.

use std::time::{Duration, Instant};

use numbers_ext::Sms;
use numbers_sim::Fault;

use super::*;

const CONCURRENCY: usize = 64;
const NUMBERS: usize = 1_280;
const ROUNDS: usize = 5;

/// Returns numbers a second of a run with a journal.
async fn with_journal(desk: &Desk, concurrency: usize, count: usize) -> f64 {
    desk.simulator.reset();
    desk.simulator
        .fault(rental(Fault::Slow { milliseconds: 50 }));
    let _ = std::fs::remove_file(&desk.path);
    let journal = desk.planned(count);
    let begun = Instant::now();
    let summary = desk.run(journal, concurrency).run().await.unwrap();
    assert_eq!(summary.tally.done, count as u64);
    rate(count, begun.elapsed())
}

/// Returns numbers a second of calls without a journal.
async fn without_journal(desk: &Desk, concurrency: usize, count: usize) -> f64 {
    desk.simulator.reset();
    desk.simulator
        .fault(rental(Fault::Slow { milliseconds: 50 }));
    let numbers = desk.client().build().unwrap();
    let begun = Instant::now();
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..count {
        if calls.len() == concurrency {
            calls.join_next().await.unwrap().unwrap();
        }
        let rent = numbers.rent(phone(index).parse().unwrap());
        let rent = rent.sms(Sms::plan("plan-1"));
        calls.spawn(async move { rent.send().await.map(drop).unwrap() });
    }
    calls.join_all().await;
    rate(count, begun.elapsed())
}

fn rate(count: usize, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

/// Rounds in turns, until one is undisturbed: what else the machine does slows each in its
/// own way.
#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_are_twenty_times_as_fast_as_one_and_the_journal_is_cheap() {
    let desk = Desk::new().await;
    let (mut speedup, mut share) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        let one = with_journal(&desk, 1, 10).await;
        let bare = without_journal(&desk, CONCURRENCY, NUMBERS).await;
        let kept = with_journal(&desk, CONCURRENCY, NUMBERS).await;
        println!(
            "numbers a second: {one:.1} one by one; {CONCURRENCY} at once {bare:.0} without a journal, {kept:.0} with one"
        );
        speedup = speedup.max(kept / one);
        share = share.max(kept / bare);
        if speedup >= 20.0 && share >= 0.8 {
            return;
        }
    }
    panic!(
        "{CONCURRENCY} at once are {speedup:.1} times as fast as one; with a journal {share:.2} of without"
    );
}
