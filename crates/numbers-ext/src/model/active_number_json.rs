//! An active number as JSON: written with what it means, read from the response alone.

use numbers_client::PhoneNumber;
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::http::lenient::Untyped;
use crate::model::active_number::ActiveNumber;
use crate::model::price::Price;
use crate::provisioning::{Provisioning, SmsTarget, VoiceTarget};

/// An active number, as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "ActiveNumber"))]
#[serde(rename_all = "camelCase")]
pub(crate) struct Written<'a> {
    phone_number: PhoneNumber,
    /// The recurring price; null where the response names none.
    price: Option<Price>,
    sms: Provisioning<SmsTarget>,
    voice: Provisioning<VoiceTarget>,
    /// The members of the response that could not be typed.
    untyped: &'a [Untyped],
    /// The response of the service, as it was received.
    #[cfg_attr(
        feature = "schemars",
        schemars(with = "serde_json::Map<String, serde_json::Value>")
    )]
    response: Box<RawValue>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(number: &'a ActiveNumber) -> Result<Self, serde_json::Error> {
        Ok(Self {
            phone_number: number.phone(),
            price: number.price().ok(),
            sms: number.sms(),
            voice: number.voice(),
            untyped: number.untyped(),
            response: number.response.json()?,
        })
    }
}

impl Serialize for ActiveNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::new(self)
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
crate::schema::written_as!(ActiveNumber, Written<'static>);

#[derive(Deserialize)]
struct Stored {
    response: Box<RawValue>,
}

impl<'de> Deserialize<'de> for ActiveNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Self::from_json(&stored.response).map_err(D::Error::custom)
    }
}
