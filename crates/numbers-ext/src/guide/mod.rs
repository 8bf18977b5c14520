//! The guide: chapters on what this crate promises and how to use it in production.

pub mod money;
pub mod official_sdks;
pub mod testing;
