//! Work of other people's code on a foreign document, which nobody else bounds.

use std::any::Any;
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

/// The name of its threads, whose panics are results and not printed.
const NAME: &str = "bounded work";
/// Its recursion follows the document's.
const STACK: usize = 256 * 1024 * 1024;

/// Why work has no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was not done in time.
    Late,
    /// It panicked, with these words.
    Panicked(String),
}

/// Does work on a thread of its own for so long; what is not done by then is left to the
/// end of the process. Nothing is printed of a panic.
pub(crate) fn within<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(NAME) {
                usual(panic);
            }
        }));
    });
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new()
        .name(NAME.to_owned())
        .stack_size(STACK);
    let thread = thread.spawn(move || {
        // Nobody waits any more if this fails.
        let _ = sender.send(work());
    });
    match (receiver.recv_timeout(patience), thread) {
        (Ok(done), _) => Ok(done),
        (Err(mpsc::RecvTimeoutError::Timeout), _) => Err(Failure::Late),
        (Err(_), Err(error)) => Err(Failure::Panicked(error.to_string())),
        (Err(_), Ok(thread)) => Err(Failure::Panicked(words(thread.join().err()))),
    }
}

fn words(panic: Option<Box<dyn Any + Send>>) -> String {
    let words = panic.as_ref().and_then(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied())
    });
    words.unwrap_or("without a word").to_owned()
}
