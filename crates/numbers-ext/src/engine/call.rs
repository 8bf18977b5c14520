//! Drives one call of a mutation: authenticates, runs the interceptor, sends, retries, and
//! combines the attempts into one outcome.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use numbers_client::Exchange;

use crate::auth::lease::Origin;
use crate::engine::attempt::{self, Failed, attempt};
use crate::engine::inner::{CallOptions, Inner, OnUnknown};
use crate::engine::operation::Mutation;
use crate::engine::reconcile::{Lapse, Reconciled, reconcile};
use crate::engine::telemetry;
use crate::engine::unwind::{contained, contained_future};
use crate::http::received::Received;
use crate::outcome::Outcome;
use crate::outcome::cause::Cause;
use crate::outcome::classify::Attempted;
use crate::outcome::combine::combine;
use crate::outcome::error::{self, Found, MutationError};
use crate::outcome::in_doubt::InDoubt;
use crate::outcome::interceptor::{Ended, Intent};
use crate::outcome::retry::{self, FLOOR, RetryAction, RetryState};
use crate::time::deadline::Deadline;

/// Calls a mutation. The state of the call is in `Call`, whose `drop` reports the outcome when
/// the future is dropped.
pub(crate) async fn call<M: Mutation>(
    inner: &Arc<Inner>,
    mutation: &M,
    options: CallOptions,
    reference: Option<String>,
) -> Result<M::Value, MutationError> {
    let span = telemetry::call_span(inner, M::VERB, mutation.phone());
    let call = Call {
        inner,
        mutation,
        options,
        reference,
        begun: inner.clock.now(),
        attempts: Vec::new(),
        last_left: None,
        intent: None,
        current: None,
        has_ended: false,
    };
    telemetry::traced(span, pin!(call.run())).await
}

struct Call<'a, M: Mutation> {
    inner: &'a Arc<Inner>,
    mutation: &'a M,
    options: CallOptions,
    reference: Option<String>,
    begun: Instant,
    /// The outcome of each attempt.
    attempts: Vec<Attempted>,
    /// The latest moment at which a request may have left, by both clocks.
    last_left: Option<(SystemTime, Instant)>,
    /// The intent that the interceptor was last called with.
    intent: Option<Box<Intent>>,
    /// The request that is under way.
    current: Option<Exchange>,
    has_ended: bool,
}

impl<M: Mutation> Call<'_, M> {
    async fn run(mut self) -> Result<M::Value, MutationError> {
        let result = self.until_known().await;
        self.end(result.as_ref().map(M::number), false);
        result
    }

    /// Sends the request, and reconciles it if the policy asks for that.
    async fn until_known(&mut self) -> Result<M::Value, MutationError> {
        let deadline = Deadline::since(self.begun, &self.inner.clock, self.options.deadline);
        let mut result = self.send_until_final(&deadline).await;
        if self.options.on_unknown == OnUnknown::Report {
            return result;
        }
        let mut may_retry = self.options.on_unknown == OnUnknown::ReconcileThenRetry;
        loop {
            let error = match result {
                Err(error) if error.outcome().is_unknown() => error,
                known => return known,
            };
            // The retry was refused or not sent: the call is unknown because of an earlier
            // attempt, which has been reconciled already.
            if self.attempts.last() != Some(&Attempted::Unknown) {
                return Err(error);
            }
            // Rarely needed, and large.
            match Box::pin(self.reconcile()).await {
                Reconciled::Done(effect) => {
                    let attempts = self.sent();
                    return self.mutation.found(effect, attempts).ok_or(error);
                }
                Reconciled::Differs {
                    number,
                    differences,
                } => {
                    return Err(error.with_found(Found {
                        number: *number,
                        differences,
                    }));
                }
                Reconciled::Unknown(_) => return Err(error),
                Reconciled::NotDone if may_retry => {
                    may_retry = false;
                    let deadline = Deadline::after(&self.inner.clock, self.options.deadline);
                    result = self.send_until_final(&deadline).await;
                }
                Reconciled::NotDone => return Err(error.not_done()),
            }
        }
    }

    async fn reconcile(&self) -> Reconciled {
        let in_doubt = self.in_doubt();
        match self.last_left {
            Some((wall, monotonic)) => {
                let lapse = Lapse::within_process(wall, monotonic);
                reconcile(self.inner, self.mutation.finder(), &in_doubt, lapse).await
            }
            None => Reconciled::Unknown(None),
        }
    }

    /// Sends the request until it succeeds or may not be retried.
    async fn send_until_final(
        &mut self,
        deadline: &Deadline<'_>,
    ) -> Result<M::Value, MutationError> {
        let (mut unsent, mut throttled, mut renewed) = (0, 0, false);
        loop {
            let (origin, failed) = match self.attempt(deadline).await {
                Ok(value) => return Ok(value),
                Err(failed) => failed,
            };
            let mut failed = self.note(failed);
            let Some(origin) = origin else {
                return Err(self.conclude(failed));
            };
            let (outcome, status) = (failed.outcome, failed.received.status);
            match outcome {
                Attempted::NotSent => unsent += 1,
                _ if status == Some(429) => throttled += 1,
                _ => {}
            }
            let action = retry::next(RetryState {
                outcome,
                status,
                is_passing: failed
                    .cause
                    .transport_error()
                    .is_none_or(|error| error.kind().is_transient()),
                attempts: if outcome == Attempted::NotSent {
                    unsent
                } else {
                    throttled
                },
                cached_token: origin.cached,
                renewed,
                retry_throttled: self.options.retry_throttled,
                retry_after: failed.received.retry_after,
                left: deadline.left(),
                jitter: self.inner.clock.jitter(),
            });
            if outcome == Attempted::Rejected && status == Some(401) {
                self.inner.credentials.refused(origin);
            }
            match action {
                RetryAction::Stop => return Err(self.conclude(failed)),
                RetryAction::TooLate(wait) => {
                    if let Some(status) = status {
                        failed.cause = Cause::Throttled { status, wait };
                    }
                    return Err(self.conclude(failed));
                }
                RetryAction::Renew => renewed = true,
                RetryAction::After(pause) => {
                    if deadline.pause(pause).await.is_none() {
                        return Err(self.conclude(failed));
                    }
                }
            }
        }
    }

    /// Makes one attempt. A failed one comes with the origin of its credential, unless it
    /// ended before the request was handed to the transport: then it is not retried.
    async fn attempt(
        &mut self,
        deadline: &Deadline<'_>,
    ) -> Result<M::Value, (Option<Origin>, Box<Failed>)> {
        let unsent = |cause| (None, Box::new(Failed::unsent(cause)));
        let lease = match deadline.race(pin!(self.inner.credentials.lease())).await {
            None => return Err(unsent(Cause::TokenTooLate(self.inner.credentials.delay()))),
            Some(Err(error)) => return Err(unsent(Cause::NoToken(error))),
            Some(Ok(lease)) => lease,
        };
        let origin = lease.origin;
        if let Some(interceptor) = &self.inner.interceptor {
            let intent = self.intent.insert(Box::new(next_intent(
                self.inner,
                self.mutation,
                &self.attempts,
                self.reference.clone(),
                deadline.left(),
            )));
            let permission = contained(|| interceptor.before_request(intent));
            let permission = match permission {
                Some(permission) => deadline.race(pin!(contained_future(permission))).await,
                None => Some(None),
            };
            match permission {
                None => return Err(unsent(Cause::NoTime)),
                Some(None) => return Err(unsent(Cause::Vetoed("it panicked".to_owned()))),
                Some(Some(Err(veto))) => return Err(unsent(Cause::Vetoed(veto.to_string()))),
                Some(Some(Ok(()))) => {}
            }
        }
        if deadline.left() < FLOOR {
            return Err(unsent(Cause::NoTime));
        }
        let earlier = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX);
        let span = telemetry::request_span(self.inner, M::ROUTE, earlier);
        let record = self.inner.exchange(lease.header, M::BODY);
        let record = self.current.insert(record).clone();
        let sent = self.sent() + 1;
        let request = pin!(async {
            let result = attempt(self.inner, self.mutation, &record, sent, deadline).await;
            match &result {
                Ok((status, _)) => telemetry::attempt_ended(Attempted::Done, Some(*status)),
                Err(failed) => {
                    telemetry::attempt_ended(failed.outcome, failed.received.status);
                }
            }
            result
        });
        let result = telemetry::traced(span, request).await;
        self.current = None;
        if result.is_err() {
            self.note_left();
        }
        result
            .map(|(_, value)| value)
            .map_err(|failed| (Some(origin), failed))
    }

    /// Notes that no part of the last request leaves later than now.
    fn note_left(&mut self) {
        let clock = &self.inner.clock;
        self.last_left = Some((clock.wall(), clock.now()));
    }

    /// Notes a failed attempt. The last attempt names the cause of the call, so it has to say
    /// that an earlier one was lost.
    fn note(&mut self, mut failed: Box<Failed>) -> Box<Failed> {
        let is_certain = matches!(failed.outcome, Attempted::NotSent | Attempted::Rejected);
        if is_certain && self.attempts.contains(&Attempted::Unknown) {
            failed.cause = Cause::AfterLost(Box::new(failed.cause));
        }
        self.attempts.push(failed.outcome);
        failed
    }

    /// Returns the error of the call, by all of its attempts.
    fn conclude(&self, failed: Box<Failed>) -> MutationError {
        self.error(failed.cause, failed.received)
    }

    fn error(&self, cause: Cause, received: Received) -> MutationError {
        let outcome = match combine(&self.attempts) {
            Attempted::NotSent => Outcome::NotSent,
            Attempted::Rejected => Outcome::Rejected,
            Attempted::Done | Attempted::Unknown => Outcome::Unknown(self.in_doubt()),
        };
        MutationError::new(error::Inner {
            outcome,
            request: self.mutation.intended(),
            cause,
            received,
            attempts: self.sent(),
            elapsed: self.elapsed(),
            found: None,
        })
    }

    fn elapsed(&self) -> Duration {
        let now = self.inner.clock.now();
        now.saturating_duration_since(self.begun)
    }

    /// Returns how many requests were sent, or may have been.
    fn sent(&self) -> u32 {
        let sent = self
            .attempts
            .iter()
            .filter(|outcome| **outcome != Attempted::NotSent);
        u32::try_from(sent.count()).unwrap_or(u32::MAX)
    }

    fn in_doubt(&self) -> InDoubt {
        let in_doubt = in_doubt(self.inner, self.mutation);
        match self.last_left {
            Some((wall, _)) => in_doubt.sent_at(wall),
            None => in_doubt,
        }
    }

    /// Reports the end of the call to the interceptor first and to traces last. A panic of
    /// either does not unwind into the call.
    fn end(
        &mut self,
        result: Result<Option<&crate::model::active_number::ActiveNumber>, &MutationError>,
        is_abandoned: bool,
    ) {
        self.has_ended = true;
        if let Some(interceptor) = &self.inner.interceptor {
            let last = self.intent.take();
            let intent = last.unwrap_or_else(|| {
                Box::new(next_intent(
                    self.inner,
                    self.mutation,
                    &self.attempts,
                    self.reference.clone(),
                    self.options.deadline,
                ))
            });
            let ended = match result {
                Ok(number) => Ended::Done(number),
                Err(error) if is_abandoned => Ended::Abandoned(error),
                Err(error) => Ended::Failed(error),
            };
            contained(|| interceptor.after_call(&intent, ended));
        }
        telemetry::call_ended(result.map(|_| self.sent() + 1));
    }
}

fn in_doubt<M: Mutation>(inner: &Inner, mutation: &M) -> InDoubt {
    InDoubt::new(inner.project.clone(), mutation.intended()).waiting(inner.reconciling.waiting)
}

/// Returns the intent of the next request, which may leave as late as `left` from now.
fn next_intent<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    attempts: &[Attempted],
    reference: Option<String>,
    left: Duration,
) -> Intent {
    let now = inner.clock.wall();
    let in_doubt = in_doubt(inner, mutation);
    Intent {
        in_doubt: match now.checked_add(left) {
            Some(latest) => in_doubt.sent_at(latest),
            None => in_doubt,
        },
        attempt: u32::try_from(attempts.len() + 1).unwrap_or(u32::MAX),
        reference,
    }
}

/// Reports the outcome of a call whose future is dropped.
impl<M: Mutation> Drop for Call<'_, M> {
    fn drop(&mut self) {
        if self.has_ended {
            return;
        }
        if let Some(record) = self.current.take() {
            self.attempts.push(attempt::abandon(&record));
            self.note_left();
        }
        let dropped = self.error(Cause::Dropped, Received::default());
        self.end(Err(&dropped), true);
    }
}
