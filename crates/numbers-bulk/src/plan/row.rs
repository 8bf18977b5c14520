//! Rows of plans, for programs that write them.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::operation::Operation;

/// A row of a plan to rent: the number, what it is for, and what it may cost.
///
/// It serialises as a line of JSON Lines:
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
#[schemars(title = "Row of a plan to rent", transform = one_voice_and_a_plan_for_a_campaign)]
pub struct PlanRow {
    /// The number, in E.164 form. Blanks, dashes and parentheses after the plus sign are
    /// left out when it is read.
    #[schemars(regex(pattern = PHONE), example = "+12025550134")]
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
    /// The most that renting the number may cost at once, its setup price included, with
    /// its currency, such as `2.50 USD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(
        regex(pattern = r"^\s*[0-9]+(\.[0-9]+)? [A-Z]{3}\s*$"),
        example = "2.50 USD"
    )]
    pub max_price: Option<String>,
}

/// A row of a plan to update: the number, and what is changed about it. What is absent
/// stays as it is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Row of a plan to update", transform = one_voice_and_a_plan_for_a_campaign)]
#[allow(dead_code, reason = "it is there for its schema, and never made")]
struct UpdateRow {
    /// The number, in E.164 form. Blanks, dashes and parentheses after the plus sign are
    /// left out when it is read.
    #[schemars(regex(pattern = PHONE), example = "+12025550134")]
    phone_number: String,
    /// The name that the project gives to the number.
    display_name: Option<String>,
    /// The SMS service plan to link the number to.
    sms_plan: Option<String>,
    /// The 10DLC campaign to link the number to; needs an SMS service plan.
    sms_campaign: Option<String>,
    /// The application of the Voice API to link the number to.
    voice_rtc: Option<String>,
    /// The Elastic SIP trunk to link the number to.
    voice_est: Option<String>,
    /// The fax service to link the number to.
    voice_fax: Option<String>,
    /// Where webhook events about the number go: an absolute http or https URL.
    callback_url: Option<String>,
    /// What to unlink: `sms` from its service plan and campaign, or from its `campaign` alone,
    /// which needs the service plan that it keeps.
    #[schemars(regex(pattern = "^(sms|campaign)$"))]
    unlink: Option<String>,
}

/// A row of a plan to release.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Row of a plan to release")]
#[allow(dead_code, reason = "it is there for its schema, and never made")]
struct ReleaseRow {
    /// The number, in E.164 form. Blanks, dashes and parentheses after the plus sign are
    /// left out when it is read.
    #[schemars(regex(pattern = PHONE), example = "+12025550134")]
    phone_number: String,
}

const PHONE: &str = r"^\s*\+[0-9 ()-]+\s*$";

fn one_voice_and_a_plan_for_a_campaign(schema: &mut Schema) {
    let both = |one: &str, other: &str| serde_json::json!({ "not": { "required": [one, other] } });
    let rules = [
        both("voiceRtc", "voiceEst"),
        both("voiceRtc", "voiceFax"),
        both("voiceEst", "voiceFax"),
    ];
    schema.insert("allOf".to_owned(), serde_json::json!(rules));
    let needs = serde_json::json!({ "smsCampaign": ["smsPlan"] });
    schema.insert("dependentRequired".to_owned(), needs);
}

impl Operation {
    /// Returns the JSON Schema of a row of a plan for this operation.
    ///
    /// ```
    /// let schema = numbers_bulk::Operation::Rent.row_schema();
    /// assert_eq!(schema["required"][0], "phoneNumber");
    /// ```
    #[must_use]
    pub fn row_schema(self) -> serde_json::Value {
        match self {
            Self::Rent => schemars::schema_for!(PlanRow),
            Self::Release => schemars::schema_for!(ReleaseRow),
            Self::Update => schemars::schema_for!(UpdateRow),
        }
        .into()
    }
}
