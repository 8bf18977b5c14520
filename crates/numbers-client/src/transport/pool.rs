//! Idle connections.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Id};

use super::connection::Connection;

/// How long an idle connection is kept. Short, because a server may close it at any time, and
/// a request that is written at the same moment has an unknown outcome.
const IDLE: Duration = Duration::from_secs(10);

/// Idle connections. Each is used only on the runtime that made it: when a runtime is no
/// longer driven, its connections no longer receive anything.
pub(super) struct Pool {
    state: Mutex<State>,
    idle: Duration,
}

#[derive(Default)]
struct State {
    /// The most recently used one is at the end.
    connections: Vec<Idle>,
    /// The runtimes on which a task closes connections that are not used.
    reapers: Vec<Id>,
}

struct Idle {
    connection: Connection,
    runtime: Id,
    since: Instant,
}

impl Pool {
    pub(super) fn new() -> Arc<Self> {
        Self::keeping(IDLE)
    }

    fn keeping(idle: Duration) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            idle,
        })
    }

    /// Takes the most recently used connection of a runtime, and how long it has been idle.
    pub(super) fn take(&self, runtime: Id) -> Option<(Connection, Duration)> {
        let taken = {
            let mut state = self.lock();
            let at = state
                .connections
                .iter()
                .rposition(|idle| idle.runtime == runtime)?;
            state.connections.remove(at)
        };
        // No task has closed it if the runtime was not driven.
        let idle = taken.since.elapsed();
        (idle < self.idle).then_some((taken.connection, idle))
    }

    /// Keeps a connection for the next request.
    pub(super) fn keep(self: &Arc<Self>, connection: Connection, runtime: &Handle) {
        let id = runtime.id();
        let mut state = self.lock();
        state.connections.push(Idle {
            connection,
            runtime: id,
            since: Instant::now(),
        });
        if !state.reapers.contains(&id) {
            state.reapers.push(id);
            drop(state);
            let reaper = Reaper {
                pool: Arc::downgrade(self),
                runtime: id,
                done: false,
            };
            runtime.spawn(reaper.run(self.idle));
        }
    }

    /// Closes connections that were idle for too long. Returns when to look again, or `None`
    /// when no connection is left and the reaper ends.
    fn close_unused(&self, reaper: Id) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.lock();
        let closed: Vec<_> = state
            .connections
            .extract_if(.., |idle| now.duration_since(idle.since) >= self.idle)
            .collect();
        let oldest = state.connections.iter().map(|idle| idle.since).min();
        if oldest.is_none() {
            state.reapers.retain(|id| *id != reaper);
        }
        drop(state);
        drop(closed);
        oldest.map(|since| since + self.idle)
    }

    /// Closes the connections of a runtime that has ended.
    fn close_all(&self, runtime: Id) {
        let mut state = self.lock();
        state.reapers.retain(|id| *id != runtime);
        let closed: Vec<_> = state
            .connections
            .extract_if(.., |idle| idle.runtime == runtime)
            .collect();
        drop(state);
        drop(closed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The task of one runtime that closes connections which are not used.
struct Reaper {
    pool: Weak<Pool>,
    runtime: Id,
    done: bool,
}

impl Reaper {
    /// Waits first, because the first connection is often in use again at once.
    async fn run(mut self, idle: Duration) {
        let mut next = Instant::now() + idle;
        loop {
            tokio::time::sleep_until(next.into()).await;
            match self.next() {
                Some(at) => next = at,
                None => break,
            }
        }
        self.done = true;
    }

    fn next(&self) -> Option<Instant> {
        self.pool.upgrade()?.close_unused(self.runtime)
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        // The runtime was shut down.
        if let (false, Some(pool)) = (self.done, self.pool.upgrade()) {
            pool.close_all(self.runtime);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Notify;

    use super::*;
    use crate::transport::scripted::Scripted;

    async fn connection(closed: &Arc<Notify>) -> Connection {
        let stream = Box::new(Scripted::quiet(closed));
        Connection::over(stream).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_not_used_is_closed_and_the_next_as_well() {
        let pool = Pool::keeping(Duration::from_millis(10));
        for _ in 0..3 {
            let closed = Arc::<Notify>::default();
            pool.keep(connection(&closed).await, &Handle::current());
            closed.notified().await;
            assert!(pool.take(Handle::current().id()).is_none());
        }
    }

    #[tokio::test]
    async fn what_was_idle_for_too_long_is_not_given_though_nobody_has_closed_it() {
        let closed = Arc::<Notify>::default();
        let pool = Pool::keeping(Duration::ZERO);
        pool.keep(connection(&closed).await, &Handle::current());
        assert!(pool.take(Handle::current().id()).is_none());
        closed.notified().await;
    }

    #[tokio::test]
    async fn the_one_that_was_used_last_is_used_next() {
        let pool = Pool::new();
        let here = Handle::current();
        let (first, second) = (Arc::<Notify>::default(), Arc::<Notify>::default());
        pool.keep(connection(&first).await, &here);
        pool.keep(connection(&second).await, &here);
        drop(pool.take(here.id()).unwrap());
        second.notified().await;
        drop(pool.take(here.id()).unwrap());
        first.notified().await;
        assert!(pool.take(here.id()).is_none());
        assert_eq!(pool.lock().reapers.len(), 1);
    }
}
