//! Name resolution that can be abandoned.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::{Semaphore, oneshot};

/// Resolves names with the operating system, each on a thread of its own.
///
/// A lookup that hangs can't be interrupted. On the runtime's blocking threads, which reqwest
/// uses by default, it would keep the runtime, and so the process, from ending long after the
/// deadline of the call.
pub(super) struct Resolver;

/// Limits the lookups at once. One that hangs keeps its place until the system gives up.
static PLACES: Semaphore = Semaphore::const_new(32);

/// A name that could not be resolved.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unresolved(#[source] io::Error);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let host = name.as_str().to_owned();
            // The connector sets the port.
            let find = move || (host.as_str(), 0).to_socket_addrs().map(Iterator::collect);
            let addresses: Vec<SocketAddr> = apart(find).await.map_err(Unresolved)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Runs a function on a thread of its own, which is left behind when the future is dropped.
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
    fn seam_12_a_lookup_that_hangs_keeps_no_runtime_from_ending() {
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
