//! The emergency address of a number: where help is sent when it calls for help.

pub(crate) mod get;
pub(crate) mod remove;
pub(crate) mod set;
pub(crate) mod validate;
