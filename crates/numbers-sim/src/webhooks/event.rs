//! The bodies of events.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::phone::PhoneNumber;
use crate::provisioning::{FailureCode, Product};

/// An event, where it goes, and the secret that signs it.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub(crate) url: Arc<str>,
    pub(crate) secret: String,
    pub(crate) body: Value,
}

/// The event of a task that ended.
pub(crate) fn number_event(
    project: &str,
    phone: PhoneNumber,
    (product, unlinks): (Product, bool),
    failed: Option<FailureCode>,
    at: Timestamp,
) -> Value {
    let kind = match (product, unlinks) {
        (Product::Sms, false) => "PROVISIONING_TO_SMS_PLATFORM",
        (Product::Campaign, false) => "PROVISIONING_TO_CAMPAIGN",
        (Product::Voice, false) => "PROVISIONING_TO_VOICE_PLATFORM",
        (Product::Sms, true) => "DEPROVISIONING_FROM_SMS_PLATFORM",
        (Product::Campaign, true) => "DEPROVISIONING_FROM_CAMPAIGN",
        (Product::Voice, true) => "DEPROVISIONING_FROM_VOICE_PLATFORM",
    };
    // Failing at the SMS platform has no code.
    let code = failed.filter(|code| product != Product::Sms && code.is_in_events());
    let mut event = json!({
        "eventId": event_id(),
        "timestamp": without_zone(at),
        "projectId": project,
        "resourceId": phone.to_string(),
        "resourceType": "ACTIVE_NUMBER",
        "eventType": kind,
        "status": if failed.is_some() { "FAILED" } else { "SUCCEEDED" },
        "failureCode": code,
    });
    if let (Some(event), true) = (event.as_object_mut(), code.is_some()) {
        event.insert("internalFailureCode".to_owned(), json!("CRS0018"));
    }
    event
}

/// The event of an order that changed its state.
pub(crate) fn order_event(project: &str, order: &str, state: &str, at: Timestamp) -> Value {
    json!({
        "eventId": event_id(),
        "timestamp": without_zone(at),
        "projectId": project,
        "resourceId": order,
        "resourceType": "NUMBER_ORDER",
        "eventType": "NUMBER_ORDER_PROCESSING",
        "status": state,
        "failureCode": null,
    })
}

fn event_id() -> String {
    format!("{:026x}", fastrand::u128(..) >> 24)
}

/// In UTC without a zone, as events write it.
fn without_zone(at: Timestamp) -> String {
    format!("{at:.6}").trim_end_matches('Z').to_owned()
}
