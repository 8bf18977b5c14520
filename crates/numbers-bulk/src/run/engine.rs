//! Drives a run: takes entries from the journal, checks prices, keeps to the limits, rents,
//! and looks up what is unknown, all at once.

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::{InDoubt, Numbers, OnUnknown, Price, Reconciled};
use tokio::time::Instant;

use crate::journal::change::{End, Source, differences};
use crate::journal::entry::{EntryOutcome, OpenEntry};
use crate::journal::error::JournalError;
use crate::journal::recorder::Recorder;
use crate::operation::Operation;
use crate::run::call::{CallEnd, call};
use crate::run::control::{Control, Wish};
use crate::run::feed::Feed;
use crate::run::limits::Limits;
use crate::run::look::look;
use crate::run::pace::Pace;
use crate::run::price_check::{PriceCheck, PriceUnknown, too_expensive};
use crate::run::spending::{NotAllowed, Reservation, Spending};
use crate::run::stop::Stopped;
use crate::run::tasks::{Tasks, Work};

/// The most numbers that are being looked up at once. Most of the time they wait.
const LOOKS: usize = 1_000;
/// How often a number is sent again when the service asks to send less.
const THROTTLED: u32 = 5;
/// The longest pause when the service asks to send less, and does not say how long.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a run does about what it finds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) on_unknown: OnUnknown,
    pub(crate) retries_rejected: bool,
    /// Whether anything is rented at all.
    pub(crate) sends: bool,
}

/// What a run is made of.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) numbers: Numbers,
    pub(crate) recorder: Recorder,
    pub(crate) feed: Feed,
    pub(crate) limits: Limits,
    pub(crate) policy: Policy,
    pub(crate) patience: Duration,
    pub(crate) prices: Option<Arc<dyn PriceCheck>>,
    pub(crate) pace: Arc<Pace>,
    pub(crate) spending: Spending,
    pub(crate) control: Control,
}

impl Engine {
    /// Runs until all is done, or a reason to stop. Returns that reason.
    pub(crate) async fn run(mut self) -> Option<Stopped> {
        let stopped = self.work().await;
        if let Some(stopped) = &stopped {
            self.recorder.stopped(stopped.to_string());
        }
        self.feed.close().await;
        stopped
    }

    async fn work(&mut self) -> Option<Stopped> {
        let mut tasks = Tasks::new(&self.limits);
        let mut wishes = self.control.wishes();
        // What was wished before counts as well.
        wishes.mark_changed();
        let mut has_more = true;
        loop {
            let is_stopped = tasks.stopped.is_some();
            let may_send = !is_stopped && self.may_spend(&mut tasks);
            let wants_more = has_more && !is_stopped && self.has_room(&tasks);
            let is_over = tasks.stopped.is_some() || (!has_more && tasks.ready.is_empty());
            if is_over && tasks.is_idle() {
                return tasks.stopped;
            }
            let (pace, pause) = (&self.pace, tasks.pause);
            let turn = async move {
                if let Some(pause) = pause {
                    tokio::time::sleep_until(pause).await;
                }
                pace.turn().await;
            };
            tokio::select! {
                biased;
                Ok(()) = wishes.changed() => match *wishes.borrow_and_update() {
                    Wish::GoOn => {}
                    Wish::Finish => tasks.stop(Stopped::Asked),
                    Wish::Abort => {
                        tasks.abort().await;
                        return tasks.stopped;
                    }
                },
                Some(ended) = tasks.calls.join_next() => match ended {
                    Ok((work, reservation, end)) => {
                        self.call_ended(&mut tasks, work, reservation, end);
                    }
                    Err(error) => tasks.panicked(&error),
                },
                Some(looked) = tasks.looks.join_next() => match looked {
                    Ok((work, reservation, reconciled)) => {
                        self.looked(&mut tasks, work, &reservation, reconciled);
                    }
                    Err(error) => tasks.panicked(&error),
                },
                Some(checked) = tasks.checks.join_next() => match checked {
                    Ok((work, price)) => self.checked(&mut tasks, work, price),
                    Err(error) => tasks.panicked(&error),
                },
                entry = self.feed.next(), if wants_more => match entry {
                    Some(entry) => self.take(&mut tasks, entry),
                    None => has_more = false,
                },
                () = turn, if may_send => self.send(&mut tasks),
            }
        }
    }

    /// Returns whether there is room for one entry more.
    fn has_room(&self, tasks: &Tasks) -> bool {
        let under_way = tasks.calls.len() + tasks.checks.len() + tasks.ready.len();
        under_way < self.limits.concurrency.get() && tasks.looks.len() < LOOKS
    }

    /// Returns whether the next number may be sent now. Stops the run where it never may.
    fn may_spend(&self, tasks: &mut Tasks) -> bool {
        let Some((_, needed)) = tasks.ready.front() else {
            return false;
        };
        if tasks.calls.len() >= self.limits.concurrency.get() {
            return false;
        }
        match self.spending.allows(needed) {
            Ok(()) => true,
            // What is under way may turn out not to be rented.
            Err(NotAllowed::Cap(_)) if !tasks.is_idle() => false,
            Err(NotAllowed::Cap(cap)) => {
                tasks.stop(Stopped::Cap(cap));
                false
            }
            Err(NotAllowed::NoCap(currency)) => {
                tasks.stop(Stopped::NoCap(currency));
                false
            }
        }
    }

    /// Takes an entry from the journal.
    fn take(&self, tasks: &mut Tasks, entry: Result<OpenEntry, JournalError>) {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return tasks.stop(Stopped::Journal(error)),
        };
        let in_doubt = entry.in_doubt.take();
        let is_unknown = entry.outcome == EntryOutcome::Unknown;
        let work = Work {
            entry,
            was_unknown: is_unknown,
            is_retry: false,
            throttled: 0,
        };
        match in_doubt {
            Some(in_doubt) => {
                let reserved = reservation(&work.entry, work.entry.cost.clone());
                self.look(tasks, work, in_doubt, reserved);
            }
            // Without its request nothing can be found out. It stays unknown.
            None if is_unknown => {}
            None => self.admit(tasks, work),
        }
    }

    /// Makes a number ready to be sent.
    fn admit(&self, tasks: &mut Tasks, work: Work) {
        let is_rental = work.entry.request.operation() == Operation::Rent;
        let Some(prices) = self.prices.clone().filter(|_| is_rental) else {
            let needed = reservation(&work.entry, None);
            return tasks.ready.push_back((work, needed));
        };
        let (numbers, pace) = (self.numbers.clone(), Arc::clone(&self.pace));
        tasks.checks.spawn(async move {
            pace.turn().await;
            let price = prices.price(&numbers, work.entry.phone).await;
            (work, price)
        });
    }

    fn checked(&self, tasks: &mut Tasks, work: Work, price: Result<Price, PriceUnknown>) {
        let refused = match &price {
            Ok(price) => too_expensive(price, work.entry.max_price.as_ref()),
            Err(error) => Some(error.to_string()),
        };
        match (price, refused) {
            (Ok(price), None) => {
                self.recorder.checked(work.entry.id, price.clone());
                tasks.ready.push_back((work, Reservation::Exactly(price)));
            }
            (_, reason) => {
                let end = End::new(EntryOutcome::NotSent);
                let end = end.message(reason.unwrap_or_default());
                self.recorder.end(work.entry.id, end, Source::Unsent);
                let mut progress = self.control.lock();
                progress.shift(work.entry.outcome, EntryOutcome::NotSent);
            }
        }
    }

    /// Sends the next number.
    fn send(&mut self, tasks: &mut Tasks) {
        let Some((work, needed)) = tasks.ready.pop_front() else {
            return;
        };
        tasks.pause = None;
        let reservation = self.spending.reserve(needed);
        self.control.lock().begin(work.entry.outcome);
        let numbers = self.numbers.clone();
        tasks.calls.spawn(async move {
            let end = call(&numbers, &work.entry).await;
            (work, reservation, end)
        });
    }

    fn call_ended(
        &mut self,
        tasks: &mut Tasks,
        mut work: Work,
        reservation: Reservation,
        end: CallEnd,
    ) {
        let (outcome, stop) = match &end {
            CallEnd::Done(price) => {
                self.spending.spend(&reservation, price.as_ref());
                tasks.stops.worked();
                let operation = work.entry.request.operation();
                (EntryOutcome::Done(operation), None)
            }
            CallEnd::Rejected => {
                tasks.stops.worked();
                (EntryOutcome::Rejected, None)
            }
            CallEnd::Failed { outcome, reason } => (*outcome, tasks.stops.failed(reason)),
            CallEnd::Throttled(_) => (EntryOutcome::Rejected, None),
            CallEnd::Unknown(_) => (EntryOutcome::Unknown, tasks.stops.unknown()),
        };
        if outcome.is_sendable() {
            self.spending.free(&reservation);
        }
        work.entry.outcome = outcome;
        {
            let mut progress = self.control.lock();
            progress.end(outcome);
            progress.spent = self.spending.spent();
        }
        if let Some(stopped) = self.recorder.failure().map(Stopped::Journal).or(stop) {
            tasks.stop(stopped);
        }
        match end {
            CallEnd::Throttled(wait) => self.throttled(tasks, work, wait),
            CallEnd::Unknown(in_doubt) if self.policy.on_unknown != OnUnknown::Report => {
                self.look(tasks, work, in_doubt, reservation);
            }
            _ => tasks.throttled = 0,
        }
    }

    /// Pauses, and sends the number again after that, a few times.
    fn throttled(&self, tasks: &mut Tasks, mut work: Work, wait: Option<Duration>) {
        let backoff = Duration::from_secs(1 << tasks.throttled.min(6)).min(LONGEST_PAUSE);
        let until = Instant::now() + wait.unwrap_or(backoff);
        tasks.pause = Some(tasks.pause.map_or(until, |pause| pause.max(until)));
        tasks.throttled += 1;
        work.throttled += 1;
        if work.throttled <= THROTTLED {
            self.admit(tasks, work);
        } else if let Some(stopped) = tasks.stops.failed("the service asks to send less") {
            tasks.stop(stopped);
        }
    }

    /// Begins to find out what became of a number.
    fn look(&self, tasks: &mut Tasks, work: Work, in_doubt: InDoubt, reservation: Reservation) {
        self.control.lock().looking += 1;
        let (numbers, pace) = (self.numbers.clone(), Arc::clone(&self.pace));
        let patience = self.patience;
        tasks.looks.spawn(async move {
            let reconciled = look(&numbers, &pace, &in_doubt, patience).await;
            (work, reservation, reconciled)
        });
    }

    fn looked(
        &mut self,
        tasks: &mut Tasks,
        mut work: Work,
        reservation: &Reservation,
        reconciled: Reconciled,
    ) {
        let end = match &reconciled {
            Reconciled::Done(effect) => {
                let number = effect.number();
                let price = number.and_then(|number| number.price().ok());
                self.spending.spend(reservation, price.as_ref());
                let end = End::done(work.entry.request.operation(), number);
                match end.message {
                    None => end.message("a lookup found that it is done"),
                    Some(_) => end,
                }
            }
            Reconciled::Differs {
                differences: found, ..
            } => {
                let text = differences(found);
                let message = format!("the project holds it, but not as it was asked for{text}");
                End::new(EntryOutcome::Unknown).message(message)
            }
            Reconciled::NotDone => {
                self.spending.free(reservation);
                End::new(EntryOutcome::NotDone)
                    .message("a lookup proved that the request had no effect")
            }
            Reconciled::Unknown(error) => {
                let message = error.as_ref().map_or_else(String::new, ToString::to_string);
                End::new(EntryOutcome::Unknown).message(message)
            }
        };
        let outcome = end.outcome;
        self.recorder.end(work.entry.id, end, Source::Lookup);
        {
            let mut progress = self.control.lock();
            progress.looking = progress.looking.saturating_sub(1);
            progress.shift(EntryOutcome::Unknown, outcome);
            progress.spent = self.spending.spent();
        }
        work.entry.outcome = outcome;
        if outcome == EntryOutcome::Unknown {
            return;
        }
        if !work.was_unknown {
            tasks.stops.cleared();
        }
        let wants_retry = self.policy.on_unknown == OnUnknown::ReconcileThenRetry;
        let may_retry = work.was_unknown || (wants_retry && !work.is_retry);
        let is_going_on = self.policy.sends && tasks.stopped.is_none();
        if outcome == EntryOutcome::NotDone && may_retry && is_going_on {
            work.is_retry = !work.was_unknown;
            work.was_unknown = false;
            self.admit(tasks, work);
        }
    }
}

/// Returns what an entry may cost, at a price that may be known.
fn reservation(entry: &OpenEntry, price: Option<Price>) -> Reservation {
    match entry.request.operation() {
        Operation::Rent => Reservation::for_price(price),
        Operation::Release | Operation::Update => Reservation::Nothing,
    }
}
