//! How events are delivered.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How events are delivered. A delivery that fails is repeated in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Delivery {
    /// Each once, in the order in which they happened.
    #[default]
    InOrder,
    /// Those that happened together in reverse.
    Reversed,
    /// Each twice.
    Doubled,
}
