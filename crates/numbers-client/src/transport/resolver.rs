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
            let host = name.as_str().to_owned();
            // The port is put in by the connector.
            let find = move || (host.as_str(), 0).to_socket_addrs().map(Iterator::collect);
            let addresses: Vec<SocketAddr> = apart(find).await.map_err(Unresolved)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// What a function gives that may take its time, on a thread that nobody waits for.
async fn apart<T: Send + 'static>(
    find: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let place = PLACES.acquire().await.map_err(io::Error::other)?;
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new()
        .name("numbers-dns".to_owned())
        .spawn(move || {
            let _ = sender.send(find());
            drop(place);
        })?;
    receiver.await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_lookup_that_hangs_keeps_no_runtime_from_ending() {
        let (begun, begins) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let (ended, ends) = mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap();
            let looking = runtime.spawn(apart(move || {
                begun.send(()).unwrap();
                released.recv().map_err(io::Error::other)
            }));
            runtime.block_on(async {
                while begins.try_recv().is_err() {
                    tokio::task::yield_now().await;
                }
            });
            drop(runtime);
            drop(looking);
            ended.send(()).unwrap();
        });
        let over = ends.recv_timeout(Duration::from_secs(30));
        release.send(()).unwrap();
        over.expect("the runtime waits for the lookup");
    }

    #[tokio::test]
    async fn a_name_is_resolved() {
        let found = Resolver
            .resolve("localhost".parse().unwrap())
            .await
            .unwrap();
        let mut found = found.map(|address| address.ip());
        assert!(found.any(|address| address.is_loopback()));
        assert!(
            Resolver
                .resolve("nowhere.invalid".parse().unwrap())
                .await
                .is_err()
        );
    }
}
