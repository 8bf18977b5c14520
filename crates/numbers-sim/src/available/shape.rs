//! An available number as the API shows it.

use serde::Serialize;

use crate::phone::PhoneNumber;
use crate::stock::{Capability, NumberType, Resolved};

/// An available number.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AvailableNumber<'a> {
    phone_number: PhoneNumber,
    region_code: &'a str,
    #[serde(rename = "type")]
    number_type: NumberType,
    capability: &'a [Capability],
    setup_price: Money<'a>,
    monthly_price: Money<'a>,
    payment_interval_months: u32,
    supporting_documentation_required: bool,
}

/// An amount of money.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Money<'a> {
    pub(crate) currency_code: &'a str,
    pub(crate) amount: String,
}

impl<'a> AvailableNumber<'a> {
    pub(super) fn new(phone: PhoneNumber, terms: &'a Resolved) -> Self {
        let money = |amount: rust_decimal::Decimal| Money {
            currency_code: &terms.currency,
            amount: amount.to_string(),
        };
        Self {
            phone_number: phone,
            region_code: &terms.region_code,
            number_type: terms.number_type,
            capability: &terms.capability,
            setup_price: money(terms.setup_price),
            monthly_price: money(terms.monthly_price),
            payment_interval_months: terms.payment_interval_months,
            supporting_documentation_required: terms.documents,
        }
    }
}
