//! A rental as the API shows it, member by member in the order of recorded responses.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::clock::Written;
use crate::phone::PhoneNumber;
use crate::provisioning::{FailureCode, Progress, Step};
use crate::state::{Job, Rental, SmsLink, VoiceKind, VoiceLink};
use crate::stock::{Capability, NumberType};

/// An active number. Unset texts are empty, unset times `null`, and jobs that are over are
/// left out, as the document has it; recorded responses show `null` for them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActiveNumber<'a> {
    phone_number: PhoneNumber,
    project_id: &'a str,
    display_name: &'a str,
    region_code: &'a str,
    #[serde(rename = "type")]
    number_type: NumberType,
    capability: &'a [Capability],
    money: Money<'a>,
    payment_interval_months: u32,
    next_charge_date: Written,
    expire_at: Option<Written>,
    sms_configuration: Sms<'a>,
    voice_configuration: Voice<'a>,
    callback_url: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Money<'a> {
    currency_code: &'a str,
    amount: Decimal,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sms<'a> {
    service_plan_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_provisioning: Option<ScheduledSms<'a>>,
    campaign_id: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduledSms<'a> {
    service_plan_id: &'a str,
    status: &'static str,
    last_updated_time: Written,
    campaign_id: &'a str,
    error_codes: Vec<FailureCode>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Voice<'a> {
    app_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_voice_provisioning: Option<ScheduledVoice<'a>>,
    last_updated_time: Option<Written>,
    #[serde(rename = "type")]
    kind: &'static str,
    trunk_id: &'a str,
    service_id: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduledVoice<'a> {
    app_id: &'a str,
    status: &'static str,
    last_updated_time: Written,
    #[serde(rename = "type")]
    kind: &'static str,
    trunk_id: &'a str,
    service_id: &'a str,
}

impl<'a> ActiveNumber<'a> {
    pub(crate) fn new(
        project: &'a str,
        phone: PhoneNumber,
        rental: &'a Rental,
        now: Timestamp,
    ) -> Self {
        let terms = &rental.terms;
        Self {
            phone_number: phone,
            project_id: project,
            display_name: &rental.display_name,
            region_code: &terms.region_code,
            number_type: terms.number_type,
            capability: &terms.capability,
            money: Money {
                currency_code: &terms.currency,
                amount: terms.monthly_price,
            },
            payment_interval_months: terms.payment_interval_months,
            next_charge_date: Written(rental.next_charge(now)),
            expire_at: rental.expire_at.map(Written),
            sms_configuration: sms(rental, now),
            voice_configuration: voice(rental, now),
            callback_url: rental.callback_url.as_deref().unwrap_or_default(),
        }
    }
}

fn status<T>(job: &Job<T>, progress: Progress) -> &'static str {
    match progress.step {
        Step::Waiting => "WAITING",
        Step::InProgress => "IN_PROGRESS",
        Step::Ended if job.fails() => "FAILED",
        // Jobs that succeed are gone when they end.
        Step::Ended => "PROVISIONING_STATUS_UNSPECIFIED",
    }
}

fn sms(rental: &Rental, now: Timestamp) -> Sms<'_> {
    let scheduled = rental.sms_job.as_ref().map(|job: &Job<SmsLink>| {
        let progress = job.progress(now);
        let failed = progress.step == Step::Ended;
        let codes = job.tasks.iter().filter_map(|task| task.fails);
        ScheduledSms {
            service_plan_id: &job.target.service_plan_id,
            status: status(job, progress),
            last_updated_time: Written(progress.since),
            campaign_id: &job.target.campaign_id,
            error_codes: codes.filter(|_| failed).collect(),
        }
    });
    let link = rental.sms.as_ref();
    Sms {
        service_plan_id: link.map_or("", |link| &link.service_plan_id),
        scheduled_provisioning: scheduled,
        campaign_id: link.map_or("", |link| &link.campaign_id),
    }
}

fn voice(rental: &Rental, now: Timestamp) -> Voice<'_> {
    let scheduled = rental.voice_job.as_ref().map(|job: &Job<VoiceLink>| {
        let progress = job.progress(now);
        let [app_id, trunk_id, service_id] = ids(Some(&job.target));
        ScheduledVoice {
            app_id,
            status: status(job, progress),
            last_updated_time: Written(progress.since),
            kind: job.target.kind.name(),
            trunk_id,
            service_id,
        }
    });
    let link = rental.voice.as_ref();
    let [app_id, trunk_id, service_id] = ids(link);
    let scheduled_kind = || rental.voice_job.as_ref().map(|job| job.target.kind);
    let kind = link.map(|link| link.kind).or_else(scheduled_kind);
    Voice {
        app_id,
        scheduled_voice_provisioning: scheduled,
        last_updated_time: link.map(|link| Written(link.since)),
        kind: kind.unwrap_or_default().name(),
        trunk_id,
        service_id,
    }
}

/// Application, trunk and service; two of them are empty.
fn ids(link: Option<&VoiceLink>) -> [&str; 3] {
    let of = |kind: VoiceKind| match link {
        Some(link) if link.kind == kind => &*link.id,
        _ => "",
    };
    [of(VoiceKind::Rtc), of(VoiceKind::Est), of(VoiceKind::Fax)]
}
