//! How far a product is set up: what is in force, what is pending, what failed and why.

use serde::Serialize;

use crate::enums::{ProvisioningErrorCode, ProvisioningStatus, VoiceType};
use crate::types::{ActiveNumber, ScheduledVoiceProvisioning, VoiceConfiguration};
use crate::{Timestamp, Voice};

/// How far one product is set up on a number.
///
/// `provisioned` and one of `pending` and `failed` can be there together: a number may
/// have one voice product in force while a job changes it to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Setup<T> {
    /// What is in force.
    pub provisioned: Option<T>,
    /// The job that is waiting or running.
    pub pending: Option<PendingJob<T>>,
    /// The job that failed.
    pub failed: Option<FailedJob<T>>,
}

/// A job that is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PendingJob<T> {
    /// What the job will put in force.
    pub target: T,
    /// How far it is; `None` where the answer does not say.
    pub status: Option<ProvisioningStatus>,
    /// When the status last changed.
    pub since: Option<Timestamp>,
}

/// A job that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FailedJob<T> {
    /// What the job was to put in force.
    pub target: T,
    /// Why; only SMS jobs tell.
    pub reasons: Vec<ProvisioningErrorCode>,
    /// When it failed.
    pub since: Option<Timestamp>,
}

/// An SMS service as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SmsTarget {
    /// The service plan; empty where only a campaign is named.
    pub service_plan_id: String,
    /// The campaign.
    pub campaign_id: Option<String>,
}

/// A voice product as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VoiceTarget {
    /// One of the products that can be asked for. The id is empty where the answer
    /// names none.
    Known(Voice),
    /// A type that this version does not know, with the first id that is set.
    Other {
        /// The type as it was answered.
        kind: String,
        /// The id, if any.
        id: Option<String>,
    },
}

impl<T> Setup<T> {
    fn none() -> Self {
        Self {
            provisioned: None,
            pending: None,
            failed: None,
        }
    }

    /// Whether nothing is in force, pending or failed.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.provisioned.is_none() && self.pending.is_none() && self.failed.is_none()
    }

    /// Whether a job is still waiting or running.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Whether a job failed.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Whether something is in force and no job is pending or failed.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.provisioned.is_some() && self.pending.is_none() && self.failed.is_none()
    }

    /// What is in force or the job is about, the job first.
    #[must_use]
    pub fn target(&self) -> Option<&T> {
        let pending = self.pending.as_ref().map(|job| &job.target);
        let failed = self.failed.as_ref().map(|job| &job.target);
        pending.or(failed).or(self.provisioned.as_ref())
    }

    fn job(
        &mut self,
        target: T,
        status: Option<ProvisioningStatus>,
        since: Option<Timestamp>,
        reasons: Vec<ProvisioningErrorCode>,
    ) {
        if status == Some(ProvisioningStatus::Failed) {
            self.failed = Some(FailedJob {
                target,
                reasons,
                since,
            });
        } else {
            self.pending = Some(PendingJob {
                target,
                status,
                since,
            });
        }
    }
}

/// Reads how far SMS is. Unset is `""`, `null` or missing, all three alike.
pub(crate) fn sms(number: &ActiveNumber) -> Setup<SmsTarget> {
    let mut setup = Setup::none();
    let Some(configuration) = &number.sms_configuration else {
        return setup;
    };
    let target = |plan: &Option<String>, campaign: &Option<String>| SmsTarget {
        service_plan_id: set(plan).unwrap_or_default(),
        campaign_id: set(campaign),
    };
    let current = target(&configuration.service_plan_id, &configuration.campaign_id);
    if !current.service_plan_id.is_empty() || current.campaign_id.is_some() {
        setup.provisioned = Some(current);
    }
    if let Some(job) = &configuration.scheduled_provisioning {
        let target = target(&job.service_plan_id, &job.campaign_id);
        let named = !target.service_plan_id.is_empty() || target.campaign_id.is_some();
        if named || job.status.is_some() {
            let reasons = job.error_codes.clone().unwrap_or_default();
            setup.job(
                target,
                job.status.clone(),
                time(&job.last_updated_time),
                reasons,
            );
        }
    }
    setup
}

/// Reads how far voice is. A missing type is RTC; which id is present tells nothing.
pub(crate) fn voice(number: &ActiveNumber) -> Setup<VoiceTarget> {
    let mut setup = Setup::none();
    let Some(configuration) = &number.voice_configuration else {
        return setup;
    };
    let (target, named) = current_voice(configuration);
    if named {
        setup.provisioned = Some(target);
    }
    if let Some(job) = &configuration.scheduled_voice_provisioning {
        let (target, named) = scheduled_voice(job);
        if named || job.status.is_some() {
            setup.job(
                target,
                job.status.clone(),
                time(&job.last_updated_time),
                Vec::new(),
            );
        }
    }
    setup
}

fn current_voice(voice: &VoiceConfiguration) -> (VoiceTarget, bool) {
    voice_target(
        voice.type_.as_ref(),
        [&voice.app_id, &voice.trunk_id, &voice.service_id],
    )
}

fn scheduled_voice(job: &ScheduledVoiceProvisioning) -> (VoiceTarget, bool) {
    voice_target(
        job.type_.as_ref(),
        [&job.app_id, &job.trunk_id, &job.service_id],
    )
}

/// The target, and whether its id is set.
fn voice_target(
    kind: Option<&VoiceType>,
    [app, trunk, service]: [&Option<String>; 3],
) -> (VoiceTarget, bool) {
    let known = |make: fn(String) -> Voice, id: &Option<String>| {
        let id = set(id);
        let named = id.is_some();
        (VoiceTarget::Known(make(id.unwrap_or_default())), named)
    };
    match kind {
        None | Some(VoiceType::Rtc) => known(Voice::Rtc, app),
        Some(VoiceType::Est) => known(Voice::Est, trunk),
        Some(VoiceType::Fax) => known(Voice::Fax, service),
        // An empty type is unset, like every empty text.
        Some(other) if other.as_str().is_empty() => known(Voice::Rtc, app),
        Some(other) => {
            let id = set(app).or_else(|| set(trunk)).or_else(|| set(service));
            let named = id.is_some();
            let kind = other.as_str().to_owned();
            (VoiceTarget::Other { kind, id }, named)
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

    fn number(json: &str) -> ActiveNumber {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn unset_is_empty_null_or_missing_alike() {
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
        assert!(waiting.is_pending() && waiting.provisioned.is_none());
        let failed = sms(&number(
            r#"{"smsConfiguration":{"scheduledProvisioning":{"campaignId":"C","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED","NEW"]}}}"#,
        ));
        let reasons = failed.failed.unwrap().reasons;
        assert_eq!(
            reasons,
            [
                ProvisioningErrorCode::CampaignExpired,
                ProvisioningErrorCode::Unknown("NEW".to_owned())
            ]
        );
    }

    /// What each state of a product says of itself: none, pending, failed, done.
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
        let said = |setup: &Setup<SmsTarget>| {
            let target = setup.target().map(|target| target.service_plan_id.clone());
            let target = target.unwrap_or_default();
            (
                setup.is_none(),
                setup.is_pending(),
                setup.is_failed(),
                setup.is_done(),
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
        // A campaign alone is something, in force and scheduled; a job without ids is one.
        assert!(plan(r#""campaignId":"C""#).is_done());
        assert!(plan(r#""scheduledProvisioning":{"campaignId":"C"}"#).is_pending());
        assert!(plan(r#""scheduledProvisioning":{"status":"WAITING"}"#).is_pending());
        let since = plan(&job("WAITING")).pending.unwrap().since;
        assert_eq!(since, Some(Timestamp::from("2024-02-10T17:22:09Z")));
        let unset = plan(r#""scheduledProvisioning":{"campaignId":"C","lastUpdatedTime":""}"#);
        assert_eq!(unset.pending.unwrap().since, None);
        let voice_job = r#"{"voiceConfiguration":{"scheduledVoiceProvisioning":{"appId":"a"}}}"#;
        assert!(voice(&number(voice_job)).is_pending());
        let empty_type = r#"{"voiceConfiguration":{"type":"","appId":"a"}}"#;
        let read = voice(&number(empty_type)).provisioned;
        assert_eq!(read, Some(VoiceTarget::Known(Voice::rtc("a"))));
    }

    #[test]
    fn rtc_now_and_fax_scheduled_are_told_apart() {
        let setup = voice(&number(
            r#"{"voiceConfiguration":{"type":"RTC","appId":"a","trunkId":"","serviceId":"",
                "scheduledVoiceProvisioning":{"type":"FAX","serviceId":"s","appId":"","status":"IN_PROGRESS"}}}"#,
        ));
        assert_eq!(setup.provisioned, Some(VoiceTarget::Known(Voice::rtc("a"))));
        let job = setup.pending.unwrap();
        assert_eq!(job.target, VoiceTarget::Known(Voice::fax("s")));
        assert_eq!(job.status, Some(ProvisioningStatus::InProgress));
    }

    #[test]
    fn a_missing_type_is_rtc_and_a_new_one_is_kept() {
        let old = voice(&number(r#"{"voiceConfiguration":{"appId":"a"}}"#));
        assert_eq!(old.provisioned, Some(VoiceTarget::Known(Voice::rtc("a"))));
        let new = voice(&number(
            r#"{"voiceConfiguration":{"type":"SIP2","trunkId":"t"}}"#,
        ));
        assert_eq!(
            new.provisioned,
            Some(VoiceTarget::Other {
                kind: "SIP2".to_owned(),
                id: Some("t".to_owned())
            })
        );
    }
}
