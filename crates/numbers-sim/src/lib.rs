//! Simulates the Sinch Numbers API: its 22 operations, the token endpoint and webhook events,
//! on a loopback port, without an account.
//!
//! ```
//! use numbers_sim::Simulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::start().await?;
//! println!("SINCH_NUMBERS_URL={0} SINCH_AUTH_URL={0}", simulator.url());
//!
//! let rented = reqwest::Client::new()
//!     .post(format!(
//!         "{}/v1/projects/{}/availableNumbers/+12025550134:rent",
//!         simulator.url(),
//!         simulator.project()
//!     ))
//!     .basic_auth(simulator.key_id(), Some(simulator.key_secret()))
//!     .json(&serde_json::json!({ "smsConfiguration": { "servicePlanId": "plan-1" } }))
//!     .send()
//!     .await?;
//! assert_eq!(rented.status(), 200);
//! assert_eq!(simulator.rented(), ["+12025550134"]);
//! # Ok(())
//! # }
//! ```
//!
//! - Requests are validated by `openapi/numbers.yaml`, which is embedded.
//! - Any well-formed number is available until it is rented or reserved; a search lists
//!   consecutive numbers. [`Simulator::offer`] lists numbers with terms of their own.
//! - Jobs, reviews and expiries follow the simulator's time, which passes as real time does,
//!   faster, or [by hand](Simulator::advance).
//! - Faults come by [magic number](MAGIC_PREFIX), by [scenario](Scenario), and by
//!   [`Simulator::fault`], for every operation and the token endpoint.
//! - It stops when the [`Simulator`] is dropped. Simulators share nothing.
//!
//! # Magic numbers
//!
//! They start with `+1500555`; the last four digits select what goes wrong when the number is
//! rented. [`Simulator::reset_number`] makes one usable again.
//!
//! | digits | what happens |
//! | --- | --- |
//! | 0001 | 404: the number is not available |
//! | 0002 | 403, as for a trial account |
//! | 0003 | 400, as for an account without credit |
//! | 0010 | rented, and the connection reset |
//! | 0011 | not rented, and the connection reset |
//! | 0012 | rented, and the response comes after 5 seconds |
//! | 0013 | rented, and the response cut short |
//! | 0014 | not rented, 502 with a gateway's page |
//! | 0015 | not rented, 503 with `Retry-After: 1` |
//! | 0016 | not rented, 429 with `Retry-After: 1` |
//! | 0017 | rented, 500 |
//! | 0018 | rented, with enum values and members that no document lists |
//! | 0019 | rented, and the response names another number |
//! | 0020 | rented, and reads don't show it for 10 seconds |
//! | 0100 to 0117 | rented, and provisioning fails with one of the 18 codes, in the order of [`FAILURE_CODES`] |
//! | 0200 | rented, and provisioning voice fails |
//! | 0301 | an order for it is rejected |
//! | 0302 | an order for it is blocked, and completed when it is registered anew |
//! | 0303 | an order for it expires in review |

/// The examples of the README are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

mod active;
mod admin;
mod app;
mod auth;
mod available;
mod builder;
mod call;
mod callbacks;
mod clock;
#[cfg(test)]
mod conformance;
mod contract;
mod control;
mod due;
mod emergency;
mod exchange;
mod fault;
mod log;
mod operation;
mod operations;
mod orders;
mod phone;
mod provisioning;
mod reading;
mod refusal;
mod regions;
mod requirements;
mod router;
mod scenario;
mod server;
mod simulator;
mod state;
mod stock;
mod store;
mod time;
mod upload;
mod webhooks;
mod wire;

pub use crate::auth::Account;
pub use crate::builder::{SimulatorBuilder, StartError};
pub use crate::clock::Pace;
pub use crate::fault::{Fault, MAGIC_PREFIX, PlannedFault};
pub use crate::log::{Ended, Request};
pub use crate::operation::Operation;
pub use crate::phone::{PhoneNumber, PhoneNumberError};
pub use crate::provisioning::{FAILURE_CODES, FailingJob, FailureCode, FailureCodeError, Product};
pub use crate::requirements::{RequiredAttachment, Requirement};
pub use crate::scenario::{Scenario, ScenarioError};
pub use crate::simulator::Simulator;
pub use crate::state::{PlannedReview, ReviewOutcome};
pub use crate::stock::{Availability, Capability, NumberType, Terms};
#[cfg(feature = "state")]
pub use crate::store::StoreError;
pub use crate::time::Time;
#[cfg(feature = "webhooks")]
pub use crate::webhooks::signature;
pub use crate::webhooks::{Delivery, Event};
