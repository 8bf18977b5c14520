//! The voice configuration of a rental request.

use serde::{Deserialize, Serialize};

use crate::model::sms::not_blank;
use crate::model::violation::Violations;
use crate::types::{OrderVoiceConfigurationRequest, VoiceConfigurationRequest};

/// The voice configuration of a rental request: one of three products.
///
/// It serialises as the API's `voiceConfiguration`.
///
/// ```
/// use numbers_ext::Voice;
///
/// let app = Voice::rtc("app-1");
/// let trunk = Voice::est("trunk-1");
/// let fax = Voice::fax("service-1");
/// assert_eq!(serde_json::to_string(&trunk)?, r#"{"type":"EST","trunkId":"trunk-1"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Voice {
    /// RTC, real-time communication: the number belongs to an application of the Voice API.
    #[serde(rename = "RTC")]
    Rtc {
        /// The id of the application, which the dashboard lists under voice apps.
        app_id: String,
    },
    /// EST, Elastic SIP Trunking: calls go to a SIP trunk.
    #[serde(rename = "EST")]
    Est {
        /// The id of the trunk, which the dashboard lists under SIP trunks.
        trunk_id: String,
    },
    /// FAX: the number receives and sends faxes.
    #[serde(rename = "FAX")]
    Fax {
        /// The id of the fax service, which the dashboard lists under fax services.
        service_id: String,
    },
}

impl Voice {
    /// Links the number to an application of the Voice API (`appId`).
    ///
    /// ```
    /// let voice = numbers_ext::Voice::rtc("app-1");
    /// ```
    #[must_use]
    pub fn rtc(app_id: impl Into<String>) -> Self {
        Self::Rtc {
            app_id: app_id.into(),
        }
    }

    /// Links the number to an Elastic SIP trunk (`trunkId`).
    ///
    /// ```
    /// let voice = numbers_ext::Voice::est("trunk-1");
    /// ```
    #[must_use]
    pub fn est(trunk_id: impl Into<String>) -> Self {
        Self::Est {
            trunk_id: trunk_id.into(),
        }
    }

    /// Links the number to a fax service (`serviceId`).
    ///
    /// ```
    /// let voice = numbers_ext::Voice::fax("service-1");
    /// ```
    #[must_use]
    pub fn fax(service_id: impl Into<String>) -> Self {
        Self::Fax {
            service_id: service_id.into(),
        }
    }

    /// Returns the product, as the API names it: `RTC`, `EST` or `FAX`.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Voice::rtc("app-1").voice_type(), "RTC");
    /// ```
    #[must_use]
    pub fn voice_type(&self) -> &'static str {
        match self {
            Self::Rtc { .. } => "RTC",
            Self::Est { .. } => "EST",
            Self::Fax { .. } => "FAX",
        }
    }

    /// Returns the id of the application, trunk or service.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Voice::fax("service-1").id(), "service-1");
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Rtc { app_id: id }
            | Self::Est { trunk_id: id }
            | Self::Fax { service_id: id } => id,
        }
    }

    pub(crate) fn check(&self, violations: &mut Violations) {
        let field = match self {
            Self::Rtc { .. } => "voiceConfiguration.appId",
            Self::Est { .. } => "voiceConfiguration.trunkId",
            Self::Fax { .. } => "voiceConfiguration.serviceId",
        };
        not_blank(violations, field, self.id());
    }

    pub(crate) fn order_request(&self) -> OrderVoiceConfigurationRequest {
        match self.clone() {
            Self::Rtc { app_id } => OrderVoiceConfigurationRequest::Rtc { app_id },
            Self::Est { trunk_id } => OrderVoiceConfigurationRequest::Est { trunk_id },
            Self::Fax { service_id } => OrderVoiceConfigurationRequest::Fax { service_id },
        }
    }

    pub(crate) fn request(&self) -> VoiceConfigurationRequest {
        match self.clone() {
            Self::Rtc { app_id } => VoiceConfigurationRequest::Rtc { app_id },
            Self::Est { trunk_id } => VoiceConfigurationRequest::Est { trunk_id },
            Self::Fax { service_id } => VoiceConfigurationRequest::Fax { service_id },
        }
    }
}
