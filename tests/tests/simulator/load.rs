//! Many rents at once.

use super::*;

/// Runs `call` with each number below `count`, 64 at once; how long it took.
async fn at_64<F: Future<Output = ()> + Send>(
    count: usize,
    call: impl Fn(usize) -> F + Clone + Send + 'static,
) -> Duration {
    let next = Arc::new(AtomicUsize::new(0));
    let begun = std::time::Instant::now();
    let workers: Vec<_> = (0..64)
        .map(|_| {
            let (next, call) = (next.clone(), call.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    call(number).await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    begun.elapsed()
}

/// 10,000 rents at concurrency 64; the ratio to a bare handler is told, not asserted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_rents_at_64_at_once() {
    const RENTS: usize = 10_000;
    let begun = std::time::Instant::now();
    let simulator = Simulator::start().await.unwrap();
    let started = begun.elapsed();
    let numbers = to(&simulator).build().unwrap();
    let took = at_64(RENTS, move |number| {
        let numbers = numbers.clone();
        async move {
            let phone = format!("+1212{:07}", 1_000_000 + number).parse().unwrap();
            numbers
                .rent(phone)
                .sms(Sms::plan("p"))
                .send()
                .await
                .unwrap();
        }
    })
    .await;
    assert_eq!(simulator.rented().len(), RENTS);
    assert!(
        simulator.requests().len() <= 1_000,
        "what is remembered is bounded"
    );
    let answer = async || axum::Json(json!({ "phoneNumber": PHONE }));
    let bare = axum::Router::new().route("/{*path}", axum::routing::post(answer));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let url = format!("http://{}/v1/x", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, bare).await });
    let http = reqwest::Client::new();
    let bare = at_64(RENTS, move |_| {
        let body = json!({ "smsConfiguration": { "servicePlanId": "p" } });
        let answer = http.post(&url).json(&body).send();
        async move {
            answer.await.unwrap().bytes().await.unwrap();
        }
    })
    .await;
    let ratio = bare.as_secs_f64() / took.as_secs_f64();
    println!(
        "simulator started in {started:?}; throughput of rents: {ratio:.2} of a bare handler's"
    );
}
