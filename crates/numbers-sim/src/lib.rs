//! The Sinch Numbers API as a local server: rent, lookup, the token endpoint and events,
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
//! - Requests are held against `openapi/numbers.yaml`, which is embedded.
//! - Any well-formed number is for sale until somebody rents it; [`Simulator::offer`] says
//!   otherwise.
//! - Provisioning goes on as time does, faster, or when [told](Simulator::advance).
//! - Faults come by [magic number](MAGIC_PREFIX), by [scenario](Scenario), and by
//!   [`Simulator::fault`].
//! - It stops when the [`Simulator`] is dropped. Instances share nothing.
//!
//! # Magic numbers
//!
//! They begin with `+1500555`; the last four digits tell what goes wrong with the rent.
//!
//! | digits | what happens |
//! | --- | --- |
//! | 0001 | 404: the number is not for sale |
//! | 0002 | 403, as for a trial account |
//! | 0003 | 400, as for an account without credit |
//! | 0010 | rented, and the connection reset |
//! | 0011 | not rented, and the connection reset |
//! | 0012 | rented, answered after 5 seconds |
//! | 0013 | rented, and the answer cut short |
//! | 0014 | not rented, 502 with a gateway's page |
//! | 0015 | not rented, 503 with `Retry-After: 1` |
//! | 0016 | not rented, 429 with `Retry-After: 1` |
//! | 0017 | rented, 500 |
//! | 0018 | rented, with enum values and members that nobody has heard of |
//! | 0019 | rented, and the answer is about another number |
//! | 0020 | rented, and lookups don't see it for 10 seconds |
//! | 0100 to 0117 | rented, and setting up fails with one of the 18 codes, in the order of [`FAILURES`] |
//! | 0200 | rented, and setting up voice fails |

/// The examples of the README are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

mod answers;
mod auth;
mod builder;
mod clock;
mod contract;
mod delivery;
mod event;
mod fault;
mod operations;
mod provisioning;
mod rental;
mod scenario;
mod server;
mod state;
mod stock;
mod store;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinHandle;

pub use crate::builder::{SimulatorBuilder, StartError};
pub use crate::clock::Pace;
pub use crate::delivery::{Delivery, Event};
pub use crate::event::signature;
pub use crate::fault::{Fault, MAGIC_PREFIX};
pub use crate::provisioning::{FAILURES, Product};
pub use crate::scenario::{Failing, Operation, Planned, Scenario, ScenarioError};
use crate::server::App;
pub use crate::state::Request;
pub use crate::stock::{Offer, Stock};
pub use crate::store::StoreError;

/// A running simulator.
#[derive(Debug)]
pub struct Simulator {
    app: Arc<App>,
    url: String,
    server: JoinHandle<()>,
}

impl Simulator {
    /// Starts one on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When there is no free port.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Begins to say how it is to be.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::default()
    }

    pub(crate) fn new(app: Arc<App>, url: String, server: JoinHandle<()>) -> Self {
        Self { app, url, server }
    }

    /// The base URL of both the API and the token endpoint, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The one project that it knows.
    #[must_use]
    pub fn project(&self) -> &str {
        &self.app.project
    }

    /// The key id that it takes.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.app.key_id
    }

    /// The key secret that it takes.
    #[must_use]
    pub fn key_secret(&self) -> &str {
        &self.app.key_secret
    }

    /// Says who may rent a number.
    pub fn stock(&self, phone: &str, stock: Stock) {
        let offer = Offer {
            stock,
            ..Offer::default()
        };
        self.app.state.offer(phone, offer);
    }

    /// Says what a number is, costs, and who may rent it.
    pub fn offer(&self, phone: &str, offer: Offer) {
        self.app.state.offer(phone, offer);
    }

    /// Something that goes wrong from now on.
    ///
    /// ```
    /// use numbers_sim::{Fault, Planned, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// simulator.fault(Planned::of_rents(Fault::CommittedThenReset).times(1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, fault: Planned) {
        self.app.state.plan(fault);
    }

    /// A job that fails from now on.
    pub fn fail(&self, failing: Failing) {
        self.app.state.fail(failing);
    }

    /// Moves the simulator's time, and with it provisioning, tokens and lags.
    ///
    /// ```
    /// use numbers_sim::{Pace, Simulator};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
    /// // ... rent a number ...
    /// simulator.advance(Duration::from_secs(5)); // its jobs are done
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance(&self, by: Duration) {
        self.app.state.clock.advance(by);
        self.app.go_on();
    }

    /// Begins anew, with what it began with.
    ///
    /// # Errors
    ///
    /// When the state file can't be cleared.
    pub fn reset(&self) -> Result<(), StoreError> {
        self.app.state.reset()
    }

    /// The numbers that are rented, sorted.
    #[must_use]
    pub fn rented(&self) -> Vec<String> {
        self.app.state.rented()
    }

    /// The rentals, as a lookup shows them.
    #[must_use]
    pub fn rentals(&self) -> Vec<Value> {
        self.app.go_on();
        self.app.state.rentals()
    }

    /// The last thousand requests to the two operations, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.app.state.requests()
    }

    /// The last thousand events, and what became of them.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.app.state.events()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}
