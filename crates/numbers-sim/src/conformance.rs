//! Every response is held against the document.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::contract::responses;
use crate::operation::Operation;
use crate::{Pace, Simulator};

const PHONE: &str = "+12025550134";

struct Client {
    simulator: Simulator,
    http: reqwest::Client,
}

impl Client {
    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let (url, project) = (self.simulator.url(), self.simulator.project());
        let url = format!("{url}/v1/projects/{project}/{path}");
        let (id, secret) = (self.simulator.key_id(), self.simulator.key_secret());
        self.http.request(method, url).basic_auth(id, Some(secret))
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Value {
        let request = self.request(method, path);
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let response = request.send().await.unwrap().bytes().await.unwrap();
        serde_json::from_slice(&response).unwrap_or_default()
    }
}

/// Every operation, with what is refused and what is not, in every state that shows.
async fn journey(client: &Client) {
    let (get, post, patch, put) = (Method::GET, Method::POST, Method::PATCH, Method::PUT);
    let send = async |method: &Method, path: &str, body: Value| {
        client.send(method.clone(), path, body).await
    };
    let advance = |seconds| client.simulator.advance(Duration::from_secs(seconds));
    let none = Value::Null;
    send(
        &get,
        "availableNumbers?regionCode=US&type=LOCAL&size=3",
        none.clone(),
    )
    .await;
    send(&get, "availableNumbers", none.clone()).await;
    send(&get, &format!("availableNumbers/{PHONE}"), none.clone()).await;
    send(&get, "availableNumbers/+15005550001", none.clone()).await;
    send(&get, "availableRegions", none.clone()).await;
    let body = json!({
        "smsConfiguration": { "servicePlanId": "p", "campaignId": "C" },
        "voiceConfiguration": { "type": "EST", "trunkId": "t" },
    });
    for phone in [
        PHONE,
        "+15005550104",
        "+15005550200",
        PHONE,
        "+15005550002",
        "+15005550003",
    ] {
        send(
            &post,
            &format!("availableNumbers/{phone}:rent"),
            body.clone(),
        )
        .await;
    }
    let any = json!({ "regionCode": "US", "type": "LOCAL" });
    send(&post, "availableNumbers:rentAny", any).await;
    send(
        &post,
        "availableNumbers:rentAny",
        json!({ "regionCode": "ZZ", "type": "LOCAL" }),
    )
    .await;
    for _ in 0..3 {
        for phone in [PHONE, "+15005550104", "+15005550200", "+12025550199"] {
            send(&get, &format!("activeNumbers/{phone}"), none.clone()).await;
        }
        advance(3);
    }
    send(&get, "activeNumbers?pageSize=2", none.clone()).await;
    send(&get, "activeNumbers?pageSize=many", none.clone()).await;
    let number = format!("activeNumbers/{PHONE}");
    send(
        &patch,
        &number,
        json!({ "displayName": "Desk", "voiceConfiguration": { "type": "FAX", "serviceId": "s" } }),
    )
    .await;
    send(
        &patch,
        &number,
        json!({ "smsConfiguration": { "servicePlanId": "other" } }),
    )
    .await;
    send(&get, &format!("{number}/emergencyAddress"), none.clone()).await;
    for (street, postal_code) in [
        ("Main St", "62701"),
        ("Main Street", "62701"),
        ("Main St", "00000"),
    ] {
        let address = json!({ "displayName": "Desk", "address": {
            "streetNumber": "1", "streetInfo": street, "city": "Springfield", "state": "IL", "postalCode": postal_code,
        }});
        for verb in ["validate", "provision"] {
            send(
                &post,
                &format!("{number}/emergencyAddress:{verb}"),
                address.clone(),
            )
            .await;
        }
    }
    send(&get, &format!("{number}/emergencyAddress"), none.clone()).await;
    send(
        &post,
        &format!("{number}/emergencyAddress:deprovision"),
        none.clone(),
    )
    .await;
    send(&post, &format!("{number}:release"), none.clone()).await;
    send(&post, "activeNumbers/+12025550199:release", none.clone()).await;
    send(&get, "callbackConfiguration", none.clone()).await;
    send(
        &patch,
        "callbackConfiguration",
        json!({ "hmacSecret": "a".repeat(40) }),
    )
    .await;
    for (region, number_type) in [("AU", "MOBILE"), ("US", "LOCAL")] {
        let wanted = json!({ "regionCode": region, "numberType": number_type });
        send(&post, "numberOrders:lookupNumberRequirements", wanted).await;
    }
    send(&post, "numberOrders:createNumberOrder", json!({})).await;
    send(&get, "numberOrders/nothing", none.clone()).await;
    for (phone, region, number_type) in [
        ("+61491570101", "AU", "MOBILE"),
        ("+15005550302", "US", "LOCAL"),
    ] {
        let order = json!({
            "regionCode": region, "numberType": number_type, "numberOrderOption": { "phoneNumbers": [phone] },
            "voiceConfiguration": { "type": "RTC", "appId": "a" },
        });
        let created = send(&post, "numberOrders:createNumberOrder", order).await;
        let order = format!(
            "numberOrders/{}",
            created["idNumberOrder"].as_str().unwrap()
        );
        send(&get, &format!("{order}/registration"), none.clone()).await;
        send(&post, &format!("{order}/submit"), none.clone()).await;
        let details = json!({ "requestDetails": {
            "endBusinessName": "E", "endBusinessAddress": "1 St", "city": "M", "postalCode": "3000", "country": "AU",
        }});
        send(&put, &format!("{order}/registration"), details).await;
        let file = Part::bytes(vec![b'x'])
            .file_name("a.pdf")
            .mime_str("application/pdf")
            .unwrap();
        let form = Form::new()
            .part("file", file)
            .text("documentType", "Tax certificate");
        let path = format!("{order}/attachments/01simulatedproofofbusiness");
        client
            .request(post.clone(), &path)
            .multipart(form)
            .send()
            .await
            .unwrap();
        advance(2);
        send(&get, &format!("{order}/registration"), none.clone()).await;
        send(&post, &format!("{order}/submit"), none.clone()).await;
        advance(11);
        send(&get, &order, none.clone()).await;
        send(&get, &format!("{order}/registration"), none.clone()).await;
    }
}

#[tokio::test]
async fn every_response_keeps_to_the_document() {
    let simulator = Simulator::builder()
        .pace(Pace::Manual)
        .start()
        .await
        .unwrap();
    let client = Client {
        simulator,
        http: reqwest::Client::new(),
    };
    journey(&client).await;
    let document = responses::Document::read();
    let (mut succeeded, mut seen) = (BTreeSet::new(), 0);
    for request in client.simulator.requests() {
        let (operation, status) = (request.operation.unwrap(), request.status.unwrap());
        let body = serde_json::from_str(&request.response_body).ok();
        let violations = document.violations(operation, status, body.as_ref());
        let what = format!("{operation:?} {status} {}", request.response_body);
        assert!(violations.is_empty(), "{what}\n{violations:#?}");
        seen += 1;
        if status == 200 {
            succeeded.insert(operation.name());
        }
    }
    assert!(seen > 60, "{seen}");
    for operation in Operation::ALL {
        let is_token = operation == Operation::IssueToken;
        assert!(
            is_token || succeeded.contains(operation.name()),
            "{operation:?}"
        );
    }
}
