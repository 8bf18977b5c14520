//! Reconciles a request whose response was lost: looks for its effect until it is proven
//! what happened.

use std::pin::pin;
use std::time::{Duration, Instant, SystemTime};

use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
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
///
/// ```
/// use numbers_ext::{InDoubt, Reconciled};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// # numbers.rent("+12025550134".parse()?).unconfigured().send().await?;
/// # let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?);
/// match numbers.reconcile(&in_doubt).await {
///     Reconciled::Done(_) => println!("it was rented"),
///     Reconciled::Differs { differences, .. } => println!("held, but {differences:?}"),
///     Reconciled::NotDone => println!("it was not rented; it may be tried again"),
///     Reconciled::Unknown(_) => println!("still unknown; reconcile again later"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Reconciled {
    /// The effect is there. It comes from this call, or was there before it.
    Done(Effect),
    /// The project holds the number, but not as it was requested: it may be an earlier
    /// rental, or somebody else's.
    Differs {
        /// The number as the project holds it.
        number: Box<ActiveNumber>,
        /// How it differs from what was requested.
        differences: Vec<Difference>,
    },
    /// The request had no effect. It may be tried again.
    NotDone,
    /// It is still unknown what happened. The error says why the last lookup proved nothing.
    /// Without an error the effect was not found, and it is too early for that to be a proof.
    Unknown(Option<ReadError>),
}

/// What one look for the effect of a request showed.
///
/// ```
/// use numbers_ext::{InDoubt, Look};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// // A rental request that was sent just now: it may still become visible.
/// let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?)
///     .sent_at(std::time::SystemTime::now());
/// match numbers.look(&in_doubt).await {
///     Look::NotYet(wait) => println!("look again in {wait:?}"),
///     other => println!("{}", other.as_str()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// It is proven what happened. Carries `Unknown` where looking again can't help: the call
    /// was made for another project.
    Proven(Reconciled),
    /// The effect was not found, and it is too early for that to be a proof. Look again after
    /// this time.
    NotYet(Duration),
    /// The lookup proved nothing. Look again later.
    Inconclusive(ReadError),
}

/// The longest waiting time, short enough that no clock overflows.
const LONGEST_WAITING: Duration = Duration::from_secs(365 * 24 * 3600);
/// The first pause between two lookups, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// The longest time that one lookup may take, if the client's deadline is no shorter.
const LOOKUP: Duration = Duration::from_secs(10);

/// The time since a request left, by two clocks, since the wall clock may be set meanwhile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lapse {
    /// The latest time at which it may have left, by the wall clock.
    wall: Option<SystemTime>,
    /// A moment of the monotonic clock, and how much of the lapse had passed by then.
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

    /// Returns the lapse since a request of another process, of which only the wall clock's
    /// time is known, if any. What has passed by now has to be believed; what passes from now
    /// on is measured by both clocks.
    fn between_processes(clock: &dyn Clock, sent: Option<SystemTime>) -> Self {
        let passed = sent.and_then(|sent| clock.wall().duration_since(sent).ok());
        Self {
            wall: sent,
            monotonic: (clock.now(), passed.unwrap_or_default()),
        }
    }

    /// Returns how long it is, by the clock that shows less.
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

/// Reconciles a stored request, of another process or of a call that has ended.
pub(crate) async fn reconcile_stored<F: Find>(
    inner: &Inner,
    finder: &F,
    in_doubt: &InDoubt,
) -> Reconciled {
    let lapse = Lapse::between_processes(&*inner.clock, in_doubt.latest_sent());
    reconcile(inner, finder, in_doubt, lapse).await
}

/// Reconciles a request: looks at growing intervals, and once more when the waiting time is
/// over.
pub(crate) async fn reconcile<F: Find>(
    inner: &Inner,
    finder: &F,
    in_doubt: &InDoubt,
    lapse: Lapse,
) -> Reconciled {
    let span = telemetry::reconcile_span(inner, in_doubt.request());
    let reconciling = pin!(async {
        let reconciled = until_proven(inner, finder, in_doubt, lapse).await;
        telemetry::reconciled(reconciled.as_str());
        reconciled
    });
    telemetry::traced(span, reconciling).await
}

async fn until_proven<F: Find>(
    inner: &Inner,
    finder: &F,
    in_doubt: &InDoubt,
    lapse: Lapse,
) -> Reconciled {
    let end = Deadline::after(&inner.clock, inner.reconciling.budget);
    let mut pause = FIRST_PAUSE;
    let mut looks = 0;
    loop {
        let look = look(inner, finder, in_doubt, lapse, end.left()).await;
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

/// Looks once for the effect of a stored request.
pub(crate) async fn look_at_stored<F: Find>(inner: &Inner, finder: &F, in_doubt: &InDoubt) -> Look {
    let lapse = Lapse::between_processes(&*inner.clock, in_doubt.latest_sent());
    look(inner, finder, in_doubt, lapse, LOOKUP).await
}

/// Looks once, for no longer than `longest`.
async fn look<F: Find>(
    inner: &Inner,
    finder: &F,
    in_doubt: &InDoubt,
    lapse: Lapse,
    longest: Duration,
) -> Look {
    if *in_doubt.project() != inner.project {
        let what = format!("what became of {}", in_doubt.request());
        let error = ReadError::new(what, Cause::AnotherProject, Received::default());
        return Look::Proven(Reconciled::Unknown(Some(error)));
    }
    // An absence proves nothing before the waiting time is over. It is measured before the
    // lookup: the response shows what the service knew at some moment after that.
    let wait = remaining(inner, in_doubt, lapse);
    let limit = LOOKUP.min(inner.options.deadline).min(longest);
    let limit = Deadline::after(&inner.clock, limit);
    let look = match finder.find(inner, &limit).await {
        Ok(Sighting::Done(effect)) => Look::Proven(Reconciled::Done(effect)),
        Ok(Sighting::Differs(number, differences)) => Look::Proven(Reconciled::Differs {
            number,
            differences,
        }),
        Ok(Sighting::Unknowable) => Look::Proven(Reconciled::Unknown(None)),
        Ok(Sighting::Absent) if wait.is_zero() => Look::Proven(Reconciled::NotDone),
        Ok(Sighting::Absent) => Look::NotYet(remaining(inner, in_doubt, lapse)),
        Err(error) => Look::Inconclusive(error),
    };
    telemetry::looked(look.as_str());
    look
}

/// Returns how long it takes until an absence is a proof.
fn remaining(inner: &Inner, in_doubt: &InDoubt, lapse: Lapse) -> Duration {
    let waiting = in_doubt.waiting_time().unwrap_or(inner.reconciling.waiting);
    let waiting = waiting.min(LONGEST_WAITING);
    waiting.saturating_sub(lapse.passed(&*inner.clock))
}

impl Reconciled {
    /// Returns the result in one word: `done`, `differs`, `not_done` or `unknown`.
    ///
    /// ```
    /// assert_eq!(numbers_ext::Reconciled::NotDone.as_str(), "not_done");
    /// ```
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
    /// Returns the result in one word: `not_yet`, `inconclusive`, or what was proven, as
    /// [`Reconciled::as_str`] returns it.
    ///
    /// ```
    /// # use numbers_ext::{Look, Reconciled};
    /// # use std::time::Duration;
    /// assert_eq!(Look::NotYet(Duration::from_secs(5)).as_str(), "not_yet");
    /// assert_eq!(Look::Proven(Reconciled::NotDone).as_str(), "not_done");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Proven(reconciled) => reconciled.as_str(),
            Self::NotYet(_) => "not_yet",
            Self::Inconclusive(_) => "inconclusive",
        }
    }
}
