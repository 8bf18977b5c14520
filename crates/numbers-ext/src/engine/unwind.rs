//! Contains the panics of foreign code, which must not cost a caller the result of a call.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// Runs foreign code; `None` when it panics. `run` changes no state of ours, so that a panic
/// can't leave any half changed.
pub(crate) fn contained<R>(run: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

/// Awaits a foreign future; `None` when it panics.
pub(crate) async fn contained_future<T>(
    mut future: Pin<Box<dyn Future<Output = T> + Send + '_>>,
) -> Option<T> {
    poll_fn(
        move |context| match contained(|| future.as_mut().poll(context)) {
            Some(Poll::Ready(output)) => Poll::Ready(Some(output)),
            Some(Poll::Pending) => Poll::Pending,
            None => Poll::Ready(None),
        },
    )
    .await
}
