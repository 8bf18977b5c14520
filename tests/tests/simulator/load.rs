//! Many requests at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use numbers_sim::Simulator;

use crate::api::{Api, sms};

/// 10,000 numbers are rented at concurrency 64, and what is remembered stays bounded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_rentals_at_64_at_once() {
    const RENTALS: usize = 10_000;
    let api = Arc::new(Api::of(Simulator::start().await.unwrap()));
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..64)
        .map(|_| {
            let (next, api) = (next.clone(), api.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= RENTALS {
                        return;
                    }
                    let phone = format!("+1212{:07}", 1_000_000 + number);
                    assert_eq!(api.rent(&phone, sms()).await.0, 200);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(api.simulator.rented().len(), RENTALS);
    assert!(api.simulator.requests().len() <= 1_000);
    let first = api.view("rentals").await;
    assert_eq!(first["rentals"].as_array().unwrap().len(), 100);
    assert_eq!(first["total"], RENTALS);
}
