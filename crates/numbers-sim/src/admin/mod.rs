//! Control endpoints: a page for a person, JSON for a test.

mod guard;
mod plans;
mod routes;
mod time;
mod views;

pub(crate) use routes::routes;
