//! Every shape of response that is known is decoded, and none loses a member.

use numbers_tests::typed::round_trip;
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

#[track_caller]
fn keeps(schema: &str, value: &Value) {
    let mut found = Vec::new();
    lost(value, &round_trip(schema, value), "", &mut found);
    assert!(found.is_empty(), "lost {found:?} of {value}");
}

/// Each file is a payload of the schema that it is named for.
#[test]
fn every_recorded_payload_is_read_and_written_back_without_loss() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/payloads");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        keeps(name.split('.').next().unwrap(), &value);
        count += 1;
    }
    assert_eq!(count, 21);
}

#[test]
fn a_response_with_everything_set_keeps_everything() {
    keeps(
        "ActiveNumber",
        &json!({
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
        }),
    );
}

#[test]
fn unknown_enum_values_are_kept() {
    keeps(
        "ActiveNumber",
        &json!({
            "type": "SATELLITE", "capability": ["SMS", "TELEPATHY"],
            "smsConfiguration": { "scheduledProvisioning": { "status": "PAUSED", "errorCodes": ["NEW"] } },
            "voiceConfiguration": { "type": "HOLOGRAM", "scheduledVoiceProvisioning": { "type": "BEAM", "status": "" } },
        }),
    );
}

#[test]
fn est_and_fax_voice_keep_their_ids() {
    for (kind, id) in [("RTC", "appId"), ("EST", "trunkId"), ("FAX", "serviceId")] {
        keeps(
            "ActiveNumber",
            &json!({ "voiceConfiguration": {
                "type": kind, id: "current", "lastUpdatedTime": "2024-06-30T07:08:09.100Z",
                "scheduledVoiceProvisioning": { "type": kind, id: "next", "status": "WAITING", "lastUpdatedTime": "2024-07-01T11:58:35.610198Z" },
            }}),
        );
    }
}

#[test]
fn empty_strings_are_kept() {
    keeps(
        "ActiveNumber",
        &json!({
            "displayName": "", "regionCode": "", "expireAt": "", "callbackUrl": "", "type": "", "capability": [],
            "smsConfiguration": { "servicePlanId": "", "campaignId": "" },
            "voiceConfiguration": { "type": "RTC", "appId": "", "trunkId": "", "serviceId": "" },
        }),
    );
}

#[test]
fn null_is_accepted_everywhere() {
    keeps(
        "ActiveNumber",
        &json!({
            "phoneNumber": null, "projectId": null, "displayName": null, "regionCode": null, "type": null,
            "capability": null, "money": null, "paymentIntervalMonths": null, "nextChargeDate": null,
            "expireAt": null, "smsConfiguration": null, "voiceConfiguration": null, "callbackUrl": null,
        }),
    );
    keeps(
        "ActiveNumber",
        &json!({
            "smsConfiguration": { "servicePlanId": null, "scheduledProvisioning": null },
            "voiceConfiguration": { "type": null, "lastUpdatedTime": null, "scheduledVoiceProvisioning": null },
        }),
    );
}

#[test]
fn missing_members_are_accepted_everywhere() {
    for value in [
        json!({}),
        json!({ "phoneNumber": "+12092224786" }),
        json!({ "smsConfiguration": {}, "voiceConfiguration": {}, "money": {} }),
    ] {
        keeps("ActiveNumber", &value);
    }
}

#[test]
fn errors_keep_their_details_whatever_their_type_says() {
    keeps(
        "NotFoundError",
        &json!({ "error": { "code": 404, "message": "m", "status": "NOT_FOUND", "details": [
        { "type": "type value", "resourceType": "resource type value", "resourceName": "n", "owner": "o", "description": "d" },
    ] } }),
    );
    keeps(
        "InternalError",
        &json!({ "error": { "code": 500, "message": "", "status": "UNKNOWN", "details": [{ "a": [1] }] } }),
    );
}

#[test]
fn events_keep_a_time_without_zone_and_codes_that_are_new() {
    keeps(
        "Event",
        &json!({
            "eventId": "e", "timestamp": "2023-06-06T07:45:27.78789", "projectId": "p", "resourceId": "+12345612345",
            "resourceType": "ACTIVE_NUMBER", "eventType": "PROVISIONING_TO_CAMPAIGN", "status": "FAILED",
            "failureCode": "PROVISIONING_TO_VOICE_PLATFORM_FAILED", "internalFailureCode": "CRS0018",
        }),
    );
    keeps(
        "Event",
        &json!({
            "resourceType": "NUMBER_ORDER", "eventType": "NUMBER_ORDER_PROCESSING", "status": "IN_REVIEW", "failureCode": null,
        }),
    );
}
