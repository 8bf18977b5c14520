//! Configurations in stored tokens. They are read more leniently than a person's: in a rolling
//! deploy the token may come from a newer version, whose members this one does not know.

use serde::{Deserialize, Deserializer};

use crate::model::configuration::Configuration;
use crate::model::sms::Sms;
use crate::model::voice::Voice;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredConfiguration {
    sms_configuration: Option<StoredSms>,
    voice_configuration: Option<StoredVoice>,
    callback_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredSms {
    service_plan_id: String,
    campaign_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
enum StoredVoice {
    #[serde(rename = "RTC")]
    Rtc { app_id: String },
    #[serde(rename = "EST")]
    Est { trunk_id: String },
    #[serde(rename = "FAX")]
    Fax { service_id: String },
}

impl From<StoredConfiguration> for Configuration {
    fn from(stored: StoredConfiguration) -> Self {
        let mut configuration = Self::unconfigured();
        if let Some(sms) = stored.sms_configuration {
            configuration = configuration.sms(sms.into());
        }
        if let Some(voice) = stored.voice_configuration {
            configuration = configuration.voice(voice.into());
        }
        match stored.callback_url {
            Some(url) => configuration.callback_url(url),
            None => configuration,
        }
    }
}

impl From<StoredSms> for Sms {
    fn from(stored: StoredSms) -> Self {
        let sms = Self::plan(stored.service_plan_id);
        match stored.campaign_id {
            Some(campaign) => sms.campaign(campaign),
            None => sms,
        }
    }
}

impl From<StoredVoice> for Voice {
    fn from(stored: StoredVoice) -> Self {
        match stored {
            StoredVoice::Rtc { app_id } => Self::rtc(app_id),
            StoredVoice::Est { trunk_id } => Self::est(trunk_id),
            StoredVoice::Fax { service_id } => Self::fax(service_id),
        }
    }
}

/// Reads a stored configuration.
pub(crate) fn configuration<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Configuration>, D::Error> {
    let stored = Option::<StoredConfiguration>::deserialize(deserializer)?;
    Ok(stored.map(Configuration::from))
}

/// Reads a stored SMS configuration.
pub(crate) fn sms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Sms>, D::Error> {
    Ok(Option::<StoredSms>::deserialize(deserializer)?.map(Sms::from))
}

/// Reads a stored voice configuration.
pub(crate) fn voice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Voice>, D::Error> {
    Ok(Option::<StoredVoice>::deserialize(deserializer)?.map(Voice::from))
}
