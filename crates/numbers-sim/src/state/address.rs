//! An emergency address.

use serde::{Deserialize, Serialize};

/// An emergency address, in the API's own shape.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Address {
    pub(crate) street_number: String,
    pub(crate) street_info: String,
    pub(crate) location: String,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) postal_code: String,
    pub(crate) postal_code_plus_four: String,
}
