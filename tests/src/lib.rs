//! What the end-to-end tests share: a scripted server with a ledger, a clock that is
//! moved by hand, and a world that puts a client in front of them.

pub mod clock;
pub mod http;
pub mod listener;
pub mod reply;
pub mod server;
pub mod tls;
pub mod world;

pub use crate::clock::ManualClock;
pub use crate::reply::{Reply, answer, raw};
pub use crate::server::Server;
pub use crate::world::{PHONE, PROJECT, World};
