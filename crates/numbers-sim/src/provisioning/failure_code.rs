//! The codes with which a job fails.

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "schema")]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::reading::{Checked, checked};

/// The 18 codes with which a job fails.
pub const FAILURE_CODES: [&str; 18] = [
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

/// The codes that an event may carry, by index; the rest are `null` in events.
const EVENT_CODES: std::ops::Range<usize> = 3..18;

/// One of the [18 codes](FAILURE_CODES) with which a job fails.
///
/// ```
/// use numbers_sim::FailureCode;
///
/// let code: FailureCode = "CAMPAIGN_EXPIRED".parse()?;
/// assert_eq!(code.as_str(), "CAMPAIGN_EXPIRED");
/// assert!("NO_SUCH_CODE".parse::<FailureCode>().is_err());
/// # Ok::<(), numbers_sim::FailureCodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FailureCode(u8);

/// A text that is none of the 18 codes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not one of the 18 failure codes, such as CAMPAIGN_EXPIRED")]
pub struct FailureCodeError(String);

impl FailureCode {
    /// The code, as the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        FAILURE_CODES
            .get(usize::from(self.0))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn at(index: usize) -> Option<Self> {
        let index = u8::try_from(index).ok();
        index.map(Self).filter(|code| !code.as_str().is_empty())
    }

    pub(crate) fn is_in_events(self) -> bool {
        EVENT_CODES.contains(&usize::from(self.0))
    }
}

impl FromStr for FailureCode {
    type Err = FailureCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let index = FAILURE_CODES.iter().position(|code| *code == text);
        index
            .and_then(Self::at)
            .ok_or_else(|| FailureCodeError(text.chars().take(60).collect()))
    }
}

impl fmt::Debug for FailureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for FailureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for FailureCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FailureCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer)
    }
}

impl Checked for FailureCode {
    const EXPECTED: &'static str = "one of the 18 failure codes, such as CAMPAIGN_EXPIRED";

    fn check(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|error: FailureCodeError| error.to_string())
    }
}

#[cfg(feature = "schema")]
impl JsonSchema for FailureCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FailureCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "enum": FAILURE_CODES,
            "description": "One of the 18 codes with which a job fails.",
        })
    }
}
