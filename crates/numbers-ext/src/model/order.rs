//! Number orders.

use numbers_client::{NumberOrderId, PhoneNumber, ProjectId, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::enums::NumberOrderState;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::price::{Price, PriceError};
use crate::types;

/// A number order, as the service reports it.
///
/// It serialises to the response of the service as it was received, and deserialises from
/// that.
///
/// ```
/// use numbers_ext::{Order, enums::NumberOrderState};
///
/// let order: Order = serde_json::from_str(
///     r#"{"idNumberOrder":"01hpa0mww4m79q8j2dwn3ggbgz","state":"IN_REVIEW"}"#,
/// )?;
/// assert_eq!(order.id().as_str(), "01hpa0mww4m79q8j2dwn3ggbgz");
/// assert_eq!(order.state(), Some(&NumberOrderState::InReview));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    id: NumberOrderId,
    response: Decoded<types::NumberOrder>,
}

impl Order {
    /// Reads a response about an order of this project.
    pub(crate) fn of_project(
        response: Decoded<types::NumberOrder>,
        project: &ProjectId,
    ) -> Result<Self, BodyError> {
        let named = response.project_id.as_deref().unwrap_or_default();
        if response.is_given_twice("projectId") {
            return Err(BodyError::Contradiction);
        }
        if !named.is_empty() && named != project.as_str() {
            return Err(BodyError::AnotherProject);
        }
        Self::of(response)
    }

    /// Reads a response about this order of this project.
    pub(crate) fn named(
        id: &NumberOrderId,
        response: Decoded<types::NumberOrder>,
        project: &ProjectId,
    ) -> Result<Self, BodyError> {
        let order = Self::of_project(response, project)?;
        if order.id == *id {
            Ok(order)
        } else {
            Err(BodyError::AnotherOrder)
        }
    }

    fn of(response: Decoded<types::NumberOrder>) -> Result<Self, BodyError> {
        if response.is_given_twice("idNumberOrder") || response.is_given_twice("state") {
            return Err(BodyError::Contradiction);
        }
        let id = response.id_number_order.as_deref().unwrap_or_default();
        let id = id.parse().map_err(|_| BodyError::NoOrder)?;
        Ok(Self { id, response })
    }

    /// Returns the id of the order (`idNumberOrder`).
    #[must_use]
    pub fn id(&self) -> &NumberOrderId {
        &self.id
    }

    /// Returns the state of the order (`state`): it is created, then in review once it has
    /// been submitted, and completed, rejected, expired or blocked in the end.
    #[must_use]
    pub fn state(&self) -> Option<&NumberOrderState> {
        self.response.state.as_ref()
    }

    /// Returns whether the order was submitted. An order whose reservation has ended before
    /// it was submitted can't be any more. `None` when the service reports no state.
    #[must_use]
    pub fn is_submitted(&self) -> Option<bool> {
        let unsubmitted = [NumberOrderState::Created, NumberOrderState::Expired];
        self.state().map(|state| !unsubmitted.contains(state))
    }

    /// Returns whether the state is final: the order is completed, rejected or expired. A
    /// blocked order waits for registration data or documents to be replaced.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(
            self.state(),
            Some(
                NumberOrderState::Completed
                    | NumberOrderState::Rejected
                    | NumberOrderState::Expired
            )
        )
    }

    /// Returns when the reservation of the numbers ends (`expireTime`): 30 minutes to 48 hours
    /// after the order was created.
    #[must_use]
    pub fn expires(&self) -> Option<&Timestamp> {
        self.response.expire_time.as_ref()
    }

    /// Returns the numbers of the order that can be read as such (`orderNumbers`).
    pub fn numbers(&self) -> impl Iterator<Item = PhoneNumber> {
        let numbers = self.order_numbers().iter();
        numbers.filter_map(|number| number.phone_number.as_deref()?.parse().ok())
    }

    /// Returns what is due at once when the order completes: the setup prices and the first
    /// recurring prices of all of its numbers.
    ///
    /// # Errors
    ///
    /// When the response does not name both prices of every number, in one currency.
    pub fn price_at_once(&self) -> Result<Price, PriceError> {
        let prices = self.order_numbers().iter().map(|number| {
            let price = number.number_price.as_ref();
            let setup = Price::read(price.and_then(|price| price.setup_price.as_ref()))?;
            let monthly = Price::read(price.and_then(|price| price.monthly_price.as_ref()))?;
            setup.plus(&monthly).ok_or(PriceError::Unreadable)
        });
        prices
            .reduce(|sum, price| sum?.plus(&price?).ok_or(PriceError::Unreadable))
            .unwrap_or(Err(PriceError::Missing))
    }

    /// Returns the response in its generated type, with the text that it came as.
    #[must_use]
    pub fn response(&self) -> &Decoded<types::NumberOrder> {
        &self.response
    }

    fn order_numbers(&self) -> &[types::OrderNumber] {
        self.response.order_numbers.as_deref().unwrap_or_default()
    }
}

impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.response.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let response = Decoded::deserialize(deserializer)?;
        Self::of(response).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Order {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        types::NumberOrder::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        types::NumberOrder::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(members: &str) -> Result<Order, serde_json::Error> {
        serde_json::from_str(&format!(r#"{{"idNumberOrder":"order-1"{members}}}"#))
    }

    #[test]
    fn the_price_is_that_of_all_numbers_or_of_none() {
        let number = |setup: &str, currency: &str| {
            format!(
                r#"{{"numberPrice":{{"setupPrice":{{"amount":"{setup}","currencyCode":"USD"}},"monthlyPrice":{{"amount":"0.50","currencyCode":"{currency}"}}}}}}"#
            )
        };
        let of = |numbers: &[String]| {
            let numbers = numbers.join(",");
            order(&format!(r#","orderNumbers":[{numbers}]"#)).unwrap()
        };
        let two = of(&[number("1.00", "USD"), number("2", "USD")]);
        assert_eq!(two.price_at_once().unwrap().to_string(), "4.00 USD");
        let mixed = of(&[number("1.00", "USD"), number("2", "EUR")]);
        assert_eq!(mixed.price_at_once(), Err(PriceError::Unreadable));
        let unpriced = of(&[number("1.00", "USD"), "{}".to_owned()]);
        assert_eq!(unpriced.price_at_once(), Err(PriceError::Missing));
        assert_eq!(of(&[]).price_at_once(), Err(PriceError::Missing));
    }

    #[test]
    fn only_a_named_order_is_one() {
        for text in [
            "{}",
            r#"{"idNumberOrder":""}"#,
            r#"{"idNumberOrder":"a/b"}"#,
        ] {
            let error = serde_json::from_str::<Order>(text).unwrap_err();
            assert!(error.to_string().contains("named no order"), "{error}");
        }
        let both = order(r#","state":"CREATED","state":"IN_REVIEW""#).unwrap_err();
        assert!(both.to_string().contains("contradicted itself"), "{both}");
    }

    #[test]
    fn an_expired_order_was_never_submitted_and_an_unknown_state_was() {
        for (state, submitted) in [
            ("CREATED", Some(false)),
            ("EXPIRED", Some(false)),
            ("IN_REVIEW", Some(true)),
            ("BLOCKED", Some(true)),
            ("ON_HOLD", Some(true)),
        ] {
            let order = order(&format!(r#","state":"{state}""#)).unwrap();
            assert_eq!(order.is_submitted(), submitted, "{state}");
        }
        assert_eq!(order("").unwrap().is_submitted(), None);
    }
}
