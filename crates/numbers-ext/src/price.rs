//! What was charged.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::types::Money;

/// An exact amount of money in one currency.
///
/// The amount keeps the scale it was written with: `2.00` stays `2.00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    currency: String,
    amount: Decimal,
}

impl Price {
    /// The currency, an ISO 4217 code such as `USD`.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The amount, in units of the currency.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
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
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Exact<'a> {
            currency: &'a str,
            amount: String,
        }
        // As text: a JSON number would be read as floating point.
        Exact {
            currency: &self.currency,
            amount: self.amount.to_string(),
        }
        .serialize(serializer)
    }
}

/// Why an answer tells no [`Price`]. The number is rented all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PriceError {
    /// The answer names no amount or no currency.
    #[error("the answer names no price")]
    Missing,
    /// The amount is no decimal number of up to 28 digits.
    #[error("the answer's price is not a decimal number")]
    Unreadable,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(amount: &str, currency: &str) -> Result<String, PriceError> {
        Price::read(Some(&Money {
            amount: Some(amount.to_owned()),
            currency_code: Some(currency.to_owned()),
        }))
        .map(|price| price.to_string())
    }

    #[test]
    fn an_amount_keeps_its_scale() {
        for amount in ["0.8", "0.80", "2.00", "0", "12345678901234567890.12345678"] {
            assert_eq!(read(amount, "USD").unwrap(), format!("{amount} USD"));
        }
    }

    #[test]
    fn what_is_no_price_is_said() {
        assert_eq!(read("", "USD"), Err(PriceError::Missing));
        assert_eq!(read("1", ""), Err(PriceError::Missing));
        assert_eq!(read("two", "USD"), Err(PriceError::Unreadable));
        assert_eq!(read(&"9".repeat(40), "USD"), Err(PriceError::Unreadable));
        assert_eq!(Price::read(None), Err(PriceError::Missing));
    }
}
