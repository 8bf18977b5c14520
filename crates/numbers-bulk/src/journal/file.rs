//! A journal that this process works on.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use numbers_ext::{PhoneNumber, ProjectId, Timestamp};
use rusqlite::Connection;

use crate::journal::connection;
use crate::journal::entry::{EntryOutcome, OpenEntry, Tally};
use crate::journal::error::JournalError;
use crate::journal::lock::{Lock, beside};
use crate::journal::queries;
use crate::operation::Operation;

/// The journal of one project: an SQLite file with every number that was asked for, the
/// request that was about to be sent, and what became of it.
///
/// While this value lives no other process can work on the journal; reading it with a
/// [`JournalReader`](crate::JournalReader) or any tool for SQLite is possible at any time.
///
/// ```
/// use numbers_bulk::{Defaults, Journal, Plan};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("campaign.journal");
/// let mut journal = Journal::open_or_create(&path, &"my-project".parse()?)?;
/// let plan = Plan::new("numbers.csv", "phone_number,sms_plan\n+12025550134,plan-1\n".as_bytes());
/// let staged = journal.stage(plan, &Defaults::default())?;
/// assert_eq!(staged.added, 1);
/// assert_eq!(journal.tally()?.planned, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    project: ProjectId,
    is_new: bool,
    pub(super) connection: Connection,
    lock: Lock,
}

impl Journal {
    /// Opens a journal.
    ///
    /// # Errors
    ///
    /// When there is none, when another process works on it, and when it can't be written,
    /// is damaged, or of a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        let path = connection::resolve(path.as_ref());
        if !path.exists() {
            return Err(JournalError::Missing(path));
        }
        let lock = Lock::take(&path)?;
        Self::of(path, lock, false)
    }

    /// Opens the journal of a project, or creates it.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when the journal is of another project.
    pub fn open_or_create(
        path: impl AsRef<Path>,
        project: &ProjectId,
    ) -> Result<Self, JournalError> {
        let path = connection::resolve(path.as_ref());
        let lock = Lock::take(&path)?;
        let is_new = !path.exists();
        if is_new {
            connection::create(&path, |connection| {
                let by = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
                let row = (project.as_str(), now(), by);
                connection.execute("INSERT INTO journal VALUES (?1, ?2, ?3)", row)?;
                Ok(())
            })?;
        }
        let journal = Self::of(path, lock, is_new)?;
        journal.check_project(project)?;
        Ok(journal)
    }

    fn of(path: PathBuf, lock: Lock, is_new: bool) -> Result<Self, JournalError> {
        let connection = connection::open(&path)?;
        let project = queries::project(&connection);
        let project = project.map_err(|error| JournalError::sqlite(&path, &error))?;
        let project = project.and_then(|project| project.parse().ok());
        let Some(project) = project else {
            let detail = "it names no project".to_owned();
            return Err(JournalError::Damaged { path, detail });
        };
        Ok(Self {
            path,
            project,
            is_new,
            connection,
            lock,
        })
    }

    pub(crate) fn check_project(&self, ours: &ProjectId) -> Result<(), JournalError> {
        if self.project == *ours {
            return Ok(());
        }
        Err(JournalError::AnotherProject {
            path: self.path.clone(),
            theirs: self.project.to_string(),
            ours: ours.to_string(),
        })
    }

    /// Returns the path of the journal.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the project of the journal.
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        &self.project
    }

    /// Returns the operation of the journal; `None` when nothing has been staged yet.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn operation(&self) -> Result<Option<Operation>, JournalError> {
        self.ask(queries::operation)
    }

    /// Refuses a journal that is for another operation.
    pub(crate) fn check_operation(&self, ours: Operation) -> Result<(), JournalError> {
        match self.operation()? {
            Some(theirs) if theirs != ours => Err(JournalError::AnotherOperation {
                path: self.path.clone(),
                theirs,
                ours,
            }),
            _ => Ok(()),
        }
    }

    /// Counts the entries by their outcome.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn tally(&self) -> Result<Tally, JournalError> {
        self.ask(queries::tally)
    }

    /// Returns what the journal says of a number.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn outcome_of(&self, phone: PhoneNumber) -> Result<Option<EntryOutcome>, JournalError> {
        Ok(self.entry_of(phone)?.map(|entry| entry.outcome))
    }

    /// Returns the reference for a call about this number, by which a
    /// [`Recorder`](crate::Recorder) knows it: `None` when the journal does not plan it, when
    /// it is done, or when that is unknown.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn reference(&self, phone: PhoneNumber) -> Result<Option<String>, JournalError> {
        let sendable = self
            .entry_of(phone)?
            .filter(|entry| entry.outcome.is_sendable());
        Ok(sendable.map(|entry| entry.id.reference()))
    }

    fn entry_of(&self, phone: PhoneNumber) -> Result<Option<OpenEntry>, JournalError> {
        self.ask(|connection| queries::entry_of(connection, &phone.to_string()))
    }

    pub(crate) fn ask<T>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        query(&self.connection).map_err(|error| JournalError::sqlite(&self.path, &error))
    }

    /// Deletes the journal if this value created it and nothing was staged, so that a plan
    /// that was refused leaves no file behind.
    pub fn discard_if_new(self) {
        let is_empty = self.tally().is_ok_and(|tally| tally.total() == 0);
        if !self.is_new || !is_empty {
            return;
        }
        if self.connection.close().is_ok() {
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(beside(&self.path, ending));
            }
        }
        drop(self.lock);
    }

    /// Takes it apart, for a thread that writes.
    pub(crate) fn into_parts(self) -> (PathBuf, Connection, Lock) {
        (self.path, self.connection, self.lock)
    }
}

/// Returns the time, as the journal writes it.
pub(crate) fn now() -> String {
    Timestamp::from(SystemTime::now()).to_string()
}
