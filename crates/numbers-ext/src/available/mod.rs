//! Available numbers: those that can be rented.

pub(crate) mod check;
pub(crate) mod rent;
pub(crate) mod rent_first;
pub(crate) mod rent_number;
pub(crate) mod search;
