//! The outcome of a mutation: the evidence behind it, and what follows from it.

pub(crate) mod cause;
pub(crate) mod classify;
pub(crate) mod combine;
pub(crate) mod confirmed;
pub(crate) mod error;
mod error_json;
pub(crate) mod in_doubt;
pub(crate) mod intended;
pub(crate) mod interceptor;
pub(crate) mod read_error;
pub(crate) mod retry;

use serde::{Deserialize, Serialize};

use crate::outcome::in_doubt::InDoubt;

/// What is known about the effect of a call that did not succeed.
///
/// The enum is exhaustive on purpose: a `match` has to say what to do about
/// [`Unknown`](Self::Unknown).
///
/// ```
/// use numbers_ext::Outcome;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// # // The simulator rents it and then resets the connection.
/// # let rent = numbers.rent("+15005550010".parse()?).unconfigured();
/// if let Err(error) = rent.send().await {
///     match error.outcome() {
///         Outcome::NotSent | Outcome::Rejected | Outcome::NotDone => return Err(error.into()),
///         Outcome::Unknown(in_doubt) => println!("{:?}", numbers.reconcile(in_doubt).await),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", content = "inDoubt", rename_all = "snake_case")]
pub enum Outcome {
    /// No request reached the service. This call changed nothing.
    NotSent,
    /// The service refused the request. This call changed nothing; after a 404 or 409 an
    /// earlier call may have: look the number up.
    Rejected,
    /// The response was lost, and reconciling proved that the request had no effect.
    NotDone,
    /// The request may have had its effect.
    /// [Reconcile](crate::Numbers::reconcile) it before trying again.
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

    /// Returns whether the call may have had its effect, and may have spent money.
    ///
    /// ```
    /// assert!(!numbers_ext::Outcome::Rejected.is_unknown());
    /// ```
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Returns what is needed to reconcile the call, if its outcome is unknown.
    ///
    /// ```
    /// use numbers_ext::{InDoubt, Outcome};
    ///
    /// let in_doubt = InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(Outcome::Unknown(in_doubt.clone()).in_doubt(), Some(&in_doubt));
    /// assert_eq!(Outcome::NotSent.in_doubt(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn in_doubt(&self) -> Option<&InDoubt> {
        match self {
            Self::Unknown(in_doubt) => Some(in_doubt),
            _ => None,
        }
    }
}
