//! Settling a rent whose answer was lost: looking until it is proven what happened.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::client::Shared;
use crate::compare::differences;
use crate::deadline::Deadline;
use crate::lookup::look;
use crate::{Lookup, LookupError, Pending, Proof, Rental};

/// What to do when it is unknown whether a number was rented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OnUnknown {
    /// Say so at once; the caller settles it when it suits.
    #[default]
    Report,
    /// Look the number up until it is proven what happened, or the budget is used up.
    Settle,
    /// Look, and only when it is proven that nothing was rented, send once more.
    SettleThenResend,
}

/// How long settling waits and how long it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settling {
    /// How long after the last request a number that is not held proves that it was not
    /// rented.
    pub(crate) waiting: Duration,
    /// How long settling may take in all.
    pub(crate) budget: Duration,
}

impl Default for Settling {
    fn default() -> Self {
        Self {
            waiting: Duration::from_secs(60),
            budget: Duration::from_secs(90),
        }
    }
}

/// What settling proved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// The project holds the number: rented by that call, or since before it. Its
    /// [`proof`](Rental::proof) names what differs from what was asked for.
    Held(Box<Rental>),
    /// The number was not rented; it may be tried again.
    NotRented,
    /// Still unknown; what the last lookup said, if it said nothing.
    Unknown(Option<Box<LookupError>>),
}

/// A year: longer than any budget.
const LONGEST_WAITING: Duration = Duration::from_secs(365 * 24 * 3600);
/// The longest pause between two lookups.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// How long one lookup may take, if the client's deadline is no shorter.
const LOOKUP: Duration = Duration::from_secs(10);

/// Looks at growing intervals, and once more when the waiting time is over.
pub(crate) async fn settle(numbers: &Arc<Shared>, pending: &Pending) -> Settled {
    let Settling { waiting, budget } = numbers.settling;
    // No clock overflows with it.
    let waiting = waiting.min(LONGEST_WAITING);
    let clock = &numbers.clock;
    let end = Deadline::after(clock, budget);
    // A dispatch in the future, by another machine's clock, waits in full.
    let passed = pending
        .dispatched()
        .and_then(|at| clock.wall().duration_since(at).ok())
        .unwrap_or_default();
    let conclusive = clock.now() + waiting.saturating_sub(passed);
    let mut pause = Duration::from_secs(1);
    loop {
        let looked_at = clock.now();
        let each = LOOKUP.min(numbers.options.deadline).min(end.left());
        let each = Deadline::after(clock, each);
        let last = match look(numbers, pending.phone(), &each).await {
            Ok(Lookup::Held(held)) => {
                let differences = pending
                    .asked()
                    .map(|asked| differences(asked, &held))
                    .unwrap_or_default();
                let proof = Proof::Lookup(differences);
                return Settled::Held(Box::new(held.proven_by(proof, 0)));
            }
            // Too early an absence proves nothing: the rental may not be visible yet.
            Ok(Lookup::Absent) if looked_at >= conclusive => return Settled::NotRented,
            Ok(Lookup::Absent) => None,
            Err(error) => Some(Box::new(error)),
        };
        let until = conclusive.saturating_duration_since(clock.now());
        let wait = if until.is_zero() {
            pause
        } else {
            pause.min(until)
        };
        if wait > end.left() || end.pause(wait).await.is_none() {
            return Settled::Unknown(last);
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
