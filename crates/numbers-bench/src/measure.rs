//! Makes so many calls at once, and measures what they cost this process.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

#[cfg(feature = "count-allocations")]
#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// Calls before anything is measured.
const WARM_UP: u64 = 1_000;

/// How many calls are left to be made, by all that make them.
#[derive(Clone)]
pub struct Calls(Arc<AtomicU64>);

impl Calls {
    /// Returns whether there is one more.
    pub fn take(&self) -> bool {
        let less = |left: u64| left.checked_sub(1);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }
}

/// A program `client KIND URL CALLS AT_ONCE`, which prints one line of JSON. `make` returns a
/// caller of that kind; `work` makes calls with it as long as there are some left.
pub fn run<C, F>(make: impl FnOnce(&str, &str) -> C, work: impl Fn(C, Calls) -> F)
where
    C: Clone,
    F: Future<Output = ()> + Send + 'static,
{
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, url, calls, at_once] = arguments.as_slice() else {
        eprintln!("usage: client KIND URL CALLS AT_ONCE");
        std::process::exit(2);
    };
    let calls: u64 = calls.parse().expect("CALLS is a number");
    let at_once: usize = at_once.parse().expect("AT_ONCE is a number");
    let mut builder = match at_once {
        1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = builder
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let caller = make(kind, url);
        drive(&caller, &work, WARM_UP, at_once).await;
        let warm = memory_mib("VmRSS");
        #[cfg(feature = "count-allocations")]
        let profiler = dhat::Profiler::builder().testing().build();
        let (cpu, begun) = (cpu_nanoseconds(), Instant::now());
        drive(&caller, &work, calls, at_once).await;
        let (seconds, cpu) = (begun.elapsed().as_secs_f64(), cpu_nanoseconds() - cpu);
        #[cfg(feature = "count-allocations")]
        let allocations = {
            let blocks = dhat::HeapStats::get().total_blocks;
            drop(profiler);
            blocks as f64 / calls as f64
        };
        #[cfg(not(feature = "count-allocations"))]
        let allocations = 0.0;
        let line = serde_json::json!({
            "calls_per_second": calls as f64 / seconds,
            "cpu_us": cpu as f64 / 1e3 / calls as f64,
            "rss_after_warm_up_mib": warm,
            "rss_mib": memory_mib("VmRSS"),
            "peak_rss_mib": memory_mib("VmHWM"),
            "allocations": allocations,
        });
        println!("{line}");
    });
}

/// Makes the calls, so many at once.
async fn drive<C: Clone, F>(caller: &C, work: &impl Fn(C, Calls) -> F, calls: u64, at_once: usize)
where
    F: Future<Output = ()> + Send + 'static,
{
    let left = Calls(Arc::new(AtomicU64::new(calls)));
    if at_once == 1 {
        work(caller.clone(), left).await;
        return;
    }
    let workers: Vec<_> = (0..at_once)
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
    let line = text.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.expect("a number") / 1024.0
}
