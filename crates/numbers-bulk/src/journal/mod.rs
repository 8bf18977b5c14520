//! Journals: what was asked for and what became of it, in an SQLite file.

pub(crate) mod change;
mod connection;
pub(crate) mod entry;
pub(crate) mod error;
pub(crate) mod export;
pub(crate) mod file;
mod lock;
pub(crate) mod queries;
pub(crate) mod reader;
pub(crate) mod recorder;
mod stage;
pub(crate) mod staging;
mod statements;
pub(crate) mod writer;
