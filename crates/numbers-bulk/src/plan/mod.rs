//! Plans: which numbers to rent, in a CSV file or in JSON Lines.

pub(crate) mod check;
pub(crate) mod column;
mod csv;
mod json_lines;
mod lines;
mod phone;
mod price;
pub(crate) mod row;
pub(crate) mod source;
pub(crate) mod violation;
