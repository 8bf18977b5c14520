//! The numbers that a project holds.

mod get;
mod list;
mod page_token;
mod release;
mod shape;
mod update;

pub(crate) use get::{end_jobs, get};
pub(crate) use list::list;
pub(crate) use release::{end_release, release};
pub(crate) use shape::ActiveNumber;
pub(crate) use update::update;
