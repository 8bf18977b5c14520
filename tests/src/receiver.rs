//! A receiver of webhook events that verifies their signatures.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use futures_util::stream::{self, Stream};
use numbers_webhooks::axum::Verified;
use numbers_webhooks::{Event, Verifier};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A receiver on a port of its own. It stops with the test's runtime.
pub struct Receiver {
    /// The callback URL.
    pub url: String,
    events: mpsc::UnboundedReceiver<Event>,
}

#[derive(Clone)]
struct Shared {
    verifier: Verifier,
    events: mpsc::UnboundedSender<Event>,
}

impl FromRef<Shared> for Verifier {
    fn from_ref(shared: &Shared) -> Self {
        shared.verifier.clone()
    }
}

async fn receive(State(shared): State<Shared>, Verified(event): Verified) {
    // Nobody may be listening any more.
    let _ = shared.events.send(event);
}

impl Receiver {
    /// Starts a receiver of what is signed with this secret.
    pub async fn start(secret: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        let (sender, events) = mpsc::unbounded_channel();
        let shared = Shared {
            verifier: Verifier::new([secret]),
            events: sender,
        };
        let app = Router::new()
            .route("/events", post(receive))
            .with_state(shared);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, events }
    }

    /// Returns the next event.
    pub async fn next(&mut self) -> Event {
        self.events.recv().await.unwrap()
    }

    /// Returns the events as a stream.
    pub fn stream(self) -> impl Stream<Item = Event> + Send + 'static {
        stream::unfold(self.events, async |mut events| {
            events.recv().await.map(|event| (event, events))
        })
    }
}
