//! Waiting until a number is provisioned: one look, then an event or the engine's timer.

use std::time::{Duration, SystemTime};

use numbers_ext::{ActiveNumber, Configuration, Numbers, Product, ProductState, WaitEnd, Waited};
use serde::{Deserialize, Serialize};

use crate::key::NumberKey;

/// How long to wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct WaitRequest {
    /// How many seconds to wait at the most; a day if it is absent. A campaign may be under
    /// review for days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_seconds: Option<u64>,
}

impl WaitRequest {
    /// Waits at the most this long.
    #[must_use]
    pub fn at_most(deadline: Duration) -> Self {
        Self {
            deadline_seconds: Some(deadline.as_secs()),
        }
    }

    pub(crate) fn deadline(&self) -> Duration {
        Duration::from_secs(self.deadline_seconds.unwrap_or(24 * 3600))
    }
}

/// What is known about a number when the waiting for it has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WaitRecord {
    /// How it has ended: `provisioned`, `failed`, `unclear`, `released`, `not_held` or
    /// `timed_out`.
    pub outcome: String,
    /// Why provisioning has failed, where the service says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<String>,
    /// The products that have failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<String>,
    /// The number as the last lookup has shown it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ActiveNumber>,
}

impl WaitRecord {
    pub(crate) fn timed_out() -> Self {
        Self {
            outcome: "timed_out".to_owned(),
            error_codes: Vec::new(),
            failed: Vec::new(),
            number: None,
        }
    }

    fn of(waited: &Waited) -> Self {
        let outcome = match waited.ended() {
            WaitEnd::Provisioned => "provisioned",
            WaitEnd::Failed => "failed",
            WaitEnd::Released => "released",
            WaitEnd::NotHeld => "not_held",
            _ => "unclear",
        };
        let products = [waited.sms(), waited.voice()];
        let codes = products.iter().flat_map(|product| &product.error_codes);
        let failed = products.iter();
        let failed = failed.filter(|product| product.state == ProductState::Failed);
        let name = |product| match product {
            Product::Sms => "sms",
            Product::Voice => "voice",
            _ => "other",
        };
        Self {
            outcome: outcome.to_owned(),
            error_codes: codes.map(|code| code.as_str().to_owned()).collect(),
            failed: failed
                .map(|change| name(change.product).to_owned())
                .collect(),
            number: waited.number().cloned(),
        }
    }
}

/// What one look showed, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Seen {
    pub(crate) at: SystemTime,
    /// How the waiting has ended, if it has.
    pub(crate) end: Option<WaitRecord>,
}

/// Looks once. A lookup that failed is one that showed nothing yet.
pub(crate) async fn look(
    numbers: &Numbers,
    key: &NumberKey,
    requested: Option<Configuration>,
) -> Seen {
    let mut wait = numbers.wait(key.phone);
    if let Some(requested) = requested {
        wait = wait.requested(requested);
    }
    let waited = wait.look().await;
    Seen {
        at: SystemTime::now(),
        end: waited.ok().flatten().map(|waited| WaitRecord::of(&waited)),
    }
}
