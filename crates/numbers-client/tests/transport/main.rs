//! The transport, against servers that do as they like.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod evidence;
mod hostile;
mod idle;
mod server;
mod setup;
