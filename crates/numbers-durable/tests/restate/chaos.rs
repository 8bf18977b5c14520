//! Worker and server are killed at random, and the ledger agrees with the engine.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use numbers_durable::{NumberIngressClient, Record, RecordOutcome, RentRequest};
use numbers_ext::{Configuration, Decimal, Proof, Sms};
use numbers_sim::{Fault, Operation, PhoneNumber, PlannedFault, Simulator};
use restate_sdk::ingress::ReqwestClient;
use restate_sdk::prelude::Json;
use tokio::sync::Semaphore;

use crate::ledger::{Ledger, balance};
use crate::{Stage, until};

/// How many numbers are under way at the most.
const AT_ONCE: usize = 64;

fn phone(index: usize) -> PhoneNumber {
    format!("+1202{:07}", 5_550_000 + index).parse().unwrap()
}

/// What goes wrong with eight of ten numbers, once.
fn fault(index: usize) -> Option<PlannedFault> {
    let fault = match index % 10 {
        0 => Fault::CommittedThenReset,
        1 => Fault::NotCommittedThenReset,
        2 => Fault::Truncated,
        3 => Fault::HtmlBadGateway,
        4 => Fault::CommittedThenInternal,
        5 => Fault::Unavailable { retry_after: 1 },
        6 => Fault::Throttled { retry_after: 1 },
        7 => Fault::LookupLag { seconds: 1 },
        _ => return None,
    };
    let planned = fault.on(Operation::RentNumber);
    Some(planned.phone_number(phone(index)).times(1))
}

/// Random enough, and the same each time for a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

fn requested() -> RentRequest {
    RentRequest::new(Configuration::unconfigured().sms(Sms::plan("plan-1")))
}

/// Asks for a rental until there is a result. The engine knows by the idempotency key that
/// it is one invocation, however often it is asked for.
async fn rent(engine: ReqwestClient, key: String) -> Record {
    until(&key, || async {
        let object = NumberIngressClient::from_client(engine.clone(), key.clone());
        let rent = object.rent(Json(requested())).idempotency_key(key.clone());
        match rent.call().await.and_then(|response| response.into_body()) {
            Ok(Json(record)) => Some(record),
            // Killed meanwhile. A refusal would be no reason to ask again.
            Err(error) => {
                let status = error.response().map(|response| response.status());
                assert!(
                    status.is_none_or(|status| status.is_server_error()),
                    "{key}: {error}"
                );
                None
            }
        }
    })
    .await
}

async fn kill_and_compare(count: usize, worker_kills: usize, server_kills: usize) {
    const CREDIT: u32 = 1_000_000;
    let mut faults: Vec<_> = (0..count).filter_map(fault).collect();
    // So slow that kills hit requests, and not the engine's timers alone.
    let slow = Fault::Slow { milliseconds: 300 };
    faults.push(slow.on(Operation::RentNumber));
    let mut builder = Simulator::builder().balance(Decimal::from(CREDIT));
    for fault in faults {
        builder = builder.fault(fault);
    }
    let mut stage = Stage::set(builder.start().await.unwrap(), 1).await;
    let begun = Instant::now();

    let done = Arc::new(AtomicUsize::new(0));
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let rentals = (0..count).map(|index| {
        let (done, places) = (Arc::clone(&done), Arc::clone(&places));
        let (engine, key) = (stage.engine.clone(), stage.key(phone(index)));
        tokio::spawn(async move {
            let _place = places.acquire().await.unwrap();
            let record = rent(engine, key).await;
            done.fetch_add(1, Ordering::Relaxed);
            record
        })
    });
    let rentals: Vec<_> = rentals.collect();

    let seed = u64::from(std::process::id()) + 1;
    println!("seed {seed}");
    let mut random = Random(seed);
    let kills = worker_kills + server_kills;
    let mut victims: Vec<bool> = (0..kills).map(|kill| kill < server_kills).collect();
    for index in (1..kills).rev() {
        victims.swap(index, random.below(index + 1));
    }
    let ledger = Ledger::default();
    let (simulator, server, worker) = (&stage.simulator, &mut stage.server, &mut stage.worker);
    let killing = async {
        for (kill, is_server) in victims.into_iter().enumerate() {
            // Spread over the numbers, at any moment of those that are under way.
            let after = kill * count / (kills + 1);
            until("some are done", || async {
                (done.load(Ordering::Relaxed) >= after).then_some(())
            })
            .await;
            let enough = last_request(simulator) + random.below(AT_ONCE) as u64;
            until("some more requests", || async {
                let are_all_done = done.load(Ordering::Relaxed) == count;
                (are_all_done || last_request(simulator) >= enough).then_some(())
            })
            .await;
            assert!(
                done.load(Ordering::Relaxed) < count,
                "kill {kill} is too late"
            );
            match is_server {
                true => server.kill_and_restart().await,
                false => worker.kill_and_restart().await,
            }
        }
        let mut records = Vec::new();
        for rental in rentals {
            records.push(rental.await.unwrap());
        }
        records
    };
    let records = tokio::select! {
        records = killing => records,
        () = ledger.follow(simulator) => unreachable!("it follows for ever"),
    };
    ledger.gather(stage.simulator.requests());
    let seconds = begun.elapsed().as_secs_f64();

    // The engine's state says the same as the results.
    let mut by_lookup = 0;
    for (index, record) in records.iter().enumerate() {
        let phone = phone(index);
        assert_eq!(record.outcome, RecordOutcome::Rented, "{phone}: {record:?}");
        by_lookup += usize::from(record.proof == Some(Proof::Lookup));
        let state = stage.object(phone).get().call().await.unwrap();
        let Json(state) = state.into_body().unwrap();
        assert_eq!(state.as_ref(), Some(record), "{phone}");
    }
    // The ledger says the same as the engine, and each was paid for once.
    let rented: BTreeSet<_> = stage.simulator.rented().into_iter().collect();
    let expected = (0..count).map(|index| phone(index).to_string());
    assert_eq!(rented, expected.collect());
    let spent = Decimal::from(CREDIT) - balance(&stage.simulator).await;
    let once = price(&stage).await;
    assert_eq!(
        spent,
        once * Decimal::from(count as u64),
        "at {once} a number"
    );
    let (requests, lookups) = ledger.assert_nothing_was_sent_blindly();
    println!(
        "{count} numbers, the worker killed {worker_kills} times and the server {server_kills} times: \
         {seconds:.0} s, {requests} rental requests, {lookups} lookups, {by_lookup} proven by a lookup"
    );
}

fn last_request(simulator: &Simulator) -> u64 {
    simulator
        .requests()
        .iter()
        .map(|request| request.id)
        .max()
        .unwrap_or(0)
}

/// Returns what a number costs at once.
async fn price(stage: &Stage) -> Decimal {
    let before = balance(&stage.simulator).await;
    let key = stage.key("+12029990000".parse().unwrap());
    let record = rent(stage.engine.clone(), key).await;
    assert_eq!(record.outcome, RecordOutcome::Rented);
    before - balance(&stage.simulator).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the engine"]
async fn fifty_numbers_with_a_few_kills_are_each_rented_once() {
    kill_and_compare(50, 3, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the engine, and takes minutes"]
async fn a_thousand_numbers_with_many_kills_are_each_rented_once() {
    kill_and_compare(1_000, 20, 5).await;
}
