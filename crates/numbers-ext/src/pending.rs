//! What is kept of a rent whose answer was lost.

use std::time::SystemTime;

use numbers_client::{PhoneNumber, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Configuration;

/// A rent of which it is unknown whether it happened: enough to settle it later, also in
/// another process. Small, without secrets, and made to be stored.
///
/// ```
/// use numbers_ext::Pending;
/// use std::time::SystemTime;
///
/// let pending = Pending::new("+12025550134".parse()?).dispatched_at(SystemTime::now());
/// let stored = serde_json::to_string(&pending)?;
/// let restored: Pending = serde_json::from_str(&stored)?;
/// assert_eq!(restored, pending);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    #[serde(rename = "phoneNumber")]
    phone: PhoneNumber,
    #[serde(
        rename = "dispatchedAt",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    dispatched_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    configuration: Option<Configuration>,
}

impl Pending {
    /// A rent of this number, sent nobody knows when: settling it waits in full.
    #[must_use]
    pub fn new(phone: PhoneNumber) -> Self {
        Self {
            phone,
            dispatched_at: None,
            configuration: None,
        }
    }

    /// When the last request was sent, by the time of day.
    #[must_use]
    pub fn dispatched_at(mut self, time: SystemTime) -> Self {
        self.dispatched_at = Some(Timestamp::from(time));
        self
    }

    /// What was asked for, to be compared with what is found.
    #[must_use]
    pub fn configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = Some(configuration);
        self
    }

    /// The number.
    #[must_use]
    pub fn phone(&self) -> PhoneNumber {
        self.phone
    }

    /// When the last request was sent; `None` where that is not known or unreadable.
    #[must_use]
    pub fn dispatched(&self) -> Option<SystemTime> {
        self.dispatched_at.as_ref()?.instant().ok()
    }

    /// What was asked for.
    #[must_use]
    pub fn asked(&self) -> Option<&Configuration> {
        self.configuration.as_ref()
    }
}
