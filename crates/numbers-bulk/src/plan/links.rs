//! What the columns for SMS, voice and webhook events say.

use numbers_ext::{Configuration, Sms, Voice};

use crate::plan::cells::Cells;
use crate::plan::column::Column;

/// What is wrong with a row: with a column of it, or with all of it.
pub(crate) type Wrong = (Option<Column>, String);

/// Returns what the columns for SMS and voice say.
pub(super) fn configuration(row: &Cells, wrong: &mut Vec<Wrong>) -> Configuration {
    let mut configuration = Configuration::unconfigured();
    match (row.get(Column::SmsPlan), row.get(Column::SmsCampaign)) {
        (Some(plan), Some(campaign)) => {
            configuration = configuration.sms(Sms::plan(plan).campaign(campaign));
        }
        (Some(plan), None) => configuration = configuration.sms(Sms::plan(plan)),
        (None, Some(_)) => {
            let message = "is set without sms_plan, which it needs".to_owned();
            wrong.push((Some(Column::SmsCampaign), message));
        }
        (None, None) => {}
    }
    let mut first = None;
    for (column, voice) in [
        (Column::VoiceRtc, Voice::rtc as fn(_) -> _),
        (Column::VoiceEst, Voice::est),
        (Column::VoiceFax, Voice::fax),
    ] {
        let Some(id) = row.get(column) else { continue };
        match first {
            None => {
                first = Some(column);
                configuration = configuration.voice(voice(id.to_owned()));
            }
            Some(first) => {
                let message = format!("is set besides {}; set one", first.snake_case());
                wrong.push((Some(column), message));
            }
        }
    }
    configuration
}

pub(super) fn check_configuration(configuration: &Configuration, wrong: &mut Vec<Wrong>) {
    if let Err(violations) = configuration.check() {
        wrong.extend(violations.iter().map(|violation| {
            let message = violation.message().to_owned();
            (column(violation.field()), message)
        }));
    }
}

/// Returns the column that sets a field of the API.
fn column(field: &str) -> Option<Column> {
    Some(match field {
        "smsConfiguration.servicePlanId" => Column::SmsPlan,
        "smsConfiguration.campaignId" => Column::SmsCampaign,
        "voiceConfiguration.appId" => Column::VoiceRtc,
        "voiceConfiguration.trunkId" => Column::VoiceEst,
        "voiceConfiguration.serviceId" => Column::VoiceFax,
        "callbackUrl" => Column::CallbackUrl,
        _ => return None,
    })
}
