//! Configuring a simulator, and starting it.

use std::net::SocketAddr;
#[cfg(feature = "state")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::app::{self, App};
use crate::auth::{Account, Accounts, Limiter, Tokens};
use crate::clock::{Clock, Pace};
use crate::contract::Contract;
use crate::fault::PlannedFault;
use crate::log::Log;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJob;
use crate::requirements::Requirements;
use crate::router::router;
use crate::scenario::Scenario;
use crate::server;
use crate::simulator::Simulator;
#[cfg(feature = "state")]
use crate::state::Inner;
use crate::state::{PlannedReview, State};
use crate::stock::Terms;
#[cfg(feature = "state")]
use crate::store::{self, Store, StoreError};
use crate::webhooks::{Courier, Delivery, Sender, Targets};

/// Configures a simulator.
///
/// ```
/// use numbers_sim::{Fault, Operation, Pace, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::builder()
///     .project("my-project")
///     .pace(Pace::Manual)
///     .fault(Fault::Throttled { retry_after: 1 }.on(Operation::RentNumber).times(1))
///     .start()
///     .await?;
/// assert_eq!(simulator.project(), "my-project");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is started before `start`"]
pub struct SimulatorBuilder {
    account: Account,
    others: Vec<Account>,
    listen: SocketAddr,
    beyond_loopback: bool,
    pace: Pace,
    token_lifetime: Duration,
    trial: bool,
    limit_tokens: bool,
    scenario: Scenario,
    #[cfg(feature = "state")]
    state_file: Option<PathBuf>,
    deliver_to: Vec<String>,
    hosts: Vec<String>,
    idle: Duration,
}

/// Why a simulator did not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can't be listened on.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The address is not on this machine alone.
    #[error(
        "{0} can be reached from other machines, and the credentials are no secret; listen on 127.0.0.1, or allow it"
    )]
    NotLoopback(SocketAddr),
    /// Two accounts have the same project or the same key.
    #[error("the project '{0}' or its key is given twice")]
    Twice(String),
    /// The embedded document can't be read.
    #[error("the embedded document can't be used: {0}")]
    Contract(String),
    /// The state file can't be used.
    #[cfg(feature = "state")]
    #[error("the state file {path} can't be used: {source}")]
    State {
        /// The file.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
}

impl Default for SimulatorBuilder {
    fn default() -> Self {
        let account = Account::new(
            "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a",
            "simulated-key",
            "simulated-secret",
        );
        Self {
            account: account.callback_secret("simulated-callback-secret"),
            others: Vec::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            beyond_loopback: false,
            pace: Pace::Real,
            token_lifetime: Duration::from_secs(3599),
            trial: false,
            limit_tokens: false,
            scenario: Scenario::default(),
            #[cfg(feature = "state")]
            state_file: None,
            deliver_to: Vec::new(),
            hosts: Vec::new(),
            idle: Duration::from_secs(60),
        }
    }
}

impl SimulatorBuilder {
    /// Sets the id of the first project.
    pub fn project(mut self, project: impl Into<String>) -> Self {
        self.account.project_id = project.into();
        self
    }

    /// Sets the access key of the first project.
    pub fn key(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.account.key_id = id.into();
        self.account.key_secret = secret.into();
        self
    }

    /// Sets what the first project has to spend; unlimited by default.
    pub fn balance(mut self, balance: Decimal) -> Self {
        self.account.balance = Some(balance);
        self
    }

    /// Sets the secret that signs the events of the first project; `None` leaves them
    /// unsigned.
    pub fn callback_secret(mut self, secret: Option<String>) -> Self {
        self.account.callback_secret = secret;
        self
    }

    /// Adds a project.
    pub fn account(mut self, account: Account) -> Self {
        self.others.push(account);
        self
    }

    /// Sets where to listen; a free port of 127.0.0.1 by default.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Allows an address that other machines can reach.
    pub fn beyond_loopback(mut self, allowed: bool) -> Self {
        self.beyond_loopback = allowed;
        self
    }

    /// Allows the control endpoints to be called by this host name, besides addresses,
    /// `localhost` and names without dots.
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Sets how fast time passes; as real time does by default.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Sets how long access tokens are valid; 3599 seconds by default.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Sets how long a connection may go without a complete request head; 60 seconds by
    /// default.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle = timeout;
        self
    }

    /// Makes it a trial account, which can't rent.
    pub fn trial(mut self, trial: bool) -> Self {
        self.trial = trial;
        self
    }

    /// Limits the token endpoint as the vendor's gateway does: bursts of 30, refilled 10 a
    /// second, 429 beyond.
    pub fn limit_tokens(mut self, limited: bool) -> Self {
        self.limit_tokens = limited;
        self
    }

    /// Lists a number and its terms.
    pub fn offer(mut self, phone: PhoneNumber, terms: Terms) -> Self {
        self.scenario.stock.insert(phone, terms);
        self
    }

    /// Plans a fault.
    pub fn fault(mut self, fault: PlannedFault) -> Self {
        self.scenario.faults.push(fault);
        self
    }

    /// Plans a job that fails.
    pub fn failing_job(mut self, failing: FailingJob) -> Self {
        self.scenario.provisioning.push(failing);
        self
    }

    /// Plans what a review of an order ends in.
    pub fn review(mut self, review: PlannedReview) -> Self {
        self.scenario.reviews.push(review);
        self
    }

    /// Sets how events are delivered.
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.scenario.delivery = delivery;
        self
    }

    /// Uses a scenario, in place of the numbers, faults, jobs, reviews and delivery that were
    /// set before.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// Keeps the state in this file, across restarts and `kill -9`.
    #[cfg(feature = "state")]
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// Allows events to be delivered to this host beyond this machine, over http.
    pub fn deliver_to(mut self, host: impl Into<String>) -> Self {
        self.deliver_to.push(host.into());
        self
    }

    /// Starts the simulator on the current tokio runtime. It is ready when this returns.
    ///
    /// # Errors
    ///
    /// When the address is taken, or can be reached from other machines and that was not
    /// allowed, or when the state file can't be used.
    pub async fn start(self) -> Result<Simulator, StartError> {
        let address = self.listen;
        if !address.ip().is_loopback() && !self.beyond_loopback {
            return Err(StartError::NotLoopback(address));
        }
        let accounts = accounts(self.account, self.others, &self.scenario)?;
        let contract = Contract::get().map_err(|error| StartError::Contract(error.to_string()))?;
        let inner = App::initial(&accounts, &self.scenario);
        #[cfg(not(feature = "state"))]
        let (store, clock) = (None, None::<String>);
        #[cfg(feature = "state")]
        let (inner, store, clock) = match self.state_file {
            Some(path) => {
                let (inner, store, clock) = loaded(path, inner).await?;
                (inner, Some(store), clock)
            }
            None => (inner, None, None),
        };
        let listen = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let own = listener.local_addr().map_err(listen)?;
        let instance = format!("numbers-sim/{:032x}", fastrand::u128(..));
        let targets = Targets {
            hosts: self.deliver_to,
            own,
        };
        let sender = Sender::new(&instance);
        let courier = Courier::new(targets, self.scenario.delivery, sender);
        let clock = clock.and_then(|time| time.parse().ok());
        let app = Arc::new(App {
            accounts,
            tokens: Tokens::default(),
            token_lifetime: self.token_lifetime,
            limiter: self.limit_tokens.then(Limiter::new),
            trial: self.trial,
            state: State::new(inner, Clock::new(self.pace, clock), store),
            courier,
            contract,
            requirements: Requirements::new(&self.scenario.requirements),
            log: Log::default(),
            scenario: self.scenario,
            wake: Notify::new(),
            instance,
            hosts: self.hosts,
        });
        let tasks = vec![
            tokio::spawn(server::serve(listener, router(&app), self.idle)),
            tokio::spawn(app::act_when_due(Arc::clone(&app))),
        ];
        Ok(Simulator::new(app, format!("http://{own}"), tasks))
    }
}

/// The first account and all others, each with a project and a key of its own.
fn accounts(
    mut first: Account,
    others: Vec<Account>,
    scenario: &Scenario,
) -> Result<Accounts, StartError> {
    first.balance = first.balance.or(scenario.balance);
    let mut all = vec![first];
    for account in others.into_iter().chain(scenario.projects.iter().cloned()) {
        let twice = all
            .iter()
            .any(|known| known.project_id == account.project_id || known.key_id == account.key_id);
        if twice {
            return Err(StartError::Twice(account.project_id));
        }
        all.push(account);
    }
    Ok(Accounts::new(all))
}

/// Reads a state file, on a thread of its own.
#[cfg(feature = "state")]
async fn loaded(
    path: PathBuf,
    mut inner: Inner,
) -> Result<(Inner, Store, Option<String>), StartError> {
    let file = path.clone();
    let read = tokio::task::spawn_blocking(move || {
        let opened = store::open(&path, |table, id, project, content| {
            inner.load(table, id, project, content)
        })?;
        let clock = opened.clock.clone();
        let store = Store::start(opened)?;
        Ok((inner, store, clock))
    });
    let read = read
        .await
        .unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())));
    read.map_err(|source| StartError::State { path: file, source })
}

impl Simulator {
    /// Starts a simulator on a free port of 127.0.0.1.
    ///
    /// ```
    /// use numbers_sim::Simulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = Simulator::start().await?;
    /// assert!(simulator.url().starts_with("http://127.0.0.1:"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no free port.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Configures a simulator before it is started.
    ///
    /// ```
    /// let builder = numbers_sim::Simulator::builder().trial(true);
    /// ```
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::default()
    }
}
