//! Faults by magic number, planned in Rust, and planned over HTTP.

use numbers_sim::{Ended, Fault, Operation};
use reqwest::Method;
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, missing, phone, read};

/// What a client gets: a status, or nothing that can be read.
async fn got(request: reqwest::RequestBuilder) -> Option<u16> {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    response.bytes().await.ok()?;
    Some(status)
}

fn rent(api: &Api, phone: &str) -> reqwest::RequestBuilder {
    api.request(Method::POST, &format!("availableNumbers/{phone}:rent"))
        .json(&json!({}))
}

#[tokio::test]
async fn each_magic_number_does_what_its_table_says() {
    let api = Api::start().await;
    for (digits, status, rented) in [
        ("0001", Some(404), false),
        ("0002", Some(403), false),
        ("0003", Some(400), false),
        ("0010", None, true),
        ("0011", None, false),
        ("0013", None, true),
        ("0014", Some(502), false),
        ("0015", Some(503), false),
        ("0016", Some(429), false),
        ("0017", Some(500), true),
        ("0018", Some(200), true),
        ("0019", Some(200), true),
        ("0020", Some(200), true),
    ] {
        let phone = format!("+1500555{digits}");
        assert_eq!(got(rent(&api, &phone)).await, status, "{digits}");
        assert_eq!(api.simulator.rented().contains(&phone), rented, "{digits}");
    }
    assert_eq!(api.view("state").await["rentals"], 6);
}

#[tokio::test]
async fn a_magic_number_can_be_used_again_after_a_reset_of_it_alone() {
    let api = Api::start().await;
    let magic = "+15005550010";
    assert_eq!(got(rent(&api, PHONE)).await, Some(200));
    assert_eq!(got(rent(&api, magic)).await, None);
    assert_eq!(got(rent(&api, magic)).await, Some(404));
    assert_eq!(
        read(api.control(Method::POST, "reset?phoneNumber=+15005550010"))
            .await
            .0,
        204
    );
    assert_eq!(api.simulator.rented(), [PHONE]);
    assert_eq!(got(rent(&api, magic)).await, None);
    api.simulator.reset_number(phone(magic));
    assert_eq!(api.simulator.rented(), [PHONE]);
}

#[tokio::test]
async fn a_lag_hides_a_rental_from_reads_until_it_is_over() {
    let api = Api::start().await;
    assert_eq!(got(rent(&api, "+15005550020")).await, Some(200));
    assert_eq!(
        missing(&api.get("activeNumbers/+15005550020").await),
        "ActiveNumber"
    );
    api.advance(11);
    assert_eq!(api.get("activeNumbers/+15005550020").await.0, 200);
}

#[tokio::test]
async fn unknown_values_and_another_number_are_in_the_response_alone() {
    let api = Api::start().await;
    api.simulator
        .fault(Fault::UnknownValues.on(Operation::GetActiveNumber).times(1));
    api.simulator
        .fault(Fault::AnotherNumber.on(Operation::GetActiveNumber).times(1));
    got(rent(&api, PHONE)).await;
    let odd = api.active(PHONE).await;
    assert_eq!(
        (&odd["type"], &odd["unknownMember"]["deep"][0]),
        (&json!("SATELLITE"), &json!(1))
    );
    assert_eq!(api.active(PHONE).await["phoneNumber"], "+12025550199");
    assert_eq!(api.active(PHONE).await["phoneNumber"], PHONE);
}

/// Every fault, of every operation that the document has, and of the token endpoint.
#[tokio::test]
async fn every_fault_can_be_planned_for_every_operation_over_http() {
    let api = Api::start().await;
    let faults = [
        json!("committedThenReset"),
        json!("notCommittedThenReset"),
        json!("committedThenSilent"),
        json!("notCommittedThenSilent"),
        json!("committedThenInternal"),
        json!("notCommittedThenInternal"),
        json!({ "slow": { "milliseconds": 1 } }),
        json!("truncated"),
        json!("htmlBadGateway"),
        json!({ "unavailable": { "retryAfter": 1 } }),
        json!({ "throttled": { "retryAfter": 1 } }),
        json!("unknownValues"),
        json!("anotherNumber"),
        json!({ "lookupLag": { "seconds": 10 } }),
        json!("unauthorized"),
        json!("trialAccount"),
        json!("noCredit"),
        json!("notFound"),
        json!({ "status": { "code": 418 } }),
    ];
    for operation in Operation::ALL {
        for fault in &faults {
            let planned = json!({ "operation": operation, "fault": fault, "times": 1 });
            assert_eq!(
                api.plan("faults", planned).await.0,
                204,
                "{operation:?} {fault}"
            );
        }
    }
    let planned = api.view("faults").await["faults"].as_array().unwrap().len();
    assert_eq!(planned, Operation::ALL.len() * faults.len());
    assert_eq!(read(api.control(Method::DELETE, "faults")).await.0, 204);
    assert_eq!(api.view("faults").await["faults"], json!([]));
}

#[tokio::test]
async fn the_token_endpoint_has_faults_too() {
    let api = Api::start().await;
    let token = || {
        let request = api
            .http
            .post(format!("{}/oauth2/token", api.simulator.url()));
        let request = request.basic_auth(api.simulator.key_id(), Some(api.simulator.key_secret()));
        request.form(&[("grant_type", "client_credentials")])
    };
    for (fault, status, issued) in [
        (json!("committedThenReset"), None, 1),
        (json!("notCommittedThenReset"), None, 1),
        (json!("htmlBadGateway"), Some(502), 1),
        (json!({ "throttled": { "retryAfter": 7 } }), Some(429), 1),
        (json!("unauthorized"), Some(401), 1),
        (json!("truncated"), None, 2),
        (json!("committedThenInternal"), Some(500), 3),
        (
            json!({ "status": { "code": 418, "body": { "error": "teapot" } } }),
            Some(418),
            3,
        ),
    ] {
        let planned = json!({ "operation": "issueToken", "fault": fault, "times": 1 });
        assert_eq!(api.plan("faults", planned).await.0, 204);
        assert_eq!(got(token()).await, status, "{fault}");
        assert_eq!(api.view("tokens").await["issued"], issued, "{fault}");
    }
    assert_eq!(got(token()).await, Some(200));
}

#[tokio::test]
async fn a_revoked_token_is_refused_afterwards_too() {
    let api = Api::start().await;
    let request = api
        .http
        .post(format!("{}/oauth2/token", api.simulator.url()));
    let request = request.basic_auth(api.simulator.key_id(), Some(api.simulator.key_secret()));
    let (_, issued) = read(request.form(&[("grant_type", "client_credentials")])).await;
    let url = format!(
        "{}/v1/projects/{}/activeNumbers/{PHONE}",
        api.simulator.url(),
        api.simulator.project()
    );
    let bearer = || {
        api.http
            .get(&url)
            .bearer_auth(issued["access_token"].as_str().unwrap())
    };
    api.simulator.fault(
        Fault::Unauthorized
            .on(Operation::GetActiveNumber)
            .after(1)
            .times(1),
    );
    let statuses = [
        read(bearer()).await.0,
        read(bearer()).await.0,
        read(bearer()).await.0,
    ];
    assert_eq!(statuses, [404, 401, 401]);
}

#[tokio::test]
async fn a_fault_may_be_meant_for_one_number_and_for_later_requests() {
    let api = Api::start().await;
    let fault = Fault::NotCommittedThenInternal.on(Operation::RentNumber);
    api.simulator
        .fault(fault.phone_number(phone(PHONE)).after(1).times(1));
    assert_eq!(got(rent(&api, "+12025550199")).await, Some(200));
    assert_eq!(got(rent(&api, PHONE)).await, Some(200));
    api.simulator.reset_number(phone(PHONE));
    assert_eq!(got(rent(&api, PHONE)).await, Some(500));
    assert_eq!(got(rent(&api, PHONE)).await, Some(200));
    let logged: Vec<_> = api
        .simulator
        .requests()
        .into_iter()
        .map(|request| request.fault)
        .collect();
    assert_eq!(
        logged,
        [
            None,
            None,
            Some("notCommittedThenInternal".to_owned()),
            None
        ]
    );
}

#[tokio::test]
async fn what_is_no_plan_is_refused_with_its_place() {
    let api = Api::start().await;
    for (path, body, named) in [
        (
            "faults",
            json!({ "operation": "rentNumber", "fault": "nonsense" }),
            "nonsense",
        ),
        (
            "faults",
            json!({ "operation": "nothing", "fault": "truncated" }),
            "nothing",
        ),
        (
            "faults",
            json!({ "operation": "rentNumber", "phoneNumber": "12025550134", "fault": "truncated" }),
            "E.164",
        ),
        (
            "faults",
            json!({ "operation": "rentNumber", "fault": "truncated", "more": 1 }),
            "more",
        ),
        (
            "provisioning",
            json!({ "product": "sms", "failureCode": "NOPE" }),
            "NOPE",
        ),
        ("reviews", json!({ "outcome": "PERHAPS" }), "PERHAPS"),
        (
            "offers",
            json!({ "phoneNumber": PHONE, "monthlyPrice": "-1" }),
            "negative",
        ),
        ("offers", json!({ "monthlyPrice": "1" }), "phone number"),
        (
            "stock",
            json!({ "phoneNumber": PHONE, "availability": "maybe" }),
            "maybe",
        ),
        ("delivery", json!({ "delivery": "never" }), "never"),
    ] {
        let (status, error) = api.plan(path, body.clone()).await;
        let error = error["error"].as_str().unwrap_or_default().to_owned();
        assert_eq!(status, 400, "{body}");
        assert!(error.contains(named), "{body}: {error}");
    }
}

#[tokio::test]
async fn the_log_says_how_each_request_ended() {
    let api = Api::start().await;
    api.simulator
        .fault(Fault::Truncated.on(Operation::RentNumber).times(1));
    api.simulator
        .fault(Fault::CommittedThenReset.on(Operation::RentNumber).times(1));
    for phone in ["+12025550101", "+12025550102", "+12025550103"] {
        got(rent(&api, phone)).await;
    }
    let requests = api.simulator.requests();
    let ended: Vec<_> = requests
        .iter()
        .map(|request| (request.ended, request.status))
        .collect();
    assert_eq!(
        ended,
        [
            (Ended::Truncated, Some(200)),
            (Ended::Reset, None),
            (Ended::Responded, Some(200)),
        ]
    );
    let body: Value = serde_json::from_str(&requests[2].response_body).unwrap();
    assert_eq!(body["phoneNumber"], "+12025550103");
    assert_eq!(requests[2].body, "{}");
}
