//! Scripts of faults: every request of a call meets the next letter of a script, and the ledger
//! of the service is held against the outcome.

mod letter;
mod played;
mod service;
mod trial;

pub use letter::{ALPHABET, Letter};
pub use played::{ATTACHMENT, CALLBACK_SECRET, CONTENT, Calling, ORDER, PERSON, Played, Success};
pub use service::Service;
pub use trial::{Explored, Trial, explore_all};
