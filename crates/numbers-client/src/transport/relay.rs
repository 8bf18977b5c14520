//! The waker of a connection.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// The waker that a connection is polled with, as long as it lives.
///
/// A connection and the request on it notify each other of progress with wakers. One task polls
/// both, and would wake itself several times a request only to find nothing to do. A wake-up
/// during a poll therefore makes the task look once more at once; only a wake-up while it waits
/// wakes it.
#[derive(Default)]
pub(super) struct Relay {
    state: AtomicU8,
    task: Mutex<Option<Waker>>,
}

/// No task waits: it is being polled, or the connection is idle.
const QUIET: u8 = 0;
/// The same, and something has happened since the connection was last polled.
const STIRRED: u8 = 1;
/// The task waits.
const WAITING: u8 = 2;

impl Relay {
    /// Makes progress for the task of this context, until it is ready or nothing happens.
    pub(super) fn poll<T>(
        &self,
        context: &Context<'_>,
        mut progress: impl FnMut() -> Poll<T>,
    ) -> Poll<T> {
        self.remember(context.waker());
        loop {
            self.calm();
            if let Poll::Ready(made) = progress() {
                return Poll::Ready(made);
            }
            let waits =
                self.state
                    .compare_exchange(QUIET, WAITING, Ordering::AcqRel, Ordering::Acquire);
            if waits.is_ok() {
                return Poll::Pending;
            }
        }
    }

    /// Clears what has happened, right before the connection is polled.
    pub(super) fn calm(&self) {
        if self.state.load(Ordering::Acquire) != QUIET {
            self.state.swap(QUIET, Ordering::AcqRel);
        }
    }

    /// Forgets the task, which no longer waits.
    pub(super) fn forget(&self) {
        self.lock().take();
    }

    fn remember(&self, waker: &Waker) {
        let mut task = self.lock();
        if task.as_ref().is_none_or(|known| !known.will_wake(waker)) {
            *task = Some(waker.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Waker>> {
        // Nothing that holds the lock can panic half-way through a change.
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Relay {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(STIRRED, Ordering::AcqRel) == WAITING {
            let task = self.lock().clone();
            if let Some(task) = task {
                task.wake();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn what_happens_while_a_task_is_polled_makes_it_look_again_and_wakes_nobody() {
        let (relay, counter) = (Arc::<Relay>::default(), Arc::<Counter>::default());
        let (relayed, task) = (Waker::from(relay.clone()), Waker::from(counter.clone()));
        let mut polls = 0;
        let polled = relay.poll(&Context::from_waker(&task), || {
            polls += 1;
            if polls < 3 {
                relayed.wake_by_ref();
            }
            Poll::<()>::Pending
        });
        assert_eq!((polled, polls), (Poll::Pending, 3));
        assert_eq!(counter.0.load(Ordering::SeqCst), 0);
        relayed.wake_by_ref();
        relayed.wake_by_ref();
        assert_eq!(
            counter.0.load(Ordering::SeqCst),
            1,
            "once, until it is polled"
        );
        relay.forget();
        let _ = relay.poll(&Context::from_waker(&task), || Poll::Ready(()));
        relay.forget();
        assert_eq!(Arc::strong_count(&counter), 2, "the counter and its waker");
    }

    #[test]
    fn nothing_that_happens_on_another_thread_is_missed() {
        for _ in 0..2_000 {
            let relay = Arc::<Relay>::default();
            let relayed = Waker::from(relay.clone());
            let happened = Arc::<AtomicUsize>::default();
            let other = {
                let happened = happened.clone();
                std::thread::spawn(move || {
                    happened.store(1, Ordering::Relaxed);
                    relayed.wake();
                })
            };
            // A task that parks its thread until it is woken.
            let task = Waker::from(Arc::new(Unpark(std::thread::current())));
            while relay
                .poll(&Context::from_waker(&task), || {
                    match happened.load(Ordering::Relaxed) {
                        0 => Poll::Pending,
                        _ => Poll::Ready(()),
                    }
                })
                .is_pending()
            {
                std::thread::park();
            }
            other.join().unwrap();
        }
    }

    struct Unpark(std::thread::Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
}
