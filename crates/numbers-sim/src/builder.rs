//! Saying how a simulator is to be, and starting it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::Simulator;
use crate::auth::Limiter;
use crate::clock::{Clock, Pace};
use crate::contract::Contract;
use crate::delivery::{Courier, Delivery};
use crate::scenario::{Failing, Planned, Scenario};
use crate::server::{self, App};
use crate::state::State;
use crate::stock::Offer;
use crate::store::{Store, StoreError};

/// How a simulator is to be.
#[derive(Clone, Debug)]
#[must_use = "nothing is started before `start`"]
pub struct SimulatorBuilder {
    project: String,
    key_id: String,
    key_secret: String,
    listen: SocketAddr,
    anywhere: bool,
    pace: Pace,
    token_lifetime: Duration,
    trial: bool,
    limited: bool,
    scenario: Scenario,
    state_file: Option<PathBuf>,
    callback_secret: Option<String>,
    deliver_to: Vec<String>,
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
        "{0} can be reached from other machines, and the credentials are no secret; listen on 127.0.0.1, or say that it is meant"
    )]
    NotLoopback(SocketAddr),
    /// The embedded document can't be read.
    #[error("the embedded document can't be used: {0}")]
    Contract(String),
    /// The state file can't be used.
    #[error("the state file can't be used: {0}")]
    State(#[from] StoreError),
    /// The client that delivers events can't be built.
    #[error("events can't be delivered: {0}")]
    Courier(String),
}

impl Default for SimulatorBuilder {
    fn default() -> Self {
        Self {
            project: "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a".to_owned(),
            key_id: "simulated-key".to_owned(),
            key_secret: "simulated-secret".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            anywhere: false,
            pace: Pace::Real,
            token_lifetime: Duration::from_secs(3599),
            trial: false,
            limited: false,
            scenario: Scenario::default(),
            state_file: None,
            callback_secret: Some("simulated-callback-secret".to_owned()),
            deliver_to: Vec::new(),
        }
    }
}

impl SimulatorBuilder {
    /// The one project that it knows.
    pub fn project(mut self, project: impl Into<String>) -> Self {
        self.project = project.into();
        self
    }

    /// The key id and secret that it takes.
    pub fn key(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.key_id = id.into();
        self.key_secret = secret.into();
        self
    }

    /// Where to listen: a free port of 127.0.0.1 unless told.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Whether an address that other machines can reach is meant.
    pub fn beyond_loopback(mut self, meant: bool) -> Self {
        self.anywhere = meant;
        self
    }

    /// How provisioning goes on: as time does unless told.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// How long a token is good; 3599 seconds unless told.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// A trial account, which may not rent.
    pub fn trial(mut self, trial: bool) -> Self {
        self.trial = trial;
        self
    }

    /// Limit the token endpoint as the vendor's gateway does: bursts of 30, refilled 10 a
    /// second, 429 beyond.
    pub fn limit_tokens(mut self, limited: bool) -> Self {
        self.limited = limited;
        self
    }

    /// What the project has; without it, money does not end.
    pub fn balance(mut self, balance: Decimal) -> Self {
        self.scenario.balance = Some(balance);
        self
    }

    /// A number that is not like every other.
    pub fn offer(mut self, phone: impl Into<String>, offer: Offer) -> Self {
        self.scenario.stock.insert(phone.into(), offer);
        self
    }

    /// Something that goes wrong.
    pub fn fault(mut self, fault: Planned) -> Self {
        self.scenario.faults.push(fault);
        self
    }

    /// A job that fails.
    pub fn failing(mut self, failing: Failing) -> Self {
        self.scenario.provisioning.push(failing);
        self
    }

    /// How events are delivered.
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.scenario.delivery = delivery;
        self
    }

    /// All that a scenario says, in place of what was said of it before.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// Keeps the state in this file, across restarts and `kill -9`.
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// The secret that events are signed with; `None` for unsigned.
    pub fn callback_secret(mut self, secret: Option<String>) -> Self {
        self.callback_secret = secret;
        self
    }

    /// A host beyond this machine to which events may be sent, by http.
    pub fn deliver_to(mut self, host: impl Into<String>) -> Self {
        self.deliver_to.push(host.into());
        self
    }

    /// Starts it on the current tokio runtime. It is ready when this returns.
    ///
    /// # Errors
    ///
    /// When the address is taken, or reachable from other machines without that being
    /// meant, or when the state file can't be used.
    pub async fn start(self) -> Result<Simulator, StartError> {
        let address = self.listen;
        if !address.ip().is_loopback() && !self.anywhere {
            return Err(StartError::NotLoopback(address));
        }
        let listen = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let url = format!("http://{}", listener.local_addr().map_err(listen)?);
        let store = self.state_file.as_deref().map(Store::open).transpose()?;
        let courier = Courier {
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(5))
                .build()
                .map_err(|error| StartError::Courier(error.to_string()))?,
            secret: self.callback_secret,
            hosts: self.deliver_to,
            delivery: self.scenario.delivery,
        };
        let state = State::new(self.scenario, Clock::new(self.pace), store)?;
        let app = Arc::new(App {
            project: self.project,
            key_id: self.key_id,
            key_secret: self.key_secret,
            token_lifetime: self.token_lifetime,
            trial: self.trial,
            limiter: self.limited.then(Limiter::new),
            state: Arc::new(state),
            courier: Arc::new(courier),
            contract: Contract::get()?,
        });
        let server = tokio::spawn(server::serve(listener, Arc::clone(&app)));
        Ok(Simulator::new(app, url, server))
    }
}
