//! Scenarios: what a simulator begins with and what goes wrong, in a file.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::delivery::Delivery;
use crate::fault::Fault;
use crate::provisioning::Product;
use crate::stock::Offer;

/// What a simulator begins with, and what goes wrong. Written in YAML.
///
/// ```
/// let scenario = numbers_sim::Scenario::read("
/// balance: '10.00'
/// stock:
///   '+12025550134': { price: '4.00', type: MOBILE }
/// faults:
///   - { phone: '+12025550134', times: 1, fault: committed_then_reset }
/// provisioning:
///   - { phone: '+12025550134', product: campaign, fails: CAMPAIGN_EXPIRED }
/// ")?;
/// assert_eq!(scenario.faults.len(), 1);
/// # Ok::<(), numbers_sim::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Scenario {
    /// What the project has, a decimal number; without it, money does not end.
    #[schemars(with = "Option<String>")]
    pub balance: Option<Decimal>,
    /// The currency, an ISO 4217 code; USD.
    pub currency: Option<String>,
    /// Numbers that are not like every other, by their E.164 form.
    pub stock: BTreeMap<String, Offer>,
    /// What goes wrong with requests.
    pub faults: Vec<Planned>,
    /// Which jobs fail.
    pub provisioning: Vec<Failing>,
    /// How events are delivered.
    pub delivery: Delivery,
}

/// A fault and where it happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Planned {
    /// The number; any, if left out.
    #[serde(default)]
    pub phone: Option<String>,
    /// The operation; rent, if left out.
    #[serde(default)]
    pub operation: Operation,
    /// How often; always, if left out.
    #[serde(default)]
    pub times: Option<u32>,
    /// What goes wrong.
    pub fault: Fault,
}

impl Planned {
    /// A fault of the next rents of any number.
    #[must_use]
    pub fn of_rents(fault: Fault) -> Self {
        Self {
            phone: None,
            operation: Operation::Rent,
            times: None,
            fault,
        }
    }

    /// Of this number alone.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// So often.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Of lookups instead.
    #[must_use]
    pub fn of_lookups(mut self) -> Self {
        self.operation = Operation::Lookup;
        self
    }
}

/// One of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Renting a number.
    #[default]
    Rent,
    /// Looking one up.
    Lookup,
}

/// A job that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Failing {
    /// The number; any, if left out.
    #[serde(default)]
    pub phone: Option<String>,
    /// Whose job it is.
    pub product: Product,
    /// The code, one of the 18.
    pub fails: String,
}

impl Failing {
    /// The job of this product fails so, for any number.
    #[must_use]
    pub fn new(product: Product, code: impl Into<String>) -> Self {
        Self {
            phone: None,
            product,
            fails: code.into(),
        }
    }

    /// For this number alone.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }
}

/// Why a text is no scenario: what was wrong, and where.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct ScenarioError(String);

impl Scenario {
    /// Reads YAML.
    ///
    /// # Errors
    ///
    /// When it is no scenario; the message names line and column.
    pub fn read(yaml: &str) -> Result<Self, ScenarioError> {
        let scenario: Self =
            serde_norway::from_str(yaml).map_err(|error| ScenarioError(error.to_string()))?;
        for failing in &scenario.provisioning {
            if !crate::provisioning::FAILURES.contains(&failing.fails.as_str()) {
                return Err(ScenarioError(format!(
                    "provisioning: '{}' is none of the 18 codes, such as CAMPAIGN_EXPIRED",
                    failing.fails
                )));
            }
        }
        Ok(scenario)
    }

    /// The JSON Schema of scenarios, for editors.
    #[must_use]
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).into()
    }
}
