//! Rent phone numbers with the [Sinch Numbers API], and know what happened to the money.
//!
//! Renting is one HTTP request that spends money, and its response can be lost. Every call
//! of this crate ends in an outcome that says whether the number may have been rented, and
//! nothing that may have been sent is sent again without proof that it had no effect.
//!
//! ```
//! use numbers_ext::{Numbers, Outcome, Sms, Voice};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let simulator = numbers_sim::Simulator::start().await?;
//! # let environment = |name: &str| Some(match name {
//! #     "SINCH_PROJECT_ID" => simulator.project().to_owned(),
//! #     "SINCH_KEY_ID" => simulator.key_id().to_owned(),
//! #     "SINCH_KEY_SECRET" => simulator.key_secret().to_owned(),
//! #     _ => simulator.url().to_owned(),
//! # });
//! let numbers = Numbers::builder()
//!     .env() // SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET
//! #   .env_from(environment)
//!     .build()?;
//! let rent = numbers
//!     .rent("+12025550134".parse()?)
//!     .sms(Sms::plan("plan-1").campaign("C123"))
//!     .voice(Voice::rtc("app-1"))
//!     .callback_url("https://example.com/numbers");
//!
//! match rent.send().await {
//!     Ok(rental) => println!("rented {}", rental.phone()),
//!     Err(error) => match error.outcome() {
//!         // This call rented nothing.
//!         Outcome::NotSent | Outcome::Rejected | Outcome::NotDone => return Err(error.into()),
//!         // Find out before trying again.
//!         Outcome::Unknown(in_doubt) => println!("{:?}", numbers.reconcile(in_doubt).await),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Where to go from here:
//!
//! - [`guide::money`] explains each outcome and what to do about it.
//! - [`guide::official_sdks`] says what takes the place of each call of the vendor's SDKs.
//! - [`Numbers`] is the client; [`NumbersBuilder`] has its settings.
//! - [`Rental`] is the result of a rental request; [`MutationError`] says why there is none.
//! - [`guide::testing`] is for tests of programs that use this crate.
//! - [`Interceptor`] is for callers that must survive a crash.
//!
//! The vendor has deprecated this way of renting in favour of number orders, and says that
//! it serves US local numbers only. It remains available to existing integrations. This
//! crate has no rules about regions or types of numbers: the service decides.
//!
//! [Sinch Numbers API]: https://developers.sinch.com/docs/numbers

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
compile_error!(
    "numbers-ext sends credentials over TLS: enable the feature `rustls` or `rustls-no-provider`"
);

mod active;
mod auth;
mod available;
#[cfg(feature = "blocking")]
pub mod blocking;
mod callbacks;
mod client;
mod emergency;
mod engine;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
pub mod guide;
mod http;
mod model;
mod orders;
mod outcome;
#[cfg(feature = "profiles")]
mod profile;
mod provisioning;
mod regions;
#[cfg(feature = "schemars")]
mod schema;
#[cfg(feature = "simulator")]
pub mod simulator;
mod text;
mod time;
mod waiting;

pub use numbers_client::{
    AttachmentId, NumberOrderId, ParseIdError, ParsePhoneNumberError, ParseTimestampError,
    PhoneNumber, ProjectId, Redacted, Timestamp, TransportError, TransportErrorKind, enums, types,
};
pub use numbers_webhooks as webhooks;
pub use numbers_webhooks::{Explanation, Remedy};
pub use rust_decimal::Decimal;

pub use crate::active::list::{List, ListStream, Page};
pub use crate::active::release::{Release, Released};
pub use crate::active::update::{Update, Updated};
pub use crate::auth::provider::{AccessKey, CredentialProvider, ProviderError, Providing};
pub use crate::auth::token_endpoint::TokenError;
pub use crate::available::rent::{ConfiguredRent, Preview, Rent};
pub use crate::available::rent_first::{RentFirst, RentFirstCause, RentFirstError};
pub use crate::available::search::Search;
pub use crate::callbacks::set::SetCallbackSecret;
pub use crate::client::Numbers;
pub use crate::client::builder::NumbersBuilder;
pub use crate::client::callbacks::CallbackSecret;
pub use crate::client::emergency::EmergencyAddress;
pub use crate::client::orders::Orders;
pub use crate::emergency::remove::RemoveEmergencyAddress;
pub use crate::emergency::set::SetEmergencyAddress;
pub use crate::engine::effect::Effect;
pub use crate::engine::inner::OnUnknown;
pub use crate::engine::reconcile::{Look, Reconciled};
pub use crate::http::api_error::ApiError;
pub use crate::http::lenient::Untyped;
pub use crate::model::active_number::ActiveNumber;
pub use crate::model::available_number::AvailableNumber;
pub use crate::model::configuration::Configuration;
pub use crate::model::decoded::Decoded;
pub use crate::model::difference::Difference;
pub use crate::model::order::Order;
pub use crate::model::price::{ParsePriceError, Price, PriceError};
pub use crate::model::rental::{Proof, Rental};
pub use crate::model::sms::Sms;
pub use crate::model::violation::{Violation, Violations};
pub use crate::model::voice::Voice;
pub use crate::orders::attach::{Attach, Document};
pub use crate::orders::create::CreateOrder;
pub use crate::orders::register::Register;
pub use crate::orders::submit::Submit;
pub use crate::orders::wanted::{Quantity, Wanted};
pub use crate::outcome::Outcome;
pub use crate::outcome::confirmed::Confirmed;
pub use crate::outcome::error::MutationError;
pub use crate::outcome::in_doubt::InDoubt;
pub use crate::outcome::interceptor::{Ended, Intent, Interceptor, Permission, Progress, Veto};
pub use crate::outcome::read_error::ReadError;
#[cfg(feature = "profiles")]
pub use crate::profile::{Profile, error::ProfileError};
pub use crate::provisioning::{Provisioning, ProvisioningJob, SmsTarget, VoiceTarget};
pub use crate::regions::Regions;
pub use crate::text::printable;
pub use crate::time::clock;
pub use crate::waiting::number::Wait;
pub use crate::waiting::order::{OrderChange, OrderWait, OrderWaited};
pub use crate::waiting::poll::{Progressing, Waiting};
pub use crate::waiting::product::{Product, ProductChange, ProductState};
pub use crate::waiting::waited::{WaitEnd, Waited};
