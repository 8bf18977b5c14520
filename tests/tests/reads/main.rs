//! What becomes of each read when the service does not respond as it should.

mod asked;
mod failing;
mod listing;
