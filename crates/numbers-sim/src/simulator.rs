//! A running simulator.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::active::ActiveNumber;
use crate::app::App;
use crate::control;
use crate::fault::PlannedFault;
use crate::log::Request;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJob;
use crate::state::PlannedReview;
use crate::stock::{Availability, Terms};
use crate::time::Time;
use crate::webhooks::{Delivery, Event};

/// A running simulator. It stops when this is dropped.
#[derive(Debug)]
pub struct Simulator {
    app: Arc<App>,
    url: String,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    pub(crate) fn new(app: Arc<App>, url: String, tasks: Vec<JoinHandle<()>>) -> Self {
        Self { app, url, tasks }
    }

    /// Returns the base URL of both the API and the token endpoint, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the id of the first project.
    #[must_use]
    pub fn project(&self) -> &str {
        self.app
            .accounts
            .get(0)
            .map_or("", |account| &account.project_id)
    }

    /// Returns the id of the first project's access key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        self.app
            .accounts
            .get(0)
            .map_or("", |account| &account.key_id)
    }

    /// Returns the secret of the first project's access key.
    #[must_use]
    pub fn key_secret(&self) -> &str {
        self.app
            .accounts
            .get(0)
            .map_or("", |account| &account.key_secret)
    }

    /// Returns the simulator's time.
    ///
    /// ```
    /// use numbers_sim::{Pace, Simulator};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
    /// let before = simulator.now();
    /// simulator.advance(Duration::from_secs(60));
    /// assert_eq!(simulator.now().duration_since(before).as_secs(), 60);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.app.state.clock.now()
    }

    /// Returns the simulator's time, for a client that is to live in it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// println!("{:?} since the start", simulator.time().elapsed());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn time(&self) -> Time {
        Time::new(Arc::clone(&self.app))
    }

    /// Moves the simulator's time, and with it jobs, reviews, expiries, tokens and lags.
    ///
    /// ```
    /// use numbers_sim::{Pace, Simulator};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
    /// // ... rent a number ...
    /// simulator.advance(Duration::from_secs(5)); // its jobs have ended
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance(&self, by: Duration) {
        control::advance(&self.app, by);
    }

    /// Sets whether a number can be rented.
    ///
    /// ```
    /// use numbers_sim::{Availability, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// simulator.stock("+12025550134".parse()?, Availability::HeldByAnotherProject);
    /// # Ok(())
    /// # }
    /// ```
    pub fn stock(&self, phone: PhoneNumber, availability: Availability) {
        control::set_availability(&self.app, phone, availability);
    }

    /// Lists a number and its terms; searches find listed numbers first.
    ///
    /// ```
    /// use numbers_sim::{NumberType, Simulator, Terms};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// let terms = Terms { number_type: Some(NumberType::Mobile), ..Terms::default() };
    /// simulator.offer("+447700900123".parse()?, terms);
    /// # Ok(())
    /// # }
    /// ```
    pub fn offer(&self, phone: PhoneNumber, terms: Terms) {
        control::offer(&self.app, phone, terms);
    }

    /// Plans a fault.
    ///
    /// ```
    /// use numbers_sim::{Fault, Operation, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// simulator.fault(Fault::CommittedThenReset.on(Operation::RentNumber).times(1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, fault: PlannedFault) {
        control::plan_fault(&self.app, fault);
    }

    /// Plans a job that fails.
    ///
    /// ```
    /// use numbers_sim::{FailingJob, Product, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// simulator.failing_job(FailingJob::new(Product::Campaign, "CAMPAIGN_EXPIRED".parse()?));
    /// # Ok(())
    /// # }
    /// ```
    pub fn failing_job(&self, failing: FailingJob) {
        control::plan_failing_job(&self.app, failing);
    }

    /// Plans what a review of an order ends in.
    ///
    /// ```
    /// use numbers_sim::{PlannedReview, ReviewOutcome, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// simulator.review(PlannedReview::new(ReviewOutcome::Rejected).times(1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn review(&self, review: PlannedReview) {
        control::plan_review(&self.app, review);
    }

    /// Sets how events are delivered from now on.
    ///
    /// ```
    /// use numbers_sim::{Delivery, Simulator};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// simulator.delivery(Delivery::Doubled);
    /// # Ok(())
    /// # }
    /// ```
    pub fn delivery(&self, delivery: Delivery) {
        self.app.courier.set_delivery(delivery);
    }

    /// Delivers an event once more, by its [id](Event::id); returns whether there is such an
    /// event.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// assert!(!simulator.redeliver(1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn redeliver(&self, event: u64) -> bool {
        self.app.courier.redeliver(event)
    }

    /// Starts anew with what it started with; the time goes on.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// simulator.reset();
    /// assert!(simulator.rented().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Takes a number from whoever has it, so that it can be rented again: magic numbers, too.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// simulator.reset_number("+15005550010".parse()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn reset_number(&self, phone: PhoneNumber) {
        control::reset_number(&self.app, phone);
    }

    /// Returns the numbers that are rented, by project and number.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// assert!(simulator.rented().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn rented(&self) -> Vec<String> {
        self.app.transact(|transaction| {
            let projects = transaction.state.projects.iter();
            let numbers = projects.flat_map(|project| project.rentals.keys());
            numbers.map(ToString::to_string).collect()
        })
    }

    /// Returns a number that the first project holds, as a response shows it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// assert_eq!(simulator.rental("+12025550134".parse()?), None);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn rental(&self, phone: PhoneNumber) -> Option<Value> {
        self.app.transact(|transaction| {
            let now = transaction.now;
            let project = transaction.state.projects.first()?;
            let rental = project.rentals.get(&phone)?;
            serde_json::to_value(ActiveNumber::new(&project.id, phone, rental, now)).ok()
        })
    }

    /// Returns the last thousand requests, oldest first.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// assert!(simulator.requests().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let mut requests = self.app.log.newest(None, usize::MAX);
        requests.reverse();
        requests
    }

    /// Returns the last thousand events, oldest first, and what became of them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// assert!(simulator.events().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        let mut events = self.app.courier.newest(None, usize::MAX);
        events.reverse();
        events
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        self.app.state.close();
    }
}
