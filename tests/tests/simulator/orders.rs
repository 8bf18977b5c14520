//! Number orders from requirements to numbers that are rented.

use numbers_sim::{Scenario, Simulator};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::api::{Api, Response, missing, read, violations};
use crate::events::Receiver;

pub const AUSTRALIAN: &str = "+61491570101";
const ATTACHMENT: &str = "01simulatedproofofbusiness";

pub fn details() -> Value {
    json!({ "requestDetails": {
        "endBusinessName": "Example", "endBusinessAddress": "1 Example St", "city": "Melbourne",
        "state": "VIC", "postalCode": "3000", "country": "AU",
    }})
}

pub fn order_of(phone: &str, region: &str, number_type: &str) -> Value {
    json!({
        "regionCode": region, "numberType": number_type,
        "numberOrderOption": { "phoneNumbers": [phone] },
        "smsConfiguration": { "servicePlanId": "plan-1" },
    })
}

/// Creates an order; its id.
pub async fn create(api: &Api, body: Value) -> String {
    let (status, order) = api.post("numberOrders:createNumberOrder", body).await;
    assert_eq!(
        (status, &order["state"]),
        (200, &json!("CREATED")),
        "{order}"
    );
    order["idNumberOrder"].as_str().unwrap().to_owned()
}

pub async fn register(api: &Api, id: &str, body: Value) -> Response {
    read(
        api.request(Method::PUT, &format!("numberOrders/{id}/registration"))
            .json(&body),
    )
    .await
}

pub async fn submit(api: &Api, id: &str) -> Response {
    read(api.request(Method::POST, &format!("numberOrders/{id}/submit"))).await
}

pub async fn state(api: &Api, id: &str) -> String {
    let (_, order) = api.get(&format!("numberOrders/{id}")).await;
    order["state"].as_str().unwrap().to_owned()
}

async fn upload(
    api: &Api,
    id: &str,
    name: &str,
    mime: &str,
    bytes: usize,
    kind: Option<&str>,
) -> Response {
    let file = Part::bytes(vec![b'x'; bytes])
        .file_name(name.to_owned())
        .mime_str(mime)
        .unwrap();
    let mut form = Form::new().part("file", file);
    if let Some(kind) = kind {
        form = form.text("documentType", kind.to_owned());
    }
    let path = format!("numberOrders/{id}/attachments/{ATTACHMENT}");
    read(api.request(Method::POST, &path).multipart(form)).await
}

#[tokio::test]
async fn an_order_goes_from_requirements_to_completed() {
    let receiver = Receiver::start(0).await;
    let api = Api::with(Simulator::builder().balance("10.00".parse().unwrap())).await;
    let wanted = json!({ "regionCode": "AU", "numberType": "MOBILE" });
    let (status, requirements) = api
        .post("numberOrders:lookupNumberRequirements", wanted)
        .await;
    assert_eq!(
        (status, &requirements["attachments"][0]["id"]),
        (200, &json!(ATTACHMENT)),
        "{requirements}"
    );
    assert!(requirements["fields"]["required"].is_array());
    let mut body = order_of(AUSTRALIAN, "AU", "MOBILE");
    body["callbackUrl"] = json!(receiver.url);
    let id = create(&api, body).await;
    // Reserved, and nothing is spent.
    assert_eq!(
        missing(&api.get(&format!("availableNumbers/{AUSTRALIAN}")).await),
        "AvailableNumber"
    );
    assert_eq!(api.view("state").await["projects"][0]["balance"], "10.00");
    let (_, order) = api.get(&format!("numberOrders/{id}")).await;
    assert_eq!(
        order["orderNumbers"][0]["numberPrice"]["monthlyPrice"]["amount"],
        "2.00"
    );
    let early = submit(&api, &id).await;
    assert!(violations(&early).contains(&"requestDetails.city"));
    assert_eq!(register(&api, &id, details()).await.0, 200);
    let without_file = submit(&api, &id).await;
    assert_eq!(
        violations(&without_file),
        [format!("attachments.{ATTACHMENT}")]
    );
    let uploaded = upload(
        &api,
        &id,
        "proof.pdf",
        "application/pdf",
        1_000,
        Some("Tax certificate"),
    )
    .await;
    assert_eq!(uploaded, (200, Value::Null));
    let path = format!("numberOrders/{id}/registration");
    let (_, registration) = api.get(&path).await;
    let attachment = &registration["attachments"][0];
    assert_eq!(
        (&attachment["uploadStatus"], &attachment["fileName"]),
        (&json!("WAITING"), &json!("proof.pdf"))
    );
    api.advance(2);
    assert_eq!(
        api.get(&path).await.1["attachments"][0]["uploadStatus"],
        "COMPLETED"
    );
    assert_eq!(submit(&api, &id).await.1["state"], "IN_REVIEW");
    assert_eq!(
        submit(&api, &id).await.1["state"],
        "IN_REVIEW",
        "submitting again changes nothing"
    );
    assert!(api.simulator.rented().is_empty());
    assert_eq!(violations(&register(&api, &id, details()).await), [""]);
    api.advance(11);
    assert_eq!(state(&api, &id).await, "COMPLETED");
    assert_eq!(api.simulator.rented(), [AUSTRALIAN]);
    assert_eq!(api.view("state").await["projects"][0]["balance"], "7.50");
    api.advance(6);
    assert_eq!(
        api.active(AUSTRALIAN).await["smsConfiguration"]["servicePlanId"],
        "plan-1"
    );
    let events = receiver.take(3).await;
    let seen: Vec<_> = events
        .iter()
        .map(|event| {
            (
                event["resourceType"].as_str().unwrap(),
                event["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("NUMBER_ORDER", "IN_REVIEW"),
            ("NUMBER_ORDER", "COMPLETED"),
            ("ACTIVE_NUMBER", "SUCCEEDED")
        ]
    );
    assert_eq!(events[1]["resourceId"], id);
}

#[tokio::test]
async fn the_us_has_no_requirements_as_recorded() {
    let api = Api::start().await;
    for number_type in ["LOCAL", "TOLL_FREE"] {
        let wanted = json!({ "regionCode": "US", "numberType": number_type });
        let response = api
            .post("numberOrders:lookupNumberRequirements", wanted)
            .await;
        assert_eq!(missing(&response), "NumberProduct");
        assert_eq!(
            response.1["error"]["message"],
            "Number requirements not found"
        );
    }
}

#[tokio::test]
async fn what_is_registered_is_held_against_the_requirements() {
    let api = Api::start().await;
    let id = create(&api, order_of(AUSTRALIAN, "AU", "MOBILE")).await;
    let mut wrong = details();
    let members = wrong["requestDetails"].as_object_mut().unwrap();
    members.remove("city");
    members["country"] = json!("Australia");
    let response = register(&api, &id, wrong).await;
    let mut fields = violations(&response);
    fields.sort_unstable();
    assert_eq!(fields, ["requestDetails.city", "requestDetails.country"]);
    let scenario = Scenario::read(
        "{ requirements: [{ regionCode: SE, numberType: LOCAL, fields: { type: object, required: [org] } }] }",
    );
    let api = Api::with(Simulator::builder().scenario(scenario.unwrap())).await;
    let id = create(&api, order_of("+46846501101", "SE", "LOCAL")).await;
    let response = register(&api, &id, json!({ "requestDetails": {} })).await;
    assert_eq!(violations(&response), ["requestDetails.org"]);
    assert_eq!(
        missing(&register(&api, "nothing", details()).await),
        "NumberOrder"
    );
}

#[tokio::test]
async fn files_are_limited_in_size_and_kind_and_may_fail() {
    let api = Api::start().await;
    let id = create(&api, order_of(AUSTRALIAN, "AU", "MOBILE")).await;
    let kind = Some("Tax certificate");
    let large = upload(&api, &id, "a.pdf", "application/pdf", 6 * 1024 * 1024, kind).await;
    assert_eq!(
        (large.0, &large.1["error"]["status"]),
        (413, &json!("CONTENT_TOO_LARGE"))
    );
    let movie = upload(&api, &id, "a.mp4", "video/mp4", 10, Some("Film")).await;
    assert_eq!(violations(&movie), ["file", "documentType"]);
    let path = format!("numberOrders/{id}/attachments/{ATTACHMENT}");
    let empty = read(
        api.request(Method::POST, &path)
            .multipart(Form::new().text("a", "b")),
    )
    .await;
    assert_eq!(violations(&empty), ["file"]);
    let no_form = read(api.request(Method::POST, &path).json(&json!({}))).await;
    assert_eq!(no_form.0, 415);
    let other = Form::new().part("file", Part::bytes(vec![1]));
    let other = read(
        api.request(
            Method::POST,
            &format!("numberOrders/{id}/attachments/other"),
        )
        .multipart(other),
    )
    .await;
    assert_eq!(missing(&other), "Attachment");
    assert_eq!(
        upload(&api, &id, "infected.pdf", "application/pdf", 10, kind)
            .await
            .0,
        200
    );
    api.advance(2);
    let (_, registration) = api.get(&format!("numberOrders/{id}/registration")).await;
    assert_eq!(registration["attachments"][0]["uploadStatus"], "FAILED");
}

#[tokio::test]
async fn a_quantity_is_reserved_together() {
    let api = Api::start().await;
    let body = |quantity: Value, sequential: bool| {
        json!({
            "regionCode": "US", "numberType": "LOCAL",
            "quantityOrderOption": {
                "requestedQuantity": quantity, "sequential": sequential,
                "numberPattern": { "pattern": "+1208", "searchPattern": "START" },
            },
        })
    };
    api.rent("+12085550102", json!({})).await;
    let id = create(&api, body(json!(3), true)).await;
    let (_, order) = api.get(&format!("numberOrders/{id}")).await;
    let numbers: Vec<_> = order["orderNumbers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number["phoneNumber"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, ["+12085550103", "+12085550104", "+12085550105"]);
    let (_, found) = api
        .get("availableNumbers?regionCode=US&type=LOCAL&numberPattern.pattern=%2B1208&size=2")
        .await;
    assert_eq!(found["availableNumbers"][1]["phoneNumber"], "+12085550106");
    for quantity in [json!(0), json!(101), json!("three")] {
        let response = api
            .post("numberOrders:createNumberOrder", body(quantity, false))
            .await;
        assert!(!violations(&response).is_empty());
    }
    submit(&api, &id).await;
    api.advance(11);
    assert_eq!(api.simulator.rented().len(), 4);
}

#[tokio::test]
async fn an_order_for_what_nobody_can_have_is_refused() {
    let api = Api::start().await;
    api.rent(AUSTRALIAN, json!({})).await;
    for body in [
        order_of(AUSTRALIAN, "AU", "MOBILE"),
        order_of("+61491570102", "US", "LOCAL"),
        json!({ "regionCode": "AU", "numberType": "MOBILE" }),
        json!({ "regionCode": "AU", "numberType": "MOBILE", "numberOrderOption": { "phoneNumbers": [] } }),
    ] {
        let response = api
            .post("numberOrders:createNumberOrder", body.clone())
            .await;
        assert!(!violations(&response).is_empty(), "{body}");
    }
    assert_eq!(
        missing(&api.get("numberOrders/nothing").await),
        "NumberOrder"
    );
}
