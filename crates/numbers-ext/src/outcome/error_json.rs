//! The error of a mutation, as JSON.

use numbers_client::PhoneNumber;
use serde::{Serialize, Serializer};

use crate::http::api_error::ApiError;
use crate::model::active_number::ActiveNumber;
use crate::model::difference::Difference;
use crate::model::violation::Violations;
use crate::outcome::cause::Cause;
use crate::outcome::error::{Inner, MutationError};
use crate::outcome::in_doubt::InDoubt;

/// A mutation that did not succeed, as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "MutationError"))]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    /// What is known about the effect: `invalid`, `not_sent`, `rejected`, `not_done` or
    /// `unknown`. With `invalid`, nothing was sent.
    outcome: &'a str,
    operation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<PhoneNumber>,
    message: String,
    /// How many requests were sent, or may have been.
    attempts: u32,
    /// The HTTP status of the response, if one came.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a ApiError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    violations: Option<&'a Violations>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_doubt: Option<&'a InDoubt>,
    /// How `found` differs from what was requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    differences: Option<&'a [Difference]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a ActiveNumber>,
}

impl Serialize for MutationError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Inner {
            outcome,
            cause,
            received,
            attempts,
            found,
            ..
        } = &*self.0;
        Written {
            outcome: match cause {
                Cause::Invalid(_) => "invalid",
                _ => outcome.as_str(),
            },
            operation: self.operation(),
            phone_number: self.phone(),
            message: self.to_string(),
            attempts: *attempts,
            status: received.status,
            error: received.api.as_ref(),
            retry_after_seconds: received.retry_after.map(|wait| wait.as_secs()),
            violations: self.violations(),
            in_doubt: outcome.in_doubt(),
            differences: found.as_ref().map(|found| &*found.differences),
            found: self.found(),
        }
        .serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
crate::schema::written_as!(MutationError, Written<'static>);
