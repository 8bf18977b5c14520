//! What the clients of the benchmark share: the call, its response, and how it is measured.

pub mod measure;

use serde::{Deserialize, Serialize};

pub const PROJECT: &str = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a";
pub const PHONE: &str = "+12025550134";
pub const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJl";

/// The response of the server to every call.
pub const RESPONSE: &str = r#"{"phoneNumber":"+12025550134","projectId":"51bc3f40-f266-4ca8-8938-a1ed0ff32b9a","displayName":"","regionCode":"US","type":"LOCAL","capability":["SMS"],"money":{"currencyCode":"USD","amount":"2.00"},"paymentIntervalMonths":1,"nextChargeDate":"2026-12-23T14:15:22Z","smsConfiguration":{"servicePlanId":"","campaignId":"","scheduledProvisioning":{"servicePlanId":"plan-1","campaignId":"","status":"WAITING","lastUpdatedTime":"2026-11-23T14:15:22.115Z","errorCodes":[]}},"callbackUrl":""}"#;

/// The request, as somebody would write it by hand.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RentRequest<'a> {
    pub sms_configuration: SmsRequest<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmsRequest<'a> {
    pub service_plan_id: &'a str,
}

pub const REQUEST: RentRequest<'static> = RentRequest {
    sms_configuration: SmsRequest {
        service_plan_id: "plan-1",
    },
};

/// The response, as somebody would write it by hand.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RentResponse {
    pub phone_number: String,
    pub project_id: Option<String>,
    pub display_name: Option<String>,
    pub region_code: Option<String>,
    pub r#type: Option<String>,
    pub capability: Option<Vec<String>>,
    pub money: Option<Money>,
    pub payment_interval_months: Option<i32>,
    pub next_charge_date: Option<String>,
    pub expire_at: Option<String>,
    pub sms_configuration: Option<Sms>,
    pub voice_configuration: Option<serde::de::IgnoredAny>,
    pub callback_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Money {
    pub currency_code: Option<String>,
    pub amount: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sms {
    pub service_plan_id: Option<String>,
    pub campaign_id: Option<String>,
    pub scheduled_provisioning: Option<SmsJob>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SmsJob {
    pub service_plan_id: Option<String>,
    pub campaign_id: Option<String>,
    pub status: Option<String>,
    pub last_updated_time: Option<String>,
    pub error_codes: Option<Vec<String>>,
}
