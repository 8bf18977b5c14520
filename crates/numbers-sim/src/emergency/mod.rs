//! Emergency addresses of active numbers.

mod provision;
mod validate;

pub(crate) use provision::{deprovision, get, provision};
pub(crate) use validate::validate;
