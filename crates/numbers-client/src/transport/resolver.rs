//! Name resolution that nobody has to wait for.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::{Semaphore, oneshot};

/// Resolves names with the operating system, each on a thread of its own.
///
/// A resolver that hangs cannot be interrupted. On the runtime's blocking threads, where
/// reqwest resolves by itself, it would keep the runtime, and so the process, from ending
/// long after the call's deadline.
pub(super) struct Resolver;

/// Lookups at once. One that hangs keeps its place until the operating system gives up.
static PLACES: Semaphore = Semaphore::const_new(32);

/// A name that could not be resolved.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unresolved(#[source] io::Error);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = lookup(name.as_str().to_owned()).await.map_err(Unresolved)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

async fn lookup(host: String) -> io::Result<Vec<SocketAddr>> {
    let place = PLACES.acquire().await.map_err(io::Error::other)?;
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new()
        .name("numbers-dns".to_owned())
        .spawn(move || {
            // The port is put in by the connector.
            let found = (host.as_str(), 0).to_socket_addrs();
            let _ = sender.send(found.map(Iterator::collect));
            drop(place);
        })?;
    receiver.await.map_err(io::Error::other)?
}
