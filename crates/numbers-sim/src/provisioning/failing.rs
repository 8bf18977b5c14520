//! Jobs that are planned to fail.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;
use crate::provisioning::failure_code::FailureCode;
use crate::provisioning::product::Product;

/// A job that fails.
///
/// ```
/// use numbers_sim::{FailingJob, Product};
///
/// let failing = FailingJob::new(Product::Campaign, "CAMPAIGN_EXPIRED".parse()?).times(1);
/// # Ok::<(), numbers_sim::FailureCodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FailingJob {
    /// The number; any where absent.
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
    /// What the job provisions.
    pub product: Product,
    /// The code with which it fails.
    pub failure_code: FailureCode,
    /// How many jobs fail; all where absent.
    #[serde(default)]
    pub times: Option<u32>,
}

impl FailingJob {
    /// Makes every job of this product fail with this code, whatever the number.
    #[must_use]
    pub fn new(product: Product, failure_code: FailureCode) -> Self {
        Self {
            phone_number: None,
            product,
            failure_code,
            times: None,
        }
    }

    /// Limits it to this number.
    #[must_use]
    pub fn phone_number(mut self, phone: PhoneNumber) -> Self {
        self.phone_number = Some(phone);
        self
    }

    /// Limits it to this many jobs.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
}

/// The jobs that are planned to fail.
#[derive(Clone, Debug, Default)]
pub(crate) struct FailingJobs(pub(crate) Vec<FailingJob>);

impl FailingJobs {
    /// The code with which the next job of this product and number fails; uses it up.
    pub(crate) fn take(&mut self, phone: PhoneNumber, product: Product) -> Option<FailureCode> {
        let planned = self.0.iter_mut().find(|planned| {
            planned.product == product
                && planned.times != Some(0)
                && planned.phone_number.is_none_or(|other| other == phone)
        })?;
        planned.times = planned.times.map(|times| times - 1);
        Some(planned.failure_code)
    }
}
