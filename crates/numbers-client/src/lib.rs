//! The low-level client of the Sinch Numbers API: what `cargo xtask generate` makes of
//! `openapi/numbers.yaml`, and the few parts that it needs by hand.
//!
//! Most people want `numbers-ext`, which adds validation, credentials, deadlines and the
//! answer to "may money have been spent?". This crate sends one request and decodes one
//! response:
//!
//! ```no_run
//! use numbers_client::{Exchange, PhoneNumber, ProjectId, Transport};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let project: ProjectId = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a".parse()?;
//! let phone: PhoneNumber = "+12025550134".parse()?;
//! let builder = reqwest::Client::builder();
//! let transport = Transport::new(builder, "https://numbers.api.sinch.com", "shop/1.0")?;
//! let exchange = Exchange::new(&transport).authorization("Bearer eyJ...".parse()?);
//!
//! let client = exchange.client();
//! let held = client.number_service_get_active_number(&project, &phone).await?;
//! println!("{:?} is of type {:?}", held.phone_number, held.type_);
//! # Ok(())
//! # }
//! ```
//!
//! - Ids that go into the URL are validated types: [`PhoneNumber`], [`ProjectId`],
//!   [`NumberOrderId`], [`AttachmentId`].
//! - Responses are lenient: every member is optional, times are [`Timestamp`]s that keep
//!   their text, and the [`enums`] keep values that are new.
//! - Secrets and personal data are [`Redacted`]: `Debug` does not show them. Documents are
//!   sent as a [`Form`].
//! - Only a 2xx is decoded. Every other status is
//!   [`Error::UnexpectedResponse`](Error), with status, headers and body; the error
//!   bodies of the API are types of [`types`] to decode it into.
//! - An [`Exchange`] tells what happened on the wire, whatever became of the decoding.

mod exchange;
// The zoo is this crate with what is generated from a document of all shapes.
#[cfg_attr(feature = "zoo", path = "../../../xtask/tests/zoo/crates/numbers-client/src/generated.rs")]
#[rustfmt::skip]
#[allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::allow_attributes_without_reason, reason = "generated code is not held to the rules of hand-written code")]
mod generated;
mod hooks;
mod opaque_id;
mod phone_number;
mod quoted;
mod record;
mod redacted;
mod response;
mod timestamp;
mod transport;

pub use crate::exchange::Exchange;
pub use crate::generated::{Client, ClientInfo, Error, ResponseValue, enums, types};
pub use crate::opaque_id::{AttachmentId, NumberOrderId, ParseIdError, ProjectId};
pub use crate::phone_number::{ParsePhoneNumberError, PhoneNumber};
pub use crate::record::{BodyEnd, Wire};
pub use crate::redacted::Redacted;
pub use crate::timestamp::{ParseTimestampError, Timestamp};
pub use crate::transport::{Transport, TransportError, TransportErrorKind};
pub use reqwest::multipart::{Form, Part};
