//! Available numbers: those for sale.

pub(crate) mod rent;
