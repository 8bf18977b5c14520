//! Active numbers: those that the project holds.

pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod release;
pub(crate) mod update;
