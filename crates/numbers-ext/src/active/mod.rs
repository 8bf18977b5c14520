//! Active numbers: those that the project holds.

pub(crate) mod get;
