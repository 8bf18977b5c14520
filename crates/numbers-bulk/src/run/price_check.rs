//! What a number costs, before it is rented.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use numbers_ext::{Numbers, PhoneNumber, Price};

/// The future that a [`PriceCheck`] returns.
pub type Checked<'a> = Pin<Box<dyn Future<Output = Result<Price, PriceUnknown>> + Send + 'a>>;

/// Finds out what renting a number costs: its setup price and the first period together.
///
/// It is called once for each number, before the number is rented. With what it finds, a run
/// enforces the `max_price` of each row and its spending caps.
///
/// ```
/// use numbers_bulk::{Checked, PriceCheck};
/// use numbers_ext::{Decimal, Numbers, PhoneNumber, Price};
///
/// /// By contract, every number costs the same.
/// #[derive(Debug)]
/// struct Flat;
///
/// impl PriceCheck for Flat {
///     fn price<'a>(&'a self, _: &'a Numbers, _: PhoneNumber) -> Checked<'a> {
///         Box::pin(async { Ok(Price::new(Decimal::new(100, 2), "USD")) })
///     }
/// }
/// ```
pub trait PriceCheck: fmt::Debug + Send + Sync {
    /// Returns what renting a number costs.
    fn price<'a>(&'a self, numbers: &'a Numbers, phone: PhoneNumber) -> Checked<'a>;
}

/// Asks the service what a number costs, with [`Numbers::check`].
///
/// A [`Run`](crate::Run) uses it by itself where a spending cap or a `max_price` asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListedPrices;

impl PriceCheck for ListedPrices {
    fn price<'a>(&'a self, numbers: &'a Numbers, phone: PhoneNumber) -> Checked<'a> {
        Box::pin(async move {
            let number = numbers.check(phone).await.map_err(PriceUnknown::new)?;
            let number = number.ok_or_else(|| PriceUnknown::new("it is not available"))?;
            number.price_at_once().map_err(PriceUnknown::new)
        })
    }
}

/// Why it is not known what a number costs. It is then not rented.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its price is not known: {0}")]
pub struct PriceUnknown(String);

impl PriceUnknown {
    /// Returns the error for this reason.
    ///
    /// ```
    /// let error = numbers_bulk::PriceUnknown::new("it is not available");
    /// assert_eq!(error.to_string(), "its price is not known: it is not available");
    /// ```
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// Returns why a number at this price is not rented, if it costs too much.
pub(crate) fn too_expensive(price: &Price, most: Option<&Price>) -> Option<String> {
    let most = most?;
    if price.currency() != most.currency() {
        return Some(format!(
            "it costs {price}, and max_price is in {}",
            most.currency()
        ));
    }
    (price.amount() > most.amount()).then(|| format!("it costs {price}, more than {most}"))
}

#[cfg(test)]
mod tests {
    use numbers_ext::Decimal;

    use super::*;

    #[test]
    fn a_price_is_compared_within_its_currency() {
        let price = |cents, currency: &str| Price::new(Decimal::new(cents, 2), currency);
        let most = price(250, "USD");
        assert_eq!(too_expensive(&price(250, "USD"), Some(&most)), None);
        assert_eq!(too_expensive(&price(999, "USD"), None), None);
        let refused = too_expensive(&price(251, "USD"), Some(&most)).unwrap();
        assert_eq!(refused, "it costs 2.51 USD, more than 2.50 USD");
        let other = too_expensive(&price(1, "EUR"), Some(&most)).unwrap();
        assert_eq!(other, "it costs 0.01 EUR, and max_price is in USD");
    }
}
