//! Number orders: from requirements to numbers that are rented.

mod act;
mod attachment;
mod create;
mod get;
mod registration;
mod requirements;
mod shape;
mod submit;

pub(crate) use act::act_on;
pub(crate) use attachment::upload;
pub(crate) use create::create;
pub(crate) use get::get;
pub(crate) use registration::{get_registration, update_registration};
pub(crate) use requirements::lookup;
pub(crate) use submit::submit;
