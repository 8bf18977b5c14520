//! Renting what a journal plans.

use std::sync::Arc;
use std::time::Duration;

use numbers_ext::{Interceptor, NumbersBuilder, OnUnknown, Violations};
use thiserror::Error;

use crate::journal::change::End;
use crate::journal::entry::EntryId;
use crate::journal::error::JournalError;
use crate::journal::file::Journal;
use crate::journal::queries::{self, Open};
use crate::journal::recorder::Recorder;
use crate::journal::writer::Written;
use crate::run::control::Control;
use crate::run::engine::{Engine, Policy};
use crate::run::feed::Feed;
use crate::run::limits::Limits;
use crate::run::pace::{Pace, PacedRetries};
use crate::run::price_check::{ListedPrices, PriceCheck};
use crate::run::spending::Spending;
use crate::run::stop::Stopped;
use crate::run::summary::Summary;

/// How long lookups may prove nothing before a number stays unknown.
const PATIENCE: Duration = Duration::from_secs(90);

/// Why a run did not begin. Nothing was sent.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RunError {
    /// The client's configuration is invalid.
    #[error("the client's configuration is invalid: {0}")]
    Client(Violations),
    /// The journal can't be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Rents what a journal plans, within [`Limits`].
///
/// A run begins with what is unknown: it looks each such number up before anything else is
/// done about it. Then it rents what is planned, and what earlier runs did not send or is
/// proven not done. It makes one call for each number; where the service asks to send less,
/// it waits and sends again, five times at most.
#[derive(Debug)]
#[must_use = "nothing is rented before `run`"]
pub struct Run {
    journal: Journal,
    client: NumbersBuilder,
    limits: Limits,
    policy: Policy,
    prices: Option<Arc<dyn PriceCheck>>,
    interceptor: Option<Arc<dyn Interceptor>>,
    patience: Duration,
    control: Control,
}

impl Run {
    /// Prepares a run with a client of this configuration. The run registers an interceptor
    /// of its own; register yours with [`interceptor`](Self::interceptor).
    pub fn new(journal: Journal, client: NumbersBuilder) -> Self {
        Self {
            journal,
            client,
            limits: Limits::default(),
            policy: Policy {
                on_unknown: OnUnknown::Reconcile,
                retries_rejected: false,
                sends: true,
            },
            prices: None,
            interceptor: None,
            patience: PATIENCE,
            control: Control::default(),
        }
    }

    /// Sets what the run may do at most.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets what is done about a number that becomes unknown in this run. The default is to
    /// reconcile it, while others are rented; what is then proven not done is rented by the
    /// next run, or by this one with [`OnUnknown::ReconcileThenRetry`].
    pub fn on_unknown(mut self, policy: OnUnknown) -> Self {
        self.policy.on_unknown = policy;
        self
    }

    /// Sets how long lookups may prove nothing before a number stays unknown. The default
    /// is 90 seconds.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets whether numbers are tried again that an earlier run was refused.
    pub fn retry_rejected(mut self, retry: bool) -> Self {
        self.policy.retries_rejected = retry;
        self
    }

    /// Checks the price of each number before it is rented. Without one, the prices that the
    /// service lists are used, where a spending cap or a `max_price` asks for it.
    pub fn price_check(mut self, check: impl PriceCheck + 'static) -> Self {
        self.prices = Some(Arc::new(check));
        self
    }

    /// Registers an interceptor, called before each request once its intent is on disk, and
    /// after each call.
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptor = Some(Arc::new(interceptor));
        self
    }

    /// Returns what watches the run and asks it to stop.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Rents until all is done, or the run stops.
    ///
    /// # Errors
    ///
    /// Why it did not begin. What became of each number is in the journal, and in sum in the
    /// [`Summary`].
    ///
    /// # Cancellation
    ///
    /// Dropping the future drops the calls under way: by the journal they are unknown if
    /// their request may have left. [`Control::abort`] does the same and returns a summary.
    pub async fn run(self) -> Result<Summary, RunError> {
        let to_send = Open::ToSend {
            rejected: self.policy.retries_rejected,
        };
        self.work(vec![Open::InDoubt, to_send]).await
    }

    /// Finds out what became of the numbers that are unknown. Rents nothing.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub async fn reconcile(mut self) -> Result<Summary, RunError> {
        self.policy.sends = false;
        self.work(vec![Open::InDoubt]).await
    }

    async fn work(self, kinds: Vec<Open>) -> Result<Summary, RunError> {
        // Built once to know its project, and once with what writes into the journal.
        let client = self.client.clone().build().map_err(RunError::Client)?;
        self.journal.check_project(client.project())?;
        let operation = self.journal.operation()?.unwrap_or_default();
        let is_limited = !self.limits.caps.is_empty() || self.journal.ask(queries::is_limited)?;
        let listed = || Arc::new(ListedPrices) as Arc<dyn PriceCheck>;
        let prices = self.prices.or_else(|| is_limited.then(listed));
        let tally = self.journal.tally()?;
        let spent = self.journal.ask(queries::spent)?;
        let path = self.journal.path().to_owned();
        let unknown = self.journal.ask(queries::unknown_costs)?;
        let spending = Spending::new(self.limits.caps.clone(), spent, unknown);
        {
            let mut progress = self.control.lock();
            progress.operation = operation;
            progress.tally = tally;
            progress.spent = spending.spent();
        }
        let pace = Arc::new(Pace::new(self.limits.rate));
        let retries = PacedRetries {
            pace: Arc::clone(&pace),
            next: self.interceptor,
        };
        let recorder = Recorder::and_then(self.journal, retries)?;
        let client = self.client.interceptor(recorder.clone()).build();
        let engine = Engine {
            numbers: client.map_err(RunError::Client)?,
            recorder: recorder.clone(),
            feed: Feed::start(path.clone(), kinds)?,
            limits: self.limits,
            policy: self.policy,
            patience: self.patience,
            prices,
            pace,
            spending,
            control: self.control,
        };
        let begun = std::time::Instant::now();
        let stopped = engine.run().await;
        let elapsed = begun.elapsed();
        let Some(Written {
            connection, lost, ..
        }) = recorder.close().await
        else {
            return Err(JournalError::failed(&path, "the thread that writes is gone").into());
        };
        let sqlite = |error: rusqlite::Error| JournalError::sqlite(&path, &error);
        let outcome = |(entry, end): (EntryId, End)| {
            Ok((queries::phone_of(&connection, entry)?, end.outcome))
        };
        let lost = lost.into_iter().map(outcome).collect::<Result<_, _>>();
        Ok(Summary {
            operation,
            tally: queries::tally(&connection).map_err(sqlite)?,
            spent: queries::spent(&connection).map_err(sqlite)?.prices(),
            stopped: recorder.failure().map(Stopped::Journal).or(stopped),
            elapsed,
            lost: lost.map_err(sqlite)?,
        })
    }
}
