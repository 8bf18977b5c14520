//! What a scenario says.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::auth::Account;
use crate::fault::PlannedFault;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJob;
use crate::reading::{Checked, optional};
use crate::requirements::Requirement;
use crate::scenario::numbers::once;
use crate::state::PlannedReview;
use crate::stock::{Terms, optional_amount};
use crate::webhooks::Delivery;

/// What a simulator starts with, and what goes wrong. Written in YAML or JSON.
///
/// ```
/// use numbers_sim::{Fault, Scenario};
///
/// let scenario = Scenario::read("
/// balance: '10.00'
/// stock:
///   '+12025550134': { monthlyPrice: '4.00', type: MOBILE }
/// faults:
///   - { operation: rentNumber, phoneNumber: '+12025550134', times: 1, fault: committedThenReset }
///   - { operation: issueToken, fault: { slow: { milliseconds: 3000 } } }
/// provisioning:
///   - { phoneNumber: '+12025550134', product: campaign, failureCode: CAMPAIGN_EXPIRED }
/// reviews:
///   - { outcome: BLOCKED, times: 1 }
/// ")?;
/// assert_eq!(scenario.faults[1].fault, Fault::Slow { milliseconds: 3000 });
/// # Ok::<(), numbers_sim::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Scenario {
    /// What the first project has to spend, a decimal number; unlimited where absent.
    #[serde(deserialize_with = "optional_amount")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<String>", regex(pattern = r"^[0-9]+(\.[0-9]+)?$"))
    )]
    pub balance: Option<Decimal>,
    /// The currency, an ISO 4217 code; USD where absent.
    #[serde(deserialize_with = "currency")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Z]{3}$")))]
    pub currency: Option<String>,
    /// Projects besides the first.
    pub projects: Vec<Account>,
    /// Numbers and their terms, by number.
    #[serde(deserialize_with = "once")]
    pub stock: BTreeMap<PhoneNumber, Terms>,
    /// Whether only the numbers of `stock` can be rented.
    pub only_listed: bool,
    /// What goes wrong with requests.
    pub faults: Vec<PlannedFault>,
    /// Which jobs fail.
    pub provisioning: Vec<FailingJob>,
    /// What reviews of orders end in.
    pub reviews: Vec<PlannedReview>,
    /// What has to be registered to order numbers, besides what is built in.
    pub requirements: Vec<Requirement>,
    /// How events are delivered.
    pub delivery: Delivery,
}

struct Currency(String);

impl Checked for Currency {
    const EXPECTED: &'static str = "a currency code, such as USD";

    fn check(text: &str) -> Result<Self, String> {
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "'{text}' is not a currency code of three capital letters"
            ))
        }
    }
}

fn currency<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let code: Option<Currency> = optional(deserializer)?;
    Ok(code.map(|Currency(code)| code))
}
