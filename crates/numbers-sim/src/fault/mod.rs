//! Faults: what goes wrong on purpose.

mod kind;
mod magic;
mod plan;
mod wire;

pub use kind::Fault;
pub use magic::MAGIC_PREFIX;
pub(crate) use magic::{Magic, ReviewDigit, magic};
pub(crate) use plan::Plan;
pub use plan::PlannedFault;
pub(crate) use wire::{Shaped, refusal, shape};
