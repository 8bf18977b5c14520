//! How changes are written.

use std::collections::HashMap;

use numbers_ext::{InDoubt, Price};
use rusqlite::Connection;

use crate::journal::change::{End, Intended, Refused, Source};
use crate::journal::entry::EntryId;
use crate::journal::file::now;
use crate::journal::queries;

/// The outcomes with which an entry may be sent, by `EntryOutcome::is_sendable`.
const SENDABLE: &str = "'planned', 'not_sent', 'not_done', 'rejected'";

/// Writes changes for one run of a journal.
#[derive(Debug)]
pub(super) struct Statements {
    run: i64,
    /// The calls of this run that are under way, each with its last request.
    calls: HashMap<EntryId, InDoubt>,
}

impl Statements {
    /// Begins a run.
    pub(super) fn begin(connection: &Connection) -> rusqlite::Result<Self> {
        connection.execute("INSERT INTO run (started_at) VALUES (?1)", (now(),))?;
        Ok(Self {
            run: connection.last_insert_rowid(),
            calls: HashMap::new(),
        })
    }

    /// Ends the run.
    pub(super) fn end(&self, connection: &Connection) -> rusqlite::Result<()> {
        let update = "UPDATE run SET ended_at = ?2 WHERE id = ?1";
        connection.execute(update, (self.run, now())).map(drop)
    }

    /// Returns the calls that are under way, to be put back when a transaction fails.
    pub(super) fn calls(&self) -> HashMap<EntryId, InDoubt> {
        self.calls.clone()
    }

    /// Returns whether the journal has an entry in doubt that this end would clear up.
    pub(super) fn would_clear_up(&self, entry: EntryId, source: &Source) -> bool {
        match source {
            Source::Call(_) => self.calls.contains_key(&entry),
            Source::Lookup => true,
            Source::Unsent => false,
        }
    }

    /// Puts the calls back.
    pub(super) fn restore(&mut self, calls: HashMap<EntryId, InDoubt>) {
        self.calls = calls;
    }

    /// Writes that a request is about to leave. It may only if, by the journal, no other
    /// request for the number had an effect, or may have had one.
    pub(super) fn write_intent(
        &mut self,
        connection: &Connection,
        intended: &Intended,
    ) -> rusqlite::Result<Result<(), Refused>> {
        let entry = intended.entry;
        let is_retry = intended.attempt > 1 && self.calls.contains_key(&entry);
        let mut update = connection.prepare_cached(&format!(
            "UPDATE entry SET outcome = 'unknown'
             WHERE id = ?1 AND operation = ?3
                 AND (outcome IN ({SENDABLE}) OR ?2 AND outcome = 'unknown')"
        ))?;
        let operation = intended.in_doubt.operation();
        if update.execute((entry.0, is_retry, operation))? != 1 {
            let mut query = connection.prepare_cached("SELECT outcome FROM entry WHERE id = ?1")?;
            let mut rows = query.query((entry.0,))?;
            return Ok(Err(match rows.next()? {
                Some(row) => Refused::Outcome(queries::outcome(row, 0)?),
                None => Refused::NotPlanned,
            }));
        }
        let mut upsert = connection.prepare_cached(
            "INSERT INTO call (entry_id, run_id, in_doubt, requests, changed_at)
             VALUES (?1, ?2, ?3, 1, ?4)
             ON CONFLICT (entry_id) DO UPDATE SET run_id = excluded.run_id,
                 in_doubt = excluded.in_doubt, requests = requests + 1, status = NULL,
                 message = NULL, changed_at = excluded.changed_at",
        )?;
        upsert.execute((entry.0, self.run, token(&intended.in_doubt)?, now()))?;
        self.calls.insert(entry, intended.in_doubt.clone());
        Ok(Ok(()))
    }

    /// Writes what became of an entry, if the source may say so. A call that was refused
    /// its request says nothing about the one that it was refused for.
    pub(super) fn write_end(
        &mut self,
        connection: &Connection,
        entry: EntryId,
        end: &End,
        source: &Source,
    ) -> rusqlite::Result<()> {
        let is_proof = match source {
            Source::Call(last) => {
                let is_ours = self.calls.get(&entry) == Some(&**last);
                if is_ours {
                    self.calls.remove(&entry);
                }
                is_ours || !end.outcome.is_sendable()
            }
            Source::Lookup => true,
            Source::Unsent => false,
        };
        let mut update = connection.prepare_cached(&format!(
            "UPDATE entry SET outcome = ?2 WHERE id = ?1 AND (?3 OR outcome IN ({SENDABLE}))"
        ))?;
        if update.execute((entry.0, end.outcome.as_str(), is_proof))? != 1 {
            return Ok(());
        }
        let mut upsert = connection.prepare_cached(
            "INSERT INTO call (entry_id, run_id, in_doubt, requests, status, message, price,
                    currency, changed_at)
             VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (entry_id) DO UPDATE SET run_id = excluded.run_id,
                 in_doubt = coalesce(excluded.in_doubt, in_doubt), status = excluded.status,
                 message = excluded.message, price = excluded.price,
                 currency = excluded.currency, changed_at = excluded.changed_at",
        )?;
        let price = end.price.as_ref();
        upsert.execute((
            entry.0,
            self.run,
            end.in_doubt.as_ref().map(token).transpose()?,
            end.status,
            &end.message,
            price.map(|price| price.amount().to_string()),
            price.map(Price::currency),
            now(),
        ))?;
        if let Some(body) = &end.response {
            let insert = "INSERT OR REPLACE INTO response VALUES (?1, ?2)";
            connection
                .prepare_cached(insert)?
                .execute((entry.0, body))?;
        }
        Ok(())
    }

    /// Writes why the run ends before everything is done.
    pub(super) fn write_stopped(
        &self,
        connection: &Connection,
        reason: &str,
    ) -> rusqlite::Result<()> {
        let update = "UPDATE run SET stopped = ?2 WHERE id = ?1";
        connection.execute(update, (self.run, reason)).map(drop)
    }

    /// Writes what renting a number costs.
    pub(super) fn write_cost(
        &self,
        connection: &Connection,
        entry: EntryId,
        cost: &Price,
    ) -> rusqlite::Result<()> {
        let mut upsert = connection.prepare_cached(
            "INSERT INTO call (entry_id, run_id, requests, cost, changed_at)
             VALUES (?1, ?2, 0, ?3, ?4)
             ON CONFLICT (entry_id) DO UPDATE SET cost = excluded.cost",
        )?;
        upsert
            .execute((entry.0, self.run, cost.to_string(), now()))
            .map(drop)
    }
}

/// Returns a request as it is reconciled, in JSON.
fn token(in_doubt: &InDoubt) -> rusqlite::Result<String> {
    serde_json::to_string(in_doubt)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
