//! Waiting, and what failure codes mean.

use numbers_ext::{ActiveNumber, ProductChange, ReadError};
use schemars::JsonSchema;
use serde::Serialize;

use crate::report::explanation::Explained;
use crate::schema::outcome::Response;

outcomes! {
    /// SMS or voice is in another state than before. More lines follow.
    Changed = "changed" {
        phone_number: String,
        #[serde(flatten)]
        change: ProductChange,
    }
    /// An order is in another state than before. More lines follow.
    OrderChanged = "order_changed" {
        number_order_id: String,
        state: String,
    }
    /// A lookup has failed, and is repeated. More lines follow.
    LookupFailed = "lookup_failed" {
        message: String,
        lookup: ReadError,
    }
    /// What a code means with which provisioning fails.
    Explanation = "explanation" {
        #[serde(flatten)]
        explanation: Explained,
    }
}

/// The end of waiting for a number.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "used for its schema alone, never constructed")]
pub(crate) struct Waited {
    #[schemars(extend("enum" = [
        "provisioned", "provisioning_failed", "provisioning_ended", "provisioning_unclear",
        "timed_out",
    ]))]
    outcome: String,
    phone_number: String,
    /// SMS and voice; missing where nothing was looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    products: Option<Vec<ProductChange>>,
    /// What the error codes mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanations: Option<Vec<Explained>>,
    /// The number as it was looked up last.
    #[serde(flatten)]
    number: Option<ActiveNumber>,
}

/// The end of waiting for an order.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "used for its schema alone, never constructed")]
pub(crate) struct OrderWaited {
    #[schemars(extend("enum" = ["order_completed", "order_failed", "order_timed_out"]))]
    outcome: String,
    number_order_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// The response of the service, as it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<Response>,
}
