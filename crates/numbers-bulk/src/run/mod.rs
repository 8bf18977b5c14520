//! Runs: renting what a journal plans, within limits.

mod call;
pub(crate) mod control;
mod engine;
mod feed;
pub(crate) mod limits;
mod look;
mod pace;
pub(crate) mod price_check;
pub(crate) mod runner;
mod spending;
pub(crate) mod stop;
pub(crate) mod summary;
mod tasks;
