//! Webhook events of the Sinch Numbers API, verified and typed, for any web framework.
//!
//! The API sends an event to the callback URL of a number when a step of its provisioning has
//! ended, and to that of an order when its state changes. Events are signed where the project
//! has a callback secret:
//!
//! ```
//! use numbers_webhooks::{Duplicates, EventError, Verifier, enums::EventType};
//!
//! /// Returns the status to respond with.
//! fn receive(
//!     verifier: &Verifier,
//!     duplicates: &mut Duplicates,
//!     signature: Option<&str>, // the value of the header `SIGNATURE_HEADER`
//!     body: &[u8],             // as it was received
//! ) -> u16 {
//!     let event = match verifier.event(signature, body) {
//!         Ok(event) => event,
//!         Err(EventError::Signature(_)) => return 401,
//!         Err(_) => return 400,
//!     };
//!     if duplicates.is_new(event.event_id.as_deref().unwrap_or_default()) {
//!         match (&event.event_type, event.phone_number()) {
//!             (Some(EventType::ProvisioningToSmsPlatform), Some(phone)) if !event.is_failed() => {
//!                 println!("{phone} can send SMS");
//!             }
//!             _ => println!("{event:?}"),
//!         }
//!     }
//!     200
//! }
//! # let secret = "callback-secret";
//! # let body = br#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz","timestamp":"2024-02-10T17:22:09.412722588","projectId":"37b62a7b-0177-abcd-efgh-e10f848de123","resourceId":"+17818510001","resourceType":"ACTIVE_NUMBER","eventType":"DEPROVISIONING_FROM_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#;
//! # let mut duplicates = Duplicates::remembering(10);
//! # let verifier = Verifier::new([secret]);
//! # let signature = Some("dcf80daac2f232f4b23d5f719db3aa0fdca6af43");
//! # assert_eq!(receive(&verifier, &mut duplicates, signature, body), 200);
//! # assert_eq!(receive(&verifier, &mut duplicates, None, body), 401);
//! ```
//!
//! Respond with 200 soon: what is not accepted is delivered again. Events come more than once
//! and in any order, so that they say that something has changed, and a lookup says what
//! holds.
//!
//! - Every member is optional, and null is accepted for it.
//! - The [`enums`] keep values that are new, and the `extra` of an event members that are.
//! - [`types::NumberEvent`] and [`types::OrderEvent`] are the two kinds of events in types of
//!   their own; [`Event`] has the members of all kinds, and those of kinds that are new.
//! - [`Explanation`] says what a failure code means and what helps.
//!
//! Without the feature `axum` the crate depends on no HTTP library and no async runtime.

#[cfg(feature = "axum")]
pub mod axum;
mod duplicates;
mod event;
mod explanation;
#[rustfmt::skip]
#[allow(missing_docs, unreachable_pub, clippy::allow_attributes_without_reason, reason = "generated code is not held to the rules of hand-written code")]
mod generated;
mod signature;
mod sources;
mod verifier;

pub use crate::duplicates::Duplicates;
pub use crate::event::EventError;
pub use crate::explanation::{Explanation, Remedy};
pub use crate::generated::types::Event;
pub use crate::generated::{enums, types};
pub use crate::signature::{SIGNATURE_HEADER, SignatureError, verify};
pub use crate::sources::SOURCE_ADDRESSES;
pub use crate::verifier::Verifier;

/// The example of the README is a test, too.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
