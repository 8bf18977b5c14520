//! Comparing a number with what was asked for. No I/O.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::active_number::ActiveNumber;
use crate::model::configuration::Configuration;
use crate::model::sms::Sms;
use crate::model::voice::Voice;
use crate::text::printable;

/// One point in which a number differs from what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Difference {
    /// The member, as a path in the API's names, such as `smsConfiguration.servicePlanId`.
    pub field: Cow<'static, str>,
    /// What was asked for.
    pub requested: Option<String>,
    /// What the number has, in force or scheduled.
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

/// Returns in what a number that a lookup found differs from what was asked for. A
/// scheduled job counts as what it will put in force.
pub(crate) fn differences(requested: &Configuration, number: &ActiveNumber) -> Vec<Difference> {
    compare(requested, number, true, true)
}

/// Returns in what the response to a request differs from it. A short response that leaves
/// a configuration out says nothing about it.
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
    let mut compare = |field, requested: Option<String>, found: Option<String>| {
        if requested != found {
            differences.push(Difference::new(field, requested, found));
        }
    };
    if sms {
        let provisioning = number.sms();
        let found = provisioning.target();
        let requested = requested.requested_sms();
        compare(
            "smsConfiguration.servicePlanId",
            requested.map(|sms| sms.service_plan_id().to_owned()),
            found.and_then(|sms| sms.service_plan_id.clone()),
        );
        compare(
            "smsConfiguration.campaignId",
            requested.and_then(Sms::campaign_id).map(str::to_owned),
            found.and_then(|sms| sms.campaign_id.clone()),
        );
    }
    if voice {
        compare(
            "voiceConfiguration",
            requested.requested_voice().map(shown),
            number.voice().target().map(ToString::to_string),
        );
    }
    // A response that names no URL says nothing about it.
    if let Some(found) = number.callback_url() {
        let requested = requested.requested_callback_url().map(str::to_owned);
        compare("callbackUrl", requested, Some(found.to_owned()));
    }
    differences
}

/// As a [`VoiceTarget`](crate::VoiceTarget) is shown.
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
    fn what_a_short_response_leaves_out_is_no_difference_but_in_a_lookup_it_is() {
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
