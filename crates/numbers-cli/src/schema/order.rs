//! Number orders.

use numbers_ext::{Price, Proof};
use schemars::JsonSchema;
use serde::Serialize;

use crate::schema::outcome::Response;

outcomes! {
    /// Which data and documents an order requires.
    Requirements = "requirements" {
        region_code: String,
        number_type: String,
        /// The response of the service, as it was received: a JSON Schema of the data in
        /// `fields`, the documents in `attachments`.
        response: Response,
    }
    /// The project has no such order.
    NoOrder = "no_order" {
        number_order_id: String,
    }
    /// The order was created. Its numbers are reserved, and nothing is spent.
    Created = "created" {
        number_order_id: String,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// What is due when the order completes.
        #[serde(skip_serializing_if = "Option::is_none")]
        price_at_once: Option<Price>,
        /// The response of the service, as it was received.
        response: Response,
    }
    /// The data of the order was registered.
    Registered = "registered" {
        #[serde(skip_serializing_if = "Option::is_none")]
        number_order_id: Option<String>,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
        /// The response of the service, as it was received. It holds personal data.
        response: Response,
    }
    /// The document was uploaded.
    Uploaded = "uploaded" {
        #[serde(skip_serializing_if = "Option::is_none")]
        number_order_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attachment_id: Option<String>,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
    }
    /// The order was submitted for review.
    Submitted = "submitted" {
        number_order_id: String,
        proof: Proof,
        #[serde(skip_serializing_if = "Option::is_none")]
        attempts: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// What is due when the order completes.
        #[serde(skip_serializing_if = "Option::is_none")]
        price_at_once: Option<Price>,
        /// The response of the service, as it was received.
        response: Response,
    }
    /// An order.
    Order = "order" {
        number_order_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// What is due when the order completes.
        #[serde(skip_serializing_if = "Option::is_none")]
        price_at_once: Option<Price>,
        /// The response of the service, as it was received.
        response: Response,
        /// What is registered for it, as it was received. It holds personal data. Missing
        /// where it is not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        registration: Option<Response>,
    }
}
