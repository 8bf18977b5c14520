//! Rents phone numbers with the Sinch Numbers API on a durable engine,
//! [Restate](https://restate.dev): on many machines, for as long as it takes, whatever crashes
//! meanwhile.
//!
//! [`Number`] is a virtual object of the engine, one for each project and number. A worker
//! serves it:
//!
//! ```no_run
//! use numbers_durable::{Number, Settings};
//! use numbers_ext::Numbers;
//! use restate_sdk::prelude::*;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let number = Number::new(Settings::new().project(Numbers::builder().env())?);
//! let endpoint = Endpoint::builder().bind(number).build();
//! HttpServer::new(endpoint)
//!     .listen_and_serve("127.0.0.1:9080".parse()?)
//!     .await;
//! # Ok(())
//! # }
//! ```
//!
//! # Why a durable engine is not enough
//!
//! The engine journals what a step returned. A step that was interrupted it runs again, and a
//! rental request is the one thing that must not be run again. So a rental is four steps, each
//! journalled before the next one begins:
//!
//! | step | what it does | when it runs again |
//! | --- | --- | --- |
//! | `intend` | writes down the request and the latest time at which it may leave | writes it down anew: nothing was sent |
//! | `permit` | issues a permit, which only this process knows | issues another one: nothing was sent |
//! | `send` | takes the permit and makes the call; an interceptor lets no request leave after the time that was written down | finds no permit, sends nothing: the request is in doubt |
//! | `look` | looks once for the effect of a request in doubt | looks again |
//!
//! Between two looks the engine's timer runs, not ours. A request is sent again only when a
//! look has proven that the one before had no effect; [`numbers_ext::guide::money`] says what
//! counts as a proof, and what it assumes.
//!
//! Events wake those who [wait](NumberIngressClient) until a number is provisioned, through
//! [`receiver`]; without one they look at growing intervals.
//!
//! [`guide::postgres`] keeps the same promise with a table of Postgres instead of an engine.

mod call;
mod drive;
pub mod guide;
mod key;
mod object;
mod permit;
mod receiver;
mod record;
mod settings;
mod wait;

pub use crate::key::{NumberKey, ParseKeyError};
pub use crate::object::{Listen, Number, NumberClient, NumberIngressClient, RentRequest};
pub use crate::receiver::receiver;
pub use crate::record::{Record, RecordOutcome};
pub use crate::settings::Settings;
pub use crate::wait::{WaitRecord, WaitRequest};
