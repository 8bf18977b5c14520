//! How the result of a call is known.

use numbers_ext::{Confirmed, Proof, Released, Updated};

use crate::json::Object;

/// How the result of a call is known, and how many requests it took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    proof: Proof,
    attempts: Option<u32>,
}

impl Known {
    /// A result of another process's call, which reconciling has found.
    pub(crate) const RECONCILED: Self = Self {
        proof: Proof::Lookup,
        attempts: None,
    };

    /// Adds the members.
    pub(crate) fn add(self, json: Object) -> Object {
        json.member("proof", &self.proof)
            .optional("attempts", self.attempts.as_ref())
    }
}

impl<T> From<&Confirmed<T>> for Known {
    fn from(confirmed: &Confirmed<T>) -> Self {
        Self {
            proof: confirmed.proof(),
            attempts: Some(confirmed.attempts()),
        }
    }
}

impl From<&Released> for Known {
    fn from(released: &Released) -> Self {
        Self {
            proof: released.proof(),
            attempts: Some(released.attempts()),
        }
    }
}

impl From<&Updated> for Known {
    fn from(updated: &Updated) -> Self {
        Self {
            proof: updated.proof(),
            attempts: Some(updated.attempts()),
        }
    }
}
