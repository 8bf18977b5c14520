//! The last requests, as they were received and responded to.

mod draft;
mod entry;
mod kept;
mod request;
mod ring;

pub(crate) use draft::Draft;
pub(crate) use kept::Log;
pub use request::{Ended, Request};
