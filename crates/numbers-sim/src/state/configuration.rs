//! What a number is linked to.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An SMS service and perhaps a campaign; empty where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SmsLink {
    pub(crate) service_plan_id: Arc<str>,
    pub(crate) campaign_id: Arc<str>,
}

/// A voice product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VoiceLink {
    #[serde(rename = "type")]
    pub(crate) kind: VoiceKind,
    /// The application, trunk or service.
    pub(crate) id: Arc<str>,
    /// Since when it is in force.
    pub(crate) since: Timestamp,
}

/// The kind of a voice product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum VoiceKind {
    #[default]
    Rtc,
    Est,
    Fax,
}

impl VoiceKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rtc => "RTC",
            Self::Est => "EST",
            Self::Fax => "FAX",
        }
    }

    /// The member that carries the id.
    pub(crate) const fn member(self) -> &'static str {
        match self {
            Self::Rtc => "appId",
            Self::Est => "trunkId",
            Self::Fax => "serviceId",
        }
    }
}

/// The voice product that a request names: its kind and its id.
pub(crate) fn voice_of(configuration: &Value) -> (VoiceKind, &str) {
    let kind = match configuration.get("type").and_then(Value::as_str) {
        Some("EST") => VoiceKind::Est,
        Some("FAX") => VoiceKind::Fax,
        _ => VoiceKind::Rtc,
    };
    let id = configuration.get(kind.member()).and_then(Value::as_str);
    (kind, id.unwrap_or_default())
}
