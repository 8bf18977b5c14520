//! The simulator, by its own promises and through the client.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numbers_ext::{Certainty, Lookup, Numbers, NumbersBuilder, OnUnknown, Settled, Sms, Voice};
use numbers_sim::{
    Delivery, FAILURES, Failing, Fault, Offer, Pace, Planned, Product, Scenario, Simulator,
    SimulatorBuilder, Stock,
};
use numbers_tests::http::read_request;
use numbers_tests::world::bounded;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

const PHONE: &str = "+12025550134";

fn to(simulator: &Simulator) -> NumbersBuilder {
    Numbers::builder()
        .project(simulator.project())
        .access_key(simulator.key_id(), simulator.key_secret())
        .numbers_url(simulator.url())
        .auth_url(simulator.url())
}

async fn started(builder: SimulatorBuilder) -> (Simulator, Numbers) {
    let simulator = builder.pace(Pace::Manual).start().await.unwrap();
    let numbers = to(&simulator).build().unwrap();
    (simulator, numbers)
}

async fn held(numbers: &Numbers, phone: &str) -> numbers_ext::Rental {
    match numbers.lookup(phone.parse().unwrap()).await.unwrap() {
        Lookup::Held(rental) => *rental,
        Lookup::Absent => panic!("{phone} is not held"),
    }
}

/// A listener for events that keeps what it was sent; the first answers can be refusals.
struct Listener {
    url: String,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Listener {
    async fn start(refusals: usize) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let kept = seen.clone();
        tokio::spawn(async move {
            let mut left = refusals;
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let Some((head, body)) = read_request(&mut stream).await else {
                    continue;
                };
                let status = if left > 0 { 500 } else { 200 };
                left = left.saturating_sub(1);
                let answer = format!(
                    "HTTP/1.1 {status} S\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                kept.lock().unwrap().push((head, body));
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, seen }
    }

    /// Waits until so many were sent.
    async fn take(&self, count: usize) -> Vec<(String, Value)> {
        bounded(async {
            while self.seen.lock().unwrap().len() < count {
                tokio::task::yield_now().await;
            }
        })
        .await;
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|(head, body)| (head.clone(), serde_json::from_str(body).unwrap()))
            .collect()
    }
}

/// By another implementation than the simulator's.
fn hmac(secret: &str, body: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let tag = ring::hmac::sign(&key, body.as_bytes());
    tag.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[tokio::test]
async fn a_rent_walks_through_waiting_in_progress_and_done() {
    let listener = Listener::start(0).await;
    let (simulator, numbers) = started(Simulator::builder()).await;
    let rent = numbers
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("plan-1").campaign("C1"))
        .voice(Voice::est("trunk-1"));
    let rented = rent.callback_url(&listener.url).send().await.unwrap();
    let status = |rental: &numbers_ext::Rental| {
        let sms = rental
            .sms()
            .pending
            .and_then(|job| job.status)
            .map(|status| status.to_string());
        let voice = rental
            .voice()
            .pending
            .and_then(|job| job.status)
            .map(|status| status.to_string());
        (sms, voice)
    };
    let both = |text: &str| (Some(text.to_owned()), Some(text.to_owned()));
    assert_eq!(status(&rented), both("WAITING"));
    assert!(rented.sms().provisioned.is_none());
    simulator.advance(Duration::from_secs(3));
    assert_eq!(status(&held(&numbers, PHONE).await), both("IN_PROGRESS"));
    simulator.advance(Duration::from_secs(3));
    let done = held(&numbers, PHONE).await;
    assert!(done.sms().is_done() && done.voice().is_done(), "{done:?}");
    let sms = done.sms().provisioned.unwrap();
    assert_eq!(
        (sms.service_plan_id.as_str(), sms.campaign_id.as_deref()),
        ("plan-1", Some("C1"))
    );
    let events = listener.take(3).await;
    let kinds: Vec<_> = events
        .iter()
        .map(|(_, event)| event["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "PROVISIONING_TO_SMS_PLATFORM",
            "PROVISIONING_TO_CAMPAIGN",
            "PROVISIONING_TO_VOICE_PLATFORM"
        ]
    );
    for ((head, event), (_, raw)) in events.iter().zip(listener.seen.lock().unwrap().iter()) {
        assert_eq!(
            (&event["status"], &event["failureCode"]),
            (&json!("SUCCEEDED"), &Value::Null)
        );
        assert!(
            !event["timestamp"].as_str().unwrap().ends_with('Z'),
            "no zone"
        );
        let signature = hmac("simulated-callback-secret", raw);
        assert!(
            head.contains(&format!("x-sinch-signature: {signature}")),
            "{head}"
        );
    }
}

#[tokio::test]
async fn a_rent_fails_with_each_of_the_18_codes() {
    let listener = Listener::start(0).await;
    let (simulator, numbers) = started(Simulator::builder()).await;
    for (index, code) in FAILURES.iter().enumerate() {
        let phone = format!("+150055501{index:02}");
        let rent = numbers
            .rent(phone.parse().unwrap())
            .sms(Sms::plan("p").campaign("C"));
        rent.callback_url(&listener.url).send().await.unwrap();
        simulator.advance(Duration::from_secs(6));
        let failed = held(&numbers, &phone).await.sms().failed.expect(code);
        let reasons: Vec<_> = failed.reasons.iter().map(ToString::to_string).collect();
        assert_eq!(reasons, [*code]);
    }
    let events = listener.take(36).await;
    let failed: Vec<_> = events
        .iter()
        .filter(|(_, event)| event["status"] == "FAILED")
        .collect();
    assert_eq!(failed.len(), 18);
    let codes: BTreeSet<_> = failed
        .iter()
        .filter_map(|(_, event)| event["failureCode"].as_str())
        .collect();
    assert_eq!(codes.len(), 15, "three codes are written as null in events");
    for (_, raw) in listener.seen.lock().unwrap().iter() {
        let _: numbers_client::types::Event = serde_json::from_str(raw).unwrap();
    }
}

#[tokio::test]
async fn voice_fails_too_and_products_fail_separately() {
    let (simulator, numbers) = started(
        Simulator::builder().failing(Failing::new(Product::Sms, "SMS_PROVISIONING_FAILED")),
    )
    .await;
    let rent = numbers
        .rent("+15005550200".parse().unwrap())
        .sms(Sms::plan("p"))
        .voice(Voice::fax("s"));
    rent.send().await.unwrap();
    simulator.advance(Duration::from_secs(6));
    let both = held(&numbers, "+15005550200").await;
    assert!(both.sms().is_failed() && both.voice().is_failed());
    numbers
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("p"))
        .voice(Voice::fax("s"))
        .send()
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(6));
    let one = held(&numbers, PHONE).await;
    assert!(one.sms().is_failed() && one.voice().is_done());
}

#[tokio::test]
async fn events_are_repeated_doubled_reversed_and_kept_on_this_machine() {
    let listener = Listener::start(2).await;
    let (simulator, numbers) = started(Simulator::builder()).await;
    let rent = async |numbers: &Numbers, url: &str| {
        let rent = numbers
            .rent(PHONE.parse().unwrap())
            .sms(Sms::plan("p").campaign("C"));
        rent.callback_url(url).send().await.unwrap();
    };
    rent(&numbers, &listener.url).await;
    simulator.advance(Duration::from_secs(6));
    let events = listener.take(4).await;
    assert_eq!(
        events[0].1["eventId"], events[2].1["eventId"],
        "the same event until it is taken"
    );
    for (delivery, expected) in [
        (Delivery::Doubled, vec![0, 0, 1, 1]),
        (Delivery::Reversed, vec![1, 0]),
    ] {
        let listener = Listener::start(0).await;
        let (simulator, numbers) = started(Simulator::builder().delivery(delivery)).await;
        rent(&numbers, &listener.url).await;
        simulator.advance(Duration::from_secs(6));
        let kinds = ["PROVISIONING_TO_SMS_PLATFORM", "PROVISIONING_TO_CAMPAIGN"];
        let events = listener.take(expected.len()).await;
        let order: Vec<_> = events
            .iter()
            .map(|(_, event)| {
                kinds
                    .iter()
                    .position(|kind| event["eventType"] == *kind)
                    .unwrap()
            })
            .collect();
        assert_eq!(order, expected, "{delivery:?}");
    }
    let (simulator, numbers) = started(Simulator::builder()).await;
    rent(&numbers, "http://192.0.2.1/events").await;
    simulator.advance(Duration::from_secs(6));
    bounded(async {
        while simulator.events().len() < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(
        simulator
            .events()
            .iter()
            .all(|event| event.refused.is_some() && event.attempts == 0)
    );
}

/// Each fault, by the outcome that the client tells and what the simulator did.
#[tokio::test]
async fn each_magic_number_does_what_its_table_says() {
    let (simulator, numbers) = started(Simulator::builder()).await;
    for (digits, outcome, status, rented) in [
        ("0001", "rejected", Some(404), false),
        ("0002", "rejected", Some(403), false),
        ("0003", "rejected", Some(400), false),
        ("0010", "unknown", None, true),
        ("0011", "unknown", None, false),
        ("0013", "unknown", Some(200), true),
        ("0014", "unknown", Some(502), false),
        ("0015", "unknown", Some(503), false),
        ("0016", "rejected", Some(429), false),
        ("0017", "unknown", Some(500), true),
        ("0018", "rented", None, true),
        ("0019", "unknown", Some(200), true),
        ("0020", "rented", None, true),
    ] {
        let phone = format!("+1500555{digits}");
        let result = numbers
            .rent(phone.parse().unwrap())
            .unconfigured()
            .send()
            .await;
        let told = numbers_tests::world::ended(&result);
        assert_eq!(told, outcome, "{digits}: {result:?}");
        assert_eq!(
            result.err().and_then(|error| error.status()),
            status,
            "{digits}"
        );
        assert_eq!(simulator.rented().contains(&phone), rented, "{digits}");
    }
    // Not seen by a lookup until the lag is over.
    let phone = "+15005550020".parse().unwrap();
    assert_eq!(numbers.lookup(phone).await.unwrap(), Lookup::Absent);
    simulator.advance(Duration::from_secs(11));
    assert!(matches!(
        numbers.lookup(phone).await.unwrap(),
        Lookup::Held(_)
    ));
}

#[tokio::test]
async fn a_lost_answer_settles_against_the_simulator() {
    let (simulator, numbers) = started(Simulator::builder()).await;
    simulator.fault(Planned::of_rents(Fault::CommittedThenReset).times(1));
    let rent = numbers.rent(PHONE.parse().unwrap()).sms(Sms::plan("p"));
    let error = rent.send().await.unwrap_err();
    assert_eq!(error.certainty(), Certainty::Unknown);
    assert!(matches!(
        numbers.settle(error.pending().unwrap()).await,
        Settled::Held(_)
    ));
    let (simulator, _) = started(Simulator::builder()).await;
    simulator.fault(Planned::of_rents(Fault::NotCommittedThenReset).times(1));
    let patient = to(&simulator)
        .settling(Duration::ZERO, Duration::from_secs(5))
        .build()
        .unwrap();
    let rent = patient
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("p"))
        .on_unknown(OnUnknown::SettleThenResend);
    assert_eq!(rent.send().await.unwrap().sends(), 2);
    assert_eq!(simulator.rented(), [PHONE]);
}

#[tokio::test]
async fn stock_and_balance_are_kept() {
    let offer = Offer::default();
    let scenario = Scenario::read("{ balance: '3.00', currency: EUR, stock: { '+447700900123': { price: '0.8', type: MOBILE, capability: [SMS] } } }").unwrap();
    let (simulator, numbers) = started(Simulator::builder().scenario(scenario)).await;
    simulator.offer(
        "+12025550135",
        Offer {
            stock: Stock::HeldByAnother,
            ..offer
        },
    );
    simulator.stock("+12025550136", Stock::NotForSale);
    let rent = async |phone: &str| {
        numbers
            .rent(phone.parse().unwrap())
            .unconfigured()
            .send()
            .await
    };
    let british = rent("+447700900123").await.unwrap();
    assert_eq!(british.price().unwrap().to_string(), "0.8 EUR");
    assert_eq!(
        (british.region(), british.number_type().unwrap().as_str()),
        (Some("GB"), "MOBILE")
    );
    rent(PHONE).await.unwrap();
    let poor = rent("+12025550137").await.unwrap_err();
    assert_eq!(
        (poor.status(), poor.api().unwrap().violations.len()),
        (Some(400), 1)
    );
    for taken in ["+12025550135", "+12025550136", PHONE] {
        assert_eq!(
            rent(taken).await.unwrap_err().status(),
            Some(404),
            "{taken}"
        );
    }
    simulator.reset().unwrap();
    assert!(simulator.rented().is_empty());
}

#[tokio::test]
async fn tokens_expire_trials_may_not_rent_and_bursts_are_limited() {
    let (simulator, numbers) =
        started(Simulator::builder().token_lifetime(Duration::from_secs(100))).await;
    numbers
        .rent(PHONE.parse().unwrap())
        .unconfigured()
        .send()
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(101));
    // The client's clock has not moved: it meets a 401 and buys another token.
    assert!(matches!(
        numbers.lookup(PHONE.parse().unwrap()).await.unwrap(),
        Lookup::Held(_)
    ));
    let (_simulator, numbers) = started(Simulator::builder().trial(true)).await;
    let error = numbers
        .rent(PHONE.parse().unwrap())
        .unconfigured()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(error.api().unwrap().resource.is_some());
    let (simulator, _) = started(Simulator::builder().limit_tokens(true)).await;
    let http = reqwest::Client::new();
    let mut statuses = Vec::new();
    for _ in 0..40 {
        let request = http
            .post(format!("{}/oauth2/token", simulator.url()))
            .basic_auth(simulator.key_id(), Some(simulator.key_secret()));
        let answer = request
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .unwrap();
        statuses.push(answer.status().as_u16());
    }
    assert!(statuses[..30].iter().all(|status| *status == 200));
    assert!(statuses.contains(&429));
}

/// Wrong grants, wrong secrets, wrong paths and methods.
#[tokio::test]
async fn what_is_wrong_is_refused_as_the_api_would() {
    let (simulator, _) = started(Simulator::builder()).await;
    let http = reqwest::Client::new();
    let token = |secret: &str, grant: &str| {
        let request = http.post(format!("{}/oauth2/token", simulator.url()));
        request
            .basic_auth(simulator.key_id(), Some(secret))
            .form(&[("grant_type", grant)])
            .send()
    };
    assert_eq!(
        token(simulator.key_secret(), "client_credentials")
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        token(simulator.key_secret(), "password")
            .await
            .unwrap()
            .status(),
        400
    );
    assert_eq!(
        token("wrong", "client_credentials").await.unwrap().status(),
        401
    );
    let url = |number: &str| {
        format!(
            "{}/v1/projects/{}/availableNumbers/{number}:rent",
            simulator.url(),
            simulator.project()
        )
    };
    let post = |number: &str| {
        http.post(url(number))
            .basic_auth(simulator.key_id(), Some(simulator.key_secret()))
    };
    let status =
        async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(post("nonsense")).await, 400);
    assert_eq!(status(post(PHONE).body("{")).await, 415);
    assert_eq!(
        status(
            post(PHONE)
                .header("content-type", "application/json")
                .body("{")
        )
        .await,
        400
    );
    assert_eq!(
        status(post(PHONE).json(&json!({ "callbackUrl": "x".repeat(70_000) }))).await,
        413
    );
    assert_eq!(status(http.get(url(PHONE))).await, 405);
    let bare = http.post(url(PHONE)).send().await.unwrap();
    assert_eq!(
        (
            bare.status().as_u16(),
            bare.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, "Bearer")
    );
    let wrong = http
        .post(url(PHONE))
        .bearer_auth("wrong")
        .send()
        .await
        .unwrap();
    assert!(
        wrong.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("invalid_token")
    );
    let other = http
        .post(url(PHONE).replace(simulator.project(), "another"))
        .basic_auth(simulator.key_id(), Some(simulator.key_secret()));
    assert_eq!(status(other).await, 403);
    // No body rents without configuration, with the plus encoded or not.
    assert_eq!(status(post("%2B12025550134")).await, 200);
    assert_eq!(status(post(PHONE)).await, 404);
}

#[tokio::test]
async fn a_person_and_a_test_can_watch() {
    let (simulator, numbers) = started(Simulator::builder()).await;
    numbers
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("p"))
        .send()
        .await
        .unwrap();
    let http = reqwest::Client::new();
    let get = async |path: &str| {
        http.get(format!("{}/__sim/{path}", simulator.url()))
            .send()
            .await
            .unwrap()
    };
    assert!(
        get("")
            .await
            .text()
            .await
            .unwrap()
            .contains("<title>numbers simulator</title>")
    );
    let advanced = http
        .post(format!("{}/__sim/advance?seconds=6", simulator.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(advanced.status(), 204);
    let state: Value = get("state").await.json().await.unwrap();
    assert_eq!(
        state["rentals"][0]["smsConfiguration"]["servicePlanId"],
        "p"
    );
    let requests: Value = get("requests").await.json().await.unwrap();
    assert_eq!(
        (&requests[0]["method"], &requests[0]["status"]),
        (&json!("POST"), &json!(200))
    );
    assert!(
        !requests.to_string().contains("sim-"),
        "no credential is shown"
    );
    assert_eq!(
        http.post(format!("{}/__sim/reset", simulator.url()))
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert!(simulator.rented().is_empty());
}

#[tokio::test]
async fn provisioning_goes_on_by_itself_when_time_does() {
    let simulator = Simulator::builder()
        .pace(Pace::Faster(1_000))
        .start()
        .await
        .unwrap();
    let numbers = to(&simulator).build().unwrap();
    numbers
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("p"))
        .send()
        .await
        .unwrap();
    bounded(async {
        while !held(&numbers, PHONE).await.sms().is_done() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_dropped_simulator_takes_no_more() {
    let simulator = Simulator::start().await.unwrap();
    let numbers = to(&simulator).build().unwrap();
    numbers
        .rent(PHONE.parse().unwrap())
        .unconfigured()
        .send()
        .await
        .unwrap();
    drop(simulator);
    tokio::task::yield_now().await;
    let error = numbers.lookup(PHONE.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.status(), None, "{error}");
}

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
