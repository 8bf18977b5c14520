//! Waiting until what was requested has happened: by looking, at growing intervals, and by the
//! events that the caller feeds in.

pub(crate) mod awaited;
mod awaited_number;
pub(crate) mod number;
pub(crate) mod order;
pub(crate) mod poll;
pub(crate) mod product;
pub(crate) mod step;
pub(crate) mod waited;
