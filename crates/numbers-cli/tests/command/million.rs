//! A simulator that holds a million rentals.

use std::time::{Duration, Instant};

use super::*;

/// What a rental request has after its path.
const REST: &str = "HTTP/1.1\r\nhost: x\r\n\
    authorization: Basic c2ltdWxhdGVkLWtleTpzaW11bGF0ZWQtc2VjcmV0\r\n\
    content-type: application/json\r\ncontent-length: 50\r\n\r\n\
    {\"smsConfiguration\":{\"servicePlanId\":\"plan-1234\"}}";

/// A connection that is kept.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn to(url: &str) -> Self {
        let stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends a request, and returns the status line and the length of the body.
    fn call(&mut self, request: &str) -> (String, usize) {
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "{status}");
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if status.is_empty() {
                status = line;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (status, length)
    }
}

/// Rents so many numbers from the `first` on, over 16 connections, and returns how long it took.
fn rent(simulation: &Simulation, first: u64, count: u64) -> Duration {
    const CONNECTIONS: u64 = 16;
    let (url, project) = (simulation.url(), simulation.get("project"));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for connection in 0..CONNECTIONS {
            scope.spawn(move || {
                let path = format!("/v1/projects/{project}/availableNumbers");
                let mut to = Connection::to(url);
                for index in (connection..count).step_by(CONNECTIONS as usize) {
                    let phone = 12_000_000_000 + first + index;
                    let (status, _) = to.call(&format!("POST {path}/+{phone}:rent {REST}"));
                    assert!(status.starts_with("HTTP/1.1 200"), "{status}");
                }
            });
        }
    });
    begun.elapsed()
}

/// The CPU time of a process, in hundredths of a second.
fn ticks(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields: Vec<_> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    fields[11..13]
        .iter()
        .map(|field| field.parse::<u64>().unwrap())
        .sum()
}

/// The most memory that a process has used, in MiB.
fn peak(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024
}

/// `cargo test -p numbers-cli --test command --release -- --ignored --nocapture a_million`
#[test]
#[ignore = "takes minutes"]
fn a_million_rentals_slow_the_simulator_down_by_little() {
    const HELD: u64 = 1_000_000;
    const ROUND: u64 = 10_000;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let full = Simulation::with(&["--state", &file("full")]);
    let took = rent(&full, 0, HELD).as_secs_f64();
    println!(
        "rented a million in {took:.0} s, {} MiB",
        peak(full.child.id())
    );

    let empty = Simulation::with(&["--state", &file("empty")]);
    let mut ratios: Vec<_> = (0..20)
        .map(|round| {
            let first = HELD + round * ROUND;
            let of_empty = rent(&empty, first, ROUND);
            let of_full = rent(&full, first, ROUND);
            of_empty.as_secs_f64() / of_full.as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "throughput, of an empty one's: {:.2}",
        ratios[ratios.len() / 2]
    );

    // The jobs of the last rentals end within so many seconds.
    std::thread::sleep(Duration::from_secs(10));
    let before = ticks(full.child.id());
    std::thread::sleep(Duration::from_secs(20)); // idle: that is what is measured
    let idle = ticks(full.child.id()) - before;
    println!("idle: {:.2} % of a core", idle as f64 / 20.0);

    let mut pages: Vec<_> = (0..20)
        .map(|_| {
            let begun = Instant::now();
            let get = "GET /__sim/rentals HTTP/1.1\r\nhost: x\r\n\r\n";
            let (status, _) = Connection::to(full.url()).call(get);
            assert!(status.starts_with("HTTP/1.1 200"), "{status}");
            begun.elapsed()
        })
        .collect();
    pages.sort();
    println!("the first page: {:?}", pages[pages.len() / 2]);

    drop(full);
    let begun = Instant::now();
    let again = Simulation::with(&["--state", &file("full")]);
    let took = begun.elapsed().as_secs_f64();
    println!(
        "started from disk in {took:.1} s, {} MiB",
        peak(again.child.id())
    );
}
