//! The SMS service that a number joins.

use serde::{Deserialize, Serialize};

use crate::types::SmsConfigurationRequest;
use crate::violation::{Violation, Violations};

/// Which SMS service plan, and which 10DLC campaign, a number is set up for.
///
/// ```
/// use numbers_ext::Sms;
///
/// let sms = Sms::plan("plan-1").campaign("C123");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sms {
    plan: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign: Option<String>,
}

impl Sms {
    /// The service plan (`servicePlanId`), from the dashboard's page of SMS APIs.
    #[must_use]
    pub fn plan(service_plan_id: impl Into<String>) -> Self {
        Self {
            plan: service_plan_id.into(),
            campaign: None,
        }
    }

    /// The campaign (`campaignId`), from the TCR platform. US numbers only; without it
    /// they can't send SMS.
    #[must_use]
    pub fn campaign(mut self, campaign_id: impl Into<String>) -> Self {
        self.campaign = Some(campaign_id.into());
        self
    }

    /// The service plan id.
    #[must_use]
    pub fn service_plan_id(&self) -> &str {
        &self.plan
    }

    /// The campaign id.
    #[must_use]
    pub fn campaign_id(&self) -> Option<&str> {
        self.campaign.as_deref()
    }

    pub(crate) fn check(&self, violations: &mut Violations) {
        not_blank(violations, "sms service plan", &self.plan);
        if let Some(campaign) = &self.campaign {
            not_blank(violations, "sms campaign", campaign);
        }
    }

    pub(crate) fn request(&self) -> SmsConfigurationRequest {
        SmsConfigurationRequest {
            service_plan_id: self.plan.clone(),
            campaign_id: self.campaign.clone(),
        }
    }
}

/// Ids are opaque, but none is empty or blank.
pub(crate) fn not_blank(violations: &mut Violations, field: &'static str, id: &str) {
    if id.trim().is_empty() {
        violations.push(Violation::new(
            field,
            "is empty; leave it out or give its id",
        ));
    }
}
