//! The callback configuration of a project: the secret that signs its webhook events.

pub(crate) mod get;
pub(crate) mod set;
