//! Numbers that can be rented, and what becomes of those that are.

use numbers_ext::{ActiveNumber, AvailableNumber, Difference, Proof};
use schemars::JsonSchema;
use serde::Serialize;

use crate::schema::outcome::Response;

outcomes! {
    /// A number that can be rented.
    Available = "available" {
        #[serde(flatten)]
        number: AvailableNumber,
    }
    /// The number can't be rented.
    NotAvailable = "not_available" {
        phone_number: String,
    }
    /// A country that has numbers.
    Region = "region" {
        /// The item of the response, as it was received.
        response: Response,
    }
    /// There are more pages. This is the last line of a list.
    More = "more" {
        /// What `--page-token` takes.
        next_page_token: String,
        /// How many numbers there are on all pages.
        #[serde(skip_serializing_if = "Option::is_none")]
        total_size: Option<i32>,
    }
    /// The number was changed, or its changes are scheduled.
    Updated = "updated" {
        proof: Proof,
        /// How many requests were sent, or may have been. Not known after reconciling.
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
        /// How the number differs from what was requested.
        differences: Vec<Difference>,
        #[serde(flatten)]
        number: ActiveNumber,
    }
    /// The number was released. The project holds it until `expireAt`; without a `response`
    /// it does not hold it any more.
    Released = "released" {
        proof: Proof,
        /// How many requests were sent, or may have been. Not known after reconciling.
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
        /// When it ends.
        #[serde(skip_serializing_if = "Option::is_none")]
        expire_at: Option<String>,
        phone_number: String,
        /// The response of the service, as it was received.
        #[serde(skip_serializing_if = "Option::is_none")]
        response: Option<Response>,
    }
    /// Reconciling proved that the call had its effect.
    Done = "done" {
        /// The operation, such as `release`.
        operation: String,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        phone_number: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        number_order_id: Option<String>,
    }
}
