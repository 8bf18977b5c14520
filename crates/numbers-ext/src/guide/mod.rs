//! Chapters: what the crate promises, and how to use it in earnest.

pub mod money;
