//! Webhook events: what they say, how they are signed, and how they are delivered.

mod courier;
mod delivery;
mod event;
mod journal;
mod sender;
#[cfg(feature = "webhooks")]
mod signature;
mod target;

pub(crate) use courier::Courier;
pub use delivery::Delivery;
pub(crate) use event::{Notice, number_event, order_event};
pub use journal::Event;
pub(crate) use sender::Sender;
#[cfg(feature = "webhooks")]
pub use signature::signature;
pub(crate) use target::Targets;
