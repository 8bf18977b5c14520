//! A worker: serves the engine, and receives webhook events.
//!
//! | variable | what it is |
//! | --- | --- |
//! | `SINCH_PROJECT_ID`, `SINCH_KEY_ID`, `SINCH_KEY_SECRET` | the project, and its access key |
//! | `NUMBERS_LISTEN` | where the engine reaches the worker; `127.0.0.1:9080` by default |
//! | `NUMBERS_DEADLINE`, `NUMBERS_WAITING`, `NUMBERS_PAUSE` | of a call, until an absence is a proof, and the first between two lookups: seconds, in place of the defaults |
//! | `RESTATE_INGRESS_URL`, `CALLBACK_SECRET`, `NUMBERS_WEBHOOKS` | the engine, the secret of the project's events, and where to receive them; all or none |

use std::error::Error;
use std::time::Duration;

use numbers_durable::{Number, Settings, receiver};
use numbers_ext::Numbers;
use numbers_ext::webhooks::Verifier;
use restate_sdk::ingress::ReqwestClient;
use restate_sdk::prelude::*;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    let mut settings = Settings::new().project(Numbers::builder().env())?;
    if let Some(deadline) = seconds("NUMBERS_DEADLINE")? {
        settings = settings.deadline(deadline);
    }
    if let Some(waiting) = seconds("NUMBERS_WAITING")? {
        settings = settings.waiting(waiting);
    }
    if let Some(pause) = seconds("NUMBERS_PAUSE")? {
        settings = settings.pauses(pause, pause.max(Duration::from_secs(60)));
    }
    if let Some(address) = variable("NUMBERS_WEBHOOKS") {
        let needed = |name: &str| variable(name).ok_or(format!("{name} is not set"));
        let engine = ReqwestClient::connect(needed("RESTATE_INGRESS_URL")?.parse()?)?;
        let verifier = Verifier::new([needed("CALLBACK_SECRET")?]);
        let listener = TcpListener::bind(address).await?;
        println!("webhook events on {}", listener.local_addr()?);
        tokio::spawn(async { axum::serve(listener, receiver(engine, verifier)).await });
    }
    let address = variable("NUMBERS_LISTEN").unwrap_or_else(|| "127.0.0.1:9080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on {}", listener.local_addr()?);
    let endpoint = Endpoint::builder().bind(Number::new(settings)).build();
    HttpServer::new(endpoint).serve(listener).await;
    Ok(())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn seconds(name: &str) -> Result<Option<Duration>, Box<dyn Error>> {
    match variable(name) {
        None => Ok(None),
        Some(text) => {
            let seconds = text
                .parse()
                .map_err(|_| format!("{name} is not a number"))?;
            Ok(Some(Duration::from_secs(seconds)))
        }
    }
}
