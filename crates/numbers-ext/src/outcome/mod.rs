//! What a mutation ended in, and what follows from it.

pub(crate) mod cause;
pub(crate) mod classify;
pub(crate) mod combine;
pub(crate) mod error;
pub(crate) mod in_doubt;
pub(crate) mod interceptor;
pub(crate) mod read_error;
pub(crate) mod retry;

use serde::{Deserialize, Serialize};

use crate::outcome::in_doubt::InDoubt;

/// What is known about a call that did not succeed. It is exhaustive, so that nobody
/// forgets the last variant.
///
/// ```
/// use numbers_ext::{MutationError, Numbers, Outcome};
///
/// async fn handle(numbers: &Numbers, error: MutationError) -> Result<(), MutationError> {
///     match error.outcome() {
///         Outcome::NotSent | Outcome::Rejected | Outcome::NotDone => Err(error),
///         Outcome::Unknown(in_doubt) => {
///             println!("{:?}", numbers.reconcile(in_doubt).await);
///             Ok(())
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", content = "inDoubt", rename_all = "snake_case")]
pub enum Outcome {
    /// No request reached the service. This call changed nothing.
    NotSent,
    /// The service refused. This call changed nothing. After a 404 or 409 an earlier call
    /// may have: look the number up.
    Rejected,
    /// The response was lost, and reconciling proved that the request had no effect.
    NotDone,
    /// The request may have had its effect. Reconcile before trying again, with
    /// [`Numbers::reconcile`](crate::Numbers::reconcile).
    Unknown(InDoubt),
}

impl Outcome {
    /// Returns the outcome as it is written in JSON: `not_sent`, `rejected`, `not_done` or
    /// `unknown`.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Outcome::NotDone.as_str(), "not_done");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::NotDone => "not_done",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Returns whether the call may have changed something, and so may have spent money.
    ///
    /// ```
    /// assert!(!numbers_ext::Outcome::Rejected.is_unknown());
    /// ```
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Returns the call that is in doubt, if it is unknown what became of it.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Outcome::NotSent.in_doubt(), None);
    /// ```
    #[must_use]
    pub fn in_doubt(&self) -> Option<&InDoubt> {
        match self {
            Self::Unknown(in_doubt) => Some(in_doubt),
            _ => None,
        }
    }
}
