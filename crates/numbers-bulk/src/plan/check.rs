//! Checks a row: everything that is wrong with it, before anything is sent.

use numbers_ext::{Configuration, PhoneNumber, Price, Sms, Voice};

use crate::plan::column::Column;
use crate::plan::phone::read_phone;
use crate::plan::price::read_price;
use crate::plan::row::PlanRow;

/// A rental that a plan asks for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedRental {
    pub(crate) phone: PhoneNumber,
    pub(crate) configuration: Configuration,
    pub(crate) max_price: Option<Price>,
}

/// What holds for rows that say nothing else.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    configuration: Configuration,
    allows_unconfigured: bool,
}

impl Defaults {
    /// Sets up numbers whose rows name neither SMS nor voice, and sends the webhook events
    /// of rows without a callback URL to that of `configuration`.
    ///
    /// ```
    /// use numbers_bulk::Defaults;
    /// use numbers_ext::{Configuration, Sms};
    ///
    /// let sms = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    /// let defaults = Defaults::default().configuration(sms);
    /// ```
    #[must_use]
    pub fn configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = configuration;
        self
    }

    /// Allows rows that leave a number without a configuration. It costs the same.
    #[must_use]
    pub fn allow_unconfigured(mut self, allow: bool) -> Self {
        self.allows_unconfigured = allow;
        self
    }
}

/// What is wrong with a row: with a column of it, or with all of it.
type Wrong = (Option<Column>, String);

/// Checks a row, and returns everything that is wrong with it.
pub(crate) fn check(row: &PlanRow, defaults: &Defaults) -> Result<PlannedRental, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let phone = match row.cell(Column::PhoneNumber) {
        None => Err("is missing".to_owned()),
        Some(text) => read_phone(text).map_err(|error| error.to_string()),
    };
    let phone = take(&mut wrong, Column::PhoneNumber, phone);
    let configuration = configuration(row, defaults, &mut wrong);
    let max_price = row.cell(Column::MaxPrice).map(read_price);
    let max_price = max_price.and_then(|price| take(&mut wrong, Column::MaxPrice, price));
    match phone {
        Some(phone) if wrong.is_empty() => Ok(PlannedRental {
            phone,
            configuration,
            max_price,
        }),
        _ => Err(wrong),
    }
}

fn take<T>(wrong: &mut Vec<Wrong>, column: Column, result: Result<T, String>) -> Option<T> {
    result
        .map_err(|message| wrong.push((Some(column), message)))
        .ok()
}

fn configuration(row: &PlanRow, defaults: &Defaults, wrong: &mut Vec<Wrong>) -> Configuration {
    let mut configuration = Configuration::unconfigured();
    let campaign = row.cell(Column::SmsCampaign);
    match (row.cell(Column::SmsPlan), campaign) {
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
        let Some(id) = row.cell(column) else { continue };
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
    let names_none = configuration.is_unconfigured() && wrong.is_empty();
    if configuration.is_unconfigured() {
        let default = &defaults.configuration;
        let sms = default.requested_sms().cloned();
        configuration = sms.into_iter().fold(configuration, Configuration::sms);
        let voice = default.requested_voice().cloned();
        configuration = voice.into_iter().fold(configuration, Configuration::voice);
    }
    if names_none && configuration.is_unconfigured() && !defaults.allows_unconfigured {
        let message = "names neither an SMS plan nor a voice application; a number without a configuration has to be allowed";
        wrong.push((None, message.to_owned()));
    }
    let url = row.cell(Column::CallbackUrl);
    if let Some(url) = url.or(defaults.configuration.requested_callback_url()) {
        configuration = configuration.callback_url(url);
    }
    if let Err(violations) = configuration.check() {
        wrong.extend(
            violations
                .iter()
                .map(|violation| (column(violation.field()), violation.message().to_owned())),
        );
    }
    configuration
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(Column, &str)]) -> PlanRow {
        let mut row = PlanRow::default();
        for (column, text) in cells {
            row.set(*column, text);
        }
        row
    }

    fn plain() -> Vec<(Column, &'static str)> {
        vec![
            (Column::PhoneNumber, "+12025550134"),
            (Column::SmsPlan, "p"),
        ]
    }

    #[test]
    fn a_row_is_a_number_with_what_it_is_for() {
        let mut cells = plain();
        cells.extend([
            (Column::SmsCampaign, "C"),
            (Column::VoiceFax, "f"),
            (Column::CallbackUrl, "https://example.com/"),
            (Column::MaxPrice, "2.50 USD"),
        ]);
        let planned = check(&row(&cells), &Defaults::default()).unwrap();
        assert_eq!(
            serde_json::to_string(&planned.configuration).unwrap(),
            r#"{"smsConfiguration":{"servicePlanId":"p","campaignId":"C"},"voiceConfiguration":{"type":"FAX","serviceId":"f"},"callbackUrl":"https://example.com/"}"#
        );
        assert_eq!(planned.max_price.unwrap().to_string(), "2.50 USD");
    }

    #[test]
    fn defaults_hold_for_rows_that_name_nothing_else() {
        let default = Configuration::unconfigured()
            .voice(Voice::rtc("app"))
            .callback_url("https://default.example/");
        let defaults = Defaults::default().configuration(default.clone());
        let bare = row(&[(Column::PhoneNumber, "+12025550134")]);
        assert_eq!(check(&bare, &defaults).unwrap().configuration, default);
        let own = check(&row(&plain()), &defaults).unwrap().configuration;
        assert_eq!(own.requested_voice(), None);
        assert_eq!(
            own.requested_callback_url(),
            Some("https://default.example/")
        );
    }

    #[test]
    fn a_number_without_a_configuration_has_to_be_allowed() {
        let bare = row(&[
            (Column::PhoneNumber, "+12025550134"),
            (Column::SmsPlan, " "),
        ]);
        let wrong = check(&bare, &Defaults::default()).unwrap_err();
        assert_eq!((wrong.len(), wrong[0].0), (1, None));
        let allowed = Defaults::default().allow_unconfigured(true);
        assert!(
            check(&bare, &allowed)
                .unwrap()
                .configuration
                .is_unconfigured()
        );
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let wrong = check(
            &row(&[
                (Column::PhoneNumber, "+1"),
                (Column::SmsCampaign, "C"),
                (Column::VoiceRtc, "a"),
                (Column::VoiceEst, "b"),
                (Column::VoiceFax, "c"),
                (Column::CallbackUrl, "nope"),
                (Column::MaxPrice, "2.50"),
            ]),
            &Defaults::default(),
        )
        .unwrap_err();
        let columns: Vec<_> = wrong.iter().filter_map(|(column, _)| *column).collect();
        assert_eq!(
            columns,
            [
                Column::PhoneNumber,
                Column::SmsCampaign,
                Column::VoiceEst,
                Column::VoiceFax,
                Column::CallbackUrl,
                Column::MaxPrice,
            ]
        );
    }
}
