//! Compares a number with what was requested. No I/O.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::active_number::ActiveNumber;
use crate::model::configuration::Configuration;
use crate::model::sms::Sms;
use crate::model::voice::Voice;
use crate::provisioning;
use crate::text::printable;

/// A member in which a number differs from what was requested.
///
/// ```
/// use numbers_ext::Difference;
///
/// let stored = r#"{"field":"smsConfiguration.servicePlanId","requested":"plan-1","found":null}"#;
/// let difference: Difference = serde_json::from_str(stored)?;
/// assert_eq!(difference.requested.as_deref(), Some("plan-1"));
/// assert_eq!(
///     difference.to_string(),
///     "smsConfiguration.servicePlanId: requested plan-1, found none"
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Difference {
    /// The path of the member, in the API's names: `smsConfiguration.servicePlanId`.
    pub field: Cow<'static, str>,
    /// The value that was requested.
    pub requested: Option<String>,
    /// The value of the number: the scheduled one if there is one, otherwise the one in force.
    pub found: Option<String>,
}

impl Difference {
    pub(crate) fn new(
        field: &'static str,
        requested: Option<String>,
        found: Option<String>,
    ) -> Self {
        Self {
            field: Cow::Borrowed(field),
            requested,
            found,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |side: &Option<String>| match side {
            Some(text) => printable(text).to_string(),
            None => "none".to_owned(),
        };
        let (requested, found) = (shown(&self.requested), shown(&self.found));
        let field = printable(&self.field);
        write!(f, "{field}: requested {requested}, found {found}")
    }
}

/// Returns how a number that a lookup found differs from what was requested. What a job will
/// put in force counts as if it were in force.
pub(crate) fn differences(requested: &Configuration, number: &ActiveNumber) -> Vec<Difference> {
    compare(requested, number, true, true)
}

/// Returns how the response to a rental request differs from the request. A configuration
/// that the response leaves out is not compared.
pub(crate) fn differences_of_response(
    requested: &Configuration,
    number: &ActiveNumber,
) -> Vec<Difference> {
    let wire = number.wire();
    let sms = wire.sms_configuration.is_some();
    let voice = wire.voice_configuration.is_some();
    compare(requested, number, sms, voice)
}

fn compare(
    requested: &Configuration,
    number: &ActiveNumber,
    sms: bool,
    voice: bool,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut compare = |field, requested: Option<&str>, found: Option<&str>| {
        if requested != found {
            let (requested, found) = (requested.map(str::to_owned), found.map(str::to_owned));
            differences.push(Difference::new(field, requested, found));
        }
    };
    if sms {
        let found = provisioning::sms_target(number.wire());
        let requested = requested.requested_sms();
        compare(
            "smsConfiguration.servicePlanId",
            requested.map(Sms::service_plan_id),
            found.and_then(|sms| sms.service_plan_id),
        );
        compare(
            "smsConfiguration.campaignId",
            requested.and_then(Sms::campaign_id),
            found.and_then(|sms| sms.campaign_id),
        );
    }
    if voice {
        let requested = requested.requested_voice().map(shown);
        let found = number.voice().target().map(ToString::to_string);
        compare("voiceConfiguration", requested.as_deref(), found.as_deref());
    }
    // A URL that the response leaves out is not compared.
    if let Some(found) = number.callback_url() {
        compare(
            "callbackUrl",
            requested.requested_callback_url(),
            Some(found),
        );
    }
    differences
}

/// Shows a configuration in the form of a [`VoiceTarget`](crate::VoiceTarget).
fn shown(voice: &Voice) -> String {
    format!("{} {}", voice.voice_type(), voice.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(members: &str) -> ActiveNumber {
        let json = format!(r#"{{"response":{{"phoneNumber":"+12025550134"{members}}}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn fields(differences: &[Difference]) -> Vec<&str> {
        differences
            .iter()
            .map(|difference| &*difference.field)
            .collect()
    }

    #[test]
    fn every_member_is_compared() {
        let requested = Configuration::unconfigured()
            .sms(Sms::plan("p").campaign("C"))
            .voice(Voice::rtc("a"))
            .callback_url("https://a.example");
        let same = number(
            r#","smsConfiguration":{"servicePlanId":"","scheduledProvisioning":{"servicePlanId":"p","campaignId":"C","status":"WAITING"}},
               "voiceConfiguration":{"type":"RTC","appId":"a","trunkId":""},"callbackUrl":"https://a.example""#,
        );
        assert_eq!(differences(&requested, &same), []);
        let other = number(
            r#","smsConfiguration":{"servicePlanId":"q"},"voiceConfiguration":{"type":"EST","trunkId":"a"},"callbackUrl":"https://b.example""#,
        );
        assert_eq!(
            fields(&differences(&requested, &other)),
            [
                "smsConfiguration.servicePlanId",
                "smsConfiguration.campaignId",
                "voiceConfiguration",
                "callbackUrl"
            ]
        );
        let shown: Vec<_> = differences(&requested, &other)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(shown[2], "voiceConfiguration: requested RTC a, found EST a");
    }

    #[test]
    fn a_configuration_that_is_left_out_differs_in_a_lookup_but_not_in_a_response() {
        let requested = Configuration::unconfigured().sms(Sms::plan("p"));
        let short = number("");
        assert_eq!(differences_of_response(&requested, &short), []);
        assert_eq!(
            fields(&differences(&requested, &short)),
            ["smsConfiguration.servicePlanId"]
        );
        let other = number(r#","smsConfiguration":{"servicePlanId":"q"}"#);
        assert_eq!(differences_of_response(&requested, &other).len(), 1);
    }
}
