//! The result of a rental request.

use numbers_client::PhoneNumber;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::active_number::{self, ActiveNumber};
use crate::model::difference::Difference;
use crate::model::price::{Price, PriceError};
use crate::provisioning::{Provisioning, SmsTarget, VoiceTarget};

/// A number that a call has rented, and how that is known.
///
/// It serialises to JSON with the service's response whole under `response`, and
/// deserialises from that, so that it can be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Rental {
    number: ActiveNumber,
    proof: Proof,
    attempts: u32,
    differences: Vec<Difference>,
}

/// How it is known that the project holds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Proof {
    /// The service responded to the rental request with it.
    Response,
    /// The response was lost, and a lookup found the number: rented by this call, or held
    /// since before it.
    Lookup,
}

impl Rental {
    pub(crate) fn new(
        number: ActiveNumber,
        proof: Proof,
        attempts: u32,
        differences: Vec<Difference>,
    ) -> Self {
        Self {
            number,
            proof,
            attempts,
            differences,
        }
    }

    /// Returns the number.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.number.phone()
    }

    /// Returns the recurring price; see [`ActiveNumber::price`].
    ///
    /// # Errors
    ///
    /// When the response names no price, or one that is not a decimal number. The number
    /// is rented all the same.
    pub fn price(&self) -> Result<Price, PriceError> {
        self.number.price()
    }

    /// Returns the provisioning of SMS: what is in force, and the job that changes it.
    #[must_use]
    pub fn sms(&self) -> Provisioning<SmsTarget> {
        self.number.sms()
    }

    /// Returns the provisioning of voice: what is in force, and the job that changes it.
    #[must_use]
    pub fn voice(&self) -> Provisioning<VoiceTarget> {
        self.number.voice()
    }

    /// Returns all that the response says of the number.
    #[must_use]
    pub fn number(&self) -> &ActiveNumber {
        &self.number
    }

    /// Returns how it is known that the project holds the number.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// Returns in what the number differs from what was asked for. A response that shows
    /// another configuration may be about an earlier rental, or somebody else's.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Returns how many requests were sent, or may have been.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// A rental as it is written. The response is kept as it came.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "Rental"))]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    proof: Proof,
    /// How many requests were sent, or may have been.
    attempts: u32,
    /// In what the number differs from what was asked for.
    differences: &'a [Difference],
    #[serde(flatten)]
    number: active_number::Written<'a>,
}

impl Serialize for Rental {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        Written {
            proof: self.proof,
            attempts: self.attempts,
            differences: &self.differences,
            number: active_number::Written::new(&self.number).map_err(S::Error::custom)?,
        }
        .serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
crate::schema::written_as!(Rental, Written<'static>);

#[derive(Deserialize)]
struct Read {
    proof: Proof,
    attempts: u32,
    #[serde(default)]
    differences: Vec<Difference>,
    response: Box<RawValue>,
}

impl<'de> Deserialize<'de> for Rental {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Read::deserialize(deserializer)?;
        let number = ActiveNumber::from_json(&read.response).map_err(D::Error::custom)?;
        Ok(Self::new(
            number,
            read.proof,
            read.attempts,
            read.differences,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_rental_is_read_back() {
        let response = r#"{"phoneNumber":"+12025550134","money":{"currencyCode":"USD","amount":"2.00"},"new":2.10}"#;
        let raw: Box<RawValue> = serde_json::from_str(response).unwrap();
        let number = ActiveNumber::from_json(&raw).unwrap();
        let difference = Difference::new("callbackUrl", Some("https://a.example".to_owned()), None);
        let rental = Rental::new(number, Proof::Lookup, 2, vec![difference]);
        let stored = serde_json::to_string(&rental).unwrap();
        assert!(stored.contains(response), "{stored}");
        assert_eq!(serde_json::from_str::<Rental>(&stored).unwrap(), rental);
    }
}
