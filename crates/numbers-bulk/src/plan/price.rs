//! Prices as a plan writes them.

use numbers_ext::{Decimal, Price};

/// Reads an amount and its currency, such as `2.50 USD`.
pub(crate) fn read_price(text: &str) -> Result<Price, String> {
    let shown = numbers_ext::printable(text);
    let wrong = || format!("'{shown}' is not an amount with its currency, such as 2.50 USD");
    let (amount, currency) = text.split_once(' ').ok_or_else(wrong)?;
    let currency = currency.trim();
    let is_currency = currency.len() == 3 && currency.bytes().all(|c| c.is_ascii_uppercase());
    let is_plain = amount.bytes().all(|c| c.is_ascii_digit() || c == b'.')
        && amount.starts_with(|c: char| c.is_ascii_digit());
    if !is_currency || !is_plain {
        return Err(wrong());
    }
    let amount = Decimal::from_str_exact(amount).map_err(|_| wrong())?;
    Ok(Price::new(amount, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_a_currency_and_no_sign() {
        assert_eq!(read_price("2.50 USD").unwrap().to_string(), "2.50 USD");
        assert_eq!(read_price("3 EUR").unwrap().to_string(), "3 EUR");
        for text in [
            "2.50",
            "USD",
            "2,50 USD",
            "-1 USD",
            "1e3 USD",
            "2.50 usd",
            "USD 2.50",
            ". USD",
            "+1 USD",
            "1_0 USD",
            "2.50 USDT",
            "",
        ] {
            assert!(read_price(text).is_err(), "{text}");
        }
    }
}
