//! Staging a plan: all of it is checked and written in one transaction, or nothing is.

use std::io::BufRead;
use std::path::PathBuf;

use numbers_ext::{Configuration, PhoneNumber};
use rusqlite::Connection;

use crate::journal::error::JournalError;
use crate::journal::file::Journal;
use crate::journal::staging::{StageError, Staged, Staging};
use crate::operation::Operation;
use crate::plan::check::Defaults;
use crate::plan::column::Column;
use crate::plan::request::{Planned, Request};
use crate::plan::source::Plan;

/// KiB of memory for the pages of one large transaction; with less, the pages of the index
/// would be written again and again.
const CACHE: i64 = -64 * 1024;

impl Journal {
    /// Checks a plan, and writes what it asks for into the journal. Nothing is sent.
    ///
    /// A number that the journal has already is not added again. If it is not done, and the
    /// plan asks for something else about it, it is planned anew with that.
    ///
    /// # Errors
    ///
    /// When the plan can't be read, all violations of its rows, when the journal is for
    /// another operation, and when it can't be written. The journal is then as it was.
    pub fn stage<R: BufRead>(
        &mut self,
        plan: Plan<R>,
        defaults: &Defaults,
    ) -> Result<Staged, StageError> {
        self.check_operation(plan.asks_for())?;
        let path = self.path().to_owned();
        let sqlite = |error: rusqlite::Error| JournalError::sqlite(&path, &error);
        let cache: i64 = self.ask(|connection| {
            let cache = connection.pragma_query_value(None, "cache_size", |row| row.get(0))?;
            connection.pragma_update(None, "cache_size", CACHE)?;
            Ok(cache)
        })?;
        let staged = stage(&mut self.connection, plan, defaults, &sqlite);
        self.ask(|connection| {
            connection.pragma_update(None, "cache_size", cache)?;
            // The log is as long as the plan by now.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
            connection.execute_batch("PRAGMA shrink_memory")
        })?;
        staged
    }

    /// Plans to rent one number, as a plan of one row would. Nothing is sent.
    ///
    /// # Errors
    ///
    /// As [`stage`](Self::stage).
    pub fn stage_one(
        &mut self,
        name: &str,
        phone: PhoneNumber,
        configuration: Configuration,
    ) -> Result<Staged, StageError> {
        self.check_operation(Operation::Rent)?;
        let path = self.path().to_owned();
        let sqlite = |error: rusqlite::Error| JournalError::sqlite(&path, &error);
        let transaction = self.connection.transaction().map_err(sqlite)?;
        let mut staging = Staging::begin(&transaction, Operation::Rent, name).map_err(sqlite)?;
        let planned = Planned {
            phone,
            request: Request::Rent(configuration),
            max_price: None,
        };
        let column = Column::PhoneNumber.camel_case();
        staging.planned(1, column, &planned, None).map_err(sqlite)?;
        let staged = staging.end()?;
        if staged.added + staged.changed > 0 {
            transaction.commit().map_err(sqlite)?;
        }
        Ok(staged)
    }
}

impl<R: BufRead> Plan<R> {
    /// Checks all of the plan, as staging it would. Nothing is kept.
    ///
    /// # Errors
    ///
    /// When the plan can't be read, and all violations of its rows.
    pub fn check(self, defaults: &Defaults) -> Result<Staged, StageError> {
        let path = PathBuf::from("(temporary)");
        let sqlite = |error: rusqlite::Error| JournalError::sqlite(&path, &error);
        // A temporary database, on disk where memory is short.
        let mut connection = Connection::open("").map_err(sqlite)?;
        let schema = include_str!("schema.sql");
        connection.execute_batch(schema).map_err(sqlite)?;
        connection
            .pragma_update(None, "cache_size", CACHE)
            .map_err(sqlite)?;
        stage(&mut connection, self, defaults, &sqlite)
    }
}

fn stage<R: BufRead>(
    connection: &mut Connection,
    mut plan: Plan<R>,
    defaults: &Defaults,
    sqlite: &dyn Fn(rusqlite::Error) -> JournalError,
) -> Result<Staged, StageError> {
    // Rolled back when it is dropped.
    let transaction = connection.transaction().map_err(sqlite)?;
    let mut staging = Staging::begin(&transaction, plan.asks_for(), plan.name()).map_err(sqlite)?;
    while let Some(read) = plan.next()? {
        staging.row(read, defaults).map_err(sqlite)?;
    }
    let staged = staging.end()?;
    if staged.added + staged.changed > 0 {
        transaction.commit().map_err(sqlite)?;
    }
    Ok(staged)
}
