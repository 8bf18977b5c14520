//! What the client programs share: so many rents at once, and what they cost this process.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

#[cfg(feature = "count-allocations")]
#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// Rents before anything is measured.
const WARM_UP: u64 = 1_000;

/// How many rents are left to be made, by all that make them.
#[derive(Clone)]
pub struct Rents(Arc<AtomicU64>);

impl Rents {
    /// Whether there is one more.
    pub fn take(&self) -> bool {
        let less = |left: u64| left.checked_sub(1);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }
}

/// A program `client KIND URL RENTS CONCURRENCY`, which prints one line of JSON. `make`
/// gives a caller of that kind; `work` rents with it for as long as there are rents left.
pub fn run<C, F>(make: impl FnOnce(&str, &str) -> C, work: impl Fn(C, Rents) -> F)
where
    C: Clone,
    F: Future<Output = ()> + Send + 'static,
{
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, url, rents, concurrency] = arguments.as_slice() else {
        eprintln!("usage: client KIND URL RENTS CONCURRENCY");
        std::process::exit(2);
    };
    let rents: u64 = rents.parse().expect("RENTS is a number");
    let concurrency: usize = concurrency.parse().expect("CONCURRENCY is a number");
    let mut builder = if concurrency == 1 {
        tokio::runtime::Builder::new_current_thread()
    } else {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(2);
        builder
    };
    let runtime = builder.enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let caller = make(kind, url);
        drive(&caller, &work, WARM_UP, concurrency).await;
        let warm = memory_mib("VmRSS");
        #[cfg(feature = "count-allocations")]
        let profiler = dhat::Profiler::builder().testing().build();
        let (cpu, begun) = (cpu_nanoseconds(), Instant::now());
        drive(&caller, &work, rents, concurrency).await;
        let (seconds, cpu) = (begun.elapsed().as_secs_f64(), cpu_nanoseconds() - cpu);
        #[cfg(feature = "count-allocations")]
        let allocations = {
            let stats = dhat::HeapStats::get();
            drop(profiler);
            stats.total_blocks as f64 / rents as f64
        };
        #[cfg(not(feature = "count-allocations"))]
        let allocations = Option::<f64>::None;
        let line = serde_json::json!({
            "rents_per_second": rents as f64 / seconds,
            "cpu_us": cpu as f64 / 1e3 / rents as f64,
            "rss_after_warm_up_mib": warm,
            "rss_mib": memory_mib("VmRSS"),
            "peak_rss_mib": memory_mib("VmHWM"),
            "allocations": allocations,
        });
        println!("{line}");
    });
}

/// Makes the calls, so many at once.
async fn drive<C: Clone, F>(
    caller: &C,
    work: &impl Fn(C, Rents) -> F,
    rents: u64,
    concurrency: usize,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let left = Rents(Arc::new(AtomicU64::new(rents)));
    if concurrency == 1 {
        work(caller.clone(), left).await;
        return;
    }
    let workers: Vec<_> = (0..concurrency)
        .map(|_| tokio::spawn(work(caller.clone(), left.clone())))
        .collect();
    for worker in workers {
        worker.await.expect("no panic");
    }
}

/// The time that all threads of this process have spent on a processor, in nanoseconds.
fn cpu_nanoseconds() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    let times = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    times.sum()
}

/// A line of `/proc/self/status` such as `VmHWM`, in MiB.
fn memory_mib(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = text
        .lines()
        .find(|line| line.starts_with(name))
        .expect("known");
    let kib: f64 = line
        .split_whitespace()
        .nth(1)
        .expect("a number")
        .parse()
        .expect("a number");
    kib / 1024.0
}
