//! Instructions of what is added around the call, and of a whole rent; run by
//! `cargo xtask bench --check`.

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use gungraun::{
    Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use numbers_bench::{ANSWER, PHONE, PROJECT};
use numbers_ext::{Configuration, Numbers, PhoneNumber, Sms, Voice, measured};
use tokio::runtime::Runtime;

// From texts to the body that is sent.
#[library_benchmark]
fn request() -> Vec<u8> {
    let phone: PhoneNumber = black_box(PHONE).parse().expect("a number");
    let configuration = Configuration::unconfigured()
        .sms(Sms::plan(black_box("plan-1")))
        .voice(Voice::rtc(black_box("app-1")))
        .callback_url(black_box("https://www.example.com/numbers"));
    configuration.check().expect("no fault");
    black_box(phone);
    serde_json::to_vec(&configuration.request()).expect("written")
}

// From the bytes of an answer to a rental that is proven.
#[library_benchmark]
fn answer() -> Option<numbers_ext::Rental> {
    let (phone, project) = (PHONE.parse().ok()?, PROJECT.parse().ok()?);
    measured::answer(black_box(ANSWER), phone, &project)
}

// From the bytes of a refusal to what it says.
#[library_benchmark]
fn refusal() -> Option<numbers_ext::ApiError> {
    measured::refusal(black_box(numbers_bench::REFUSAL.as_bytes()))
}

// Every status with every kind of body.
#[library_benchmark]
fn classification() -> usize {
    (100..600)
        .map(|status| measured::classified(black_box(status)))
        .sum()
}

/// A client that is warm, and a server in another process.
struct World {
    server: Child,
    runtime: Runtime,
    numbers: Numbers,
}

impl World {
    fn new() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_server"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut url = String::new();
        let output = server.stdout.take().expect("an output");
        BufReader::new(output).read_line(&mut url).expect("a URL");
        let numbers = Numbers::builder()
            .project(PROJECT)
            .access_key("key-id", "key-secret")
            .numbers_url(url.trim())
            .auth_url(url.trim())
            .build()
            .expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let world = Self {
            server,
            runtime,
            numbers,
        };
        world.rent(50);
        world
    }

    fn rent(&self, times: u32) {
        let phone = PHONE.parse().expect("a number");
        self.runtime.block_on(async {
            for _ in 0..times {
                let rental = self
                    .numbers
                    .rent(phone)
                    .sms(Sms::plan("plan-1"))
                    .send()
                    .await;
                black_box(rental.expect("rented"));
            }
        });
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

// A hundred rents, one after the other.
#[library_benchmark(setup = World::new)]
fn rents(world: World) -> World {
    world.rent(100);
    world
}

library_benchmark_group!(
    name = instructions,
    benchmarks = [request, answer, refusal, classification, rents]
);

main!(
    config = LibraryBenchmarkConfig::default()
        // The server is another process and not measured.
        .tool(Callgrind::with_args([
            "--trace-children=no",
            "--cache-sim=no"
        ])),
    library_benchmark_groups = instructions
);
