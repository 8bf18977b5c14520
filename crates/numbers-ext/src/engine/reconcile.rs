//! Reconciling: looking for the effect of a request whose response was lost, until it is
//! proven what happened.

use std::time::{Duration, Instant, SystemTime};

use crate::engine::inner::Inner;
use crate::engine::operation::{Effect, Mutation, Sighting};
use crate::engine::telemetry;
use crate::engine::unwind::contained;
use crate::http::received::Received;
use crate::model::active_number::ActiveNumber;
use crate::model::difference::Difference;
use crate::outcome::cause::Cause;
use crate::outcome::in_doubt::InDoubt;
use crate::outcome::interceptor::Progress;
use crate::outcome::read_error::ReadError;
use crate::time::clock::Clock;
use crate::time::deadline::Deadline;

/// What reconciling proved.
#[derive(Clone, Debug, PartialEq)]
pub enum Reconciled {
    /// The effect is there: by that call, or since before it.
    Done(Effect),
    /// The project holds the number, but not as it was asked for: it may be an earlier
    /// rental, or somebody else's.
    Differs {
        /// The number as it is.
        number: Box<ActiveNumber>,
        /// In what it differs from what was asked for.
        differences: Vec<Difference>,
    },
    /// The request had no effect. It may be tried again.
    NotDone,
    /// It is still unknown. The error says why the last lookup proved nothing, if it did
    /// not; without one, it is too early for an absence to be a proof.
    Unknown(Option<ReadError>),
}

/// What one look for the effect of a request showed.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// It is proven what happened.
    Proven(Reconciled),
    /// The effect is not there, and it is too early for that to be a proof: look again
    /// after this time.
    NotYet(Duration),
    /// The look proved nothing. Look again later.
    Inconclusive(ReadError),
}

/// The longest waiting time; no clock overflows with it.
const LONGEST_WAITING: Duration = Duration::from_secs(365 * 24 * 3600);
/// The first pause between two lookups, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// The longest time that one lookup may take, if the client's deadline is no shorter.
const LOOKUP: Duration = Duration::from_secs(10);

/// How long ago a request left, by clocks of which one may be set meanwhile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lapse {
    /// The latest time at which it may have left, by the time of day.
    wall: Option<SystemTime>,
    /// A moment by the monotonic clock, and how much of the lapse had passed by then.
    monotonic: (Instant, Duration),
}

impl Lapse {
    /// Returns the lapse since a request of this process.
    pub(crate) fn within_process(wall: SystemTime, monotonic: Instant) -> Self {
        Self {
            wall: Some(wall),
            monotonic: (monotonic, Duration::ZERO),
        }
    }

    /// Returns the lapse since a request of another process, of which the time of day is
    /// known at most. What had passed by now can't be checked; what passes from now on is
    /// measured twice.
    fn between_processes(clock: &dyn Clock, sent: Option<SystemTime>) -> Self {
        let passed = sent.and_then(|sent| clock.wall().duration_since(sent).ok());
        Self {
            wall: sent,
            monotonic: (clock.now(), passed.unwrap_or_default()),
        }
    }

    /// Returns how long it is, by the clock that says less.
    fn passed(&self, clock: &dyn Clock) -> Duration {
        let (moment, before) = self.monotonic;
        let monotonic = before + clock.now().saturating_duration_since(moment);
        match self.wall {
            Some(wall) => {
                let by_wall = clock.wall().duration_since(wall).unwrap_or_default();
                by_wall.min(monotonic)
            }
            None => monotonic,
        }
    }
}

/// Reconciles a request of another process, or of this one after its call has ended.
pub(crate) async fn reconcile_stored<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    in_doubt: &InDoubt,
) -> Reconciled {
    let lapse = Lapse::between_processes(&*inner.clock, in_doubt.latest_sent());
    reconcile(inner, mutation, in_doubt, lapse).await
}

/// Looks at growing intervals, and once more when the waiting time is over.
pub(crate) async fn reconcile<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    in_doubt: &InDoubt,
    lapse: Lapse,
) -> Reconciled {
    let span = telemetry::reconcile_span(inner, in_doubt.request());
    telemetry::traced(span, async {
        let reconciled = until_proven(inner, mutation, in_doubt, lapse).await;
        telemetry::reconciled(reconciled.as_str());
        reconciled
    })
    .await
}

async fn until_proven<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    in_doubt: &InDoubt,
    lapse: Lapse,
) -> Reconciled {
    let end = Deadline::after(&inner.clock, inner.reconciling.budget);
    let mut pause = FIRST_PAUSE;
    let mut looks = 0;
    loop {
        let look = look(inner, mutation, in_doubt, lapse, end.left()).await;
        let found = look.as_str();
        let last = match look {
            Look::Proven(reconciled) => return reconciled,
            Look::NotYet(_) => None,
            Look::Inconclusive(error) => Some(error),
        };
        looks += 1;
        let until_proof = remaining(inner, in_doubt, lapse);
        let wait = if until_proof.is_zero() {
            pause
        } else {
            pause.min(until_proof)
        };
        if let Some(interceptor) = &inner.interceptor {
            let progress = Progress {
                looks,
                found,
                next_look: wait,
                until_proof,
            };
            contained(|| interceptor.while_reconciling(in_doubt, &progress));
        }
        if wait > end.left() || end.pause(wait).await.is_none() {
            return Reconciled::Unknown(last);
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Looks once at a request of another process.
pub(crate) async fn look_at_stored<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    in_doubt: &InDoubt,
) -> Look {
    let lapse = Lapse::between_processes(&*inner.clock, in_doubt.latest_sent());
    look(inner, mutation, in_doubt, lapse, LOOKUP).await
}

/// Looks once, for `longest` at most.
async fn look<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    in_doubt: &InDoubt,
    lapse: Lapse,
    longest: Duration,
) -> Look {
    if *in_doubt.project() != inner.project {
        let what = format!("what became of {}", in_doubt.request());
        let error = ReadError::new(what, Cause::AnotherProject, Received::default());
        return Look::Proven(Reconciled::Unknown(Some(error)));
    }
    // Too early an absence proves nothing: the effect may not be visible yet. What counts
    // is when the look began.
    let wait = remaining(inner, in_doubt, lapse);
    let limit = LOOKUP.min(inner.options.deadline).min(longest);
    let limit = Deadline::after(&inner.clock, limit);
    let look = match mutation.find(inner, &limit).await {
        Ok(Sighting::Done(effect)) => Look::Proven(Reconciled::Done(effect)),
        Ok(Sighting::Differs(number, differences)) => Look::Proven(Reconciled::Differs {
            number,
            differences,
        }),
        Ok(Sighting::Absent) if wait.is_zero() => Look::Proven(Reconciled::NotDone),
        Ok(Sighting::Absent) => Look::NotYet(remaining(inner, in_doubt, lapse)),
        Err(error) => Look::Inconclusive(error),
    };
    telemetry::looked(look.as_str());
    look
}

/// Returns how long it is until an absence is a proof.
fn remaining(inner: &Inner, in_doubt: &InDoubt, lapse: Lapse) -> Duration {
    let waiting = in_doubt.waiting_time().unwrap_or(inner.reconciling.waiting);
    let waiting = waiting.min(LONGEST_WAITING);
    waiting.saturating_sub(lapse.passed(&*inner.clock))
}

impl Reconciled {
    /// Returns what was proven, as it is written in JSON: `done`, `differs`, `not_done` or
    /// `unknown`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Differs { .. } => "differs",
            Self::NotDone => "not_done",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl Look {
    /// Returns what the look showed, in one word: what was proven, `not_yet` or
    /// `inconclusive`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Proven(reconciled) => reconciled.as_str(),
            Self::NotYet(_) => "not_yet",
            Self::Inconclusive(_) => "inconclusive",
        }
    }
}
