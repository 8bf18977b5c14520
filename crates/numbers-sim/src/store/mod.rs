//! State on disk: an SQLite database, so that `kill -9` costs nothing that was responded.

mod database;
mod error;
mod header;
mod row;
mod writer;

pub(crate) use database::open;
pub use error::StoreError;
pub(crate) use row::{Row, Table};
pub(crate) use writer::{NotWritten, Store};
