//! Numbers that can be rented: which there are, what they cost, and how they are found.

mod amount;
mod numbering;
mod pattern;
mod search;
mod terms;
mod world;

pub(crate) use amount::optional_amount;
pub(crate) use numbering::{REGIONS, Region};
pub(crate) use pattern::Pattern;
pub(crate) use search::Criteria;
pub(crate) use terms::Resolved;
pub use terms::{Availability, Capability, NumberType, Terms};
pub(crate) use world::Stock;
