//! The SMS configuration of a rental request.

use serde::{Deserialize, Serialize};

use crate::model::violation::{Violation, Violations};
use crate::types::SmsConfigurationRequest;

/// The SMS configuration of a rental request: a service plan, and for US numbers a
/// campaign.
///
/// A *service plan* is an SMS account of the project; the messages of its numbers go through
/// it. A *10DLC campaign* is the registration that US carriers require before they carry the
/// messages of a business.
///
/// It serialises as the API's `smsConfiguration`.
///
/// ```
/// use numbers_ext::Sms;
///
/// let sms = Sms::plan("plan-1").campaign("C123");
/// assert_eq!(
///     serde_json::to_string(&sms)?,
///     r#"{"servicePlanId":"plan-1","campaignId":"C123"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sms {
    service_plan_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign_id: Option<String>,
}

impl Sms {
    /// Links the number to a service plan (`servicePlanId`). The dashboard lists the plans
    /// under SMS, APIs.
    ///
    /// ```
    /// let sms = numbers_ext::Sms::plan("plan-1");
    /// ```
    #[must_use]
    pub fn plan(service_plan_id: impl Into<String>) -> Self {
        Self {
            service_plan_id: service_plan_id.into(),
            campaign_id: None,
        }
    }

    /// Links the number to a 10DLC campaign (`campaignId`), too. For US numbers, which can't
    /// send SMS within the US without one.
    ///
    /// ```
    /// let sms = numbers_ext::Sms::plan("plan-1").campaign("C123");
    /// ```
    #[must_use]
    pub fn campaign(mut self, campaign_id: impl Into<String>) -> Self {
        self.campaign_id = Some(campaign_id.into());
        self
    }

    /// Returns the id of the service plan.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Sms::plan("plan-1").service_plan_id(), "plan-1");
    /// ```
    #[must_use]
    pub fn service_plan_id(&self) -> &str {
        &self.service_plan_id
    }

    /// Returns the id of the campaign, if there is one.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Sms::plan("plan-1").campaign_id(), None);
    /// ```
    #[must_use]
    pub fn campaign_id(&self) -> Option<&str> {
        self.campaign_id.as_deref()
    }

    pub(crate) fn check(&self, violations: &mut Violations) {
        not_blank(
            violations,
            "smsConfiguration.servicePlanId",
            &self.service_plan_id,
        );
        if let Some(campaign) = &self.campaign_id {
            not_blank(violations, "smsConfiguration.campaignId", campaign);
        }
    }

    pub(crate) fn request(&self) -> SmsConfigurationRequest {
        SmsConfigurationRequest {
            service_plan_id: self.service_plan_id.clone(),
            campaign_id: self.campaign_id.clone(),
        }
    }
}

/// Adds a violation when an id is blank. Nothing else is checked, since ids are opaque.
pub(crate) fn not_blank(violations: &mut Violations, field: &'static str, id: &str) {
    if id.trim().is_empty() {
        violations.push(Violation::new(
            field,
            "is empty; leave it out or give an id",
        ));
    }
}
