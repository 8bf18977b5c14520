//! The runtimes that cases run on.

use tokio::runtime::Builder;

/// Runs a case on a runtime of one thread, where events are handled in a fixed order, and on one
/// of several threads, where they are handled concurrently.
pub fn run<F>(case: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    run_on_one_thread(&case);
    run_on(Builder::new_multi_thread().worker_threads(2), case());
}

/// Runs a case on a runtime of one thread only.
pub fn run_on_one_thread<F>(case: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    run_on(&mut Builder::new_current_thread(), case());
}

fn run_on(runtime: &mut Builder, case: impl Future<Output = ()> + Send + 'static) {
    let runtime = runtime.enable_all().build().unwrap();
    let ended = runtime.block_on(async { tokio::spawn(case).await });
    if let Err(error) = ended {
        std::panic::resume_unwind(error.into_panic());
    }
}
