//! The call as somebody would write it by hand, and what the server responds.

use serde::{Deserialize, Serialize};

pub const PROJECT: &str = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a";
pub const PHONE: &str = "+12025550134";
pub const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJl";

/// The response to every call.
pub const RESPONSE: &str = r#"{"phoneNumber":"+12025550134","projectId":"51bc3f40-f266-4ca8-8938-a1ed0ff32b9a","displayName":"","regionCode":"US","type":"LOCAL","capability":["SMS"],"money":{"currencyCode":"USD","amount":"2.00"},"paymentIntervalMonths":1,"nextChargeDate":"2026-12-23T14:15:22Z","smsConfiguration":{"servicePlanId":"","campaignId":"","scheduledProvisioning":{"servicePlanId":"plan-1","campaignId":"","status":"WAITING","lastUpdatedTime":"2026-11-23T14:15:22.115Z","errorCodes":[]}},"callbackUrl":""}"#;

/// An event.
pub const EVENT: &[u8] = br#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz","timestamp":"2024-02-10T17:22:09.412722588","projectId":"37b62a7b-0177-abcd-efgh-e10f848de123","resourceId":"+17818510001","resourceType":"ACTIVE_NUMBER","eventType":"DEPROVISIONING_FROM_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RentRequest {
    sms_configuration: SmsRequest,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SmsRequest {
    service_plan_id: &'static str,
}

pub const REQUEST: RentRequest = RentRequest {
    sms_configuration: SmsRequest {
        service_plan_id: "plan-1",
    },
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoding it is what costs")]
pub struct RentResponse {
    phone_number: String,
    project_id: Option<String>,
    display_name: Option<String>,
    region_code: Option<String>,
    r#type: Option<String>,
    capability: Option<Vec<String>>,
    money: Option<Money>,
    payment_interval_months: Option<i32>,
    next_charge_date: Option<String>,
    expire_at: Option<String>,
    sms_configuration: Option<Sms>,
    voice_configuration: Option<serde::de::IgnoredAny>,
    callback_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoding it is what costs")]
struct Money {
    currency_code: Option<String>,
    amount: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoding it is what costs")]
struct Sms {
    service_plan_id: Option<String>,
    campaign_id: Option<String>,
    scheduled_provisioning: Option<SmsJob>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoding it is what costs")]
struct SmsJob {
    service_plan_id: Option<String>,
    campaign_id: Option<String>,
    status: Option<String>,
    last_updated_time: Option<String>,
    error_codes: Option<Vec<String>>,
}
