//! The worker on the real engine, against the simulator. `cargo xtask interop --restate`
//! installs the engine and runs these tests; `RESTATE_SERVER` is the path of its binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod chaos;
mod ledger;
mod process;
mod provisioning;
mod server;
mod worker;

use std::time::Duration;

use numbers_durable::{NumberIngressClient, NumberKey};
use numbers_sim::{PhoneNumber, Simulator};
use restate_sdk::ingress::ReqwestClient;

use crate::server::Server;
use crate::worker::Worker;

/// The engine, a worker, and the simulator.
struct Stage {
    simulator: Simulator,
    server: Server,
    worker: Worker,
    engine: ReqwestClient,
}

impl Stage {
    /// Starts all, with so many seconds between the first two lookups.
    async fn set(simulator: Simulator, pause: u32) -> Self {
        let server = Server::start().await;
        let worker = Worker::start(&simulator, &server, pause).await;
        server.register(&worker.url()).await;
        Self {
            engine: ReqwestClient::connect(server.ingress.parse().unwrap()).unwrap(),
            simulator,
            server,
            worker,
        }
    }

    fn key(&self, phone: PhoneNumber) -> String {
        let key = format!("{}/{phone}", self.simulator.project());
        key.parse::<NumberKey>().unwrap().to_string()
    }

    fn object(&self, phone: PhoneNumber) -> NumberIngressClient<reqwest::Client> {
        NumberIngressClient::from_client(self.engine.clone(), self.key(phone))
    }
}

/// Asks until there is a result.
async fn until<T, F: Future<Output = Option<T>>>(what: &str, ask: impl Fn() -> F) -> T {
    for _ in 0..1_200 {
        if let Some(result) = ask().await {
            return result;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what}: not within two minutes")
}
