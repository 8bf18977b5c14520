//! A number that is rented.

use numbers_client::PhoneNumber;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::answer::{Answered, Untyped};
use crate::compare::Difference;
use crate::enums::{Capability, NumberType};
use crate::setup::{self, Setup, SmsTarget, VoiceTarget};
use crate::types::ActiveNumber;
use crate::{Price, PriceError, Timestamp};

/// A number that the project holds, and how that is known.
///
/// It serialises, to JSON, with the service's answer whole under `answer`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rental {
    phone: PhoneNumber,
    answered: Answered,
    proof: Proof,
    sends: u32,
}

/// How it is known that the project holds the number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// The service answered the rent with it.
    Reply,
    /// A lookup found it: rented by this call, or held since before it. It differs from
    /// what was asked for in these points.
    Lookup(Vec<Difference>),
}

impl Rental {
    pub(crate) fn new(phone: PhoneNumber, answered: Answered, proof: Proof, sends: u32) -> Self {
        Self {
            phone,
            answered,
            proof,
            sends,
        }
    }

    /// The number.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.phone
    }

    /// What was charged.
    ///
    /// # Errors
    ///
    /// When the answer names no price, or one that is no decimal number. The number is
    /// rented all the same.
    pub fn price(&self) -> Result<Price, PriceError> {
        Price::read(self.answered.number.money.as_ref())
    }

    /// How many months lie between two charges (`paymentIntervalMonths`); 0 occurs.
    #[must_use]
    pub fn payment_interval_months(&self) -> Option<i32> {
        self.answered.number.payment_interval_months
    }

    /// When it is charged next (`nextChargeDate`).
    #[must_use]
    pub fn next_charge(&self) -> Option<&Timestamp> {
        set(self.answered.number.next_charge_date.as_ref())
    }

    /// When the rent ends (`expireAt`), where an end has been set.
    #[must_use]
    pub fn expires(&self) -> Option<&Timestamp> {
        set(self.answered.number.expire_at.as_ref())
    }

    /// What the number can be used for (`capability`).
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        self.answered
            .number
            .capability
            .as_deref()
            .unwrap_or_default()
    }

    /// The country, an ISO 3166-1 alpha-2 code (`regionCode`).
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        let region = self.answered.number.region_code.as_deref();
        region.filter(|region| !region.is_empty())
    }

    /// The kind of number (`type`).
    #[must_use]
    pub fn number_type(&self) -> Option<&NumberType> {
        self.answered.number.type_.as_ref()
    }

    /// How far SMS is: what is in force, pending, or failed and why.
    #[must_use]
    pub fn sms(&self) -> Setup<SmsTarget> {
        setup::sms(&self.answered.number)
    }

    /// How far voice is: what is in force, pending, or failed.
    #[must_use]
    pub fn voice(&self) -> Setup<VoiceTarget> {
        setup::voice(&self.answered.number)
    }

    /// How it is known that the project holds the number.
    #[must_use]
    pub fn proof(&self) -> &Proof {
        &self.proof
    }

    /// How many rents were sent for it by this call; 0 for a lookup.
    #[must_use]
    pub fn sends(&self) -> u32 {
        self.sends
    }

    /// The answer as generated types hold it.
    #[must_use]
    pub fn body(&self) -> &ActiveNumber {
        &self.answered.number
    }

    /// The answer as it was sent, members that are new included.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.answered.raw
    }

    /// The members that could not be typed; they are in [`raw`](Self::raw).
    #[must_use]
    pub fn untyped(&self) -> &[Untyped] {
        &self.answered.untyped
    }

    pub(crate) fn proven_by(mut self, proof: Proof, sends: u32) -> Self {
        self.proof = proof;
        self.sends = sends;
        self
    }
}

fn set(time: Option<&Timestamp>) -> Option<&Timestamp> {
    time.filter(|time| !time.is_unset())
}

impl Serialize for Rental {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // What is not UTF-8 within a member that is not known costs no rental.
        let text = String::from_utf8_lossy(&self.answered.raw);
        let answer: Result<&RawValue, _> = serde_json::from_str(&text);
        let (proof, differences) = match &self.proof {
            Proof::Reply => ("reply", &[][..]),
            Proof::Lookup(differences) => ("lookup", &differences[..]),
        };
        let mut map = serializer.serialize_struct("Rental", 9)?;
        map.serialize_field("phoneNumber", &self.phone)?;
        map.serialize_field("proof", proof)?;
        map.serialize_field("differences", differences)?;
        map.serialize_field("sends", &self.sends)?;
        map.serialize_field("price", &self.price().ok())?;
        map.serialize_field("sms", &self.sms())?;
        map.serialize_field("voice", &self.voice())?;
        map.serialize_field("untyped", &self.answered.untyped)?;
        match answer {
            Ok(answer) => map.serialize_field("answer", answer)?,
            Err(_) => map.serialize_field("answer", &*text)?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by fuzzing: an unknown member's bytes are skipped, not read, when decoding.
    #[test]
    fn a_rental_with_bytes_that_are_no_text_is_written_all_the_same() {
        let raw = b"{\"phoneNumber\":\"+12025550134\",\"new\":\"\xff\"}".to_vec();
        let typed = numbers_client::decode(&raw).ok();
        let phone = "+12025550134".parse().unwrap();
        let answered =
            crate::answer::read(typed, raw.into(), phone, &"p".parse().unwrap()).unwrap();
        let rental = Rental::new(phone, answered, Proof::Reply, 1);
        let json = serde_json::to_value(&rental).unwrap();
        assert_eq!(json["answer"]["new"], "\u{fffd}");
    }
}
