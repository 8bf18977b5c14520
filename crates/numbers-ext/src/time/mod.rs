//! Time: where it comes from, and when a call has to be over.

pub(crate) mod backoff;
pub mod clock;
pub(crate) mod deadline;
