//! Test support for the end-to-end tests: a scripted server with a ledger, a clock that is moved
//! by hand, and a world that puts a client in front of them.

/// The example of the project's README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

pub mod clock;
pub mod http;
pub mod listener;
pub mod receiver;
pub mod reply;
pub mod runtime;
pub mod script;
pub mod server;
pub mod tls;
pub mod typed;
pub mod world;

pub use crate::clock::ManualClock;
pub use crate::receiver::Receiver;
pub use crate::reply::{Reply, raw, response};
pub use crate::server::Server;
pub use crate::world::{PHONE, PROJECT, World};
