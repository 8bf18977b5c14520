//! Receives events with nothing but hyper. `CALLBACK_SECRET` has the secret of the project.
//!
//! ```sh
//! CALLBACK_SECRET=... cargo run -p numbers-webhooks --example hyper 127.0.0.1:3000
//! ```

use std::sync::Arc;

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use numbers_webhooks::{EventError, SIGNATURE_HEADER, Verifier};
use tokio::net::TcpListener;

async fn receive(verifier: &Verifier, request: Request<Incoming>) -> StatusCode {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, 64 * 1024).collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let signature = head.headers.get(SIGNATURE_HEADER);
    let signature = signature.and_then(|value| value.to_str().ok());
    match verifier.event(signature, &body.to_bytes()) {
        Ok(event) => {
            println!(
                "{:?} {:?} of {:?}",
                event.event_type, event.status, event.resource_id
            );
            StatusCode::OK
        }
        Err(EventError::Signature(_)) => StatusCode::UNAUTHORIZED,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let verifier = Arc::new(Verifier::new([std::env::var("CALLBACK_SECRET")?]));
    let address = std::env::args().nth(1).ok_or("usage: hyper ADDRESS")?;
    let listener = TcpListener::bind(address).await?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let verifier = Arc::clone(&verifier);
        tokio::spawn(async move {
            let service = service_fn(async |request| {
                let status = receive(&verifier, request).await;
                Response::builder()
                    .status(status)
                    .body(Empty::<Bytes>::new())
            });
            http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
        });
    }
}
