//! The thread that writes.
//!
//! A commit waits for the disk, which takes milliseconds; so all that waits goes into one
//! transaction. While the disk works, the next changes gather.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::journal::change::{Change, End, Refused};
use crate::journal::entry::EntryId;
use crate::journal::error::JournalError;
use crate::journal::lock::Lock;
use crate::journal::statements::Statements;

/// The most changes of one transaction.
const MOST: usize = 4_096;

/// What the thread leaves when it ends.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) connection: Connection,
    /// The ends that could not be written. The journal has their entries in doubt.
    pub(crate) lost: Vec<(EntryId, End)>,
    /// Given up last.
    _lock: Lock,
}

/// Why the journal can't be written, once it can't.
pub(crate) type Failure = OnceLock<JournalError>;

/// Starts the thread, and a run in the journal.
pub(crate) fn start(
    path: PathBuf,
    connection: Connection,
    lock: Lock,
    failure: Arc<Failure>,
) -> Result<(Sender<Change>, JoinHandle<Written>), JournalError> {
    let statements = Statements::begin(&connection);
    let statements = statements.map_err(|error| JournalError::sqlite(&path, &error))?;
    let (sender, receiver) = channel();
    let writer = Writer {
        path: path.clone(),
        connection,
        statements,
        failure,
        lost: Vec::new(),
    };
    let thread = std::thread::Builder::new().name("journal".to_owned());
    let thread = thread.spawn(move || writer.run(&receiver, lock));
    let thread = thread.map_err(|error| JournalError::io(&path, &error))?;
    Ok((sender, thread))
}

struct Writer {
    path: PathBuf,
    connection: Connection,
    statements: Statements,
    failure: Arc<Failure>,
    lost: Vec<(EntryId, End)>,
}

/// Whether the request of each intent may leave, in their order.
type Verdicts = Vec<Result<(), Refused>>;

impl Writer {
    fn run(mut self, receiver: &Receiver<Change>, lock: Lock) -> Written {
        while let Ok(first) = receiver.recv() {
            let more = std::iter::from_fn(|| receiver.try_recv().ok());
            let batch = std::iter::once(first).chain(more).take(MOST).collect();
            self.write(batch);
        }
        // A run without an end is one that crashed; its entries are right all the same.
        let _ = self.statements.end(&self.connection);
        Written {
            connection: self.connection,
            lost: self.lost,
            _lock: lock,
        }
    }

    fn write(&mut self, batch: Vec<Change>) {
        let mut verdicts = Verdicts::new();
        // After a failure nothing may leave any more.
        let mut is_written = self.failure.get().is_none();
        if is_written && let Err(error) = self.commit(&batch, Some(&mut verdicts)) {
            let _ = self.failure.set(JournalError::sqlite(&self.path, &error));
            is_written = false;
        }
        // Ends are still worth trying: they may fit where intents do not.
        let has_ends = is_written || self.commit(&batch, None).is_ok();
        let refused = self.failure.get().cloned().map(Refused::Journal);
        let mut verdicts = verdicts.into_iter();
        for change in batch {
            match change {
                Change::Intent(_, acknowledged) => {
                    let verdict = match &refused {
                        Some(refused) => Err(refused.clone()),
                        None => verdicts.next().unwrap_or(Err(Refused::NotPlanned)),
                    };
                    // A caller that is gone has sent nothing.
                    let _ = acknowledged.send(verdict);
                }
                Change::Ended(entry, end, source) if !has_ends => {
                    if self.statements.would_clear_up(entry, &source) {
                        self.lost.push((entry, *end));
                    }
                }
                Change::Ended(..) | Change::Checked(..) | Change::Stopped(_) => {}
            }
        }
    }

    /// Commits the ends of a batch, and its intents if their verdicts are asked for.
    fn commit(
        &mut self,
        batch: &[Change],
        verdicts: Option<&mut Verdicts>,
    ) -> rusqlite::Result<()> {
        let calls = self.statements.calls();
        let committed = self.try_commit(batch, verdicts);
        if committed.is_err() {
            self.statements.restore(calls);
        }
        committed
    }

    fn try_commit(
        &mut self,
        batch: &[Change],
        mut verdicts: Option<&mut Verdicts>,
    ) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for change in batch {
            match (change, &mut verdicts) {
                (Change::Intent(intended, _), Some(verdicts)) => {
                    verdicts.push(self.statements.write_intent(&transaction, intended)?);
                }
                (Change::Ended(entry, end, source), _) => {
                    self.statements
                        .write_end(&transaction, *entry, end, source)?;
                }
                (Change::Checked(entry, price), Some(_)) => {
                    self.statements.write_cost(&transaction, *entry, price)?;
                }
                (Change::Stopped(reason), _) => {
                    self.statements.write_stopped(&transaction, reason)?;
                }
                (Change::Intent(..) | Change::Checked(..), None) => {}
            }
        }
        transaction.commit()
    }
}
