//! Available numbers: those that can be rented.

use numbers_client::PhoneNumber;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::enums::{Capability, NumberType};
use crate::model::decoded::{BodyError, Decoded};
use crate::model::price::{Price, PriceError};
use crate::types;

/// An available number: one that can be rented, with what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct AvailableNumber {
    phone: PhoneNumber,
    response: Decoded<types::AvailableNumber>,
}

impl AvailableNumber {
    pub(crate) fn of(response: Decoded<types::AvailableNumber>) -> Result<Self, BodyError> {
        if response.is_given_twice("phoneNumber") {
            return Err(BodyError::Contradiction);
        }
        let named = response.phone_number.as_deref().unwrap_or_default();
        if named.is_empty() {
            return Err(BodyError::NoNumber);
        }
        let phone = named.parse().map_err(|_| BodyError::AnotherNumber)?;
        Ok(Self { phone, response })
    }

    pub(crate) fn from_json(response: &RawValue) -> Result<Self, BodyError> {
        Self::of(Decoded::from_json(response)?)
    }

    /// Builds an available number from the JSON of a response, for unit tests.
    ///
    /// ```
    /// use numbers_ext::AvailableNumber;
    ///
    /// let number = AvailableNumber::from_response(
    ///     r#"{"phoneNumber":"+12025550134","monthlyPrice":{"currencyCode":"USD","amount":"2.00"}}"#,
    /// )?;
    /// assert_eq!(number.monthly_price()?.to_string(), "2.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it is not a JSON object that names a phone number.
    pub fn from_response(json: &str) -> serde_json::Result<Self> {
        let response: &RawValue = serde_json::from_str(json)?;
        Ok(Self::from_json(response)?)
    }

    /// Returns the phone number.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.phone
    }

    /// Returns what is paid once, when the number is rented (`setupPrice`).
    ///
    /// # Errors
    ///
    /// When the response names no such price, or one that is not a decimal number.
    pub fn setup_price(&self) -> Result<Price, PriceError> {
        Price::read(self.response.setup_price.as_ref())
    }

    /// Returns the recurring price (`monthlyPrice`), which pays for
    /// [`payment_interval_months`](Self::payment_interval_months).
    ///
    /// # Errors
    ///
    /// When the response names no such price, or one that is not a decimal number.
    pub fn monthly_price(&self) -> Result<Price, PriceError> {
        Price::read(self.response.monthly_price.as_ref())
    }

    /// Returns what is due at once when the number is rented: the setup price and the first
    /// recurring price.
    ///
    /// # Errors
    ///
    /// When the response does not name both prices, in one currency.
    pub fn price_at_once(&self) -> Result<Price, PriceError> {
        let (setup, monthly) = (self.setup_price()?, self.monthly_price()?);
        setup.plus(&monthly).ok_or(PriceError::Unreadable)
    }

    /// Returns how many months the recurring price pays for (`paymentIntervalMonths`).
    #[must_use]
    pub fn payment_interval_months(&self) -> Option<i32> {
        self.response.payment_interval_months
    }

    /// Returns whether documents are needed to rent numbers of this type in this region
    /// (`supportingDocumentationRequired`): then it takes a number order.
    #[must_use]
    pub fn requires_documents(&self) -> Option<bool> {
        self.response.supporting_documentation_required
    }

    /// Returns what the number can be used for (`capability`).
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        self.response.capability.as_deref().unwrap_or_default()
    }

    /// Returns the country (`regionCode`), an ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        let region = self.response.region_code.as_deref();
        region.filter(|region| !region.is_empty())
    }

    /// Returns the type of number (`type`).
    #[must_use]
    pub fn number_type(&self) -> Option<&NumberType> {
        self.response.type_.as_ref()
    }

    /// Returns the response in its generated type, with the text that it came as.
    #[must_use]
    pub fn response(&self) -> &Decoded<types::AvailableNumber> {
        &self.response
    }
}

/// An available number, as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "AvailableNumber"))]
#[serde(rename_all = "camelCase")]
struct Written {
    phone_number: PhoneNumber,
    /// What is paid once; null where the response names none.
    setup_price: Option<Price>,
    /// The recurring price; null where the response names none.
    monthly_price: Option<Price>,
    /// Whether it requires documents, and so a number order.
    requires_documents: Option<bool>,
    /// The response of the service, as it was received.
    #[cfg_attr(
        feature = "schemars",
        schemars(with = "serde_json::Map<String, serde_json::Value>")
    )]
    response: Box<RawValue>,
}

impl Serialize for AvailableNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written {
            phone_number: self.phone,
            setup_price: self.setup_price().ok(),
            monthly_price: self.monthly_price().ok(),
            requires_documents: self.requires_documents(),
            response: self.response.json().map_err(S::Error::custom)?,
        }
        .serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
crate::schema::written_as!(AvailableNumber, Written);
