//! The voice product that a number joins.

use serde::{Deserialize, Serialize};

use crate::sms::not_blank;
use crate::types::VoiceConfigurationRequest;
use crate::violation::Violations;

/// Which voice product a number is set up for: one of three.
///
/// ```
/// use numbers_ext::Voice;
///
/// let app = Voice::rtc("app-1");
/// let trunk = Voice::est("trunk-1");
/// let fax = Voice::fax("service-1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Voice {
    /// A Voice API application (`appId`), from the dashboard's page of voice apps.
    Rtc(String),
    /// An Elastic SIP trunk (`trunkId`), from the dashboard's page of trunks.
    Est(String),
    /// A fax service (`serviceId`), from the dashboard's page of fax services.
    Fax(String),
}

impl Voice {
    /// For a Voice API application.
    #[must_use]
    pub fn rtc(app_id: impl Into<String>) -> Self {
        Self::Rtc(app_id.into())
    }

    /// For an Elastic SIP trunk.
    #[must_use]
    pub fn est(trunk_id: impl Into<String>) -> Self {
        Self::Est(trunk_id.into())
    }

    /// For a fax service.
    #[must_use]
    pub fn fax(service_id: impl Into<String>) -> Self {
        Self::Fax(service_id.into())
    }

    pub(crate) fn check(&self, violations: &mut Violations) {
        match self {
            Self::Rtc(id) => not_blank(violations, "voice app", id),
            Self::Est(id) => not_blank(violations, "voice trunk", id),
            Self::Fax(id) => not_blank(violations, "voice fax service", id),
        }
    }

    pub(crate) fn request(&self) -> VoiceConfigurationRequest {
        match self.clone() {
            Self::Rtc(app_id) => VoiceConfigurationRequest::Rtc { app_id },
            Self::Est(trunk_id) => VoiceConfigurationRequest::Est { trunk_id },
            Self::Fax(service_id) => VoiceConfigurationRequest::Fax { service_id },
        }
    }
}
