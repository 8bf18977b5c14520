//! Webhook events that `numbers listen` receives.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::explanation::Explained;
use crate::schema::outcome::Response;

outcomes! {
    /// Events are listened for from now on.
    Listening = "listening" {
        url: String,
    }
    /// An event whose signature was verified.
    Event = "event" {
        /// Whether an event with its id was received before.
        is_duplicate: bool,
        /// The status with which it was responded to where it was forwarded to.
        #[serde(skip_serializing_if = "Option::is_none")]
        forward_status: Option<u16>,
        /// Why it could not be forwarded.
        #[serde(skip_serializing_if = "Option::is_none")]
        forward_error: Option<String>,
        /// What its failure code means.
        #[serde(skip_serializing_if = "Option::is_none")]
        explanation: Option<Explained>,
        /// The event, as it was received.
        event: Response,
    }
    /// A request that was refused, and nothing of what is in it.
    Refused = "refused" {
        /// The address that it came from.
        from: String,
        /// The status that it was responded to with.
        status: u16,
        message: String,
    }
}
