//! Jobs that provision a number, and how they fail.

mod failing;
mod failure_code;
mod job;
mod product;

pub use failing::FailingJob;
pub(crate) use failing::FailingJobs;
pub use failure_code::{FAILURE_CODES, FailureCode, FailureCodeError};
pub(crate) use job::{DURATION, Progress, Step, Task};
pub use product::Product;
