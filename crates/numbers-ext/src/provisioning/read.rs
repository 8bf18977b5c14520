//! Reads provisioning from the number of a response.

use crate::provisioning::job::{Provisioning, ProvisioningJob};
use crate::provisioning::target::{SmsIds, SmsTarget, VoiceTarget};
use crate::{Timestamp, types};

/// Reads the provisioning of SMS. `""`, `null` and a missing member all mean unset.
pub(crate) fn sms(number: &types::ActiveNumber) -> Provisioning<SmsTarget> {
    let Some(configuration) = &number.sms_configuration else {
        return Provisioning::default();
    };
    let job = sms_job(configuration).map(|(ids, job)| ProvisioningJob {
        target: ids.into(),
        status: job.status.clone(),
        error_codes: job.error_codes.clone().unwrap_or_default(),
        last_updated_time: time(&job.last_updated_time),
    });
    Provisioning {
        current: sms_in_force(configuration).map(SmsTarget::from),
        job,
    }
}

/// Returns the ids of [`Provisioning::target`] of SMS, without a copy.
pub(crate) fn sms_target(number: &types::ActiveNumber) -> Option<SmsIds<'_>> {
    let configuration = number.sms_configuration.as_ref()?;
    let scheduled = sms_job(configuration).map(|(ids, _)| ids);
    scheduled.or_else(|| sms_in_force(configuration))
}

fn sms_in_force(configuration: &types::SmsConfiguration) -> Option<SmsIds<'_>> {
    let ids = SmsIds::read(&configuration.service_plan_id, &configuration.campaign_id);
    Some(ids).filter(SmsIds::is_set)
}

fn sms_job(
    configuration: &types::SmsConfiguration,
) -> Option<(SmsIds<'_>, &types::ScheduledProvisioning)> {
    let job = configuration.scheduled_provisioning.as_ref()?;
    let ids = SmsIds::read(&job.service_plan_id, &job.campaign_id);
    (ids.is_set() || job.status.is_some()).then_some((ids, job))
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

fn time(time: &Option<Timestamp>) -> Option<Timestamp> {
    time.clone().filter(|time| !time.is_unset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enums::{ProvisioningErrorCode, ProvisioningStatus, VoiceType};
    use crate::model::voice::Voice;

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
