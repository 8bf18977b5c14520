//! The configuration of a rental request.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::model::sms::Sms;
use crate::model::violation::{Violation, Violations};
use crate::model::voice::Voice;
use crate::text::printable;
use crate::types::RentNumberRequest;

/// The SMS and voice configuration of a rental request, and where its webhook events are
/// sent.
///
/// `numbers.rent(phone).sms(..)` builds one. Use this type to keep configurations in a file,
/// to build them at run time, or to check them early, and pass it to
/// `numbers.rent(phone).configuration(..)`. It serialises as the body of the API's rental
/// request.
///
/// ```
/// use numbers_ext::{Configuration, Sms};
///
/// let configuration = Configuration::unconfigured().sms(Sms::plan("plan-1"));
/// configuration.check()?;
/// let json = r#"{"smsConfiguration":{"servicePlanId":"plan-1"}}"#;
/// assert_eq!(serde_json::from_str::<Configuration>(json)?, configuration);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Configuration {
    #[serde(
        rename = "smsConfiguration",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    sms: Option<Sms>,
    #[serde(
        rename = "voiceConfiguration",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    voice: Option<Voice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    callback_url: Option<String>,
}

impl Configuration {
    /// Returns a configuration with neither SMS nor voice. The number costs the same.
    ///
    /// ```
    /// use numbers_ext::Configuration;
    ///
    /// assert_eq!(serde_json::to_string(&Configuration::unconfigured())?, "{}");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn unconfigured() -> Self {
        Self::default()
    }

    /// Configures SMS.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Sms};
    ///
    /// let configuration = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    /// ```
    #[must_use]
    pub fn sms(mut self, sms: Sms) -> Self {
        self.sms = Some(sms);
        self
    }

    /// Configures voice.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Voice};
    ///
    /// let configuration = Configuration::unconfigured().voice(Voice::rtc("app-1"));
    /// ```
    #[must_use]
    pub fn voice(mut self, voice: Voice) -> Self {
        self.voice = Some(voice);
        self
    }

    /// Sets the URL that webhook events about provisioning are sent to: absolute, http or
    /// https.
    ///
    /// ```
    /// use numbers_ext::Configuration;
    ///
    /// let configuration = Configuration::unconfigured().callback_url("https://example.com/numbers");
    /// ```
    #[must_use]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = Some(url.into());
        self
    }

    /// Returns whether neither SMS nor voice is configured.
    ///
    /// ```
    /// assert!(numbers_ext::Configuration::unconfigured().is_unconfigured());
    /// ```
    #[must_use]
    pub fn is_unconfigured(&self) -> bool {
        self.sms.is_none() && self.voice.is_none()
    }

    /// Returns the SMS configuration, if there is one.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Sms};
    ///
    /// let configuration = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    /// assert_eq!(configuration.requested_sms().unwrap().service_plan_id(), "plan-1");
    /// ```
    #[must_use]
    pub fn requested_sms(&self) -> Option<&Sms> {
        self.sms.as_ref()
    }

    /// Returns the voice configuration, if there is one.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Voice};
    ///
    /// let configuration = Configuration::unconfigured().voice(Voice::rtc("app-1"));
    /// assert_eq!(configuration.requested_voice(), Some(&Voice::rtc("app-1")));
    /// ```
    #[must_use]
    pub fn requested_voice(&self) -> Option<&Voice> {
        self.voice.as_ref()
    }

    /// Returns the callback URL, if there is one.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Configuration::unconfigured().requested_callback_url(), None);
    /// ```
    #[must_use]
    pub fn requested_callback_url(&self) -> Option<&str> {
        self.callback_url.as_deref()
    }

    /// Checks that no id is empty and that the callback URL is an absolute http or https URL.
    /// Whether an id exists, and what it may be used for, is left to the service.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Sms};
    ///
    /// let violations = Configuration::unconfigured().sms(Sms::plan(" ")).check().unwrap_err();
    /// assert_eq!(
    ///     violations.to_string(),
    ///     "smsConfiguration.servicePlanId is empty; leave it out or give an id"
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// When the configuration is invalid; all violations at once.
    pub fn check(&self) -> Result<(), Violations> {
        let mut violations = Violations::default();
        if let Some(sms) = &self.sms {
            sms.check(&mut violations);
        }
        if let Some(voice) = &self.voice {
            voice.check(&mut violations);
        }
        if let Some(url) = self
            .callback_url
            .as_deref()
            .filter(|url| !is_absolute_http(url))
        {
            violations.push(Violation::new(
                "callbackUrl",
                format!("'{}' is not an absolute http or https URL", printable(url)),
            ));
        }
        violations.into_result()
    }

    /// Returns the body of the rental request, in its generated type.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Sms};
    ///
    /// let body = Configuration::unconfigured().sms(Sms::plan("plan-1")).request();
    /// assert_eq!(body.sms_configuration.unwrap().service_plan_id, "plan-1");
    /// ```
    #[must_use]
    pub fn request(&self) -> RentNumberRequest {
        RentNumberRequest {
            sms_configuration: self.sms.as_ref().map(Sms::request),
            voice_configuration: self.voice.as_ref().map(Voice::request),
            callback_url: self.callback_url.clone(),
        }
    }
}

/// Returns whether a text is an absolute http or https URL.
pub(crate) fn is_absolute_http(text: &str) -> bool {
    // The URL parser repairs blanks and missing slashes; the service may not.
    let tidy = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parsed = Url::parse(text);
    tidy && text.contains("://")
        && parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_url_is_absolute_and_http() {
        let ok = |url: &str| {
            Configuration::unconfigured()
                .callback_url(url)
                .check()
                .is_ok()
        };
        for url in [
            "https://example.com/numbers",
            "http://127.0.0.1:9/",
            "HTTPS://EXAMPLE.com",
        ] {
            assert!(ok(url), "{url}");
        }
        for url in [
            "",
            "nope",
            "/numbers",
            "ftp://example.com",
            "https:example.com",
            "http://",
            " https://a.b",
            "https://a.b/\n",
        ] {
            assert!(!ok(url), "{url:?}");
        }
    }

    #[test]
    fn all_violations_are_named_at_once() {
        let violations = Configuration::unconfigured()
            .sms(Sms::plan(" ").campaign(""))
            .voice(Voice::rtc(""))
            .callback_url("nope")
            .check()
            .unwrap_err();
        let fields: Vec<_> = violations.iter().map(Violation::field).collect();
        assert_eq!(
            fields,
            [
                "smsConfiguration.servicePlanId",
                "smsConfiguration.campaignId",
                "voiceConfiguration.appId",
                "callbackUrl"
            ]
        );
    }
}
