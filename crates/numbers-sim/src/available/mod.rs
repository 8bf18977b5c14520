//! Numbers that can be rented.

mod check;
mod rent;
mod rent_any;
mod search;
mod shape;

pub(crate) use check::check;
pub(crate) use rent::rent;
pub(crate) use rent_any::rent_any;
pub(crate) use search::{body_criteria, search};
pub(crate) use shape::Money;
