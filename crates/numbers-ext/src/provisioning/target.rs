//! What a number is provisioned with: an SMS service, a voice product.

use std::fmt;

use serde::Serialize;

use crate::enums::VoiceType;
use crate::model::sms::Sms;
use crate::model::voice::Voice;
use crate::text::printable;

/// The SMS service of a number, in a response.
///
/// ```
/// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
/// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"plan-1"}}}"#,
/// # )?;
/// let sms = number.sms().current.unwrap();
/// assert_eq!((sms.service_plan_id.as_deref(), sms.campaign_id), (Some("plan-1"), None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SmsTarget {
    /// The id of the service plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_plan_id: Option<String>,
    /// The id of the 10DLC campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<String>,
}

/// The voice product of a number, in a response. The type says which of the ids counts:
/// another one may be set, too.
///
/// ```
/// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
/// #     r#"{"response":{"phoneNumber":"+12025550134","voiceConfiguration":{"type":"EST","trunkId":"trunk-1"}}}"#,
/// # )?;
/// let voice = number.voice().current.unwrap();
/// assert_eq!(voice.voice_type, numbers_ext::enums::VoiceType::Est);
/// assert_eq!((voice.app_id, voice.service_id), (None, None));
/// assert_eq!(voice.trunk_id.as_deref(), Some("trunk-1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VoiceTarget {
    /// The type. A response without one means RTC.
    #[serde(rename = "type")]
    pub voice_type: VoiceType,
    /// The id of the application of the Voice API (RTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// The id of the Elastic SIP trunk (EST).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trunk_id: Option<String>,
    /// The id of the fax service (FAX).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
}

impl SmsTarget {
    /// Returns the target that a request has.
    pub(crate) fn requested(sms: &Sms) -> Self {
        Self {
            service_plan_id: Some(sms.service_plan_id().to_owned()),
            campaign_id: sms.campaign_id().map(str::to_owned),
        }
    }
}

/// The ids of an [`SmsTarget`], where they are in the response.
#[derive(Clone, Copy)]
pub(crate) struct SmsIds<'a> {
    pub(crate) service_plan_id: Option<&'a str>,
    pub(crate) campaign_id: Option<&'a str>,
}

impl<'a> SmsIds<'a> {
    pub(super) fn read(plan: &'a Option<String>, campaign: &'a Option<String>) -> Self {
        Self {
            service_plan_id: set(plan),
            campaign_id: set(campaign),
        }
    }

    pub(super) fn is_set(&self) -> bool {
        self.service_plan_id.is_some() || self.campaign_id.is_some()
    }
}

impl From<SmsIds<'_>> for SmsTarget {
    fn from(ids: SmsIds<'_>) -> Self {
        Self {
            service_plan_id: ids.service_plan_id.map(str::to_owned),
            campaign_id: ids.campaign_id.map(str::to_owned),
        }
    }
}

/// Shows the service plan and the campaign, as far as they are set.
impl fmt::Display for SmsTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(plan) = &self.service_plan_id {
            write!(f, "service plan {}", printable(plan))?;
        }
        if let Some(campaign) = &self.campaign_id {
            let comma = if self.service_plan_id.is_some() {
                ", "
            } else {
                ""
            };
            write!(f, "{comma}campaign {}", printable(campaign))?;
        }
        Ok(())
    }
}

impl VoiceTarget {
    pub(super) fn read(
        voice_type: Option<&VoiceType>,
        [app, trunk, service]: [&Option<String>; 3],
    ) -> Self {
        // An empty string means unset, here as for every member.
        let voice_type = voice_type.filter(|voice_type| !voice_type.as_str().is_empty());
        Self {
            voice_type: voice_type.cloned().unwrap_or(VoiceType::Rtc),
            app_id: set(app).map(str::to_owned),
            trunk_id: set(trunk).map(str::to_owned),
            service_id: set(service).map(str::to_owned),
        }
    }

    /// Returns the id that belongs to the type. For a type that this version does not know, it
    /// is the first id that is set.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","voiceConfiguration":{"type":"EST","trunkId":"trunk-1"}}}"#,
    /// # )?;
    /// assert_eq!(number.voice().current.unwrap().id(), Some("trunk-1"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        let (app, trunk, service) = (&self.app_id, &self.trunk_id, &self.service_id);
        let id = match self.voice_type {
            VoiceType::Rtc => app.as_ref(),
            VoiceType::Est => trunk.as_ref(),
            VoiceType::Fax => service.as_ref(),
            _ => app.as_ref().or(trunk.as_ref()).or(service.as_ref()),
        };
        id.map(String::as_str)
    }

    /// Returns the configuration that requests this product. `None` for a type that this
    /// version does not know, or without an id.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","voiceConfiguration":{"type":"EST","trunkId":"trunk-1"}}}"#,
    /// # )?;
    /// use numbers_ext::Voice;
    ///
    /// assert_eq!(number.voice().current.unwrap().voice(), Some(Voice::est("trunk-1")));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn voice(&self) -> Option<Voice> {
        let id = self.id()?;
        Some(match self.voice_type {
            VoiceType::Rtc => Voice::rtc(id),
            VoiceType::Est => Voice::est(id),
            VoiceType::Fax => Voice::fax(id),
            _ => return None,
        })
    }
}

/// Shows the type and the id.
impl fmt::Display for VoiceTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id().unwrap_or_default();
        write!(
            f,
            "{} {}",
            printable(self.voice_type.as_str()),
            printable(id)
        )
    }
}

fn set(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}
