//! One client, so many rents: `client KIND URL RENTS CONCURRENCY`. Prints one line of JSON.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use numbers_bench::{PHONE, PROJECT, REQUEST, RentAnswer, TOKEN, cpu_nanoseconds, memory_mib};
use numbers_ext::{Numbers, Sms};

#[cfg(feature = "count-allocations")]
#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// A way to make the call, cheap to clone.
#[derive(Clone)]
enum Caller {
    Ext(Numbers),
    Client(reqwest::Client, String),
    Reqwest(reqwest::Client, String),
    Tuned(reqwest::Client, reqwest::Url),
    Hyper(String),
}

const WARM_UP: u64 = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, url, rents, concurrency] = arguments.as_slice() else {
        eprintln!("usage: client ext|client|reqwest|tuned|hyper URL RENTS CONCURRENCY");
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
        let caller = caller(kind, url);
        drive(&caller, url, WARM_UP, concurrency).await;
        let warm = memory_mib("VmRSS");
        #[cfg(feature = "count-allocations")]
        let profiler = dhat::Profiler::builder().testing().build();
        let (cpu, begun) = (cpu_nanoseconds(), Instant::now());
        drive(&caller, url, rents, concurrency).await;
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
            "client": kind,
            "concurrency": concurrency,
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

fn caller(kind: &str, url: &str) -> Caller {
    let path = format!("{url}/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent");
    match kind {
        "ext" => Caller::Ext(
            Numbers::builder()
                .project(PROJECT)
                .access_key("key-id", "key-secret")
                .numbers_url(url)
                .auth_url(url)
                .build()
                .expect("a client"),
        ),
        "client" => Caller::Client(reqwest::Client::new(), url.to_owned()),
        "reqwest" => Caller::Reqwest(reqwest::Client::new(), url.to_owned()),
        "tuned" => Caller::Tuned(
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
            path.parse().expect("a URL"),
        ),
        "hyper" => Caller::Hyper(path),
        other => panic!("no client is called {other}"),
    }
}

/// Makes the calls, so many at once.
async fn drive(caller: &Caller, url: &str, rents: u64, concurrency: usize) {
    let left = Arc::new(AtomicU64::new(rents));
    if concurrency == 1 {
        work(caller.clone(), url.to_owned(), left).await;
        return;
    }
    let workers: Vec<_> = (0..concurrency)
        .map(|_| tokio::spawn(work(caller.clone(), url.to_owned(), Arc::clone(&left))))
        .collect();
    for worker in workers {
        worker.await.expect("no panic");
    }
}

fn take(left: &AtomicU64) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
}

async fn work(caller: Caller, url: String, left: Arc<AtomicU64>) {
    match caller {
        Caller::Ext(numbers) => {
            let phone = PHONE.parse().expect("a number");
            while take(&left) {
                let rental = numbers.rent(phone).sms(Sms::plan("plan-1")).send().await.expect("rented");
                std::hint::black_box(rental);
            }
        }
        Caller::Client(http, base) => {
            let (project, phone) = (PROJECT.parse().expect("an id"), PHONE.parse().expect("a number"));
            let body = numbers_ext::Configuration::unconfigured().sms(Sms::plan("plan-1")).request();
            let exchange = numbers_client::Exchange::new().authorization(format!("Bearer {TOKEN}").parse().expect("a header"));
            let client = numbers_client::Client::new_with_client(&base, http, exchange);
            while take(&left) {
                let answer = client.number_service_rent_number(&project, &phone, &body).await.expect("rented");
                std::hint::black_box(answer.into_inner());
            }
        }
        Caller::Reqwest(http, base) => {
            while take(&left) {
                let url = format!("{base}/v1/projects/{PROJECT}/availableNumbers/{PHONE}:rent");
                let answer = http.post(url).bearer_auth(TOKEN).json(&REQUEST).send().await.expect("answered");
                let answer: RentAnswer = answer.error_for_status().expect("rented").json().await.expect("read");
                std::hint::black_box(answer);
            }
        }
        Caller::Tuned(http, url) => {
            while take(&left) {
                let answer = http.post(url.clone()).bearer_auth(TOKEN).json(&REQUEST).send().await.expect("answered");
                let answer: RentAnswer = answer.error_for_status().expect("rented").json().await.expect("read");
                std::hint::black_box(answer);
            }
        }
        Caller::Hyper(path) => {
            let address = url.trim_start_matches("http://");
            let stream = tokio::net::TcpStream::connect(address).await.expect("connected");
            let _ = stream.set_nodelay(true);
            let (mut send, connection) = http1::handshake(TokioIo::new(stream)).await.expect("connected");
            tokio::spawn(connection);
            let uri: hyper::Uri = path.trim_start_matches(&url).parse().expect("a path");
            while take(&left) {
                let body = serde_json::to_vec(&REQUEST).expect("written");
                let request = hyper::Request::post(uri.clone())
                    .header("host", address)
                    .header("authorization", format!("Bearer {TOKEN}"))
                    .header("content-type", "application/json")
                    .body(Full::new(bytes::Bytes::from(body)))
                    .expect("a request");
                let answer = send.send_request(request).await.expect("answered");
                let body = answer.into_body().collect().await.expect("read").to_bytes();
                let answer: RentAnswer = serde_json::from_slice(&body).expect("read");
                std::hint::black_box(answer);
            }
        }
    }
}
