//! What an update changes about a number.

use numbers_ext::Sms;

use crate::plan::cells::Cells;
use crate::plan::column::Column;
use crate::plan::links::{Wrong, check_configuration, configuration};
use crate::plan::request::Changes;

/// Returns what is changed about a number.
pub(super) fn changes(row: &Cells, wrong: &mut Vec<Wrong>) -> Changes {
    let before = wrong.len();
    let linked = configuration(row, wrong);
    let mut changes = Changes {
        display_name: row.get(Column::DisplayName).map(str::to_owned),
        sms: linked.requested_sms().cloned(),
        voice: linked.requested_voice().cloned(),
        callback_url: row.get(Column::CallbackUrl).map(str::to_owned),
    };
    let url = row.get(Column::CallbackUrl);
    let checked = url.map_or(linked.clone(), |url| linked.callback_url(url));
    check_configuration(&checked, wrong);
    let plan = row.get(Column::SmsPlan);
    let campaign = row.get(Column::SmsCampaign);
    let unlinked = match (row.get(Column::Unlink), plan, campaign) {
        (None, ..) => Ok(None),
        // The API takes an empty id for no link.
        (Some("sms"), None, None) => Ok(Some(Sms::plan("").campaign(""))),
        (Some("sms"), ..) => Err("unlinks SMS, and sms_plan or sms_campaign links it"),
        (Some("campaign"), Some(plan), None) => Ok(Some(Sms::plan(plan).campaign(""))),
        (Some("campaign"), None, _) => Err("needs sms_plan: the service plan that it keeps"),
        (Some("campaign"), ..) => Err("unlinks the campaign, and sms_campaign links one"),
        (Some(_), ..) => Err("is neither sms nor campaign"),
    };
    match unlinked {
        Ok(None) => {}
        Ok(sms) => changes.sms = sms,
        Err(message) => wrong.push((Some(Column::Unlink), message.to_owned())),
    }
    if changes == Changes::default() && wrong.len() == before {
        let message = "changes nothing: set a column besides the number";
        wrong.push((None, message.to_owned()));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(cells: &[(Column, &str)]) -> Result<String, Vec<String>> {
        let mut row = Cells::default();
        for (column, text) in cells {
            row.set(*column, text);
        }
        let mut wrong = Vec::new();
        let changes = changes(&row, &mut wrong);
        if wrong.is_empty() {
            Ok(serde_json::to_string(&changes).unwrap())
        } else {
            Err(wrong.into_iter().map(|(_, message)| message).collect())
        }
    }

    #[test]
    fn an_update_says_what_changes() {
        for (cells, expected) in [
            (
                vec![(Column::DisplayName, "Desk"), (Column::VoiceEst, "t")],
                r#"{"displayName":"Desk","voiceConfiguration":{"type":"EST","trunkId":"t"}}"#,
            ),
            (
                vec![(Column::Unlink, "sms")],
                r#"{"smsConfiguration":{"servicePlanId":"","campaignId":""}}"#,
            ),
            (
                vec![(Column::Unlink, "campaign"), (Column::SmsPlan, "p")],
                r#"{"smsConfiguration":{"servicePlanId":"p","campaignId":""}}"#,
            ),
        ] {
            assert_eq!(update(&cells).unwrap(), expected);
        }
    }

    #[test]
    fn an_update_that_contradicts_itself_is_refused() {
        for (cells, expected) in [
            (vec![], "changes nothing: set a column besides the number"),
            (
                vec![(Column::Unlink, "sms"), (Column::SmsPlan, "p")],
                "unlinks SMS, and sms_plan or sms_campaign links it",
            ),
            (
                vec![(Column::Unlink, "campaign")],
                "needs sms_plan: the service plan that it keeps",
            ),
            (
                vec![(Column::Unlink, "voice")],
                "is neither sms nor campaign",
            ),
            (
                vec![(Column::CallbackUrl, "nope")],
                "'nope' is not an absolute http or https URL",
            ),
        ] {
            assert_eq!(update(&cells).unwrap_err(), [expected]);
        }
    }
}
