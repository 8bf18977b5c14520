//! Concurrency, rate, spending caps, and reasons to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use numbers_bulk::{Control, Stopped};
use numbers_ext::{Decimal, Ended, Intent, Interceptor, Permission, Price};
use numbers_sim::{Availability, Fault};

use super::*;

fn usd(amount: i64) -> Price {
    Price::new(Decimal::new(amount, 0), "USD")
}

/// Counts the calls that are under way, and the most there were.
#[derive(Clone, Debug, Default)]
struct Gauge(Arc<(AtomicUsize, AtomicUsize)>);

impl Interceptor for Gauge {
    fn before_request<'a>(&'a self, _: &'a Intent) -> Permission<'a> {
        let now = self.0.0.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.1.fetch_max(now, Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(())))
    }

    fn after_call(&self, _: &Intent, _: Ended<'_>) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_calls_are_under_way_than_allowed() {
    let desk = Desk::new().await;
    let slow = rental(Fault::Slow { milliseconds: 20 });
    desk.simulator.fault(slow);
    let gauge = Gauge::default();
    let run = desk.run(desk.planned(40), 4).interceptor(gauge.clone());
    let summary = run.run().await.unwrap();
    assert_eq!((summary.tally.done, summary.stopped), (40, None));
    assert_eq!(gauge.0.1.load(Ordering::SeqCst), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_lookup_proves_not_done_does_not_go_beyond_the_concurrency() {
    let desk = Desk::new().await;
    let lost = rental(Fault::NotCommittedThenReset);
    desk.simulator.fault(lost.times(12));
    let first = desk.run(desk.planned(12), 12);
    let first = first.on_unknown(numbers_ext::OnUnknown::Report);
    assert_eq!(first.run().await.unwrap().tally.unknown, 12);
    let slow = rental(Fault::Slow { milliseconds: 50 });
    desk.simulator.fault(slow);
    let gauge = Gauge::default();
    let run = desk.run(desk.journal(), 2).interceptor(gauge.clone());
    assert_eq!(run.run().await.unwrap().tally.done, 12);
    assert_eq!(gauge.0.1.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_requests_are_sent_a_second_than_allowed() {
    let desk = Desk::new().await;
    let limits = limits(8).requests_a_second(20.try_into().unwrap());
    let run = desk.run(desk.planned(11), 8).limits(limits);
    let begun = Instant::now();
    assert_eq!(run.run().await.unwrap().tally.done, 11);
    // Ten intervals of 50 ms lie between eleven requests.
    assert!(begun.elapsed().as_millis() >= 495, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spending_cap_is_not_exceeded_and_is_the_journal_s() {
    let desk = Desk::new().await;
    let capped = |journal, cap| desk.run(journal, 8).limits(limits(8).max_spend(usd(cap)));
    // A number costs 0.50 USD to set up, and 2.00 USD a month.
    let summary = capped(desk.planned(20), 13).run().await.unwrap();
    assert_eq!(summary.stopped, Some(Stopped::Cap(usd(13))));
    assert_eq!(summary.tally.done, 5);
    assert_eq!(summary.spent[0].to_string(), "12.50 USD");
    // What an earlier run has spent counts as well.
    let summary = capped(desk.journal(), 13).run().await.unwrap();
    assert_eq!((summary.tally.done, desk.sent().len()), (5, 5));
    let summary = capped(desk.journal(), 50).run().await.unwrap();
    assert_eq!((summary.tally.done, summary.stopped), (20, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unknown_counts_against_the_cap() {
    let desk = Desk::new().await;
    for index in [1, 2] {
        let lost = rental(Fault::CommittedThenReset);
        desk.simulator
            .fault(lost.phone_number(phone(index).parse().unwrap()).times(1));
    }
    let run = desk.run(desk.planned(20), 1);
    let run = run.limits(limits(1).max_spend(usd(13)));
    let run = run.on_unknown(numbers_ext::OnUnknown::Report);
    let summary = run.run().await.unwrap();
    assert_eq!((summary.tally.done, summary.tally.unknown), (3, 2));
    assert_eq!(desk.simulator.rented().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_currency_without_a_cap_stops_the_run() {
    let desk = Desk::new().await;
    let euros = Price::new(Decimal::ONE_HUNDRED, "EUR");
    let run = desk
        .run(desk.planned(20), 8)
        .limits(limits(8).max_spend(euros));
    let summary = run.run().await.unwrap();
    assert_eq!(summary.stopped, Some(Stopped::NoCap("USD".to_owned())));
    assert_eq!(desk.sent(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_for_credit_or_permission_in_a_row_stop_the_run() {
    for fault in [Fault::NoCredit, Fault::TrialAccount] {
        let desk = Desk::new().await;
        desk.simulator.fault(rental(fault));
        let limits = limits(2).stop_after_failures(Some(3.try_into().unwrap()));
        let summary = desk
            .run(desk.planned(50), 2)
            .limits(limits)
            .run()
            .await
            .unwrap();
        let Some(Stopped::Failures(3, reason)) = summary.stopped else {
            panic!("{summary:?}");
        };
        assert!(reason.contains("the service responded with 40"), "{reason}");
        // Three, and what was under way with the last.
        assert!((3..=4).contains(&desk.sent().len()), "{:?}", desk.sent());
        assert_eq!(summary.tally.rejected, desk.sent().len() as u64);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_for_the_number_s_sake_do_not_stop_the_run() {
    let desk = Desk::new().await;
    for index in 0..30 {
        let none = Availability::NotAvailable;
        desk.simulator.stock(phone(index).parse().unwrap(), none);
    }
    let limits = limits(2).stop_after_failures(Some(3.try_into().unwrap()));
    let summary = desk
        .run(desk.planned(40), 2)
        .limits(limits)
        .run()
        .await
        .unwrap();
    assert_eq!((summary.tally.done, summary.tally.rejected), (10, 30));
    assert_eq!(summary.stopped, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_gone_stops_the_run() {
    let desk = Desk::new().await;
    // Nobody listens on port 9.
    let client = desk.client().numbers_url("http://127.0.0.1:9");
    let client = client.deadline(std::time::Duration::from_secs(3));
    let limits = limits(8).stop_after_failures(Some(3.try_into().unwrap()));
    let run = Run::new(desk.planned(50), client).limits(limits);
    let summary = run.run().await.unwrap();
    let stopped = summary.stopped.unwrap().to_string();
    assert!(stopped.starts_with("3 calls in a row failed"), "{stopped}");
    assert!(summary.tally.planned >= 50 - 3 - 7, "{:?}", summary.tally);
    assert_eq!(summary.tally.total(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_asks_to_send_less_is_heeded() {
    let desk = Desk::new().await;
    let throttled = rental(Fault::Throttled { retry_after: 1 });
    desk.simulator.fault(throttled.times(3));
    let begun = Instant::now();
    let summary = desk.run(desk.planned(20), 4).run().await.unwrap();
    assert_eq!((summary.tally.done, summary.stopped), (20, None));
    assert_eq!(desk.sent().len(), 23);
    assert!(begun.elapsed().as_secs() >= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_always_asks_to_send_less_is_given_up() {
    let desk = Desk::new().await;
    desk.simulator
        .fault(rental(Fault::Throttled { retry_after: 0 }));
    let limits = limits(4).stop_after_failures(Some(2.try_into().unwrap()));
    let summary = desk
        .run(desk.planned(20), 4)
        .limits(limits)
        .run()
        .await
        .unwrap();
    let stopped = summary.stopped.unwrap().to_string();
    assert!(stopped.contains("asks to send less"), "{stopped}");
    assert_eq!(summary.tally.done, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_asked_to_finish_before_it_begins_sends_nothing() {
    let desk = Desk::new().await;
    let run = desk.run(desk.planned(20), 4);
    let control: Control = run.control();
    control.finish();
    let summary = run.run().await.unwrap();
    assert_eq!(summary.stopped, Some(Stopped::Asked));
    assert_eq!((summary.tally.planned, desk.sent().len()), (20, 0));
}
