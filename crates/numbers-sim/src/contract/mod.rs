//! Validates requests by the embedded document.

mod document;
mod lowering;
mod parameter;
mod query;
#[cfg(test)]
pub(crate) mod responses;
mod route;
mod violation;

pub(crate) use document::{Contract, Routed};
pub(crate) use query::Query;
pub(crate) use route::BodyKind;
pub(crate) use violation::{Violation, violations_of};
