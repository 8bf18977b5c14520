//! Jobs that set a number up, step by step.

use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a job sets up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Product {
    /// The SMS platform.
    Sms,
    /// The 10DLC campaign.
    Campaign,
    /// The voice platform.
    Voice,
}

/// The 18 codes with which a job fails.
pub const FAILURES: [&str; 18] = [
    "ERROR_CODE_UNSPECIFIED",
    "INTERNAL_ERROR",
    "SMS_PROVISIONING_FAILED",
    "CAMPAIGN_PROVISIONING_FAILED",
    "CAMPAIGN_NOT_AVAILABLE",
    "EXCEEDED_10DLC_LIMIT",
    "NUMBER_PROVISIONING_FAILED",
    "PARTNER_SERVICE_UNAVAILABLE",
    "CAMPAIGN_PENDING_ACCEPTANCE",
    "MNO_SHARING_ERROR",
    "CAMPAIGN_EXPIRED",
    "CAMPAIGN_MNO_REJECTED",
    "CAMPAIGN_MNO_SUSPENDED",
    "CAMPAIGN_MNO_REVIEW",
    "INSUFFICIENT_BALANCE",
    "MOCK_CAMPAIGN_NOT_ALLOWED",
    "TFN_NOT_ALLOWED",
    "INVALID_NNID",
];

/// How long a job waits, and when it is over, counted from the rent.
pub(crate) const WAITS: Duration = Duration::from_secs(2);
pub(crate) const ENDS: Duration = Duration::from_secs(5);

/// One job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) product: Product,
    pub(crate) step: Step,
    pub(crate) since: Timestamp,
    /// The code with which it is going to fail.
    pub(crate) fails: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    Waiting,
    InProgress,
    Done,
    Failed,
}

impl Job {
    pub(crate) fn new(product: Product, now: Timestamp, fails: Option<String>) -> Self {
        Self {
            product,
            step: Step::Waiting,
            since: now,
            fails,
        }
    }

    /// Takes the steps that are due; tells whether it ended in them.
    pub(crate) fn go_on(&mut self, rented: Timestamp, now: Timestamp) -> bool {
        let after = |wait: Duration| {
            let wait = jiff::SignedDuration::try_from(wait).unwrap_or_default();
            rented.checked_add(wait).unwrap_or(Timestamp::MAX)
        };
        if self.step == Step::Waiting && now >= after(WAITS) {
            self.step = Step::InProgress;
            self.since = after(WAITS);
        }
        if self.step == Step::InProgress && now >= after(ENDS) {
            self.step = if self.fails.is_some() {
                Step::Failed
            } else {
                Step::Done
            };
            self.since = after(ENDS);
            return true;
        }
        false
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.step, Step::Done | Step::Failed)
    }

    /// As the API writes it; a job that is done has no status.
    pub(crate) fn status(&self) -> Option<&'static str> {
        match self.step {
            Step::Waiting => Some("WAITING"),
            Step::InProgress => Some("IN_PROGRESS"),
            Step::Failed => Some("FAILED"),
            Step::Done => None,
        }
    }
}
