//! Connections.

mod connection;
mod listener;

pub(crate) use listener::serve;
