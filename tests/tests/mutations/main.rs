//! Every mutation keeps the promise of the rental request, each by its own proof.

mod dropped;
mod in_doubt;
mod one_attempt;
mod proofs;
mod scripts;

use numbers_ext::{MutationError, Outcome};
use numbers_tests::script::Success;

/// Returns the outcome of a call in one or two words.
fn outcome(result: &Result<Success, MutationError>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(error) => match error.outcome() {
            Outcome::NotSent => "not sent",
            Outcome::Rejected => "rejected",
            Outcome::NotDone => "not done",
            Outcome::Unknown(_) => "unknown",
        },
    }
}
