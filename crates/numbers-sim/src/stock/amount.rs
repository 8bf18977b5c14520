//! Amounts of money, which are never negative.

use rust_decimal::Decimal;
use serde::Deserializer;

use crate::reading::{Checked, optional};

struct Amount(Decimal);

impl Checked for Amount {
    const EXPECTED: &'static str = "an amount, such as '2.00'";

    fn check(text: &str) -> Result<Self, String> {
        match text.parse::<Decimal>() {
            Ok(amount) if amount.is_sign_negative() && !amount.is_zero() => Err(format!(
                "{amount} is negative; amounts are 0 or more, such as '2.00'"
            )),
            Ok(amount) => Ok(Self(amount)),
            Err(_) => Err(format!("'{text}' is not an amount, such as '2.00'")),
        }
    }
}

/// Reads an amount that may be absent.
pub(crate) fn optional_amount<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Decimal>, D::Error> {
    let amount: Option<Amount> = optional(deserializer)?;
    Ok(amount.map(|Amount(amount)| amount))
}
