//! Makes so many calls at once, and measures what they cost this process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::callers::Caller;
use crate::server::Server;

/// Calls before anything is measured.
const WARM_UP: usize = 1_000;

/// How many calls are left to be made, by all that make them.
#[derive(Clone)]
pub struct Calls(Arc<AtomicUsize>);

impl Calls {
    /// Returns whether there is one more.
    pub fn take(&self) -> bool {
        let less = |left: usize| left.checked_sub(1);
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        taken.is_ok()
    }
}

/// Makes the calls, and prints what those after the first thousand cost.
pub fn run(kind: &str, calls: usize, at_once: usize) {
    let server = Server::start();
    let mut builder = match at_once {
        1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = builder.worker_threads(2).enable_all().build();
    let measured = runtime.expect("a runtime").block_on(async {
        let caller = Caller::new(kind, &server.url);
        drive(&caller, WARM_UP, at_once).await;
        let (mut made, mut memory) = (WARM_UP, vec![memory_mib("VmRSS")]);
        let (cpu, begun) = (cpu_nanoseconds(), Instant::now());
        while made < calls {
            // Memory is looked at after a thousand calls, ten thousand, and so on.
            let stage = (made * 10).min(calls) - made;
            drive(&caller, stage, at_once).await;
            made += stage;
            memory.push(memory_mib("VmRSS"));
        }
        let (seconds, cpu) = (begun.elapsed().as_secs_f64(), cpu_nanoseconds() - cpu);
        let calls = (calls - WARM_UP) as f64;
        serde_json::json!({
            "calls_per_second": calls / seconds,
            "cpu_us": cpu as f64 / 1e3 / calls,
            "memory_mib": memory,
            "peak_mib": memory_mib("VmHWM"),
        })
    });
    println!("{measured}\n{}", server.counts());
}

/// Makes the calls, so many at once.
async fn drive(caller: &Caller, calls: usize, at_once: usize) {
    let left = Calls(Arc::new(AtomicUsize::new(calls)));
    if at_once == 1 {
        return caller.clone().work(left).await;
    }
    let workers: Vec<_> = (0..at_once)
        .map(|_| tokio::spawn(caller.clone().work(left.clone())))
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
