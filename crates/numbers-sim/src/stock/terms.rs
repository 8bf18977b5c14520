//! What a number is, and on which terms it can be rented.

use rust_decimal::Decimal;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::phone::PhoneNumber;
use crate::reading::{Checked, optional};
use crate::stock::amount::optional_amount;
use crate::stock::number_type::{Capability, NumberType};
use crate::stock::numbering;

/// Whether a number can be rented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Availability {
    /// It can be rented. So can every well-formed number that the stock does not list.
    #[default]
    Available,
    /// Another project holds it.
    HeldByAnotherProject,
    /// Nobody can rent it.
    NotAvailable,
}

/// What a number is, and on which terms it can be rented. Everything that is absent is as
/// for numbers that the stock does not list.
///
/// ```
/// use numbers_sim::{NumberType, Terms};
///
/// let terms: Terms = serde_json::from_str(r#"{ "type": "MOBILE", "monthlyPrice": "4.00" }"#)?;
/// assert_eq!(terms.number_type, Some(NumberType::Mobile));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Terms {
    /// Whether it can be rented.
    pub availability: Availability,
    /// The country, an ISO 3166-1 alpha-2 code; by the calling code where absent.
    #[serde(deserialize_with = "region_code")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Z]{2}$")))]
    pub region_code: Option<String>,
    /// The kind of number; by the number plan where absent.
    #[serde(rename = "type")]
    pub number_type: Option<NumberType>,
    /// What it can be used for; by the number plan where absent.
    pub capability: Option<Vec<Capability>>,
    /// What it costs once; 0.50, or 2.00 for a toll-free number, where absent.
    #[serde(deserialize_with = "optional_amount")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<String>", regex(pattern = r"^[0-9]+(\.[0-9]+)?$"))
    )]
    pub setup_price: Option<Decimal>,
    /// What a month costs; 2.00 where absent.
    #[serde(deserialize_with = "optional_amount")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<String>", regex(pattern = r"^[0-9]+(\.[0-9]+)?$"))
    )]
    pub monthly_price: Option<Decimal>,
    /// How many months lie between two charges; 1 where absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 120)))]
    #[serde(deserialize_with = "months")]
    pub payment_interval_months: Option<u32>,
    /// Whether documents are needed to rent it; by the number plan where absent.
    pub supporting_documentation_required: Option<bool>,
}

struct RegionCode(String);

impl Checked for RegionCode {
    const EXPECTED: &'static str = "a region code, such as US";

    fn check(text: &str) -> Result<Self, String> {
        if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "'{text}' is not a region code of two capital letters"
            ))
        }
    }
}

fn region_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let code: Option<RegionCode> = optional(deserializer)?;
    Ok(code.map(|RegionCode(code)| code))
}

struct Months(u32);

impl Checked for Months {
    const EXPECTED: &'static str = "a number of months from 1 to 120";

    fn check(text: &str) -> Result<Self, String> {
        let months = text.parse().ok();
        let months = months.filter(|months| (1..=120).contains(months));
        months
            .map(Self)
            .ok_or_else(|| format!("'{text}' is not a number of months from 1 to 120"))
    }
}

fn months<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let months: Option<Months> = optional(deserializer)?;
    Ok(months.map(|Months(months)| months))
}

/// The terms of one number, with nothing left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Resolved {
    pub(crate) region_code: String,
    #[serde(rename = "type")]
    pub(crate) number_type: NumberType,
    pub(crate) capability: Vec<Capability>,
    pub(crate) setup_price: Decimal,
    pub(crate) monthly_price: Decimal,
    pub(crate) currency: String,
    pub(crate) payment_interval_months: u32,
    pub(crate) documents: bool,
}

impl Resolved {
    /// What renting it costs at once.
    pub(crate) fn first_charge(&self) -> Decimal {
        let sum = self.setup_price.checked_add(self.monthly_price);
        sum.unwrap_or(Decimal::MAX)
    }
}

impl Terms {
    pub(crate) fn resolve(&self, phone: PhoneNumber, currency: &str) -> Resolved {
        let (region, plan) = numbering::plan_of(phone);
        let number_type = self.number_type.unwrap_or(plan.number_type);
        let setup = if number_type == NumberType::TollFree {
            Decimal::new(200, 2)
        } else {
            Decimal::new(50, 2)
        };
        Resolved {
            region_code: self
                .region_code
                .clone()
                .unwrap_or_else(|| region.to_owned()),
            number_type,
            capability: self
                .capability
                .clone()
                .unwrap_or_else(|| plan.capability.to_vec()),
            setup_price: self.setup_price.unwrap_or(setup),
            monthly_price: self.monthly_price.unwrap_or_else(|| Decimal::new(200, 2)),
            currency: currency.to_owned(),
            payment_interval_months: self.payment_interval_months.unwrap_or(1),
            documents: self
                .supporting_documentation_required
                .unwrap_or(plan.documents),
        }
    }
}
