//! What is asked for about one number.

use numbers_ext::{Configuration, PhoneNumber, Price, Sms, Update, Voice};
use serde::{Deserialize, Serialize};

use crate::operation::Operation;

/// What is asked for about one number, by operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Rent(Configuration),
    Release,
    Update(Changes),
}

/// What is changed about a number, as the API writes it. An empty id unlinks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Changes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(
        rename = "smsConfiguration",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) sms: Option<Sms>,
    #[serde(
        rename = "voiceConfiguration",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) voice: Option<Voice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) callback_url: Option<String>,
}

/// A row of a plan, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) phone: PhoneNumber,
    pub(crate) request: Request,
    pub(crate) max_price: Option<Price>,
}

impl Changes {
    pub(crate) fn apply(&self, mut update: Update) -> Update {
        let Self {
            display_name,
            sms,
            voice,
            callback_url,
        } = self.clone();
        if let Some(name) = display_name {
            update = update.display_name(name);
        }
        if let Some(sms) = sms {
            update = update.sms(sms);
        }
        if let Some(voice) = voice {
            update = update.voice(voice);
        }
        match callback_url {
            Some(url) => update.callback_url(url),
            None => update,
        }
    }
}

impl Request {
    pub(crate) fn operation(&self) -> Operation {
        match self {
            Self::Rent(_) => Operation::Rent,
            Self::Release => Operation::Release,
            Self::Update(_) => Operation::Update,
        }
    }

    /// Returns the request as the journal keeps it.
    pub(crate) fn to_json(&self) -> Result<String, serde_json::Error> {
        match self {
            Self::Rent(configuration) => serde_json::to_string(configuration),
            Self::Release => Ok("{}".to_owned()),
            Self::Update(changes) => serde_json::to_string(changes),
        }
    }

    /// Reads a request that the journal keeps.
    pub(crate) fn from_json(operation: Operation, json: &str) -> Result<Self, serde_json::Error> {
        Ok(match operation {
            Operation::Rent => Self::Rent(serde_json::from_str(json)?),
            Operation::Release => Self::Release,
            Operation::Update => Self::Update(serde_json::from_str(json)?),
        })
    }
}
