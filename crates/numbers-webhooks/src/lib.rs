//! The events that the Sinch Numbers API sends to the callback URL of a number or an order,
//! as types, for any web framework.
//!
//! There is a type for each kind of event, and [`types::Event`] with the members of all kinds,
//! for an event of a kind that is new:
//!
//! ```
//! use numbers_webhooks::enums::{EventStatus, EventType};
//! use numbers_webhooks::types::NumberEvent;
//!
//! let event: NumberEvent = serde_json::from_str(
//!     r#"{
//!         "eventId": "01hpa0mww4m79q8j2dwn3ggbgz",
//!         "timestamp": "2026-11-23T07:45:27.78789",
//!         "resourceType": "ACTIVE_NUMBER",
//!         "resourceId": "+12025550134",
//!         "eventType": "PROVISIONING_TO_CAMPAIGN",
//!         "status": "SUCCEEDED",
//!         "attempt": 2
//!     }"#,
//! )?;
//! assert_eq!(event.event_type, Some(EventType::ProvisioningToCampaign));
//! assert_eq!(event.status, Some(EventStatus::Succeeded));
//! assert_eq!(event.extra["attempt"], 2);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! - Every member is optional, and null is accepted for it.
//! - The [`enums`] keep values that are new, and the `extra` of an event members that are.
//! - Times are texts: they have no zone (UTC is meant) and 5 to 9 fractional digits.

#[rustfmt::skip]
#[allow(missing_docs, unreachable_pub, clippy::allow_attributes_without_reason, reason = "generated code is not held to the rules of hand-written code")]
mod generated;

pub use crate::generated::{enums, types};
