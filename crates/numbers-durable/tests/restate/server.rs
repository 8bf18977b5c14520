//! The engine's server as a process.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::json;
use tempfile::TempDir;

use crate::process::{Process, free_address};
use crate::until;

pub(crate) struct Server {
    process: Process,
    place: TempDir,
    admin: String,
    pub(crate) ingress: String,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let place = tempfile::tempdir().unwrap();
        let (node, admin, ingress) = (free_address(), free_address(), free_address());
        let settings = format!(
            r#"node-name = "test"
            disable-telemetry = true
            default-num-partitions = 4
            listen-mode = "tcp"
            bind-address = "{node}"
            advertised-address = "http://{node}"
            log-filter = "error,octocrab=off"
            rocksdb-total-memory-size = "256 MiB"
            [admin]
            bind-address = "{admin}"
            disable-web-ui = true
            [ingress]
            bind-address = "{ingress}"
            "#
        );
        std::fs::write(place.path().join("settings.toml"), settings).unwrap();
        let server = Self {
            process: spawn(&place),
            place,
            admin: format!("http://{admin}"),
            ingress: format!("http://{ingress}"),
        };
        server.ready().await;
        server
    }

    /// Kills it, and starts it again with what it has on disk.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.process.kill();
        self.process = spawn(&self.place);
        self.ready().await;
    }

    pub(crate) async fn register(&self, worker: &str) {
        let client = reqwest::Client::new();
        let request = client.post(format!("{}/deployments", self.admin));
        let response = request
            .json(&json!({ "uri": worker }))
            .send()
            .await
            .unwrap();
        let status = response.status();
        assert!(status.is_success(), "{status}: {:?}", response.text().await);
    }

    async fn ready(&self) {
        for url in [
            format!("{}/health", self.admin),
            format!("{}/restate/health", self.ingress),
        ] {
            until(&url, || async {
                let response = reqwest::get(&url).await.ok()?;
                response.status().is_success().then_some(())
            })
            .await;
        }
    }
}

fn spawn(place: &TempDir) -> Process {
    let program = std::env::var_os("RESTATE_SERVER").map(PathBuf::from);
    let program = program.expect("RESTATE_SERVER has to be the path of restate-server");
    let mut command = Command::new(program);
    command
        .arg("--no-logo")
        .arg("--config-file")
        .arg(place.path().join("settings.toml"))
        .arg("--base-dir")
        .arg(place.path().join("data"))
        .stdout(Stdio::null());
    Process::spawn(&mut command)
}
