//! The result of a rental request.

use numbers_client::PhoneNumber;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::active_number::ActiveNumber;
use crate::model::active_number_json;
use crate::model::difference::Difference;
use crate::model::price::{Price, PriceError};
use crate::provisioning::{Provisioning, SmsTarget, VoiceTarget};

/// A number that was rented, and how that is known.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// let rental = numbers.rent("+12025550134".parse()?).unconfigured().send().await?;
/// println!("rented {} in {} attempt(s)", rental.phone(), rental.attempts());
/// // A price that can't be read does not make the rental a failure.
/// if let Ok(price) = rental.price() {
///     println!("it costs {price}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// It can be stored: it serialises to JSON, with the response of the service as it was
/// received under `response`, and deserialises from that.
#[derive(Clone, Debug, PartialEq)]
pub struct Rental {
    number: ActiveNumber,
    proof: Proof,
    attempts: u32,
    differences: Vec<Difference>,
}

/// How it is known that the project holds a number.
///
/// ```
/// # fn show(rental: &numbers_ext::Rental) {
/// use numbers_ext::Proof;
///
/// if rental.proof() == Proof::Lookup {
///     println!("{} may have been rented before this call", rental.phone());
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Proof {
    /// The response to the rental request.
    Response,
    /// A lookup, after the response was lost. The number was rented by this call, or held
    /// before it.
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

    /// Builds a rental from the JSON of a response, for unit tests: one that succeeded at the
    /// first attempt and does not differ from what was requested. Any other rental can be
    /// deserialised from what it serialises to.
    ///
    /// ```
    /// use numbers_ext::{Proof, Rental};
    ///
    /// let rental = Rental::from_response(
    ///     r#"{"phoneNumber":"+12025550134","money":{"currencyCode":"USD","amount":"2.00"}}"#,
    /// )?;
    /// assert_eq!((rental.proof(), rental.attempts()), (Proof::Response, 1));
    /// assert_eq!(rental.price()?.to_string(), "2.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it is not a JSON object that names a phone number.
    pub fn from_response(json: &str) -> serde_json::Result<Self> {
        let number = ActiveNumber::from_response(json)?;
        Ok(Self::new(number, Proof::Response, 1, Vec::new()))
    }

    /// Returns the phone number.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.number.phone()
    }

    /// Returns the recurring price; see [`ActiveNumber::price`].
    ///
    /// ```
    /// # let rental = numbers_ext::Rental::from_response(
    /// #     r#"{"phoneNumber":"+12025550134","money":{"currencyCode":"USD","amount":"2.00"}}"#,
    /// # )?;
    /// assert_eq!(rental.price()?.to_string(), "2.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the response names no price, or one that is not a decimal number. The number is
    /// rented nonetheless.
    pub fn price(&self) -> Result<Price, PriceError> {
        self.number.price()
    }

    /// Returns the provisioning of SMS: the service plan in force, and the job that changes it.
    ///
    /// ```
    /// # let rental = numbers_ext::Rental::from_response(
    /// #     r#"{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}"#,
    /// # )?;
    /// assert!(rental.sms().is_pending());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sms(&self) -> Provisioning<SmsTarget> {
        self.number.sms()
    }

    /// Returns the provisioning of voice: the product in force, and the job that changes it.
    ///
    /// ```
    /// # let rental = numbers_ext::Rental::from_response(
    /// #     r#"{"phoneNumber":"+12025550134","voiceConfiguration":{"type":"RTC","appId":"app-1"}}"#,
    /// # )?;
    /// assert!(rental.voice().is_done());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn voice(&self) -> Provisioning<VoiceTarget> {
        self.number.voice()
    }

    /// Returns the active number, with everything that the response says about it.
    ///
    /// ```
    /// # let rental = numbers_ext::Rental::from_response(
    /// #     r#"{"phoneNumber":"+12025550134","regionCode":"US"}"#,
    /// # )?;
    /// assert_eq!(rental.number().region(), Some("US"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn number(&self) -> &ActiveNumber {
        &self.number
    }

    /// Returns how it is known that the project holds the number.
    ///
    /// ```
    /// # let rental = numbers_ext::Rental::from_response(
    /// #     r#"{"phoneNumber":"+12025550134","regionCode":"US"}"#,
    /// # )?;
    /// assert_eq!(rental.proof(), numbers_ext::Proof::Response);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// Returns how the number differs from what was requested. With differences, it may be
    /// an earlier rental, or somebody else's.
    ///
    /// ```
    /// # let rental = numbers_ext::Rental::from_response(
    /// #     r#"{"phoneNumber":"+12025550134","regionCode":"US"}"#,
    /// # )?;
    /// for difference in rental.differences() {
    ///     println!("{difference}"); // "callbackUrl: requested ..., found ..."
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

/// A rental, as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "Rental"))]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    proof: Proof,
    /// How many requests were sent, or may have been.
    attempts: u32,
    /// How the number differs from what was requested.
    differences: &'a [Difference],
    #[serde(flatten)]
    number: active_number_json::Written<'a>,
}

impl Serialize for Rental {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        Written {
            proof: self.proof,
            attempts: self.attempts,
            differences: &self.differences,
            number: active_number_json::Written::new(&self.number).map_err(S::Error::custom)?,
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
