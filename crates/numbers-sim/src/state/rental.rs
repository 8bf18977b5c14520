//! A rental: a number that a project holds.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::provisioning::{Progress, Step, Task};
use crate::state::address::Address;
use crate::state::configuration::{SmsLink, VoiceLink};
use crate::state::tasks::Tasks;
use crate::stock::Resolved;

/// A number that a project holds. A million of them are held at times: it is kept small, and
/// nothing that comes and goes is allocated beside it, which would leave holes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rental {
    pub(crate) rented: Timestamp,
    pub(crate) terms: Arc<Resolved>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub(crate) display_name: Box<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) callback_url: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expire_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sms: Option<SmsLink>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sms_job: Option<Job<SmsLink>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) voice: Option<VoiceLink>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) voice_job: Option<Job<VoiceLink>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<Box<Address>>,
}

/// A job that links a number to a product or unlinks it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Job<T> {
    /// What is in force when it succeeds.
    pub(crate) target: T,
    pub(crate) started: Timestamp,
    pub(crate) tasks: Tasks,
    /// Whether its end was acted on; a job that failed stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ended: bool,
}

impl<T> Job<T> {
    pub(crate) fn new(target: T, started: Timestamp, tasks: Tasks) -> Self {
        Self {
            target,
            started,
            tasks,
            ended: false,
        }
    }

    pub(crate) fn progress(&self, now: Timestamp) -> Progress {
        Progress::of(self.started, now)
    }

    pub(crate) fn fails(&self) -> bool {
        self.tasks.iter().any(|task| task.fails.is_some())
    }

    fn is_due(&self, now: Timestamp) -> bool {
        !self.ended && self.progress(now).step == Step::Ended
    }
}

/// A task that ended, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EndedTask {
    pub(crate) task: Task,
    pub(crate) at: Timestamp,
}

impl Rental {
    pub(crate) fn new(rented: Timestamp, terms: Arc<Resolved>) -> Self {
        Self {
            rented,
            terms,
            display_name: Box::default(),
            callback_url: None,
            expire_at: None,
            sms: None,
            sms_job: None,
            voice: None,
            voice_job: None,
            address: None,
        }
    }

    /// Puts in force what the jobs that are over have done; the tasks that ended with them.
    pub(crate) fn end_jobs(&mut self, now: Timestamp) -> Vec<EndedTask> {
        let mut ended = Vec::new();
        if let Some(job) = self.sms_job.as_mut().filter(|job| job.is_due(now)) {
            let at = job.progress(now).since;
            ended.extend(job.tasks.iter().map(|task| EndedTask { task, at }));
            if job.fails() {
                job.ended = true;
            } else {
                let linked = !job.target.service_plan_id.is_empty();
                self.sms = linked.then(|| job.target.clone());
                self.sms_job = None;
            }
        }
        if let Some(job) = self.voice_job.as_mut().filter(|job| job.is_due(now)) {
            let at = job.progress(now).since;
            ended.extend(job.tasks.iter().map(|task| EndedTask { task, at }));
            if job.fails() {
                job.ended = true;
            } else {
                let linked = !job.target.id.is_empty();
                self.voice = linked.then(|| VoiceLink {
                    since: at,
                    ..job.target.clone()
                });
                self.voice_job = None;
            }
        }
        ended
    }

    /// When the jobs that are running end.
    pub(crate) fn next_end(&self) -> Option<Timestamp> {
        let sms = self.sms_job.as_ref().filter(|job| !job.ended);
        let voice = self.voice_job.as_ref().filter(|job| !job.ended);
        let sms = sms.map(|job| job.started);
        let started = sms.into_iter().chain(voice.map(|job| job.started)).min();
        started.map(|started| crate::clock::after(started, crate::provisioning::DURATION))
    }

    /// When it is charged next: a whole number of intervals after it was rented.
    pub(crate) fn next_charge(&self, now: Timestamp) -> Timestamp {
        if let Some(end) = self.expire_at {
            return end;
        }
        let interval = i64::from(self.terms.payment_interval_months.max(1));
        let rented = self.rented.to_zoned_datetime(TimeZone::UTC);
        let days = now.duration_since(self.rented).as_hours() / 24;
        let mut count = days / (31 * interval);
        loop {
            count += 1;
            let span = Span::new().try_months(count * interval);
            let charge = span.and_then(|span| rented.checked_add(span));
            match charge {
                Ok(charge) if charge.timestamp() <= now => {}
                Ok(charge) => return charge.timestamp(),
                Err(_) => return Timestamp::MAX,
            }
        }
    }
}
