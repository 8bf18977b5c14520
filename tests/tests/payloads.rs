//! Every shape of answer that is known of is decoded, and none loses a member.

use numbers_client::types;
use serde_json::{Value, json};

/// What of `value` is missing or different in `back`; unset members count as missing.
fn lost(value: &Value, back: &Value, path: &str, found: &mut Vec<String>) {
    match (value, back) {
        (Value::Object(members), _) => {
            for (key, member) in members {
                match back.get(key) {
                    Some(back) => lost(member, back, &format!("{path}.{key}"), found),
                    None if member.is_null() => {}
                    None => found.push(format!("{path}.{key}")),
                }
            }
        }
        (Value::Array(items), Value::Array(back)) if items.len() == back.len() => {
            for (index, (item, back)) in items.iter().zip(back).enumerate() {
                lost(item, back, &format!("{path}[{index}]"), found);
            }
        }
        _ if value == back => {}
        _ => found.push(path.to_owned()),
    }
}

fn keeps<T: serde::de::DeserializeOwned + serde::Serialize>(value: &Value) {
    let typed: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"));
    let mut found = Vec::new();
    lost(value, &serde_json::to_value(typed).unwrap(), "", &mut found);
    assert!(found.is_empty(), "lost {found:?} of {value}");
}

#[test]
fn an_answer_with_everything_set_keeps_everything() {
    keeps::<types::ActiveNumber>(&json!({
        "phoneNumber": "+12025550134", "projectId": "p", "displayName": "n", "regionCode": "US",
        "type": "MOBILE", "capability": ["SMS", "VOICE"],
        "money": { "currencyCode": "USD", "amount": "0.8" }, "paymentIntervalMonths": 0,
        "nextChargeDate": "2019-08-24T14:15:22Z", "expireAt": "2019-08-24T14:15:22.5Z",
        "smsConfiguration": { "servicePlanId": "s", "campaignId": "c", "scheduledProvisioning": {
            "servicePlanId": "s2", "campaignId": "c2", "status": "PROVISIONING_STATUS_UNSPECIFIED",
            "lastUpdatedTime": "2023-09-25T12:08:02.115Z", "errorCodes": ["ERROR_CODE_UNSPECIFIED"] } },
        "voiceConfiguration": { "type": "EST", "appId": "a", "trunkId": "t", "serviceId": "f",
            "lastUpdatedTime": "2024-06-30T07:08:09.100Z", "scheduledVoiceProvisioning": {
                "type": "FAX", "appId": "a", "trunkId": "t", "serviceId": "f", "status": "WAITING",
                "lastUpdatedTime": "2024-07-01T11:58:35.610198Z" } },
        "callbackUrl": "https://example.com",
    }));
}

#[test]
fn unknown_enum_values_are_kept() {
    keeps::<types::ActiveNumber>(&json!({
        "type": "SATELLITE", "capability": ["SMS", "TELEPATHY"],
        "smsConfiguration": { "scheduledProvisioning": { "status": "PAUSED", "errorCodes": ["NEW"] } },
        "voiceConfiguration": { "type": "HOLOGRAM", "scheduledVoiceProvisioning": { "type": "BEAM", "status": "" } },
    }));
}

#[test]
fn est_and_fax_voice_keep_their_ids() {
    for (kind, id) in [("RTC", "appId"), ("EST", "trunkId"), ("FAX", "serviceId")] {
        keeps::<types::ActiveNumber>(&json!({ "voiceConfiguration": {
            "type": kind, id: "current", "lastUpdatedTime": "2024-06-30T07:08:09.100Z",
            "scheduledVoiceProvisioning": { "type": kind, id: "next", "status": "WAITING", "lastUpdatedTime": "2024-07-01T11:58:35.610198Z" },
        }}));
    }
}

#[test]
fn empty_strings_are_kept() {
    keeps::<types::ActiveNumber>(&json!({
        "displayName": "", "regionCode": "", "expireAt": "", "callbackUrl": "", "type": "", "capability": [],
        "smsConfiguration": { "servicePlanId": "", "campaignId": "" },
        "voiceConfiguration": { "type": "RTC", "appId": "", "trunkId": "", "serviceId": "" },
    }));
}

#[test]
fn null_is_taken_everywhere() {
    keeps::<types::ActiveNumber>(&json!({
        "phoneNumber": null, "projectId": null, "displayName": null, "regionCode": null, "type": null,
        "capability": null, "money": null, "paymentIntervalMonths": null, "nextChargeDate": null,
        "expireAt": null, "smsConfiguration": null, "voiceConfiguration": null, "callbackUrl": null,
    }));
    keeps::<types::ActiveNumber>(&json!({
        "smsConfiguration": { "servicePlanId": null, "scheduledProvisioning": null },
        "voiceConfiguration": { "type": null, "lastUpdatedTime": null, "scheduledVoiceProvisioning": null },
    }));
}

#[test]
fn missing_members_are_taken_everywhere() {
    for value in [
        json!({}),
        json!({ "phoneNumber": "+12092224786" }),
        json!({ "smsConfiguration": {}, "voiceConfiguration": {}, "money": {} }),
    ] {
        keeps::<types::ActiveNumber>(&value);
    }
}

#[test]
fn errors_keep_their_details_whatever_their_type_says() {
    keeps::<types::NotFoundError>(
        &json!({ "error": { "code": 404, "message": "m", "status": "NOT_FOUND", "details": [
        { "type": "type value", "resourceType": "resource type value", "resourceName": "n", "owner": "o", "description": "d" },
    ] } }),
    );
    keeps::<types::InternalError>(
        &json!({ "error": { "code": 500, "message": "", "status": "UNKNOWN", "details": [{ "a": [1] }] } }),
    );
}

#[test]
fn events_keep_a_time_without_zone_and_codes_that_are_new() {
    keeps::<types::Event>(&json!({
        "eventId": "e", "timestamp": "2023-06-06T07:45:27.78789", "projectId": "p", "resourceId": "+12345612345",
        "resourceType": "ACTIVE_NUMBER", "eventType": "PROVISIONING_TO_CAMPAIGN", "status": "FAILED",
        "failureCode": "PROVISIONING_TO_VOICE_PLATFORM_FAILED", "internalFailureCode": "CRS0018",
    }));
    keeps::<types::Event>(&json!({
        "resourceType": "NUMBER_ORDER", "eventType": "NUMBER_ORDER_PROCESSING", "status": "IN_REVIEW", "failureCode": null,
    }));
}
