//! What reviews of number orders end in.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;

/// What the review of an order ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ReviewOutcome {
    /// The numbers are charged and rented.
    Completed,
    /// The order is over, and nothing was charged.
    Rejected,
    /// The order waits for another registration.
    Blocked,
    /// The review does not end before the order expires.
    Expired,
}

/// What the review of an order ends in, where it is not completed.
///
/// ```
/// use numbers_sim::{PlannedReview, ReviewOutcome};
///
/// let review = PlannedReview::new(ReviewOutcome::Blocked)
///     .message("Please provide a local contact number.")
///     .times(1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PlannedReview {
    /// A number of the order; any where absent.
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
    /// What the review ends in.
    pub outcome: ReviewOutcome,
    /// What the reviewer writes into the registration's log.
    #[serde(default)]
    pub message: Option<String>,
    /// How many reviews; all where absent.
    #[serde(default)]
    pub times: Option<u32>,
}

impl PlannedReview {
    /// Makes every review end so.
    #[must_use]
    pub fn new(outcome: ReviewOutcome) -> Self {
        Self {
            phone_number: None,
            outcome,
            message: None,
            times: None,
        }
    }

    /// Limits it to orders of this number.
    #[must_use]
    pub fn phone_number(mut self, phone: PhoneNumber) -> Self {
        self.phone_number = Some(phone);
        self
    }

    /// Sets what the reviewer writes.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Limits it to this many reviews.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
}
