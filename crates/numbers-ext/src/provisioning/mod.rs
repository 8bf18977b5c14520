//! The provisioning of SMS and voice on a number: what is in force, and the job that changes
//! it.

use std::fmt;

use numbers_webhooks::Explanation;
use serde::Serialize;

use crate::enums::{ProvisioningErrorCode, ProvisioningStatus, VoiceType};
use crate::model::sms::Sms;
use crate::model::voice::Voice;
use crate::text::printable;
use crate::{Timestamp, types};

/// The provisioning of one product, SMS or voice, on a number.
///
/// A success says that the number is rented. SMS and voice are provisioned afterwards, by
/// jobs that may fail; until a job is done, an earlier configuration may be in force.
///
/// ```
/// use numbers_ext::ActiveNumber;
///
/// let number: ActiveNumber = serde_json::from_str(
///     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"",
///         "scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
/// )?;
/// let sms = number.sms();
/// assert!(sms.is_pending() && sms.current.is_none());
/// assert_eq!(sms.target().unwrap().service_plan_id.as_deref(), Some("plan-1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "Provisioning_{T}"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Provisioning<T> {
    /// The target that is in force.
    pub current: Option<T>,
    /// The job that is waiting, running or has failed.
    pub job: Option<ProvisioningJob<T>>,
}

/// A provisioning job that is waiting, running or has failed.
///
/// ```
/// use numbers_ext::ActiveNumber;
///
/// let number: ActiveNumber = serde_json::from_str(
///     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":
///         {"campaignId":"C1","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED"]}}}}"#,
/// )?;
/// if let Some(job) = number.sms().job {
///     println!("{}: {:?} {:?}", job.target, job.status, job.error_codes);
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "ProvisioningJob_{T}"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProvisioningJob<T> {
    /// The target that the job puts in force.
    #[serde(flatten)]
    pub target: T,
    /// The state of the job, if the response says it.
    pub status: Option<ProvisioningStatus>,
    /// Why the job failed. Only SMS jobs have codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<ProvisioningErrorCode>,
    /// When the state last changed.
    pub last_updated_time: Option<Timestamp>,
}

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

impl<T> Provisioning<T> {
    /// Returns whether the product is not configured: nothing is in force and there is no job.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","voiceConfiguration":null}}"#,
    /// # )?;
    /// assert!(number.voice().is_none());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.current.is_none() && self.job.is_none()
    }

    /// Returns whether a job is waiting or running.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"","scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
    /// # )?;
    /// assert!(number.sms().is_pending());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.job.as_ref().is_some_and(|job| !job.is_failed())
    }

    /// Returns whether the last job failed.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":{"campaignId":"C1","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED"]}}}}"#,
    /// # )?;
    /// assert!(number.sms().is_failed());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.job.as_ref().is_some_and(ProvisioningJob::is_failed)
    }

    /// Returns whether something is in force and there is no job.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"plan-1"}}}"#,
    /// # )?;
    /// assert!(number.sms().is_done());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.current.is_some() && self.job.is_none()
    }

    /// Returns the target of the job, or without a job the one in force.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"","scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
    /// # )?;
    /// let sms = number.sms();
    /// assert_eq!(sms.target().unwrap().service_plan_id.as_deref(), Some("plan-1"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn target(&self) -> Option<&T> {
        let scheduled = self.job.as_ref().map(|job| &job.target);
        scheduled.or(self.current.as_ref())
    }
}

impl<T> ProvisioningJob<T> {
    /// Returns what the error codes mean and what helps.
    ///
    /// ```
    /// # fn show(job: &numbers_ext::ProvisioningJob<numbers_ext::SmsTarget>) {
    /// for explanation in job.explanations() {
    ///     println!("{}", explanation.advice);
    /// }
    /// # }
    /// ```
    pub fn explanations(&self) -> impl Iterator<Item = Explanation> {
        let codes = self.error_codes.iter();
        codes.map(|code| Explanation::of(code.as_str()))
    }

    /// Returns whether the job failed.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":{"campaignId":"C1","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED"]}}}}"#,
    /// # )?;
    /// assert!(number.sms().job.unwrap().is_failed());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.status == Some(ProvisioningStatus::Failed)
    }
}

impl SmsTarget {
    /// Returns the target that a request has.
    pub(crate) fn requested(sms: &Sms) -> Self {
        Self {
            service_plan_id: Some(sms.service_plan_id().to_owned()),
            campaign_id: sms.campaign_id().map(str::to_owned),
        }
    }

    fn read(plan: &Option<String>, campaign: &Option<String>) -> Self {
        Self {
            service_plan_id: set(plan),
            campaign_id: set(campaign),
        }
    }

    fn is_set(&self) -> bool {
        self.service_plan_id.is_some() || self.campaign_id.is_some()
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
    fn read(voice_type: Option<&VoiceType>, [app, trunk, service]: [&Option<String>; 3]) -> Self {
        // An empty string means unset, here as for every member.
        let voice_type = voice_type.filter(|voice_type| !voice_type.as_str().is_empty());
        Self {
            voice_type: voice_type.cloned().unwrap_or(VoiceType::Rtc),
            app_id: set(app),
            trunk_id: set(trunk),
            service_id: set(service),
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

/// Reads the provisioning of SMS. `""`, `null` and a missing member all mean unset.
pub(crate) fn sms(number: &types::ActiveNumber) -> Provisioning<SmsTarget> {
    let Some(configuration) = &number.sms_configuration else {
        return Provisioning::default();
    };
    let current = SmsTarget::read(&configuration.service_plan_id, &configuration.campaign_id);
    let job = configuration
        .scheduled_provisioning
        .as_ref()
        .map(|job| ProvisioningJob {
            target: SmsTarget::read(&job.service_plan_id, &job.campaign_id),
            status: job.status.clone(),
            error_codes: job.error_codes.clone().unwrap_or_default(),
            last_updated_time: time(&job.last_updated_time),
        });
    Provisioning {
        current: Some(current).filter(SmsTarget::is_set),
        job: job.filter(|job| job.target.is_set() || job.status.is_some()),
    }
}

/// Reads the provisioning of voice. A missing type means RTC.
pub(crate) fn voice(number: &types::ActiveNumber) -> Provisioning<VoiceTarget> {
    let Some(configuration) = &number.voice_configuration else {
        return Provisioning::default();
    };
    let current = VoiceTarget::read(
        configuration.type_.as_ref(),
        [
            &configuration.app_id,
            &configuration.trunk_id,
            &configuration.service_id,
        ],
    );
    let job = configuration.scheduled_voice_provisioning.as_ref();
    let job = job.map(|job| ProvisioningJob {
        target: VoiceTarget::read(
            job.type_.as_ref(),
            [&job.app_id, &job.trunk_id, &job.service_id],
        ),
        status: job.status.clone(),
        error_codes: Vec::new(),
        last_updated_time: time(&job.last_updated_time),
    });
    Provisioning {
        current: Some(current).filter(|target| target.id().is_some()),
        job: job.filter(|job| job.target.id().is_some() || job.status.is_some()),
    }
}

impl<T> Default for Provisioning<T> {
    fn default() -> Self {
        Self {
            current: None,
            job: None,
        }
    }
}

fn set(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

fn time(time: &Option<Timestamp>) -> Option<Timestamp> {
    time.clone().filter(|time| !time.is_unset())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(json: &str) -> types::ActiveNumber {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn empty_null_and_missing_members_are_unset() {
        for json in [
            "{}",
            r#"{"smsConfiguration":null,"voiceConfiguration":null}"#,
            r#"{"smsConfiguration":{},"voiceConfiguration":{}}"#,
            r#"{"smsConfiguration":{"servicePlanId":"","campaignId":"","scheduledProvisioning":null},
                "voiceConfiguration":{"type":"RTC","appId":"","trunkId":"","serviceId":"","scheduledVoiceProvisioning":null}}"#,
            r#"{"smsConfiguration":{"servicePlanId":null,"scheduledProvisioning":{"servicePlanId":""}}}"#,
        ] {
            assert!(sms(&number(json)).is_none(), "{json}");
            assert!(voice(&number(json)).is_none(), "{json}");
        }
    }

    #[test]
    fn a_waiting_job_is_pending_and_a_failed_one_says_why() {
        let waiting = sms(&number(
            r#"{"smsConfiguration":{"servicePlanId":"","scheduledProvisioning":{"servicePlanId":"p","campaignId":"C","status":"WAITING"}}}"#,
        ));
        assert!(waiting.is_pending() && waiting.current.is_none());
        let failed = sms(&number(
            r#"{"smsConfiguration":{"scheduledProvisioning":{"campaignId":"C","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED","NEW"]}}}"#,
        ));
        assert_eq!(
            failed.job.unwrap().error_codes,
            [
                ProvisioningErrorCode::CampaignExpired,
                ProvisioningErrorCode::Unknown("NEW".to_owned())
            ]
        );
    }

    /// The predicates of each state: none, pending, failed, done.
    #[test]
    fn each_state_answers_its_questions() {
        let plan =
            |members: &str| sms(&number(&format!(r#"{{"smsConfiguration":{{{members}}}}}"#)));
        let job = |status: &str| {
            format!(
                r#""scheduledProvisioning":{{"servicePlanId":"n","status":"{status}","lastUpdatedTime":"2024-02-10T17:22:09Z"}}"#
            )
        };
        let current = r#""servicePlanId":"p""#;
        let said = |provisioning: &Provisioning<SmsTarget>| {
            let target = provisioning
                .target()
                .and_then(|target| target.service_plan_id.clone());
            let target = target.unwrap_or_default();
            (
                provisioning.is_none(),
                provisioning.is_pending(),
                provisioning.is_failed(),
                provisioning.is_done(),
                target,
            )
        };
        let expect = |members: &str, expected: (bool, bool, bool, bool, &str)| {
            let (none, pending, failed, done, target) = expected;
            let expected = (none, pending, failed, done, target.to_owned());
            assert_eq!(said(&plan(members)), expected, "{members}");
        };
        expect("", (true, false, false, false, ""));
        expect(current, (false, false, false, true, "p"));
        expect(&job("WAITING"), (false, true, false, false, "n"));
        expect(&job("FAILED"), (false, false, true, false, "n"));
        expect(
            &format!("{current},{}", job("IN_PROGRESS")),
            (false, true, false, false, "n"),
        );
        expect(
            &format!("{current},{}", job("FAILED")),
            (false, false, true, false, "n"),
        );
        // A campaign alone counts as configured or scheduled, and a job without ids as a job.
        assert!(plan(r#""campaignId":"C""#).is_done());
        assert!(plan(r#""scheduledProvisioning":{"campaignId":"C"}"#).is_pending());
        assert!(plan(r#""scheduledProvisioning":{"status":"WAITING"}"#).is_pending());
        let since = plan(&job("WAITING")).job.unwrap().last_updated_time;
        assert_eq!(since, Some(Timestamp::from("2024-02-10T17:22:09Z")));
        let unset = plan(r#""scheduledProvisioning":{"campaignId":"C","lastUpdatedTime":""}"#);
        assert_eq!(unset.job.unwrap().last_updated_time, None);
        let voice_job = r#"{"voiceConfiguration":{"scheduledVoiceProvisioning":{"appId":"a"}}}"#;
        assert!(voice(&number(voice_job)).is_pending());
        let empty_type = r#"{"voiceConfiguration":{"type":"","appId":"a"}}"#;
        assert_eq!(in_force(empty_type), Some(Voice::rtc("a")));
    }

    fn in_force(json: &str) -> Option<Voice> {
        voice(&number(json))
            .current
            .and_then(|target| target.voice())
    }

    #[test]
    fn a_scheduled_fax_is_distinguished_from_the_current_rtc() {
        let provisioning = voice(&number(
            r#"{"voiceConfiguration":{"type":"RTC","appId":"a","trunkId":"","serviceId":"",
                "scheduledVoiceProvisioning":{"type":"FAX","serviceId":"s","appId":"","status":"IN_PROGRESS"}}}"#,
        ));
        assert_eq!(provisioning.current.unwrap().voice(), Some(Voice::rtc("a")));
        let job = provisioning.job.unwrap();
        assert_eq!(job.target.voice(), Some(Voice::fax("s")));
        assert_eq!(job.status, Some(ProvisioningStatus::InProgress));
    }

    #[test]
    fn a_missing_type_is_rtc_and_a_new_one_is_kept() {
        let old = r#"{"voiceConfiguration":{"appId":"a"}}"#;
        assert_eq!(in_force(old), Some(Voice::rtc("a")));
        let new = r#"{"voiceConfiguration":{"type":"SIP2","trunkId":"t"}}"#;
        let target = voice(&number(new)).current.unwrap();
        assert_eq!(target.voice_type, VoiceType::Unknown("SIP2".to_owned()));
        assert_eq!((target.id(), target.voice()), (Some("t"), None));
        assert_eq!(target.to_string(), "SIP2 t");
    }
}
