//! The Sinch Numbers API as a local server: rent, lookup and the token endpoint, on a
//! loopback port, without an account.
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
//! Requests are held against `openapi/numbers.yaml`, which is embedded. Any well-formed
//! number is for sale until somebody rents it; [`Simulator::stock`] says otherwise. It
//! stops when the [`Simulator`] is dropped.

mod answers;
mod auth;
mod contract;
mod rental;
mod server;
mod state;

use std::net::SocketAddr;
use std::sync::Arc;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::contract::Contract;
use crate::server::App;
pub use crate::state::{Request, Stock};

/// A running simulator.
#[derive(Debug)]
pub struct Simulator {
    app: Arc<App>,
    url: String,
    /// Dropping it ends the server.
    _stop: oneshot::Sender<()>,
}

/// How a simulator is to be.
#[derive(Clone, Debug)]
#[must_use = "nothing is started before `start`"]
pub struct SimulatorBuilder {
    project: String,
    key_id: String,
    key_secret: String,
    listen: SocketAddr,
    anywhere: bool,
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
}

impl Default for SimulatorBuilder {
    fn default() -> Self {
        Self {
            project: "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a".to_owned(),
            key_id: "simulated-key".to_owned(),
            key_secret: "simulated-secret".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            anywhere: false,
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

    /// Starts it on the current tokio runtime. It is ready when this returns.
    ///
    /// # Errors
    ///
    /// When the address is taken, or reachable from other machines without that being meant.
    pub async fn start(self) -> Result<Simulator, StartError> {
        let address = self.listen;
        if !address.ip().is_loopback() && !self.anywhere {
            return Err(StartError::NotLoopback(address));
        }
        let listen = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let url = format!("http://{}", listener.local_addr().map_err(listen)?);
        let app = Arc::new(App {
            project: self.project,
            key_id: self.key_id,
            key_secret: self.key_secret,
            state: state::State::default(),
            contract: Contract::get()?,
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, server::router(Arc::clone(&app)));
        tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            let _ = server.with_graceful_shutdown(stopped).await;
        });
        Ok(Simulator {
            app,
            url,
            _stop: stop,
        })
    }
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
        self.app.state.stock(phone, stock);
    }

    /// The numbers that are rented, sorted.
    #[must_use]
    pub fn rented(&self) -> Vec<String> {
        self.app.state.rented()
    }

    /// The last thousand requests to the two operations, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.app.state.requests()
    }
}
