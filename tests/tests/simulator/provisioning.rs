//! Jobs step by step, and the events of those that end.

use super::*;

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
    let status = |rental: &ActiveNumber| {
        let sms = rental
            .sms()
            .job
            .and_then(|job| job.status)
            .map(|status| status.to_string());
        let voice = rental
            .voice()
            .job
            .and_then(|job| job.status)
            .map(|status| status.to_string());
        (sms, voice)
    };
    let both = |text: &str| (Some(text.to_owned()), Some(text.to_owned()));
    assert_eq!(status(rented.number()), both("WAITING"));
    assert!(rented.sms().current.is_none());
    simulator.advance(Duration::from_secs(3));
    assert_eq!(status(&held(&numbers, PHONE).await), both("IN_PROGRESS"));
    simulator.advance(Duration::from_secs(3));
    let done = held(&numbers, PHONE).await;
    assert!(done.sms().is_done() && done.voice().is_done(), "{done:?}");
    let sms = done.sms().current.unwrap();
    assert_eq!(
        (sms.service_plan_id.as_deref(), sms.campaign_id.as_deref()),
        (Some("plan-1"), Some("C1"))
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
        let failed = held(&numbers, &phone).await.sms().job.expect(code);
        let reasons: Vec<_> = failed.error_codes.iter().map(ToString::to_string).collect();
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
