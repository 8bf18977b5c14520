//! The state of one simulator, behind one lock.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::clock::Clock;
use crate::fault::Plan;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJobs;
use crate::state::interner::Interner;
use crate::state::lag::Lags;
use crate::state::project::Project;
use crate::state::review::PlannedReview;
use crate::state::schedule::Schedule;
use crate::state::transaction::Transaction;
use crate::stock::Stock;
use crate::store::{NotWritten, Row, Store};

/// The state, its clock, and where it is kept.
#[derive(Debug)]
pub(crate) struct State {
    inner: Mutex<Inner>,
    pub(crate) clock: Clock,
    store: Option<Store>,
}

/// What a project starts with.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) id: String,
    pub(crate) balance: Option<Decimal>,
    pub(crate) callback_secret: String,
}

/// What the lock is for.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) projects: Vec<Project>,
    /// Who has a number: the index of the project that rents or reserves it.
    pub(crate) taken: HashMap<PhoneNumber, usize>,
    pub(crate) stock: Stock,
    pub(crate) faults: Plan,
    pub(crate) failing: FailingJobs,
    pub(crate) reviews: Vec<PlannedReview>,
    pub(crate) schedule: Schedule,
    pub(crate) lags: Lags,
    pub(crate) interner: Interner,
}

impl Inner {
    pub(crate) fn new(projects: &[Settings], stock: Stock) -> Self {
        let project = |settings: &Settings| {
            Project::new(
                &settings.id,
                settings.balance,
                settings.callback_secret.clone(),
            )
        };
        Self {
            projects: projects.iter().map(project).collect(),
            taken: HashMap::new(),
            stock,
            faults: Plan::default(),
            failing: FailingJobs::default(),
            reviews: Vec::new(),
            schedule: Schedule::default(),
            lags: Lags::default(),
            interner: Interner::default(),
        }
    }

    pub(crate) fn index_of(&self, project: &str) -> Option<usize> {
        self.projects.iter().position(|known| &*known.id == project)
    }
}

impl State {
    pub(crate) fn new(inner: Inner, clock: Clock, store: Option<Store>) -> Self {
        Self {
            inner: Mutex::new(inner),
            clock,
            store,
        }
    }

    /// Does something under the lock; what it changed is given to the store in the same
    /// order. `end` gets the events before the lock is released, so that their order is
    /// that of the changes.
    pub(crate) fn transact<R>(
        &self,
        act: impl FnOnce(&mut Transaction<'_>) -> R,
        end: impl FnOnce(&mut Transaction<'_>),
    ) -> R {
        let mut inner = self.lock();
        // Under the lock, so that no transaction sees an earlier time than the one before.
        let now = self.clock.now();
        let mut transaction = Transaction::new(now, &mut inner);
        let result = act(&mut transaction);
        end(&mut transaction);
        if let Some(store) = &self.store {
            store.write(transaction.rows());
        }
        result
    }

    /// Waits until everything that was changed so far is on disk.
    pub(crate) async fn durable(&self) -> Result<(), NotWritten> {
        match &self.store {
            Some(store) => store.flushed().await,
            None => Ok(()),
        }
    }

    /// Replaces everything, in memory and on disk.
    pub(crate) fn replace(&self, with: Inner) {
        let mut inner = self.lock();
        *inner = with;
        if let Some(store) = &self.store {
            store.write(vec![Row::Clear]);
        }
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.lock().schedule.next()
    }

    /// Closes the state file.
    pub(crate) fn close(&self) {
        if let Some(store) = &self.store {
            store.close();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing that holds the lock can panic half-way through a change.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
