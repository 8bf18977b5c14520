//! Active numbers: those that the project holds.

use bytes::Bytes;
use numbers_client::{PhoneNumber, ProjectId, Timestamp};
use serde_json::value::RawValue;

use crate::enums::{Capability, NumberType};
use crate::http::lenient::Untyped;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::price::{Price, PriceError};
use crate::provisioning::{self, Provisioning, SmsTarget, VoiceTarget};
use crate::types;

/// An active number: one that the project holds.
///
/// It serialises to JSON, with the response of the service as it was received under
/// `response`, and deserialises from that member alone.
///
/// ```
/// use numbers_ext::ActiveNumber;
///
/// let number: ActiveNumber = serde_json::from_str(
///     r#"{"response":{"phoneNumber":"+12025550134","regionCode":"US","displayName":"Desk"}}"#,
/// )?;
/// assert_eq!(number.phone().to_string(), "+12025550134");
/// assert_eq!((number.region(), number.display_name()), (Some("US"), Some("Desk")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ActiveNumber {
    phone: PhoneNumber,
    pub(super) response: Decoded<types::ActiveNumber>,
}

impl ActiveNumber {
    /// Reads a complete body, which has to be about `phone`. `typed` is the body as the
    /// generated code decoded it, if it could.
    pub(crate) fn read(
        typed: Option<Box<types::ActiveNumber>>,
        raw: Bytes,
        phone: PhoneNumber,
        project: &ProjectId,
    ) -> Result<Self, BodyError> {
        let number = Self::of(Decoded::read(typed, raw)?)?;
        if number.phone != phone {
            return Err(BodyError::AnotherNumber);
        }
        let named = number.response.project_id.as_deref().unwrap_or_default();
        if !named.is_empty() && named != project.as_str() {
            return Err(BodyError::AnotherProject);
        }
        Ok(number)
    }

    /// Reads a response that was stored, or is a part of another one.
    pub(crate) fn from_json(response: &RawValue) -> Result<Self, BodyError> {
        Self::of(Decoded::from_json(response)?)
    }

    /// Builds an active number from the JSON of a response, for unit tests.
    ///
    /// ```
    /// use numbers_ext::ActiveNumber;
    ///
    /// let number = ActiveNumber::from_response(
    ///     r#"{"phoneNumber":"+12025550134","expireAt":"2026-12-23T11:00:00Z"}"#,
    /// )?;
    /// assert!(number.expires().is_some());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it is not a JSON object that names a phone number.
    pub fn from_response(json: &str) -> serde_json::Result<Self> {
        let response: &RawValue = serde_json::from_str(json)?;
        Ok(Self::from_json(response)?)
    }

    fn of(response: Decoded<types::ActiveNumber>) -> Result<Self, BodyError> {
        if response.is_given_twice("phoneNumber") {
            return Err(BodyError::Contradiction);
        }
        let named = response.phone_number.as_deref().unwrap_or_default();
        if named.is_empty() {
            return Err(BodyError::NoNumber);
        }
        if response.is_untyped("projectId") {
            return Err(BodyError::AnotherProject);
        }
        let phone = named.parse().map_err(|_| BodyError::AnotherNumber)?;
        Ok(Self { phone, response })
    }

    /// Returns the phone number.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.phone
    }

    /// Returns the recurring price (`money`), which covers
    /// [`payment_interval_months`](Self::payment_interval_months). A setup price may come on
    /// top; this API shows it in a search alone.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","money":{"currencyCode":"USD","amount":"2.00"}}}"#,
    /// # )?;
    /// assert_eq!(number.price()?.to_string(), "2.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the response names no price, or one that is not a decimal number. The project
    /// holds the number nonetheless.
    pub fn price(&self) -> Result<Price, PriceError> {
        Price::read(self.response.money.as_ref())
    }

    /// Returns how many months lie between two charges (`paymentIntervalMonths`). The API
    /// also writes 0.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134","paymentIntervalMonths":1}}"#)?;
    /// assert_eq!(number.payment_interval_months(), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn payment_interval_months(&self) -> Option<i32> {
        self.response.payment_interval_months
    }

    /// Returns the time of the next charge (`nextChargeDate`), if one is set.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","nextChargeDate":"2026-12-23T14:15:22Z"}}"#,
    /// # )?;
    /// assert_eq!(number.next_charge().unwrap().as_str(), "2026-12-23T14:15:22Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_charge(&self) -> Option<&Timestamp> {
        set(self.response.next_charge_date.as_ref())
    }

    /// Returns the time until which the project holds the number (`expireAt`), if one is set.
    /// A released number has one: it stays active until then.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","expireAt":"2026-12-23T14:15:22Z"}}"#,
    /// # )?;
    /// if let Some(end) = number.expires() {
    ///     println!("{} has been released, active until {end}", number.phone());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn expires(&self) -> Option<&Timestamp> {
        set(self.response.expire_at.as_ref())
    }

    /// Returns what the number can be used for (`capability`).
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","capability":["SMS","VOICE"]}}"#,
    /// # )?;
    /// use numbers_ext::enums::Capability;
    ///
    /// assert!(number.capabilities().contains(&Capability::Sms));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        self.response.capability.as_deref().unwrap_or_default()
    }

    /// Returns the country (`regionCode`), as an ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        not_empty(self.response.region_code.as_deref())
    }

    /// Returns the type of number (`type`), such as local, mobile or toll-free.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134","type":"LOCAL"}}"#)?;
    /// assert_eq!(number.number_type().unwrap().as_str(), "LOCAL");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn number_type(&self) -> Option<&NumberType> {
        self.response.type_.as_ref()
    }

    /// Returns the name that the user has given to the number (`displayName`).
    #[must_use]
    pub fn display_name(&self) -> Option<&str> {
        not_empty(self.response.display_name.as_deref())
    }

    /// Returns the URL to which its webhook events are sent (`callbackUrl`).
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","callbackUrl":"https://example.com/numbers"}}"#,
    /// # )?;
    /// assert_eq!(number.callback_url(), Some("https://example.com/numbers"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn callback_url(&self) -> Option<&str> {
        not_empty(self.response.callback_url.as_deref())
    }

    /// Returns the provisioning of SMS: the service plan in force, and the job that changes it.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
    /// # )?;
    /// assert!(number.sms().is_pending());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sms(&self) -> Provisioning<SmsTarget> {
        provisioning::sms(&self.response)
    }

    /// Returns the provisioning of voice: the product in force, and the job that changes it.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","voiceConfiguration":{"type":"RTC","appId":"app-1"}}}"#,
    /// # )?;
    /// assert!(number.voice().is_done());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn voice(&self) -> Provisioning<VoiceTarget> {
        provisioning::voice(&self.response)
    }

    /// Returns the response in its generated type, which has every member of the API.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134","projectId":"my-project"}}"#)?;
    /// assert_eq!(number.wire().project_id.as_deref(), Some("my-project"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn wire(&self) -> &types::ActiveNumber {
        &self.response
    }

    /// Returns the body of the response as it was received, with the members that this version
    /// does not know.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134","newMember":[1,2]}}"#)?;
    /// let json: serde_json::Value = serde_json::from_slice(number.raw())?;
    /// assert_eq!(json["newMember"][1], 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        self.response.raw()
    }

    /// Returns the members that could not be typed: those of an unexpected form, which the
    /// accessors leave out. [`raw`](Self::raw) still has them.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134","regionCode":5}}"#)?;
    /// assert_eq!(number.region(), None);
    /// assert_eq!(number.untyped()[0].path, "regionCode");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn untyped(&self) -> &[Untyped] {
        self.response.untyped()
    }
}

fn set(time: Option<&Timestamp>) -> Option<&Timestamp> {
    time.filter(|time| !time.is_unset())
}

fn not_empty(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> Result<ActiveNumber, BodyError> {
        let raw = Bytes::copy_from_slice(body);
        let typed = serde_json::from_slice(&raw).ok();
        ActiveNumber::read(
            typed,
            raw,
            "+12025550134".parse().unwrap(),
            &"project".parse().unwrap(),
        )
    }

    #[test]
    fn a_response_that_names_the_number_proves_it() {
        for text in [
            r#"{"phoneNumber":"+12025550134"}"#,
            r#" {"phoneNumber":"+12025550134","projectId":"project"} "#,
            r#"{"phoneNumber":"+12025550134","projectId":""}"#,
            r#"{"phoneNumber":"+12025550134","projectId":null,"new":[1,{"deep":2}]}"#,
            r#"{"phoneNumber":"+12025550134","phoneNumber":"+12025550134"}"#,
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().untyped(), [], "{text}");
        }
    }

    #[test]
    fn any_other_response_proves_nothing() {
        for (text, error) in [
            ("", BodyError::Empty),
            ("  \n", BodyError::Empty),
            ("[]", BodyError::NoObject),
            (r#"["+12025550134"]"#, BodyError::NoObject),
            ("<html>", BodyError::NoObject),
            (r#"{"phoneNumber":"+12025550134""#, BodyError::NoObject),
            ("{}", BodyError::NoNumber),
            (r#"{"phoneNumber":null}"#, BodyError::NoNumber),
            (r#"{"phoneNumber":12025550134}"#, BodyError::NoNumber),
            (
                r#"{"phoneNumber":"+12025550135"}"#,
                BodyError::AnotherNumber,
            ),
            (r#"{"phoneNumber":"12025550134"}"#, BodyError::AnotherNumber),
            (
                r#"{"phoneNumber":"+12025550134","phoneNumber":"+12025550135"}"#,
                BodyError::Contradiction,
            ),
            (
                r#"{"phoneNumber":"+12025550134","projectId":"other"}"#,
                BodyError::AnotherProject,
            ),
            (
                r#"{"phoneNumber":"+12025550134","projectId":7}"#,
                BodyError::AnotherProject,
            ),
        ] {
            assert_eq!(read(text.as_bytes()).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn unreadable_text_does_not_cost_the_proof() {
        for body in [
            b"\xef\xbb\xbf{\"phoneNumber\":\"+12025550134\"}".to_vec(),
            b"{\"phoneNumber\":\"+12025550134\",\"displayName\":\"Caf\xe9\"}".to_vec(),
            b"{\"phoneNumber\":\"+12025550134\",\"displayName\":\"\xed\xa0\xbd\xed\xb8\x80\"}"
                .to_vec(),
            br#"{"phoneNumber":"+12025550134","displayName":"Desk \ud83d"}"#.to_vec(),
            br#"{"phoneNumber":"+12025550134","money":{"amount":1e400}}"#.to_vec(),
            b"{\"phoneNumber\":\"+12025550134\",\"displayName\":\"a\nb\"}".to_vec(),
        ] {
            let number = read(&body).unwrap_or_else(|error| panic!("{error}: {body:?}"));
            assert_eq!(number.raw(), body);
            assert!(serde_json::to_string(&number).is_ok(), "{body:?}");
        }
    }

    #[test]
    fn the_response_is_written_as_it_came() {
        let text = r#"{"z":2.10,"phoneNumber":"+12025550134","big":12345678901234567890123,"a":"Desk \ud83d","e":1e400}"#;
        let number = read(text.as_bytes()).unwrap();
        let json = serde_json::to_string(&number).unwrap();
        assert!(json.ends_with(&format!("\"response\":{text}}}")), "{json}");
        let restored: ActiveNumber = serde_json::from_str(&json).unwrap();
        assert_eq!(restored, number);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn odd_members_never_cost_the_proof(
            key in "regionCode|type|money|capability|smsConfiguration|voiceConfiguration|expireAt|paymentIntervalMonths|callbackUrl",
            odd in proptest::sample::select(vec!["1", "-0.5", "\"\"", "null", "[]", "{}", "[[1]]", "{\"status\":7}", "true", "\"NEW\"", "1e400", "\"\\ud83d\"", "{\"scheduledProvisioning\":[3]}"]),
        ) {
            let text = format!(r#"{{"phoneNumber":"+12025550134","{key}":{odd}}}"#);
            proptest::prop_assert!(read(text.as_bytes()).is_ok(), "{}", text);
        }
    }
}
