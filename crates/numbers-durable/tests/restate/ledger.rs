//! What the simulator saw.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_sim::{Operation, Request, Simulator};
use serde_json::Value;

/// A request about a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    operation: Operation,
    status: Option<u16>,
}

/// All requests about numbers, gathered while the simulator goes on: it keeps the last
/// thousand alone.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Gathered>>);

#[derive(Default)]
struct Gathered {
    last: u64,
    missed: u64,
    seen: BTreeMap<String, Vec<Seen>>,
}

impl Ledger {
    /// Gathers until it is dropped.
    pub(crate) async fn follow(&self, simulator: &Simulator) {
        loop {
            self.gather(simulator.requests());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub(crate) fn gather(&self, requests: Vec<Request>) {
        let mut gathered = self.0.lock().unwrap();
        for request in requests {
            if request.id <= gathered.last {
                continue;
            }
            gathered.missed += request.id - gathered.last - 1;
            gathered.last = request.id;
            let Some(operation) = request.operation else {
                continue;
            };
            let last = request.path.rsplit('/').next().unwrap();
            let phone = last.split(':').next().unwrap().replace("%2B", "+");
            let status = request.status;
            let seen = Seen { operation, status };
            gathered.seen.entry(phone).or_default().push(seen);
        }
    }

    /// Asserts that after a rental request that was not refused, the next one came only when a
    /// lookup had shown that the number was not held. Returns how many rental requests there
    /// were, and how many lookups.
    pub(crate) fn assert_nothing_was_sent_blindly(&self) -> (usize, usize) {
        let gathered = self.0.lock().unwrap();
        assert_eq!(gathered.missed, 0, "requests that were not gathered");
        let (mut rentals, mut lookups) = (0, 0);
        for (phone, seen) in &gathered.seen {
            let mut may_send = true;
            for Seen { operation, status } in seen {
                match operation {
                    Operation::RentNumber => {
                        assert!(may_send, "{phone} was sent again blindly: {seen:?}");
                        may_send = *status == Some(429);
                        rentals += 1;
                    }
                    Operation::GetActiveNumber => {
                        may_send |= *status == Some(404);
                        lookups += 1;
                    }
                    _ => {}
                }
            }
        }
        (rentals, lookups)
    }
}

/// Returns what the project has left to spend.
pub(crate) async fn balance(simulator: &Simulator) -> numbers_ext::Decimal {
    let url = format!("{}/__sim/state", simulator.url());
    let state: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let balance = &state["projects"][0]["balance"];
    balance.as_str().unwrap().parse().unwrap()
}
