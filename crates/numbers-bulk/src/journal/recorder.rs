//! Writes the requests of a client into a journal: before they leave, and when they have
//! ended.

use std::fmt;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use numbers_ext::{Ended, InDoubt, Intent, Interceptor, Permission, Price, Progress, Veto};
use tokio::sync::oneshot;

use crate::journal::change::{Change, End, Intended, Source};
use crate::journal::entry::EntryId;
use crate::journal::error::JournalError;
use crate::journal::file::Journal;
use crate::journal::writer::{self, Failure, Written};
use crate::operation::Operation;

/// An interceptor that writes each request into a journal before it leaves, and what became
/// of it after.
///
/// [`Run`](crate::Run) registers one by itself. To keep a journal of single calls, register
/// it at the client, and give each call its [reference](Journal::reference): a call without
/// one is vetoed.
///
/// ```
/// use numbers_bulk::{Defaults, Journal, Plan, Recorder};
/// use numbers_ext::{Numbers, Sms};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("rent.journal");
/// # let project = simulator.project();
/// let mut journal = Journal::open_or_create(&path, &project.parse()?)?;
/// let plan = r#"{"phoneNumber":"+12025550134","smsPlan":"plan-1"}"#;
/// journal.stage(Plan::new("-", plan.as_bytes()), &Defaults::default())?;
///
/// let phone = "+12025550134".parse()?;
/// let reference = journal.reference(phone)?.ok_or("it is not planned")?;
/// let recorder = Recorder::start(journal)?;
/// let numbers = Numbers::builder()
/// #   .access_key(simulator.key_id(), simulator.key_secret())
/// #   .numbers_url(simulator.url()).auth_url(simulator.url())
///     .project(project)
///     .interceptor(recorder.clone())
///     .build()?;
/// let rent = numbers.rent(phone).sms(Sms::plan("plan-1")).reference(reference);
/// println!("rented {}", rent.send().await?.phone());
/// recorder.finish().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Recorder(Arc<Inner>);

struct Inner {
    changes: Mutex<Option<Sender<Change>>>,
    thread: Mutex<Option<JoinHandle<Written>>>,
    failure: Arc<Failure>,
    next: Option<Arc<dyn Interceptor>>,
}

impl Recorder {
    /// Begins to write.
    ///
    /// # Errors
    ///
    /// When the journal can't be written.
    pub fn start(journal: Journal) -> Result<Self, JournalError> {
        Self::before(journal, None)
    }

    /// Begins to write, and calls another interceptor after each intent is written.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn and_then(
        journal: Journal,
        next: impl Interceptor + 'static,
    ) -> Result<Self, JournalError> {
        Self::before(journal, Some(Arc::new(next)))
    }

    pub(crate) fn before(
        journal: Journal,
        next: Option<Arc<dyn Interceptor>>,
    ) -> Result<Self, JournalError> {
        let (path, connection, lock) = journal.into_parts();
        let failure = Arc::<Failure>::default();
        let (changes, thread) = writer::start(path, connection, lock, Arc::clone(&failure))?;
        Ok(Self(Arc::new(Inner {
            changes: Mutex::new(Some(changes)),
            thread: Mutex::new(Some(thread)),
            failure,
            next,
        })))
    }

    /// Waits until everything that was recorded is on disk, and closes the journal.
    ///
    /// # Errors
    ///
    /// When something could not be written. Nothing was sent without its intent on disk; the
    /// calls whose end could not be written are unknown by the journal.
    pub async fn finish(&self) -> Result<(), JournalError> {
        drop(self.close().await);
        self.failure().map_or(Ok(()), Err)
    }

    /// Returns why the journal can't be written, once it can't.
    pub(crate) fn failure(&self) -> Option<JournalError> {
        self.0.failure.get().cloned()
    }

    /// Ends the thread, and returns what it leaves.
    pub(crate) async fn close(&self) -> Option<Written> {
        drop(lock(&self.0.changes).take());
        let thread = lock(&self.0.thread).take()?;
        let joined = tokio::task::spawn_blocking(|| thread.join()).await;
        joined.ok()?.ok()
    }

    /// Records what became of an entry.
    pub(crate) fn end(&self, entry: EntryId, end: End, source: Source) {
        self.record(Change::Ended(entry, Box::new(end), source));
    }

    /// Records what renting a number costs, setup price included.
    pub(crate) fn checked(&self, entry: EntryId, price: Price) {
        self.record(Change::Checked(entry, price));
    }

    /// Records why the run ends before everything is done.
    pub(crate) fn stopped(&self, reason: String) {
        self.record(Change::Stopped(reason));
    }

    /// Hands a change to the thread that writes. Returns whether it is still there.
    fn record(&self, change: Change) -> bool {
        let changes = lock(&self.0.changes);
        changes
            .as_ref()
            .is_some_and(|changes| changes.send(change).is_ok())
    }

    async fn intent(&self, intent: &Intent) -> Result<(), Veto> {
        let entry = intent.reference.as_deref().and_then(EntryId::of_reference);
        let Some(entry) = entry else {
            return Err(Veto::new("it has no reference to an entry of the journal"));
        };
        let (acknowledged, wait) = oneshot::channel();
        let intended = Intended {
            entry,
            attempt: intent.attempt,
            in_doubt: intent.in_doubt.clone(),
        };
        if !self.record(Change::Intent(intended, acknowledged)) {
            return Err(Veto::new("the journal is closed"));
        }
        match wait.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refused)) => Err(Veto::new(refused)),
            Err(_) => Err(Veto::new("the journal is closed")),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Interceptor for Recorder {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        Box::pin(async move {
            self.intent(intent).await?;
            match &self.0.next {
                Some(next) => next.before_request(intent).await,
                None => Ok(()),
            }
        })
    }

    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        let entry = intent.reference.as_deref().and_then(EntryId::of_reference);
        // Of other operations there is no entry, and so no request.
        let operation = Operation::read(intent.in_doubt.operation());
        if let Some((entry, operation)) = entry.zip(operation) {
            let source = Source::Call(Box::new(intent.in_doubt.clone()));
            self.end(entry, End::of_call(operation, &ended), source);
        }
        if let Some(next) = &self.0.next {
            next.after_call(intent, ended);
        }
    }

    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        if let Some(next) = &self.0.next {
            next.while_reconciling(in_doubt, progress);
        }
    }
}

/// What was recorded is on disk when the last owner is gone.
impl Drop for Inner {
    fn drop(&mut self) {
        drop(lock(&self.changes).take());
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
