//! The simulator, by its own promises and through the client.

mod faults;
mod load;
mod provisioning;
mod service;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::{ActiveNumber, Numbers, NumbersBuilder, OnUnknown, Reconciled, Sms, Voice};
use numbers_sim::{
    Delivery, FAILURES, Failing, Fault, Offer, Pace, Planned, Product, Scenario, Simulator,
    SimulatorBuilder, Stock,
};
use numbers_tests::http::read_request;
use numbers_tests::world::bounded;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

const PHONE: &str = "+12025550134";

fn to(simulator: &Simulator) -> NumbersBuilder {
    Numbers::builder()
        .project(simulator.project())
        .access_key(simulator.key_id(), simulator.key_secret())
        .numbers_url(simulator.url())
        .auth_url(simulator.url())
}

async fn started(builder: SimulatorBuilder) -> (Simulator, Numbers) {
    let simulator = builder.pace(Pace::Manual).start().await.unwrap();
    let numbers = to(&simulator).build().unwrap();
    (simulator, numbers)
}

async fn held(numbers: &Numbers, phone: &str) -> ActiveNumber {
    let number = numbers.get(phone.parse().unwrap()).await.unwrap();
    number.unwrap_or_else(|| panic!("{phone} is not held"))
}
