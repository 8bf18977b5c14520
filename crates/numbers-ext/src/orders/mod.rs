//! Number orders: the way to rent numbers that require documents.

pub(crate) mod attach;
pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod register;
pub(crate) mod registration;
pub(crate) mod requirements;
pub(crate) mod submit;
pub(crate) mod wanted;
