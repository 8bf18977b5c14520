//! Drives a request to its end: intent, permit, call, and reconciling.
//!
//! Each step is journalled by the engine before the next one begins. What the steps return is
//! all that decides what follows, so that a handler that runs again takes the same way.

use std::time::{Duration, SystemTime};

use numbers_ext::{InDoubt, Numbers, Outcome, Proof};
use restate_sdk::prelude::*;

use crate::call::{CallEnd, Looked, Work};
use crate::key::NumberKey;
use crate::record::{Record, RecordOutcome};
use crate::settings::Settings;

/// The name of the state that has the record.
pub(crate) const RECORD: &str = "record";
/// A request may leave within so many deadlines after its intent was written down. A call that
/// begins too late for that is vetoed, and begins anew.
const WINDOW: u32 = 2;

/// One number, the client of its project, and the context of the handler.
pub(crate) struct Drive<'a, 'ctx> {
    pub(crate) ctx: &'a ObjectContext<'ctx>,
    pub(crate) settings: &'a Settings,
    pub(crate) numbers: &'a Numbers,
    pub(crate) key: &'a NumberKey,
}

impl Drive<'_, '_> {
    /// Makes calls until one is done, refused, or nothing is known to help.
    ///
    /// `was_ambiguous` says whether an earlier request may have had its effect, however
    /// unlikely: then a 404 or a 409 may speak of that.
    pub(crate) async fn work(
        &self,
        work: &Work,
        mut was_ambiguous: bool,
    ) -> Result<Record, TerminalError> {
        let mut pauses = self.settings.begin_pauses();
        let mut calls = 0;
        loop {
            let in_doubt = self.intend(work).await?;
            let end = self.call(work, in_doubt.clone()).await?;
            calls += 1;
            let (record, at_least) = match end {
                CallEnd::Done(number) => {
                    return Ok(self.keep(Record::done(in_doubt, number, Proof::Response)));
                }
                CallEnd::Lost => (self.reconcile(in_doubt).await?, None),
                CallEnd::Failed {
                    outcome: Outcome::Unknown(in_doubt),
                    ..
                } => (self.reconcile(in_doubt).await?, None),
                CallEnd::Failed {
                    outcome: Outcome::Rejected,
                    status: Some(404 | 409),
                    reason,
                    ..
                } if was_ambiguous => {
                    let mut record = self.reconcile(in_doubt).await?;
                    record.reason.get_or_insert(reason);
                    return Ok(self.keep(record));
                }
                CallEnd::Failed {
                    outcome,
                    reason,
                    status,
                    retry_after_seconds,
                } => {
                    let is_final = outcome == Outcome::Rejected && status != Some(429);
                    let record = Record::failed(in_doubt, known(&outcome), reason);
                    if is_final {
                        return Ok(self.keep(record));
                    }
                    (record, retry_after_seconds)
                }
            };
            was_ambiguous |= record.outcome == RecordOutcome::NotDone;
            let record = self.keep(record);
            let may_call = match record.outcome {
                RecordOutcome::NotSent | RecordOutcome::NotDone | RecordOutcome::Rejected => true,
                RecordOutcome::Rented | RecordOutcome::Released | RecordOutcome::Unknown => false,
            };
            if !may_call || calls >= self.settings.calls {
                return Ok(record);
            }
            let pause = Duration::from_secs(at_least.unwrap_or_default()).max(pauses.next());
            self.ctx.sleep(pause).await?;
        }
    }

    /// Writes down what is going to be sent, and until when.
    async fn intend(&self, work: &Work) -> Result<InDoubt, TerminalError> {
        let in_doubt = work.in_doubt(self.key).waiting(self.settings.waiting);
        let window = self.settings.deadline * WINDOW;
        let intend = self.ctx.run(|| async move {
            let latest = SystemTime::now() + window;
            Ok(Json(in_doubt.sent_at(latest)))
        });
        let Json(in_doubt) = intend.name("intend").await?;
        // From here on a handler that is cancelled or killed leaves the number in doubt.
        self.keep(Record::unknown(in_doubt.clone()));
        Ok(in_doubt)
    }

    /// Makes one call, unless it was made before.
    async fn call(&self, work: &Work, in_doubt: InDoubt) -> Result<CallEnd, TerminalError> {
        let permits = self.settings.permits.clone();
        let invocation = self.ctx.invocation_id().to_owned();
        let latest = in_doubt.latest_sent();
        let issue = self.ctx.run(|| async move {
            let latest = latest.ok_or("the intent has no time")?;
            Ok(permits.issue(&invocation, latest))
        });
        // Once this is journalled, so is the state that was set before it.
        let permit = issue.name("permit").await?;

        let permits = self.settings.permits.clone();
        let (numbers, key, work) = (self.numbers.clone(), self.key.clone(), work.clone());
        let deadline = self.settings.deadline;
        let send = self.ctx.run(|| async move {
            if !permits.take(&permit) {
                return Ok(Json(CallEnd::Lost));
            }
            Ok(Json(work.call(&numbers, &key, permit, deadline).await))
        });
        let Json(end) = send.name("send").await?;
        Ok(end)
    }

    /// Finds out what became of a request: looks once, lets the engine wait, looks again.
    pub(crate) async fn reconcile(&self, in_doubt: InDoubt) -> Result<Record, TerminalError> {
        let mut pauses = self.settings.begin_pauses();
        loop {
            let (numbers, request) = (self.numbers.clone(), in_doubt.clone());
            let look = self
                .ctx
                .run(|| async move { Ok(Json(Looked::at(&numbers, &request).await)) });
            let Json(looked) = look.name("look").await?;
            let pause = match looked {
                Looked::Done(number) => {
                    return Ok(Record::done(in_doubt, number, Proof::Lookup));
                }
                Looked::Differs {
                    number,
                    differences,
                } => {
                    let mut record = Record::unknown(in_doubt);
                    record.number = Some(number);
                    record.differences = differences;
                    record.reason = Some("the number is held, but not as requested".to_owned());
                    return Ok(record);
                }
                Looked::NotDone => {
                    let reason = "the request had no effect".to_owned();
                    return Ok(Record::failed(in_doubt, RecordOutcome::NotDone, reason));
                }
                Looked::Unknowable(reason) => {
                    return Ok(Record::failed(in_doubt, RecordOutcome::Unknown, reason));
                }
                Looked::NotYet { milliseconds } => {
                    pauses.next().min(Duration::from_millis(milliseconds))
                }
                Looked::Inconclusive(_) => pauses.next(),
            };
            self.ctx.sleep(pause).await?;
        }
    }

    /// Makes a record the state of the object.
    pub(crate) fn keep(&self, record: Record) -> Record {
        self.ctx.set(RECORD, Json(record.clone()));
        record
    }
}

fn known(outcome: &Outcome) -> RecordOutcome {
    match outcome {
        Outcome::NotSent => RecordOutcome::NotSent,
        Outcome::Rejected => RecordOutcome::Rejected,
        Outcome::NotDone => RecordOutcome::NotDone,
        Outcome::Unknown(_) => RecordOutcome::Unknown,
    }
}
