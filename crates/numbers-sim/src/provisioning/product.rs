//! What a job provisions.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a job provisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Product {
    /// The SMS platform.
    Sms,
    /// The 10DLC campaign.
    Campaign,
    /// The voice platform.
    Voice,
}
