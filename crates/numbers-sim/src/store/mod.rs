//! State on disk: an SQLite database, so that `kill -9` costs nothing that was responded.

#[cfg(not(feature = "state"))]
mod absent;
#[cfg(feature = "state")]
mod database;
#[cfg(feature = "state")]
mod error;
#[cfg(feature = "state")]
mod header;
mod row;
#[cfg(feature = "state")]
mod sql;
#[cfg(feature = "state")]
mod writer;

#[cfg(not(feature = "state"))]
pub(crate) use absent::Store;
#[cfg(feature = "state")]
pub(crate) use database::open;
#[cfg(feature = "state")]
pub use error::StoreError;
pub(crate) use row::{NotWritten, Row, Table};
#[cfg(feature = "state")]
pub(crate) use writer::Store;
