//! Webhook events: signed, repeated, doubled, reordered, and kept on this machine.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use numbers_sim::{Delivery, FAILURE_CODES, Simulator};
use numbers_tests::http::read_request;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use crate::PHONE;
use crate::api::{Api, sms, until};

/// A receiver that keeps what it was sent; the first responses can be refusals.
pub struct Receiver {
    pub url: String,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    pub async fn start(refusals: usize) -> Self {
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
                let response = format!(
                    "HTTP/1.1 {status} S\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                kept.lock().unwrap().push((head, body));
                stream.write_all(response.as_bytes()).await.unwrap();
            }
        });
        Self { url, seen }
    }

    /// The heads and bodies that were sent.
    pub fn seen(&self) -> Vec<(String, String)> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until so many were sent.
    pub async fn take(&self, count: usize) -> Vec<Value> {
        until(async || self.seen.lock().unwrap().len() >= count).await;
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|(_, body)| serde_json::from_str(body).unwrap())
            .collect()
    }
}

/// By another implementation than the simulator's.
pub fn hmac(secret: &str, body: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let tag = ring::hmac::sign(&key, body.as_bytes());
    tag.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn with_callback(mut body: Value, url: &str) -> Value {
    body["callbackUrl"] = json!(url);
    body
}

#[tokio::test]
async fn events_come_signed_and_in_order() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    let mut body = sms();
    body["voiceConfiguration"] = json!({ "appId": "a" });
    api.rent(PHONE, with_callback(body, &receiver.url)).await;
    api.advance(6);
    let events = receiver.take(3).await;
    let kinds: Vec<_> = events
        .iter()
        .map(|event| event["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "PROVISIONING_TO_SMS_PLATFORM",
            "PROVISIONING_TO_CAMPAIGN",
            "PROVISIONING_TO_VOICE_PLATFORM"
        ]
    );
    for (head, body) in receiver.seen.lock().unwrap().iter() {
        let event: Value = serde_json::from_str(body).unwrap();
        assert_eq!(
            (&event["status"], &event["failureCode"]),
            (&json!("SUCCEEDED"), &Value::Null)
        );
        assert!(
            !event["timestamp"].as_str().unwrap().ends_with('Z'),
            "no zone"
        );
        let signature = hmac("simulated-callback-secret", body);
        assert!(
            head.contains(&format!("x-sinch-signature: {signature}")),
            "{head}"
        );
    }
}

#[tokio::test]
async fn failures_carry_the_fifteen_codes_that_events_have() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    for index in 0..FAILURE_CODES.len() {
        let phone = format!("+150055501{index:02}");
        api.rent(&phone, with_callback(sms(), &receiver.url)).await;
    }
    api.advance(6);
    let events = receiver.take(36).await;
    let failed: Vec<_> = events
        .iter()
        .filter(|event| event["status"] == "FAILED")
        .collect();
    assert_eq!(failed.len(), 18);
    let codes: BTreeSet<_> = failed
        .iter()
        .filter_map(|event| event["failureCode"].as_str())
        .collect();
    assert_eq!(codes.len(), 15, "three codes are null in events");
}

#[tokio::test]
async fn a_delivery_that_fails_is_repeated() {
    let receiver = Receiver::start(2).await;
    let api = Api::start().await;
    api.rent(PHONE, with_callback(sms(), &receiver.url)).await;
    api.advance(6);
    let events = receiver.take(4).await;
    let ids: BTreeSet<_> = events
        .iter()
        .map(|event| event["eventId"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 2, "each event until it is responded to");
    until(async || {
        api.simulator
            .events()
            .iter()
            .all(|event| event.delivered == 1)
    })
    .await;
    assert!(
        api.simulator
            .events()
            .iter()
            .all(|event| event.attempts == 2)
    );
}

#[tokio::test]
async fn events_are_doubled_reversed_and_delivered_again_on_demand() {
    for (delivery, expected) in [
        (
            Delivery::Doubled,
            vec!["SMS", "SMS", "CAMPAIGN", "CAMPAIGN"],
        ),
        (Delivery::Reversed, vec!["CAMPAIGN", "SMS"]),
    ] {
        let receiver = Receiver::start(0).await;
        let api = Api::start().await;
        assert_eq!(
            api.plan("delivery", json!({ "delivery": delivery }))
                .await
                .0,
            204
        );
        api.rent(PHONE, with_callback(sms(), &receiver.url)).await;
        api.advance(6);
        let events = receiver.take(expected.len()).await;
        for (event, expected) in events.iter().zip(&expected) {
            assert!(
                event["eventType"].as_str().unwrap().contains(expected),
                "{delivery:?}"
            );
        }
    }
    let receiver = Receiver::start(0).await;
    let api = Api::with(Simulator::builder()).await;
    api.rent(PHONE, with_callback(sms(), &receiver.url)).await;
    api.advance(6);
    let first = receiver.take(2).await;
    assert_eq!(api.plan("redeliver", json!({ "id": 1 })).await.0, 204);
    let again = receiver.take(3).await;
    assert_eq!(again[2], first[0]);
    assert_eq!(api.plan("redeliver", json!({ "id": 9 })).await.0, 404);
}

#[tokio::test]
async fn events_stay_on_this_machine() {
    let api = Api::start().await;
    api.rent(PHONE, with_callback(sms(), "http://192.0.2.1/events"))
        .await;
    api.advance(6);
    let events = api.simulator.events();
    assert_eq!(events.len(), 2);
    assert!(
        events
            .iter()
            .all(|event| event.refused.is_some() && event.attempts == 0)
    );
}
