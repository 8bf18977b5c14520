//! The secret that signs events.

use reqwest::Method;
use serde_json::json;

use crate::PHONE;
use crate::api::{Api, read, sms};
use crate::events::{Receiver, hmac};

#[tokio::test]
async fn a_secret_that_was_set_signs_from_then_on() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    let (_, before) = api.get("callbackConfiguration").await;
    assert_eq!(before["hmacSecret"], "simulated-callback-secret");
    let secret = "0123456789-0123456789-0123456789-0123456789";
    let body = json!({ "hmacSecret": secret });
    let request = api
        .request(Method::PATCH, "callbackConfiguration")
        .json(&body);
    let expected = json!({ "projectId": api.simulator.project(), "hmacSecret": secret });
    assert_eq!(read(request).await, (200, expected));
    let mut body = sms();
    body["callbackUrl"] = json!(receiver.url);
    api.rent(PHONE, body).await;
    api.advance(6);
    receiver.take(2).await;
    for (head, body) in receiver.seen() {
        let signature = hmac(secret, &body);
        assert!(
            head.contains(&format!("x-sinch-signature: {signature}")),
            "{head}"
        );
    }
}
