//! Reading a journal, while another process may be working on it.

use std::path::{Path, PathBuf};

use numbers_ext::Price;
use rusqlite::Connection;

use crate::journal::connection;
use crate::journal::entry::{EntryId, OpenEntry, Tally};
use crate::journal::error::JournalError;
use crate::journal::queries::{self, Open};
use crate::operation::Operation;

/// A journal that is only read.
#[derive(Debug)]
pub struct JournalReader {
    path: PathBuf,
    pub(super) connection: Connection,
}

impl JournalReader {
    /// Opens a journal, also while a process works on it.
    ///
    /// # Errors
    ///
    /// When there is none, and when it is damaged, or of a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        let path = connection::resolve(path.as_ref());
        let connection = connection::open_to_read(&path)?;
        Ok(Self { path, connection })
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whose journal it is.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn project(&self) -> Result<String, JournalError> {
        let project = self.ask(queries::project)?;
        project.ok_or_else(|| JournalError::failed(&self.path, "it names no project"))
    }

    /// Returns what it is for; `None` when nothing has been staged yet.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn operation(&self) -> Result<Option<Operation>, JournalError> {
        self.ask(queries::operation)
    }

    /// Counts the entries by their outcome.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn tally(&self) -> Result<Tally, JournalError> {
        self.ask(queries::tally)
    }

    /// Adds up what the numbers that are rented cost, by currency: their recurring prices,
    /// and their setup prices where a [`PriceCheck`](crate::PriceCheck) was used.
    ///
    /// # Errors
    ///
    /// When the journal can't be read.
    pub fn spent(&self) -> Result<Vec<Price>, JournalError> {
        Ok(self.ask(queries::spent)?.prices())
    }

    pub(crate) fn open_entries(
        &self,
        open: Open,
        after: EntryId,
        limit: usize,
    ) -> Result<Vec<OpenEntry>, JournalError> {
        self.ask(|connection| queries::open_entries(connection, open, after, limit))
    }

    pub(crate) fn ask<T>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        query(&self.connection).map_err(|error| JournalError::sqlite(&self.path, &error))
    }
}
