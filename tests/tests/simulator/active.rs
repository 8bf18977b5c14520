//! Listing, updating and releasing active numbers.

use numbers_sim::{Fault, Operation};
use reqwest::Method;
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, Response, missing, read, sms, violations};
use crate::events::Receiver;

fn numbers(body: &Value) -> Vec<String> {
    let found = body["activeNumbers"].as_array().unwrap().iter();
    found
        .map(|number| number["phoneNumber"].as_str().unwrap().to_owned())
        .collect()
}

async fn update(api: &Api, phone: &str, body: Value) -> Response {
    read(
        api.request(Method::PATCH, &format!("activeNumbers/{phone}"))
            .json(&body),
    )
    .await
}

async fn release(api: &Api, phone: &str) -> Response {
    read(api.request(Method::POST, &format!("activeNumbers/{phone}:release"))).await
}

#[tokio::test]
async fn a_list_comes_in_pages_until_the_token_is_empty() {
    let api = Api::start().await;
    for number in 0..25 {
        api.rent(&format!("+120255501{number:02}"), json!({})).await;
    }
    let (mut seen, mut token, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let (status, page) = api
            .get(&format!("activeNumbers?pageSize=10&pageToken={token}"))
            .await;
        assert_eq!((status, &page["totalSize"]), (200, &json!(25)), "{page}");
        seen.extend(numbers(&page));
        pages += 1;
        token = page["nextPageToken"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!((pages, seen), (3, api.simulator.rented()));
    let wrong = api.get("activeNumbers?pageToken=nonsense").await;
    assert_eq!(violations(&wrong), ["pageToken"]);
}

#[tokio::test]
async fn a_list_is_filtered_in_every_form_the_sdks_send() {
    let api = Api::start().await;
    api.plan(
        "offers",
        json!({ "phoneNumber": "+447700900123", "type": "MOBILE", "capability": ["SMS"] }),
    )
    .await;
    for phone in ["+447700900123", PHONE, "+12125550100"] {
        api.rent(phone, json!({})).await;
    }
    for (query, expected) in [
        ("", 3),
        ("regionCode=US", 2),
        ("type=MOBILE", 1),
        ("capability=SMS,VOICE", 2),
        ("capability=SMS&capability=VOICE", 2),
        ("capabilities=SMS&capabilities=VOICE", 2),
        ("capability=SMS", 3),
        (
            "numberPattern.pattern=+1212&numberPattern.searchPattern=START",
            1,
        ),
        (
            "numberPattern.pattern=%2B1212&numberPattern.searchPattern=START",
            1,
        ),
        (
            "numberPattern.pattern=1212&numberPattern.searchPattern=START",
            0,
        ),
        (
            "numberPattern.pattern=0134&numberPattern.searchPattern=END",
            1,
        ),
    ] {
        let (_, page) = api.get(&format!("activeNumbers?{query}")).await;
        assert_eq!(
            (numbers(&page).len(), &page["totalSize"]),
            (expected, &json!(expected)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_list_is_ordered_by_number_or_by_name() {
    let api = Api::start().await;
    let phones = [
        "+12025550101",
        "+12025550102",
        "+12025550103",
        "+12025550104",
    ];
    for phone in phones {
        api.rent(phone, json!({})).await;
    }
    update(&api, phones[0], json!({ "displayName": "Zoe" })).await;
    update(&api, phones[2], json!({ "displayName": "Ann" })).await;
    assert_eq!(
        numbers(&api.get("activeNumbers?orderBy=phoneNumber").await.1),
        phones
    );
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let (_, page) = api
            .get(&format!(
                "activeNumbers?orderBy=displayName&pageSize=1&pageToken={token}"
            ))
            .await;
        seen.extend(numbers(&page));
        token = page["nextPageToken"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, [phones[1], phones[3], phones[2], phones[0]]);
}

#[tokio::test]
async fn names_change_at_once_and_links_by_jobs() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    let body = json!({
        "displayName": "Desk", "callbackUrl": receiver.url,
        "smsConfiguration": { "servicePlanId": "plan-1", "campaignId": "C1" },
        "voiceConfiguration": { "type": "EST", "trunkId": "trunk-1" },
    });
    let (status, updated) = update(&api, PHONE, body).await;
    assert_eq!(status, 200, "{updated}");
    assert_eq!(
        (&updated["displayName"], &updated["callbackUrl"]),
        (&json!("Desk"), &json!(receiver.url))
    );
    assert_eq!(
        updated["smsConfiguration"]["scheduledProvisioning"]["status"],
        "WAITING"
    );
    api.advance(6);
    // What is in force and what is scheduled may differ.
    let (_, changed) = update(
        &api,
        PHONE,
        json!({ "voiceConfiguration": { "type": "FAX", "serviceId": "fax-1" } }),
    )
    .await;
    let voice = &changed["voiceConfiguration"];
    assert_eq!(
        (&voice["type"], &voice["trunkId"]),
        (&json!("EST"), &json!("trunk-1"))
    );
    assert_eq!(voice["scheduledVoiceProvisioning"]["serviceId"], "fax-1");
    api.advance(6);
    let voice = &api.active(PHONE).await["voiceConfiguration"];
    assert_eq!(
        (&voice["type"], &voice["serviceId"], &voice["trunkId"]),
        (&json!("FAX"), &json!("fax-1"), &json!(""))
    );
    assert_eq!(receiver.take(4).await.len(), 4);
}

#[tokio::test]
async fn a_number_is_unlinked_before_it_is_linked_to_another() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    let mut body = sms();
    body["callbackUrl"] = json!(receiver.url);
    api.rent(PHONE, body).await;
    api.advance(6);
    receiver.take(2).await;
    let other = json!({ "smsConfiguration": { "servicePlanId": "plan-2" } });
    let refused = update(&api, PHONE, other.clone()).await;
    assert_eq!(violations(&refused), ["smsConfiguration.servicePlanId"]);
    let (status, unlinking) = update(
        &api,
        PHONE,
        json!({ "smsConfiguration": { "servicePlanId": "", "campaignId": "" } }),
    )
    .await;
    assert_eq!(
        (status, &unlinking["smsConfiguration"]["servicePlanId"]),
        (200, &json!("plan-1"))
    );
    api.advance(6);
    assert_eq!(
        api.active(PHONE).await["smsConfiguration"]["servicePlanId"],
        ""
    );
    let events = receiver.take(4).await;
    assert_eq!(events[2]["eventType"], "DEPROVISIONING_FROM_SMS_PLATFORM");
    assert_eq!(events[3]["eventType"], "DEPROVISIONING_FROM_CAMPAIGN");
    assert_eq!(update(&api, PHONE, other).await.0, 200);
    api.advance(6);
    assert_eq!(
        api.active(PHONE).await["smsConfiguration"]["servicePlanId"],
        "plan-2"
    );
}

#[tokio::test]
async fn a_job_that_failed_is_asked_for_again_by_an_update() {
    let api = Api::start().await;
    api.plan(
        "provisioning",
        json!({ "product": "campaign", "failureCode": "PARTNER_SERVICE_UNAVAILABLE", "times": 1 }),
    )
    .await;
    api.rent(PHONE, sms()).await;
    api.advance(6);
    assert_eq!(
        api.active(PHONE).await["smsConfiguration"]["scheduledProvisioning"]["status"],
        "FAILED"
    );
    assert_eq!(
        update(&api, PHONE, sms()).await.1["smsConfiguration"]["scheduledProvisioning"]["status"],
        "WAITING"
    );
    api.advance(6);
    assert_eq!(
        api.active(PHONE).await["smsConfiguration"]["campaignId"],
        "C1"
    );
}

#[tokio::test]
async fn an_update_of_nothing_changes_nothing() {
    let api = Api::start().await;
    let (_, rented) = api.rent(PHONE, sms()).await;
    // Node's SDK sends an object, Python's no body at all.
    assert_eq!(update(&api, PHONE, json!({})).await.1, rented);
    let empty = api.request(Method::PATCH, &format!("activeNumbers/{PHONE}"));
    assert_eq!(read(empty).await.1, rented);
    assert_eq!(
        missing(&update(&api, "+12025550199", json!({})).await),
        "ActiveNumber"
    );
}

#[tokio::test]
async fn null_clears_a_name_and_a_callback_url() {
    let api = Api::start().await;
    api.rent(PHONE, json!({ "callbackUrl": "http://localhost:9/" }))
        .await;
    update(&api, PHONE, json!({ "displayName": "Desk" })).await;
    let (status, cleared) = update(
        &api,
        PHONE,
        json!({ "displayName": null, "callbackUrl": null }),
    )
    .await;
    assert_eq!(
        (status, &cleared["displayName"], &cleared["callbackUrl"]),
        (200, &json!(""), &json!(""))
    );
}

#[tokio::test]
async fn a_released_number_stays_until_its_next_charge_and_leaves_with_its_events() {
    let receiver = Receiver::start(0).await;
    let api = Api::start().await;
    let mut body = sms();
    body["callbackUrl"] = json!(receiver.url);
    body["voiceConfiguration"] = json!({ "appId": "app-1" });
    api.rent(PHONE, body).await;
    api.advance(6);
    receiver.take(3).await;
    let (status, released) = release(&api, PHONE).await;
    assert_eq!(
        (status, &released["expireAt"]),
        (200, &released["nextChargeDate"])
    );
    assert!(released["expireAt"].is_string());
    assert_eq!(
        release(&api, PHONE).await.1,
        released,
        "it is released already"
    );
    assert_eq!(api.active(PHONE).await, released);
    assert_eq!(
        missing(&api.get(&format!("availableNumbers/{PHONE}")).await),
        "AvailableNumber"
    );
    api.advance(32 * 86_400);
    assert_eq!(
        missing(&api.get(&format!("activeNumbers/{PHONE}")).await),
        "ActiveNumber"
    );
    let events = receiver.take(6).await;
    let kinds: Vec<_> = events[3..]
        .iter()
        .map(|event| event["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "DEPROVISIONING_FROM_SMS_PLATFORM",
            "DEPROVISIONING_FROM_CAMPAIGN",
            "DEPROVISIONING_FROM_VOICE_PLATFORM"
        ]
    );
    // Nobody has it any more.
    assert_eq!(api.rent(PHONE, json!({})).await.0, 200);
    assert_eq!(
        missing(&release(&api, "+12025550199").await),
        "ActiveNumber"
    );
}

#[tokio::test]
async fn a_lost_release_was_acted_on() {
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    api.simulator.fault(
        Fault::CommittedThenReset
            .on(Operation::ReleaseNumber)
            .times(1),
    );
    let request = api.request(Method::POST, &format!("activeNumbers/{PHONE}:release"));
    assert!(request.send().await.is_err());
    assert!(api.active(PHONE).await["expireAt"].is_string());
}

#[tokio::test]
async fn a_lag_shows_what_was_before_an_update() {
    let api = Api::start().await;
    let (_, rented) = api.rent(PHONE, json!({})).await;
    api.simulator.fault(
        Fault::LookupLag { seconds: 5 }
            .on(Operation::UpdateActiveNumber)
            .times(1),
    );
    let (_, updated) = update(&api, PHONE, json!({ "displayName": "Desk" })).await;
    assert_eq!(updated["displayName"], "Desk");
    assert_eq!(api.active(PHONE).await, rented);
    assert_eq!(api.get("activeNumbers").await.1["activeNumbers"][0], rented);
    api.advance(6);
    assert_eq!(api.active(PHONE).await["displayName"], "Desk");
}
