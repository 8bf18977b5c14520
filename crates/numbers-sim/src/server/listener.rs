//! Accepting connections.

use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::server::connection;

/// How long nothing is accepted after accepting failed, as it does without file descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until it is dropped; connections end with it.
pub(crate) async fn serve(listener: TcpListener, router: Router, idle: Duration) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection::serve(stream, router.clone(), idle));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}
