//! Jobs, step by step.

use numbers_sim::{FAILURE_CODES, FailingJob, Pace, Product, Simulator};
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, sms, until};

fn statuses(rental: &Value) -> (Value, Value) {
    (
        rental["smsConfiguration"]["scheduledProvisioning"]["status"].clone(),
        rental["voiceConfiguration"]["scheduledVoiceProvisioning"]["status"].clone(),
    )
}

#[tokio::test]
async fn jobs_wait_run_and_end() {
    let api = Api::start().await;
    let mut body = sms();
    body["voiceConfiguration"] = json!({ "type": "EST", "trunkId": "trunk-1" });
    let (_, rented) = api.rent(PHONE, body).await;
    assert_eq!(statuses(&rented), (json!("WAITING"), json!("WAITING")));
    api.advance(3);
    let running = api.active(PHONE).await;
    assert_eq!(
        statuses(&running),
        (json!("IN_PROGRESS"), json!("IN_PROGRESS"))
    );
    assert_eq!(running["smsConfiguration"]["servicePlanId"], "");
    api.advance(3);
    let done = api.active(PHONE).await;
    assert_eq!(
        done["smsConfiguration"],
        json!({ "servicePlanId": "plan-1", "campaignId": "C1" })
    );
    let voice = &done["voiceConfiguration"];
    assert_eq!(
        (&voice["type"], &voice["trunkId"]),
        (&json!("EST"), &json!("trunk-1"))
    );
    assert_eq!(voice["scheduledVoiceProvisioning"], Value::Null);
    assert!(voice["lastUpdatedTime"].is_string());
}

#[tokio::test]
async fn a_job_fails_with_each_of_the_18_codes() {
    let api = Api::start().await;
    for (index, code) in FAILURE_CODES.iter().enumerate() {
        let phone = format!("+150055501{index:02}");
        api.rent(&phone, sms()).await;
        api.advance(6);
        let failed = api.active(&phone).await;
        let job = &failed["smsConfiguration"]["scheduledProvisioning"];
        assert_eq!(
            (&job["status"], &job["errorCodes"]),
            (&json!("FAILED"), &json!([code]))
        );
        assert_eq!(failed["smsConfiguration"]["servicePlanId"], "");
    }
}

#[tokio::test]
async fn products_fail_separately() {
    let api = Api::start().await;
    let failing = FailingJob::new(Product::Sms, "SMS_PROVISIONING_FAILED".parse().unwrap());
    api.simulator.failing_job(failing.times(1));
    let body = json!({
        "smsConfiguration": { "servicePlanId": "p" },
        "voiceConfiguration": { "type": "FAX", "serviceId": "s" },
    });
    api.rent("+15005550200", body.clone()).await;
    api.rent(PHONE, body).await;
    api.advance(6);
    assert_eq!(
        statuses(&api.active("+15005550200").await),
        (json!("FAILED"), json!("FAILED"))
    );
    assert_eq!(
        statuses(&api.active(PHONE).await),
        (Value::Null, Value::Null)
    );
}

#[tokio::test]
async fn jobs_end_by_themselves_where_time_passes() {
    let simulator = Simulator::builder()
        .pace(Pace::Faster(1_000))
        .start()
        .await
        .unwrap();
    let api = Api::of(simulator);
    api.rent(PHONE, sms()).await;
    until(async || api.active(PHONE).await["smsConfiguration"]["servicePlanId"] == "plan-1").await;
}

#[tokio::test]
async fn the_next_charge_is_a_month_after_the_last() {
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    let charge = async || {
        let rental = api.active(PHONE).await;
        let text = rental["nextChargeDate"].as_str().unwrap().to_owned();
        assert_eq!(text.len(), "2026-11-25T12:00:00.000000Z".len(), "{text}");
        text
    };
    let first = charge().await;
    api.advance(27 * 86_400);
    assert_eq!(charge().await, first);
    api.advance(5 * 86_400);
    assert!(charge().await > first);
}
