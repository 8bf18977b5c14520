//! The worker as a process.

use std::process::{Command, Stdio};

use numbers_sim::Simulator;

use crate::process::{Process, free_address};
use crate::server::Server;
use crate::until;

pub(crate) struct Worker {
    process: Process,
    address: String,
    webhooks: String,
    environment: Vec<(&'static str, String)>,
}

impl Worker {
    pub(crate) async fn start(simulator: &Simulator, server: &Server, pause: u32) -> Self {
        let (address, webhooks) = (free_address(), free_address());
        let environment = vec![
            ("SINCH_PROJECT_ID", simulator.project().to_owned()),
            ("SINCH_KEY_ID", simulator.key_id().to_owned()),
            ("SINCH_KEY_SECRET", simulator.key_secret().to_owned()),
            ("SINCH_NUMBERS_URL", simulator.url().to_owned()),
            ("SINCH_AUTH_URL", simulator.url().to_owned()),
            ("NUMBERS_LISTEN", address.clone()),
            ("NUMBERS_DEADLINE", "3".to_owned()),
            ("NUMBERS_WAITING", "3".to_owned()),
            ("NUMBERS_PAUSE", pause.to_string()),
            ("RESTATE_INGRESS_URL", server.ingress.clone()),
            ("CALLBACK_SECRET", "simulated-callback-secret".to_owned()),
            ("NUMBERS_WEBHOOKS", webhooks.clone()),
        ];
        let worker = Self {
            process: spawn(&environment),
            address,
            webhooks,
            environment,
        };
        worker.ready().await;
        worker
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn callback_url(&self) -> String {
        format!("http://{}/numbers", self.webhooks)
    }

    /// Kills it, and starts it again.
    pub(crate) async fn kill_and_restart(&mut self) {
        assert!(!self.process.has_ended(), "the worker has ended by itself");
        self.process.kill();
        self.process = spawn(&self.environment);
        self.ready().await;
    }

    async fn ready(&self) {
        until("the worker listens", || async {
            let connected = tokio::net::TcpStream::connect(&self.address).await;
            connected.ok()
        })
        .await;
    }
}

fn spawn(environment: &[(&str, String)]) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_numbers-durable"));
    let environment = environment.iter().map(|(name, value)| (name, value));
    command.envs(environment).stdout(Stdio::null());
    Process::spawn(&mut command)
}
