//! Rent phone numbers with the [Sinch Numbers API] and know what happened to the money.
//!
//! ```
//! use numbers_ext::{Certainty, Numbers, Sms, Voice};
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
//!     .environment() // SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET
//! #   .environment_from(environment)
//!     .build()?;
//! let rent = numbers
//!     .rent("+12025550134".parse()?)
//!     .sms(Sms::plan("plan-1").campaign("C123"))
//!     .voice(Voice::rtc("app-1"))
//!     .callback_url("https://example.com/numbers");
//!
//! match rent.send().await {
//!     Ok(rental) => println!("charged {}", rental.price()?),
//!     Err(error) => match error.certainty() {
//!         // This call bought nothing.
//!         Certainty::NotSent | Certainty::Rejected | Certainty::NotRented => return Err(error.into()),
//!         // Look before you try again.
//!         Certainty::Unknown => {
//!             if let Some(pending) = error.pending() {
//!                 println!("{:?}", numbers.settle(pending).await);
//!             }
//!         }
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What to read next: [`money`] tells what each outcome means and what to do; [`Numbers`]
//! is the client; [`Rental`] is what a rent gives; [`Observer`] is for those who must
//! survive a crash.
//!
//! The vendor marks renting as deprecated in favour of its number orders, and says that
//! it serves US local numbers only. It remains available to existing integrations. This
//! crate knows no rule about regions or types of numbers: the service answers for itself.
//!
//! [Sinch Numbers API]: https://developers.sinch.com/docs/numbers

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
compile_error!(
    "numbers-ext sends credentials over TLS: switch on `rustls` or `rustls-no-provider`"
);

mod answer;
mod api_error;
mod base_url;
mod builder;
mod call;
mod classify;
mod client;
pub mod clock;
mod compare;
mod configuration;
mod credentials;
mod deadline;
mod error;
mod fold;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
mod lookup;
#[cfg(measuring)]
#[doc(hidden)]
pub mod measured;
pub mod money;
mod observer;
mod pending;
mod price;
mod rent;
mod rental;
mod resend;
mod retry_after;
mod secret;
mod send;
mod settle;
mod setup;
mod sms;
mod telemetry;
mod token_cache;
mod token_endpoint;
mod transport;
mod violation;
mod voice;
mod wire_error;

pub use numbers_client::{
    ParsePhoneNumberError, ParseProjectIdError, ParseTimestampError, PhoneNumber, ProjectId,
    Timestamp, enums, types,
};
pub use rust_decimal::Decimal;

pub use crate::answer::Untyped;
pub use crate::api_error::ApiError;
pub use crate::builder::NumbersBuilder;
pub use crate::client::Numbers;
pub use crate::compare::Difference;
pub use crate::configuration::Configuration;
pub use crate::error::{Certainty, RentError};
pub use crate::lookup::{Lookup, LookupError};
pub use crate::observer::{Intent, Observer, Permission, Refusal};
pub use crate::pending::Pending;
pub use crate::price::{Price, PriceError};
pub use crate::rent::{ConfiguredRent, Preview, Rent};
pub use crate::rental::{Proof, Rental};
pub use crate::settle::{OnUnknown, Settled};
pub use crate::setup::{FailedJob, PendingJob, Setup, SmsTarget, VoiceTarget};
pub use crate::sms::Sms;
pub use crate::token_endpoint::TokenError;
pub use crate::violation::{Violation, Violations};
pub use crate::voice::Voice;
