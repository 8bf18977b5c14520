//! A row of a plan, as it is written.

use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::column::Column;

/// A row of a plan: the number to rent, what it is for, and what it may cost.
///
/// It serialises as a line of JSON Lines, and its JSON Schema describes one:
///
/// ```
/// use numbers_bulk::PlanRow;
///
/// let row = PlanRow {
///     phone_number: "+12025550134".to_owned(),
///     sms_plan: Some("plan-1".to_owned()),
///     ..PlanRow::default()
/// };
/// let line = r#"{"phoneNumber":"+12025550134","smsPlan":"plan-1"}"#;
/// assert_eq!(serde_json::to_string(&row)?, line);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(
    title = "Row of a plan",
    extend(
        "dependentRequired" = { "smsCampaign": ["smsPlan"] },
        "allOf" = [
            { "not": { "required": ["voiceRtc", "voiceEst"] } },
            { "not": { "required": ["voiceRtc", "voiceFax"] } },
            { "not": { "required": ["voiceEst", "voiceFax"] } }
        ]
    )
)]
pub struct PlanRow {
    /// The number, in E.164 form. Blanks, dashes and parentheses after the plus sign are
    /// left out when it is read.
    #[schemars(regex(pattern = r"^\s*\+[0-9 ()-]+\s*$"), example = "+12025550134")]
    pub phone_number: String,
    /// The SMS service plan to link the number to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_plan: Option<String>,
    /// The 10DLC campaign to link the number to (US numbers); needs an SMS service plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_campaign: Option<String>,
    /// The application of the Voice API to link the number to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_rtc: Option<String>,
    /// The Elastic SIP trunk to link the number to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_est: Option<String>,
    /// The fax service to link the number to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_fax: Option<String>,
    /// Where webhook events about the number go: an absolute http or https URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
    /// The most that renting the number may cost, with its currency, such as `2.50 USD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(
        regex(pattern = r"^\s*[0-9]+(\.[0-9]+)? [A-Z]{3}\s*$"),
        example = "2.50 USD"
    )]
    pub max_price: Option<String>,
}

impl PlanRow {
    /// Returns the JSON Schema of a row.
    ///
    /// ```
    /// let schema = numbers_bulk::PlanRow::json_schema();
    /// assert_eq!(schema["required"][0], "phoneNumber");
    /// ```
    #[must_use]
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).into()
    }

    /// Returns what a column says, without the blanks around it; `None` where it is empty.
    pub(crate) fn cell(&self, column: Column) -> Option<&str> {
        let cell = match column {
            Column::PhoneNumber => Some(&self.phone_number),
            Column::SmsPlan => self.sms_plan.as_ref(),
            Column::SmsCampaign => self.sms_campaign.as_ref(),
            Column::VoiceRtc => self.voice_rtc.as_ref(),
            Column::VoiceEst => self.voice_est.as_ref(),
            Column::VoiceFax => self.voice_fax.as_ref(),
            Column::CallbackUrl => self.callback_url.as_ref(),
            Column::MaxPrice => self.max_price.as_ref(),
        };
        cell.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    pub(crate) fn set(&mut self, column: Column, text: &str) {
        let cell = Some(text.to_owned());
        match column {
            Column::PhoneNumber => self.phone_number = text.to_owned(),
            Column::SmsPlan => self.sms_plan = cell,
            Column::SmsCampaign => self.sms_campaign = cell,
            Column::VoiceRtc => self.voice_rtc = cell,
            Column::VoiceEst => self.voice_est = cell,
            Column::VoiceFax => self.voice_fax = cell,
            Column::CallbackUrl => self.callback_url = cell,
            Column::MaxPrice => self.max_price = cell,
        }
    }
}
