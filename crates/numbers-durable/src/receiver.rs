//! Receives webhook events, and tells the objects of the engine.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use numbers_webhooks::Verifier;
use numbers_webhooks::axum::Verified;
use restate_sdk::ingress::ReqwestClient;

use crate::key::NumberKey;
use crate::object::NumberIngressClient;

/// Returns the routes that receive events: `POST /numbers`, to be the callback URL of the
/// numbers. An event whose signature is good is handed to the engine, and responded to with 200
/// once the engine has it; with 503, and so delivered again, when the engine can't be reached.
///
/// ```
/// use numbers_durable::receiver;
/// use numbers_ext::webhooks::Verifier;
/// use restate_sdk::ingress::ReqwestClient;
///
/// let engine = ReqwestClient::connect("http://127.0.0.1:8080".parse()?)?;
/// let routes = receiver(engine, Verifier::new(["the-callback-secret"]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn receiver(engine: ReqwestClient, verifier: Verifier) -> Router {
    Router::new()
        .route("/numbers", post(receive))
        .with_state(Receiver { engine, verifier })
}

#[derive(Clone)]
struct Receiver {
    engine: ReqwestClient,
    verifier: Verifier,
}

impl FromRef<Receiver> for Verifier {
    fn from_ref(receiver: &Receiver) -> Self {
        receiver.verifier.clone()
    }
}

async fn receive(State(receiver): State<Receiver>, Verified(event): Verified) -> StatusCode {
    let project = event.project_id.as_deref().unwrap_or_default();
    let phone = event.phone_number().unwrap_or_default();
    let Ok(key) = format!("{project}/{phone}").parse::<NumberKey>() else {
        // An event of an order, or of a kind that is new: nobody waits for it here.
        return StatusCode::OK;
    };
    let client = NumberIngressClient::from_client(receiver.engine, key.to_string());
    let mut notify = client.notify();
    // Events are delivered more than once.
    if let Some(id) = event.event_id {
        notify = notify.idempotency_key(id);
    }
    match notify.send().await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
