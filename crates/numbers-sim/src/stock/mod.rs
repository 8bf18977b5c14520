//! Numbers that can be rented: which there are, what they cost, and how they are found.

mod amount;
mod number_type;
mod numbering;
mod pattern;
mod search;
mod terms;
mod world;

pub(crate) use amount::optional_amount;
pub use number_type::{Capability, NumberType};
pub(crate) use numbering::{REGIONS, Region};
pub(crate) use pattern::Pattern;
pub(crate) use search::Criteria;
pub(crate) use terms::Resolved;
pub use terms::{Availability, Terms};
pub(crate) use world::Stock;
