//! What a rented number is set up for.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::types::RentNumberRequest;
use crate::violation::{Violation, Violations};
use crate::{Sms, Voice};

/// What a number is set up for once it is rented, and who is told.
///
/// Most callers don't meet it: `numbers.rent(phone).sms(..)` builds one. It is there for
/// those who decide at run time, keep it in a file, or want to check it early.
///
/// ```
/// use numbers_ext::{Configuration, Sms};
///
/// let configuration = Configuration::unconfigured().sms(Sms::plan("plan-1"));
/// configuration.check()?;
/// # Ok::<(), numbers_ext::Violations>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sms: Option<Sms>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    voice: Option<Voice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    callback_url: Option<String>,
}

impl Configuration {
    /// Nothing is set up. The number is rented all the same, and charged.
    #[must_use]
    pub fn unconfigured() -> Self {
        Self::default()
    }

    /// Sets the number up for SMS.
    #[must_use]
    pub fn sms(mut self, sms: Sms) -> Self {
        self.sms = Some(sms);
        self
    }

    /// Sets the number up for voice.
    #[must_use]
    pub fn voice(mut self, voice: Voice) -> Self {
        self.voice = Some(voice);
        self
    }

    /// Where the events of setting up are sent.
    #[must_use]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = Some(url.into());
        self
    }

    /// Whether neither SMS nor voice is set up.
    #[must_use]
    pub fn is_unconfigured(&self) -> bool {
        self.sms.is_none() && self.voice.is_none()
    }

    /// What was asked for SMS.
    #[must_use]
    pub fn sms_asked(&self) -> Option<&Sms> {
        self.sms.as_ref()
    }

    /// What was asked for voice.
    #[must_use]
    pub fn voice_asked(&self) -> Option<&Voice> {
        self.voice.as_ref()
    }

    /// The callback URL that was asked for.
    #[must_use]
    pub fn callback_url_asked(&self) -> Option<&str> {
        self.callback_url.as_deref()
    }

    /// Checks what cannot drift: no empty id, an absolute http or https callback URL.
    /// Which ids exist, and what they may be used for, the service knows better.
    ///
    /// # Errors
    ///
    /// All faults at once.
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
            .as_ref()
            .filter(|url| !is_absolute_http(url))
        {
            let shown: String = url.chars().take(80).flat_map(char::escape_debug).collect();
            violations.push(Violation::new(
                "callback url",
                format!("'{shown}' is not an absolute http or https URL"),
            ));
        }
        violations.none()
    }

    /// The body that is sent.
    #[must_use]
    pub fn request(&self) -> RentNumberRequest {
        RentNumberRequest {
            sms_configuration: self.sms.as_ref().map(Sms::request),
            voice_configuration: self.voice.as_ref().map(Voice::request),
            callback_url: self.callback_url.clone(),
        }
    }
}

fn is_absolute_http(text: &str) -> bool {
    // The URL parser mends much (blanks, missing slashes); the service may not.
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
    fn all_faults_are_named_at_once() {
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
                "sms service plan",
                "sms campaign",
                "voice app",
                "callback url"
            ]
        );
    }
}
