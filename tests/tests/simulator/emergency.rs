//! Emergency addresses.

use reqwest::Method;
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, missing, read, violations};

fn address(street: &str, postal_code: &str) -> Value {
    json!({
        "displayName": "Desk",
        "address": {
            "streetNumber": "12345", "streetInfo": street, "location": "Apt 5",
            "city": "Springfield", "state": "IL", "postalCode": postal_code,
        },
    })
}

#[tokio::test]
async fn an_address_is_set_read_and_removed() {
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    let path = format!("activeNumbers/{PHONE}/emergencyAddress");
    let none = api.get(&path).await;
    assert_eq!(missing(&none), "EmergencyAddress");
    assert_eq!(none.1["error"]["message"], "Missing E911 feature");
    let (status, set) = api
        .post(&format!("{path}:provision"), address("Main St", "62701"))
        .await;
    assert_eq!(
        (status, &set["streetInfo"], &set["displayName"]),
        (200, &json!("Main St"), &Value::Null)
    );
    assert_eq!(api.get(&path).await, (200, set));
    let deprovision = || api.request(Method::POST, &format!("{path}:deprovision"));
    assert_eq!(read(deprovision()).await, (200, json!({})));
    assert_eq!(missing(&read(deprovision()).await), "EmergencyAddress");
    let absent = api.get("activeNumbers/+12025550199/emergencyAddress").await;
    assert_eq!(missing(&absent), "ActiveNumber");
}

#[tokio::test]
async fn addresses_match_exactly_nearly_or_not() {
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    let path = format!("activeNumbers/{PHONE}/emergencyAddress:validate");
    for (street, postal_code, result, corrected, candidates) in [
        ("Main St", "62701", "EXACT_MATCH", Value::Null, 0),
        ("Main Street", "62701", "NEAR_MATCH", json!("Main St"), 0),
        ("Main St", "00000", "NO_MATCH", Value::Null, 2),
    ] {
        let (status, body) = api.post(&path, address(street, postal_code)).await;
        assert_eq!(
            (status, &body["validationResult"]),
            (200, &json!(result)),
            "{body}"
        );
        assert_eq!(body["correctedAddress"]["streetInfo"], corrected);
        assert_eq!(
            body["candidateAddresses"].as_array().unwrap().len(),
            candidates
        );
        assert_eq!(body["validatedAddress"]["streetInfo"], street);
    }
    let mut incomplete = address("Main St", "62701");
    incomplete["address"]
        .as_object_mut()
        .unwrap()
        .remove("city");
    assert_eq!(
        violations(&api.post(&path, incomplete).await),
        ["address.city"]
    );
}
