//! Time: clocks, deadlines and the pauses between attempts.

pub(crate) mod backoff;
pub mod clock;
pub(crate) mod deadline;
pub(crate) mod manual_clock;
