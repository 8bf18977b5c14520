//! Prices of numbers.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::types::Money;

/// An exact amount of money in one currency.
///
/// The amount keeps its scale: `2.00` stays `2.00`. A price serialises as the API writes
/// money, with the amount as text.
///
/// ```
/// use numbers_ext::Price;
///
/// let price: Price = serde_json::from_str(r#"{"currencyCode":"USD","amount":"2.00"}"#)?;
/// assert_eq!(price.to_string(), "2.00 USD");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    currency: String,
    amount: Decimal,
}

impl Price {
    /// Returns a price of `amount` units of `currency`.
    ///
    /// ```
    /// use numbers_ext::{Decimal, Price};
    ///
    /// assert_eq!(Price::new(Decimal::new(250, 2), "EUR").to_string(), "2.50 EUR");
    /// ```
    #[must_use]
    pub fn new(amount: Decimal, currency: impl Into<String>) -> Self {
        Self {
            currency: currency.into(),
            amount,
        }
    }

    /// Returns the currency, as an ISO 4217 code.
    ///
    /// ```
    /// # use numbers_ext::{Decimal, Price};
    /// assert_eq!(Price::new(Decimal::new(250, 2), "EUR").currency(), "EUR");
    /// ```
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// Returns the amount, in units of the currency (not in cents).
    ///
    /// ```
    /// # use numbers_ext::{Decimal, Price};
    /// let price = Price::new(Decimal::new(250, 2), "EUR");
    /// assert!(price.amount() < Decimal::from(3));
    /// ```
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// Returns the sum of two prices; `None` where they are of two currencies, or it has more
    /// than 28 digits.
    ///
    /// ```
    /// use numbers_ext::{Decimal, Price};
    ///
    /// let setup = Price::new(Decimal::new(50, 2), "USD");
    /// let month = Price::new(Decimal::new(200, 2), "USD");
    /// assert_eq!(setup.plus(&month).unwrap().to_string(), "2.50 USD");
    /// assert_eq!(setup.plus(&Price::new(Decimal::ONE, "EUR")), None);
    /// ```
    #[must_use]
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let amount = self.amount.checked_add(other.amount)?;
        (self.currency == other.currency).then(|| Self::new(amount, &self.currency))
    }

    pub(crate) fn read(money: Option<&Money>) -> Result<Self, PriceError> {
        let money = money.ok_or(PriceError::Missing)?;
        let set = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let currency = set(&money.currency_code).ok_or(PriceError::Missing)?;
        let amount = set(&money.amount).ok_or(PriceError::Missing)?;
        let amount = Decimal::from_str_exact(amount.trim()).map_err(|_| PriceError::Unreadable)?;
        Ok(Self { currency, amount })
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}",
            self.amount,
            crate::text::printable(&self.currency)
        )
    }
}

/// Reads what `Display` writes: an amount without sign or exponent, and a currency code.
///
/// ```
/// use numbers_ext::Price;
///
/// let price: Price = "2.50 USD".parse()?;
/// assert_eq!(price.to_string(), "2.50 USD");
/// # Ok::<(), numbers_ext::ParsePriceError>(())
/// ```
impl FromStr for Price {
    type Err = ParsePriceError;

    fn from_str(text: &str) -> Result<Self, ParsePriceError> {
        let error = || ParsePriceError(text.to_owned());
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (amount, currency) = text.split_at(end.ok_or_else(error)?);
        let currency = currency.trim_start_matches(' ');
        let is_currency = currency.len() == 3 && currency.bytes().all(|c| c.is_ascii_uppercase());
        if !is_currency || !amount.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(error());
        }
        let amount = Decimal::from_str_exact(amount).map_err(|_| error())?;
        Ok(Self::new(amount, currency))
    }
}

/// A text that is not a [`Price`].
///
/// ```
/// let error = "2,50 USD".parse::<numbers_ext::Price>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "'2,50 USD' is not an amount with its currency, such as 2.50 USD"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{}' is not an amount with its currency, such as 2.50 USD", crate::text::printable(.0))]
pub struct ParsePriceError(String);

/// An amount of money, as the API writes it. The amount is text, since a JSON number would be
/// read as floating point.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "Price"))]
#[serde(rename_all = "camelCase")]
struct Exact {
    currency_code: String,
    amount: String,
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Exact {
            currency_code: self.currency.clone(),
            amount: self.amount.to_string(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let exact = Exact::deserialize(deserializer)?;
        let amount = Decimal::from_str_exact(&exact.amount).map_err(serde::de::Error::custom)?;
        Ok(Self::new(amount, exact.currency_code))
    }
}

#[cfg(feature = "schemars")]
crate::schema::written_as!(Price, Exact);

/// Why a response has no [`Price`]. The project holds the number nonetheless.
///
/// ```
/// use numbers_ext::{ActiveNumber, PriceError};
///
/// let number: ActiveNumber = serde_json::from_str(r#"{"response":{"phoneNumber":"+12025550134"}}"#)?;
/// assert_eq!(number.price(), Err(PriceError::Missing));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PriceError {
    /// The response names no amount or no currency.
    #[error("the response names no price")]
    Missing,
    /// The amount is not a decimal number of up to 28 digits.
    #[error("the price in the response is not a decimal number")]
    Unreadable,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(amount: &str, currency: &str) -> Result<String, PriceError> {
        let json = serde_json::json!({ "amount": amount, "currencyCode": currency });
        let money = serde_json::from_value(json).unwrap();
        Price::read(Some(&money)).map(|price| price.to_string())
    }

    #[test]
    fn an_amount_keeps_its_scale() {
        for amount in ["0.8", "0.80", "2.00", "0", "12345678901234567890.12345678"] {
            assert_eq!(read(amount, "USD").unwrap(), format!("{amount} USD"));
        }
    }

    #[test]
    fn a_price_is_read_as_it_is_shown_and_as_nothing_else() {
        for text in ["2.50 USD", "0 EUR", "3 SEK"] {
            assert_eq!(text.parse::<Price>().unwrap().to_string(), text);
        }
        assert_eq!("2.50USD".parse(), "2.50  USD".parse::<Price>());
        for text in [
            "",
            "2.50",
            "USD",
            "2,50 USD",
            "-1 USD",
            "+1 USD",
            "1e3 USD",
            "1_0 USD",
            "2.50 usd",
            "USD 2.50",
            ". USD",
            ".5 USD",
            "1.2.3 USD",
            "2.50 USDT",
            "2.50 US\u{24b9}",
            " 1 USD",
            "1 USD ",
            "\u{661} USD",
        ] {
            assert!(text.parse::<Price>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_price_is_an_error() {
        assert_eq!(read("", "USD"), Err(PriceError::Missing));
        assert_eq!(read("1", ""), Err(PriceError::Missing));
        assert_eq!(read("two", "USD"), Err(PriceError::Unreadable));
        assert_eq!(read(&"9".repeat(40), "USD"), Err(PriceError::Unreadable));
        assert_eq!(Price::read(None), Err(PriceError::Missing));
    }
}
