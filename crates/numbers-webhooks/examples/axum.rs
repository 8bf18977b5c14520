//! Receives events with axum. `CALLBACK_SECRET` has the secret of the project.
//!
//! ```sh
//! CALLBACK_SECRET=... cargo run -p numbers-webhooks --features axum --example axum 127.0.0.1:3000
//! ```

use axum::Router;
use axum::routing::post;
use numbers_webhooks::Verifier;
use numbers_webhooks::axum::Verified;
use tokio::net::TcpListener;

async fn receive(Verified(event): Verified) {
    println!(
        "{:?} {:?} of {:?}",
        event.event_type, event.status, event.resource_id
    );
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let verifier = Verifier::new([std::env::var("CALLBACK_SECRET")?]);
    let address = std::env::args().nth(1).ok_or("usage: axum ADDRESS")?;
    let listener = TcpListener::bind(address).await?;
    println!("listening on {}", listener.local_addr()?);
    let app = Router::new()
        .route("/numbers", post(receive))
        .with_state(verifier);
    axum::serve(listener, app).await?;
    Ok(())
}
