//! Checks a row: everything that is wrong with it, before anything is sent.

use numbers_ext::Configuration;

use crate::operation::Operation;
use crate::plan::cells::Cells;
use crate::plan::changes::changes;
use crate::plan::column::Column;
use crate::plan::links::{Wrong, check_configuration, configuration};
use crate::plan::phone::read_phone;
use crate::plan::price::read_price;
use crate::plan::request::{Planned, Request};

/// What holds for rows that say nothing else.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    configuration: Configuration,
    allows_unconfigured: bool,
}

impl Defaults {
    /// Configures numbers whose rows configure neither SMS nor voice, and sets the callback URL of
    /// rows without one.
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

/// Checks a row, and returns everything that is wrong with it.
pub(crate) fn check(
    row: &Cells,
    operation: Operation,
    defaults: &Defaults,
) -> Result<Planned, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let phone = match row.get(Column::PhoneNumber) {
        None => Err("is missing".to_owned()),
        Some(text) => read_phone(text).map_err(|error| error.to_string()),
    };
    let phone = take(&mut wrong, Column::PhoneNumber, phone);
    let request = match operation {
        Operation::Rent => Request::Rent(rental(row, defaults, &mut wrong)),
        Operation::Release => Request::Release,
        Operation::Update => Request::Update(changes(row, &mut wrong)),
    };
    let max_price = row.get(Column::MaxPrice).map(read_price);
    let max_price = max_price.and_then(|price| take(&mut wrong, Column::MaxPrice, price));
    match phone {
        Some(phone) if wrong.is_empty() => Ok(Planned {
            phone,
            request,
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

/// Returns what a number is rented for.
fn rental(row: &Cells, defaults: &Defaults, wrong: &mut Vec<Wrong>) -> Configuration {
    let before = wrong.len();
    let mut configuration = configuration(row, wrong);
    let is_unconfigured = configuration.is_unconfigured();
    if is_unconfigured {
        let default = &defaults.configuration;
        let sms = default.requested_sms().cloned();
        configuration = sms.into_iter().fold(configuration, Configuration::sms);
        let voice = default.requested_voice().cloned();
        configuration = voice.into_iter().fold(configuration, Configuration::voice);
    }
    let names_none = is_unconfigured && wrong.len() == before;
    if names_none && configuration.is_unconfigured() && !defaults.allows_unconfigured {
        let message = "names neither an SMS plan nor a voice application; a number without a configuration has to be allowed";
        wrong.push((None, message.to_owned()));
    }
    let url = row.get(Column::CallbackUrl);
    if let Some(url) = url.or(defaults.configuration.requested_callback_url()) {
        configuration = configuration.callback_url(url);
    }
    check_configuration(&configuration, wrong);
    configuration
}

#[cfg(test)]
mod tests {
    use numbers_ext::Voice;

    use super::*;

    fn row(cells: &[(Column, &str)]) -> Cells {
        let mut row = Cells::default();
        for (column, text) in cells {
            row.set(*column, text);
        }
        row
    }

    fn rent(row: &Cells, defaults: &Defaults) -> Result<Planned, Vec<Wrong>> {
        check(row, Operation::Rent, defaults)
    }

    fn configuration_of(planned: Planned) -> Configuration {
        match planned.request {
            Request::Rent(configuration) => configuration,
            other => panic!("{other:?}"),
        }
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
        let planned = rent(&row(&cells), &Defaults::default()).unwrap();
        assert_eq!(
            planned.request.to_json().unwrap(),
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
        assert_eq!(configuration_of(rent(&bare, &defaults).unwrap()), default);
        let own = configuration_of(rent(&row(&plain()), &defaults).unwrap());
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
        let wrong = rent(&bare, &Defaults::default()).unwrap_err();
        assert_eq!((wrong.len(), wrong[0].0), (1, None));
        let allowed = Defaults::default().allow_unconfigured(true);
        assert!(configuration_of(rent(&bare, &allowed).unwrap()).is_unconfigured());
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let wrong = rent(
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
