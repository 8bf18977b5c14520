//! Numbers that can be rented, and what they cost.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may rent a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stock {
    /// It is for sale. So is every well-formed number that nothing was said about.
    #[default]
    ForSale,
    /// Another project holds it.
    HeldByAnother,
    /// Nobody may rent it.
    NotForSale,
}

/// A number in stock. What is left out is as for numbers that nothing was said about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Offer {
    /// Who may rent it.
    pub stock: Stock,
    /// The country, an ISO 3166-1 alpha-2 code; told from the calling code.
    pub region: Option<String>,
    /// MOBILE, LOCAL or TOLL_FREE; LOCAL.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What it can be used for; SMS and VOICE.
    pub capability: Option<Vec<String>>,
    /// What a month costs, a decimal number; 2.00.
    #[schemars(with = "Option<String>")]
    pub price: Option<Decimal>,
}

impl Offer {
    pub(crate) fn region(&self, phone: &str) -> String {
        let known = [
            ("+44", "GB"),
            ("+46", "SE"),
            ("+49", "DE"),
            ("+33", "FR"),
            ("+61", "AU"),
        ];
        let told = || known.iter().find(|(code, _)| phone.starts_with(code));
        let region = self.region.clone();
        region.unwrap_or_else(|| told().map_or("US", |(_, region)| region).to_owned())
    }

    pub(crate) fn kind(&self) -> &str {
        self.kind.as_deref().unwrap_or("LOCAL")
    }

    pub(crate) fn capability(&self) -> Vec<String> {
        let both = || vec!["SMS".to_owned(), "VOICE".to_owned()];
        self.capability.clone().unwrap_or_else(both)
    }

    pub(crate) fn price(&self) -> Decimal {
        self.price.unwrap_or_else(|| Decimal::new(200, 2))
    }
}
