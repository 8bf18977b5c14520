//! Plans: what to do to which numbers, in a CSV file or in JSON Lines.

mod cells;
mod changes;
pub(crate) mod check;
pub(crate) mod column;
mod csv;
mod json_lines;
mod lines;
mod links;
mod phone;
mod price;
pub(crate) mod request;
pub(crate) mod row;
pub(crate) mod source;
pub(crate) mod violation;
