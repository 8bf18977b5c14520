//! Renting and reading a number: what is charged, and what is refused.

use numbers_sim::{Account, Availability, NumberType, Simulator, Terms};
use reqwest::Method;
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, missing, phone, read, sms, violations};

#[tokio::test]
async fn a_rental_has_the_members_of_a_recorded_response_in_their_order() {
    let api = Api::start().await;
    let (status, rented) = api
        .rent(PHONE, json!({ "voiceConfiguration": { "appId": "app-1" } }))
        .await;
    assert_eq!(status, 200);
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&rented),
        [
            "phoneNumber",
            "projectId",
            "displayName",
            "regionCode",
            "type",
            "capability",
            "money",
            "paymentIntervalMonths",
            "nextChargeDate",
            "expireAt",
            "smsConfiguration",
            "voiceConfiguration",
            "callbackUrl"
        ]
    );
    assert_eq!(
        rented["smsConfiguration"],
        json!({ "servicePlanId": "", "campaignId": "" })
    );
    let voice = &rented["voiceConfiguration"];
    assert_eq!(voice["scheduledVoiceProvisioning"]["appId"], "app-1");
    assert_eq!(
        (
            &voice["appId"],
            &voice["trunkId"],
            &voice["serviceId"],
            &voice["type"]
        ),
        (&json!(""), &json!(""), &json!(""), &json!("RTC"))
    );
    assert_eq!(
        rented["money"],
        json!({ "currencyCode": "USD", "amount": "2.00" })
    );
    assert_eq!(rented["expireAt"], Value::Null);
    assert_eq!(api.active(PHONE).await, rented);
}

#[tokio::test]
async fn a_number_is_charged_its_setup_and_its_first_month() {
    let builder = Simulator::builder().balance("5.30".parse().unwrap());
    let api = Api::with(builder).await;
    let terms = Terms {
        setup_price: Some("1.00".parse().unwrap()),
        monthly_price: Some("0.8".parse().unwrap()),
        number_type: Some(NumberType::Mobile),
        ..Terms::default()
    };
    api.simulator.offer(phone("+447700900123"), terms);
    let (_, british) = api.rent("+447700900123", json!({})).await;
    assert_eq!(british["money"]["amount"], "0.8");
    assert_eq!(
        (&british["regionCode"], &british["type"]),
        (&json!("GB"), &json!("MOBILE"))
    );
    // 3.50 is left: enough for 0.50 and 2.00 once.
    assert_eq!(api.rent(PHONE, json!({})).await.0, 200);
    let poor = api.rent("+12025550137", json!({})).await;
    assert_eq!(violations(&poor), [""]);
    assert_eq!(api.view("state").await["projects"][0]["balance"], "1.00");
    api.simulator.reset();
    assert!(api.simulator.rented().is_empty());
    assert_eq!(api.view("state").await["projects"][0]["balance"], "5.30");
}

#[tokio::test]
async fn a_number_that_somebody_has_is_not_available() {
    let api = Api::start().await;
    api.simulator
        .stock(phone("+12025550135"), Availability::HeldByAnotherProject);
    api.simulator
        .stock(phone("+12025550136"), Availability::NotAvailable);
    assert_eq!(api.rent(PHONE, json!({})).await.0, 200);
    for taken in ["+12025550135", "+12025550136", PHONE] {
        assert_eq!(
            missing(&api.rent(taken, json!({})).await),
            "AvailableNumber"
        );
    }
    let absent = api.get("activeNumbers/+12025550199").await;
    assert_eq!(missing(&absent), "ActiveNumber");
}

#[tokio::test]
async fn violations_are_named_all_at_once() {
    let api = Api::start().await;
    for (body, expected) in [
        (json!([]), vec![""]),
        (
            json!({ "smsConfiguration": {} }),
            vec!["smsConfiguration.servicePlanId"],
        ),
        (
            json!({ "voiceConfiguration": { "type": "SIP" } }),
            vec!["voiceConfiguration.type"],
        ),
        (
            json!({ "voiceConfiguration": { "type": "RTC", "trunkId": "t" }, "callbackUrl": "nope" }),
            vec![
                "callbackUrl",
                "voiceConfiguration.appId",
                "voiceConfiguration.trunkId",
            ],
        ),
        (
            json!({ "smsConfiguration": { "servicePlanId": 5 }, "callbackUrl": 7 }),
            vec!["callbackUrl", "smsConfiguration.servicePlanId"],
        ),
    ] {
        let response = api.rent(PHONE, body.clone()).await;
        let mut fields = violations(&response);
        fields.sort_unstable();
        assert_eq!(fields, expected, "{body}");
    }
    let wrong = api.rent("nonsense", json!({})).await;
    assert_eq!(violations(&wrong), ["phoneNumber"]);
}

#[tokio::test]
async fn what_is_malformed_is_refused_as_the_api_would() {
    let api = Api::start().await;
    let path = format!("availableNumbers/{PHONE}:rent");
    let post = || api.request(Method::POST, &path);
    assert_eq!(read(post().body("{")).await.0, 415);
    let json_type = ("content-type", "application/json");
    let half = post().header(json_type.0, json_type.1).body("{");
    assert_eq!(read(half).await.0, 400);
    let large = json!({ "callbackUrl": "x".repeat(70_000) });
    assert_eq!(read(post().json(&large)).await.0, 413);
    let wrong = api.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(
        (wrong.status().as_u16(), &wrong.headers()["allow"]),
        (405, &"POST".parse().unwrap())
    );
    // A rental request without a body has no configuration; the plus sign may be encoded.
    assert_eq!(
        read(api.request(Method::POST, "availableNumbers/%2B12025550134:rent"))
            .await
            .0,
        200
    );
    assert_eq!(read(post()).await.0, 404);
}

#[tokio::test]
async fn an_unknown_path_is_logged_and_gets_404_in_the_form_of_the_api() {
    let api = Api::start().await;
    let (status, body) = api.get("nothing/here").await;
    assert_eq!(
        (status, &body["error"]["status"]),
        (404, &json!("NOT_FOUND"))
    );
    let request = api.simulator.requests().pop().unwrap();
    assert!(request.path.ends_with("/nothing/here"));
    assert_eq!((request.status, request.operation), (Some(404), None));
}

#[tokio::test]
async fn projects_have_keys_money_and_numbers_of_their_own() {
    let second = Account::new("project-2", "key-2", "secret-2").balance("1.00".parse().unwrap());
    let api = Api::with(Simulator::builder().account(second)).await;
    let url =
        |project: &str, path: &str| format!("{}/v1/projects/{project}/{path}", api.simulator.url());
    let as_second =
        |request: reqwest::RequestBuilder| request.basic_auth("key-2", Some("secret-2"));
    assert_eq!(api.rent(PHONE, sms()).await.0, 200);
    let seen = api
        .http
        .get(url("project-2", &format!("activeNumbers/{PHONE}")));
    assert_eq!(missing(&read(as_second(seen)).await), "ActiveNumber");
    let foreign = api.http.get(url(
        api.simulator.project(),
        &format!("activeNumbers/{PHONE}"),
    ));
    assert_eq!(read(as_second(foreign)).await.0, 403);
    let poor = api
        .http
        .post(url("project-2", "availableNumbers/+12025550135:rent"));
    assert_eq!(read(as_second(poor)).await.0, 400);
}
