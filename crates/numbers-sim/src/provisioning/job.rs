//! How far a job is, computed from when it started.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::after;
use crate::provisioning::failure_code::FailureCode;
use crate::provisioning::product::Product;

/// How long a job waits.
const WAITING: Duration = Duration::from_secs(2);
/// When a job ends, counted from its start.
pub(crate) const DURATION: Duration = Duration::from_secs(5);

/// One task of a job: links the number to a product or unlinks it, and perhaps fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    pub(crate) product: Product,
    /// Whether it unlinks the number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unlinks: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fails: Option<FailureCode>,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Waiting,
    InProgress,
    Ended,
}

/// How far a job is, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) step: Step,
    pub(crate) since: Timestamp,
}

impl Progress {
    /// How far a job that started then is now.
    pub(crate) fn of(started: Timestamp, now: Timestamp) -> Self {
        let (running, ended) = (after(started, WAITING), after(started, DURATION));
        let (step, since) = if now >= ended {
            (Step::Ended, ended)
        } else if now >= running {
            (Step::InProgress, running)
        } else {
            (Step::Waiting, started)
        };
        Self { step, since }
    }
}
