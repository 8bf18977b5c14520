//! Clients of the simulator, for tests without an account and without waiting.
//!
//! By the feature `simulator`, for tests:
//!
//! ```toml
//! [dev-dependencies]
//! numbers-ext = { version = "0.1", features = ["simulator"] }
//! ```
//!
//! [`Client`] adds `client` to [`Simulator`], which this module passes on with all that is in
//! `numbers_sim`. The client lives in the time of the simulator: at [`Pace::Manual`] nothing
//! waits, and one line moves both.
//!
//! ```
//! use numbers_ext::simulator::{Client as _, Fault, Operation, Pace, Simulator};
//! use numbers_ext::{OnUnknown, Outcome};
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
//! let numbers = simulator.client()?;
//!
//! // The response is lost, and nothing was rented. It takes a minute to prove that.
//! simulator.fault(Fault::NotCommittedThenReset.on(Operation::RentNumber).times(1));
//! let rent = numbers.rent("+12025550134".parse()?).unconfigured();
//! let error = rent.on_unknown(OnUnknown::Reconcile).send().await.unwrap_err();
//! assert_eq!(*error.outcome(), Outcome::NotDone);
//! assert!(simulator.time().elapsed() >= Duration::from_secs(60));
//!
//! // A month later.
//! simulator.advance(Duration::from_secs(30 * 24 * 3600));
//! assert_eq!(numbers.get("+12025550134".parse()?).await?, None);
//! # Ok(())
//! # }
//! ```
//!
//! # Pace
//!
//! - [`Pace::Real`]: time passes as it does elsewhere. `simulator.advance(..)` moves the clock of
//!   the client, too.
//! - [`Pace::Faster`]: jobs and reviews of the simulator, and pauses and deadlines of the client
//!   are shorter by the same factor. With `Faster(10)`, the deadline of 30 seconds is one of 3.
//! - [`Pace::Manual`]: pauses of the client, such as between two lookups, end at once and move
//!   the time of both. A deadline ends only when the test moves the time that far, so a request
//!   that the simulator never responds to
//!   ([`Fault::CommittedThenSilent`]) needs another pace.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

pub use numbers_sim::*;

use crate::client::Numbers;
use crate::client::builder::NumbersBuilder;
use crate::model::violation::Violations;
use crate::time::clock::{Clock, Sleep};

/// Makes clients of a [`Simulator`].
pub trait Client {
    /// Returns a client for the first project of the simulator, which lives in its time.
    ///
    /// ```
    /// use numbers_ext::Sms;
    /// use numbers_ext::simulator::{Client as _, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// let numbers = simulator.client()?;
    /// numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1")).send().await?;
    /// assert_eq!(simulator.rented(), ["+12025550134"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the simulator was given a project or a key that can't be sent, or listens beyond
    /// this machine.
    fn client(&self) -> Result<Numbers, Violations> {
        self.client_builder().build()
    }

    /// Returns a builder with the project, the access key, the URLs and the clock of the
    /// simulator, for clients with other settings.
    ///
    /// ```
    /// use numbers_ext::OnUnknown;
    /// use numbers_ext::simulator::{Client as _, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// let numbers = simulator.client_builder().on_unknown(OnUnknown::Reconcile).build()?;
    /// # Ok(())
    /// # }
    /// ```
    fn client_builder(&self) -> NumbersBuilder;
}

impl Client for Simulator {
    fn client_builder(&self) -> NumbersBuilder {
        Numbers::builder()
            .project(self.project())
            .access_key(self.key_id(), self.key_secret())
            .numbers_url(self.url())
            .auth_url(self.url())
            .clock(Arc::new(SimulatorClock::new(self.time())))
    }
}

/// The clock of clients that live in the time of a simulator.
#[derive(Clone, Debug)]
struct SimulatorClock {
    /// A moment of the monotonic clock, and how long the simulator had been running by then.
    monotonic: Instant,
    elapsed: Duration,
    time: Time,
}

impl SimulatorClock {
    fn new(time: Time) -> Self {
        Self {
            monotonic: Instant::now(),
            elapsed: time.elapsed(),
            time,
        }
    }
}

impl Clock for SimulatorClock {
    fn now(&self) -> Instant {
        let elapsed = self.time.elapsed().saturating_sub(self.elapsed);
        let now = self.monotonic.checked_add(elapsed);
        now.unwrap_or(self.monotonic)
    }

    fn wall(&self) -> SystemTime {
        // Years that the clock of the machine cannot show are beyond all tests.
        SystemTime::try_from(self.time.now()).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    fn pause(&self, duration: Duration) -> Sleep {
        Box::pin(self.time.pass(duration))
    }

    fn reach(&self, at: Instant) -> Sleep {
        let time = self.time.clone();
        let elapsed = at.saturating_duration_since(self.monotonic);
        let elapsed = self.elapsed.saturating_add(elapsed);
        Box::pin(async move { time.reached(elapsed).await })
    }

    /// Returns always the same, so that a test is repeatable.
    fn jitter(&self) -> f64 {
        0.5
    }
}
