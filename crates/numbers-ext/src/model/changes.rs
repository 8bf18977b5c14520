//! The changes of an update.

use serde::{Deserialize, Serialize};

use crate::model::active_number::ActiveNumber;
use crate::model::configuration::is_absolute_http;
use crate::model::difference::Difference;
use crate::model::sms::{Sms, not_blank};
use crate::model::stored;
use crate::model::violation::{Violation, Violations};
use crate::model::voice::Voice;
use crate::text::printable;
use crate::types::{UpdateActiveNumberRequest, UpdateSmsConfigurationRequest};

/// What an update changes. What is `None` stays as it is; an empty id or URL is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Changes {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(
        rename = "smsConfiguration",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "stored::sms"
    )]
    pub(crate) sms: Option<Sms>,
    #[serde(
        rename = "voiceConfiguration",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "stored::voice"
    )]
    pub(crate) voice: Option<Voice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback_url: Option<String>,
}

impl Changes {
    /// Checks what cannot drift, as a configuration does.
    pub(crate) fn check(&self) -> Violations {
        let mut violations = Violations::default();
        if *self == Self::default() {
            let message = "are empty; change the name, SMS, voice or the callback URL";
            violations.push(Violation::new("changes", message));
        }
        if let Some(sms) = self
            .sms
            .as_ref()
            .filter(|sms| !sms.service_plan_id().is_empty())
        {
            not_blank(
                &mut violations,
                "smsConfiguration.servicePlanId",
                sms.service_plan_id(),
            );
        }
        if let Some(voice) = &self.voice {
            voice.check(&mut violations);
        }
        let url = self.callback_url.as_deref().unwrap_or_default();
        if !url.is_empty() && !is_absolute_http(url) {
            violations.push(Violation::new(
                "callbackUrl",
                format!("'{}' is not an absolute http or https URL", printable(url)),
            ));
        }
        violations
    }

    /// Returns the body that is sent.
    pub(crate) fn request(&self) -> UpdateActiveNumberRequest {
        UpdateActiveNumberRequest {
            display_name: self.display_name.clone(),
            sms_configuration: self.sms.as_ref().map(|sms| UpdateSmsConfigurationRequest {
                service_plan_id: sms.service_plan_id().to_owned(),
                campaign_id: sms.campaign_id().map(str::to_owned),
            }),
            voice_configuration: self.voice.as_ref().map(Voice::request),
            callback_url: self.callback_url.clone(),
        }
    }

    /// Returns in what a number differs from it. A scheduled job counts as what it will put
    /// in force.
    pub(crate) fn differences(&self, number: &ActiveNumber) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut compare = |field, requested: &str, found: Option<&str>| {
            let (requested, found) = (set(requested), found.and_then(set));
            if requested != found {
                let own = |side: Option<&str>| side.map(str::to_owned);
                differences.push(Difference::new(field, own(requested), own(found)));
            }
        };
        if let Some(name) = &self.display_name {
            compare("displayName", name, number.display_name());
        }
        if let Some(sms) = &self.sms {
            let provisioning = number.sms();
            let found = provisioning.target();
            compare(
                "smsConfiguration.servicePlanId",
                sms.service_plan_id(),
                found.and_then(|target| target.service_plan_id.as_deref()),
            );
            if let Some(campaign) = sms.campaign_id() {
                compare(
                    "smsConfiguration.campaignId",
                    campaign,
                    found.and_then(|target| target.campaign_id.as_deref()),
                );
            }
        }
        if let Some(voice) = &self.voice {
            let found = number.voice().target().map(ToString::to_string);
            let requested = format!("{} {}", voice.voice_type(), voice.id());
            compare("voiceConfiguration", &requested, found.as_deref());
        }
        if let Some(url) = &self.callback_url {
            compare("callbackUrl", url, number.callback_url());
        }
        differences
    }
}

fn set(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(members: &str) -> ActiveNumber {
        let json = format!(r#"{{"response":{{"phoneNumber":"+12025550134"{members}}}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn only_what_is_changed_is_compared() {
        let changes = Changes {
            display_name: Some("Desk".to_owned()),
            ..Changes::default()
        };
        let named = number(r#","displayName":"Desk","smsConfiguration":{"servicePlanId":"p"}"#);
        assert_eq!(changes.differences(&named), []);
        assert_eq!(changes.differences(&number("")).len(), 1);
    }

    #[test]
    fn what_is_taken_away_is_empty_null_or_missing() {
        let changes = Changes {
            sms: Some(Sms::plan("").campaign("")),
            callback_url: Some(String::new()),
            ..Changes::default()
        };
        assert_eq!(changes.differences(&number("")), []);
        let empty =
            number(r#","callbackUrl":"","smsConfiguration":{"servicePlanId":"","campaignId":""}"#);
        assert_eq!(changes.differences(&empty), []);
        let linked = number(r#","smsConfiguration":{"servicePlanId":"p"}"#);
        assert_eq!(changes.differences(&linked).len(), 1);
    }

    #[test]
    fn nothing_and_an_odd_url_are_violations() {
        assert_eq!(Changes::default().check().len(), 1);
        let changes = Changes {
            callback_url: Some("nope".to_owned()),
            ..Changes::default()
        };
        assert_eq!(changes.check().len(), 1);
    }
}
