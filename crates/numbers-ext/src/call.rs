//! One rent from beginning to end: credential, observer, send, and what follows from it.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use numbers_client::{Exchange, PhoneNumber, Timestamp};

use crate::answer::Answered;
use crate::classify::Outcome;
use crate::client::Shared;
use crate::deadline::Deadline;
use crate::error::{Reason, Received};
use crate::fold::fold;
use crate::resend::{self, FLOOR, Next, Situation};
use crate::send::{self, Sent};
use crate::settle::{Settled, settle};
use crate::token_cache::Origin;
use crate::types::RentNumberRequest;
use crate::{
    Certainty, Configuration, Intent, OnUnknown, Pending, Proof, RentError, Rental, telemetry,
};

/// What a caller may say about one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallOptions {
    pub(crate) deadline: Duration,
    pub(crate) on_unknown: OnUnknown,
    pub(crate) resend_throttled: bool,
}

/// Rents. Everything that the call learns is in `Call`, whose drop tells the observer if
/// the future is dropped.
pub(crate) async fn rent(
    numbers: &Arc<Shared>,
    phone: PhoneNumber,
    configuration: &Configuration,
    options: CallOptions,
) -> Result<Rental, RentError> {
    let body = configuration.request();
    let mut call = Call {
        numbers,
        phone,
        configuration,
        options,
        begun: numbers.clock.now(),
        sends: Vec::new(),
        last_dispatch: None,
        intent: None,
        current: None,
        ended: false,
    };
    let result = call.run(&body).await;
    call.end(&result);
    result
}

struct Call<'a> {
    numbers: &'a Arc<Shared>,
    phone: PhoneNumber,
    configuration: &'a Configuration,
    options: CallOptions,
    begun: Instant,
    /// What each attempt ended in.
    sends: Vec<Outcome>,
    last_dispatch: Option<SystemTime>,
    /// What the observer was last told of.
    intent: Option<Box<Intent>>,
    /// The record of the request that is under way.
    current: Option<Exchange>,
    ended: bool,
}

impl Call<'_> {
    async fn run(&mut self, body: &RentNumberRequest) -> Result<Rental, RentError> {
        let mut result = self.send_all(body, self.begun).await;
        if self.options.on_unknown == OnUnknown::Report {
            return result;
        }
        let mut may_resend = self.options.on_unknown == OnUnknown::SettleThenResend;
        loop {
            let error = match result {
                Err(error) if error.certainty() == Certainty::Unknown => error,
                settled => return settled,
            };
            // A refusal of a second rent is unknown because of the first, which has been
            // looked for already.
            if self.sends.last() != Some(&Outcome::Unknown) {
                return Err(error);
            }
            match settle(self.numbers, &self.pending()).await {
                Settled::Held(held) => return self.held(*held, error),
                Settled::Unknown(_) => return Err(error),
                Settled::NotRented if may_resend => {
                    may_resend = false;
                    result = self.send_all(body, self.numbers.clock.now()).await;
                }
                Settled::NotRented => return Err(error.settled_as(Certainty::NotRented)),
            }
        }
    }

    /// A number that was found is the rental, if it is as it was asked for.
    fn held(&self, held: Rental, error: RentError) -> Result<Rental, RentError> {
        let same = matches!(held.proof(), Proof::Lookup(differences) if differences.is_empty());
        if same {
            let proof = held.proof().clone();
            Ok(held.proven_by(proof, self.dispatched()))
        } else {
            Err(error.with_held(held))
        }
    }

    /// Sends until there is an answer, or no more may be sent.
    async fn send_all(
        &mut self,
        body: &RentNumberRequest,
        mut now: Instant,
    ) -> Result<Rental, RentError> {
        let deadline = Deadline::since(now, &self.numbers.clock, self.options.deadline);
        let (mut unsent, mut throttled, mut renewed) = (0, 0, false);
        loop {
            let (origin, sent) = match self.attempt(body, &deadline, now).await {
                Ok(answered) => return Ok(self.rented(answered)),
                Err(failed) => failed,
            };
            let mut sent = self.noted(sent);
            let Some(origin) = origin else {
                return Err(self.conclude(sent));
            };
            let last = sent.outcome;
            match last {
                Outcome::NotSent => unsent += 1,
                _ if sent.received.status == Some(429) => throttled += 1,
                _ => {}
            }
            let next = resend::next(Situation {
                outcome: last,
                status: sent.received.status,
                attempts: if last == Outcome::NotSent {
                    unsent
                } else {
                    throttled
                },
                cached_token: origin.cached,
                renewed,
                resend_throttled: self.options.resend_throttled,
                retry_after: sent.received.retry_after,
                left: deadline.left(),
                jitter: self.numbers.clock.jitter(),
            });
            if last == Outcome::Rejected && sent.received.status == Some(401) {
                self.numbers.credentials.refused(origin);
            }
            match next {
                Next::Stop => return Err(self.conclude(sent)),
                Next::TooLate(wait) => {
                    if let Some(status) = sent.received.status {
                        sent.reason = Reason::Throttled { status, wait };
                    }
                    return Err(self.conclude(sent));
                }
                Next::Renew => renewed = true,
                Next::After(pause) => {
                    if deadline.pause(pause).await.is_none() {
                        return Err(self.conclude(sent));
                    }
                }
            }
            now = self.numbers.clock.now();
        }
    }

    /// One attempt. A failed one comes with the origin of its credential, unless it ended
    /// before the transport was given anything.
    async fn attempt(
        &mut self,
        body: &RentNumberRequest,
        deadline: &Deadline<'_>,
        now: Instant,
    ) -> Result<Answered, (Option<Origin>, Box<Sent>)> {
        let unsent = |reason| (None, Box::new(Sent::not(reason)));
        let lease = match deadline
            .race(pin!(self.numbers.credentials.lease(now)))
            .await
        {
            None => return Err(unsent(Reason::NoTime)),
            Some(Err(error)) => return Err(unsent(Reason::NoToken(error))),
            Some(Ok(lease)) => lease,
        };
        let origin = lease.origin;
        if let Some(observer) = &self.numbers.observer {
            let intent = self.next_intent();
            let intent = self.intent.insert(Box::new(intent));
            match deadline.race(observer.before_dispatch(intent)).await {
                None => return Err(unsent(Reason::NoTime)),
                Some(Err(refusal)) => return Err(unsent(Reason::Refused(refusal.to_string()))),
                Some(Ok(())) => {}
            }
        }
        // A token from the cache took no time.
        let now = match &self.numbers.observer {
            None if origin.cached => now,
            _ => self.numbers.clock.now(),
        };
        if deadline.left_at(now) < FLOOR {
            return Err(unsent(Reason::NoTime));
        }
        self.last_dispatch = Some(self.numbers.clock.wall());
        let exchange = self.current.insert(self.numbers.exchange(lease.header));
        let sent = send::rent(self.numbers, self.phone, body, exchange, deadline).await;
        self.current = None;
        telemetry::attempt(&sent, self.sends.len() + 1);
        sent.map(|(_, answered)| answered)
            .map_err(|sent| (Some(origin), sent))
    }

    /// Notes a failed attempt. The last one tells why; what it does not tell is that an
    /// earlier one was lost.
    fn noted(&mut self, mut sent: Box<Sent>) -> Box<Sent> {
        let certain = matches!(sent.outcome, Outcome::NotSent | Outcome::Rejected);
        if certain && self.sends.contains(&Outcome::Unknown) {
            sent.reason = Reason::AfterLost(Box::new(sent.reason));
        }
        self.sends.push(sent.outcome);
        sent
    }

    /// Whatever the sends before ended in, as by `fold`.
    fn rented(&self, answered: Answered) -> Rental {
        Rental::new(self.phone, answered, Proof::Reply, self.dispatched() + 1)
    }

    /// What the call ended in, by all its attempts, none of which rented.
    fn conclude(&self, sent: Box<Sent>) -> RentError {
        self.error(fold(&self.sends), sent.reason, sent.received)
    }

    fn error(&self, folded: Outcome, reason: Reason, received: Received) -> RentError {
        let certainty = match folded {
            Outcome::NotSent => Certainty::NotSent,
            Outcome::Rejected => Certainty::Rejected,
            Outcome::Rented | Outcome::Unknown => Certainty::Unknown,
        };
        let elapsed = self
            .numbers
            .clock
            .now()
            .saturating_duration_since(self.begun);
        let sends = self.dispatched();
        let error = RentError::new(certainty, self.phone, reason, received, sends, elapsed);
        match certainty {
            Certainty::Unknown => error.with_pending(self.pending()),
            _ => error,
        }
    }

    /// How many requests left, or may have.
    fn dispatched(&self) -> u32 {
        let sent = self
            .sends
            .iter()
            .filter(|outcome| **outcome != Outcome::NotSent);
        u32::try_from(sent.count()).unwrap_or(u32::MAX)
    }

    fn pending(&self) -> Pending {
        let pending = Pending::new(self.phone).configuration(self.configuration.clone());
        match self.last_dispatch {
            Some(time) => pending.dispatched_at(time),
            None => pending,
        }
    }

    fn next_intent(&self) -> Intent {
        Intent {
            phone: self.phone,
            project: self.numbers.project.clone(),
            configuration: self.configuration.clone(),
            attempt: u32::try_from(self.sends.len() + 1).unwrap_or(u32::MAX),
            at: Timestamp::from(self.numbers.clock.wall()),
        }
    }

    fn end(&mut self, result: &Result<Rental, RentError>) {
        self.ended = true;
        telemetry::ended(result);
        if let Some(observer) = &self.numbers.observer {
            let last = self.intent.take();
            let intent = last.unwrap_or_else(|| Box::new(self.next_intent()));
            observer.ended(&intent, result.as_ref());
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        if let Some(exchange) = self.current.take() {
            self.sends.push(send::abandoned(&exchange));
        }
        let dropped = self.error(fold(&self.sends), Reason::Dropped, Received::default());
        self.end(&Err(dropped));
    }
}
