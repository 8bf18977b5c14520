//! Adding the rows of a plan to a journal.

use numbers_ext::Price;
use rusqlite::{Connection, OptionalExtension as _};
use thiserror::Error;

use crate::journal::entry::EntryOutcome;
use crate::journal::error::JournalError;
use crate::journal::file::now;
use crate::journal::queries;
use crate::operation::Operation;
use crate::plan::check::{Defaults, check};
use crate::plan::column::Column;
use crate::plan::request::Planned;
use crate::plan::source::{PlanError, ReadRow};
use crate::plan::violation::{PlanViolation, PlanViolations};

/// How many numbers that are written otherwise than in E.164 are shown.
const EXAMPLES: usize = 5;

/// Why a plan was not staged. The journal is as it was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StageError {
    /// The plan can't be read.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Rows of it are invalid.
    #[error("the plan is invalid: {0}")]
    Invalid(PlanViolations),
    /// The journal can't be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// What staging a plan did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Staged {
    /// How many rows the plan has.
    pub rows: u64,
    /// How many of its numbers are new in the journal.
    pub added: u64,
    /// How many the journal had with another request, and had not done. They count as planned
    /// again.
    pub changed: u64,
    /// How many the journal had as they are.
    pub known: u64,
    /// How many rows repeat an earlier row of the plan. They are left out.
    pub repeated: u64,
    /// How many numbers are written otherwise than in E.164.
    pub rewritten: u64,
    /// The first of these, as they are written and as they are read.
    pub examples: Vec<(String, String)>,
}

/// A plan that is being staged, in a transaction of its own.
pub(super) struct Staging<'a> {
    connection: &'a Connection,
    operation: Operation,
    plan: i64,
    staged: Staged,
    violations: PlanViolations,
}

/// What the journal has of a number already.
struct Earlier {
    id: i64,
    plan: i64,
    plan_name: String,
    line: u64,
    request: String,
    max_price: Option<String>,
    outcome: EntryOutcome,
}

impl<'a> Staging<'a> {
    pub(super) fn begin(
        connection: &'a Connection,
        operation: Operation,
        name: &str,
    ) -> rusqlite::Result<Self> {
        let insert = "INSERT INTO plan (name, staged_at) VALUES (?1, ?2)";
        connection.execute(insert, (name, now()))?;
        Ok(Self {
            connection,
            operation,
            plan: connection.last_insert_rowid(),
            staged: Staged::default(),
            violations: PlanViolations::default(),
        })
    }

    pub(super) fn end(self) -> Result<Staged, StageError> {
        if self.violations.is_empty() {
            Ok(self.staged)
        } else {
            Err(StageError::Invalid(self.violations))
        }
    }

    pub(super) fn row(&mut self, read: ReadRow, defaults: &Defaults) -> rusqlite::Result<()> {
        let named: Vec<_> = read
            .violations
            .iter()
            .map(|violation| violation.column)
            .collect();
        let is_written_well = named.is_empty();
        for violation in read.violations {
            self.violations.push(violation);
        }
        let Some(row) = read.row else { return Ok(()) };
        self.staged.rows += 1;
        match check(&row, self.operation, defaults) {
            Ok(planned) if is_written_well => {
                let written = row.get(Column::PhoneNumber);
                let written = written.filter(|written| planned.phone != **written);
                let column = read.naming.of(Column::PhoneNumber);
                self.planned(read.line, column, &planned, written)
            }
            Ok(_) => Ok(()),
            Err(wrong) => {
                for (column, message) in wrong {
                    let column = column.map(|column| read.naming.of(column));
                    // What is written badly has been named already.
                    if column.is_some() && named.contains(&column) {
                        continue;
                    }
                    self.violations.push(PlanViolation {
                        line: read.line,
                        column,
                        message,
                    });
                }
                Ok(())
            }
        }
    }

    /// Adds a row that is valid by itself.
    pub(super) fn planned(
        &mut self,
        line: u64,
        column: &'static str,
        planned: &Planned,
        written: Option<&str>,
    ) -> rusqlite::Result<()> {
        let phone = planned.phone.to_string();
        let request = planned.request.to_json();
        let request =
            request.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let max_price = planned.max_price.as_ref().map(Price::to_string);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO entry (plan_id, line, operation, phone_number, written, request, max_price, outcome)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'planned')
             ON CONFLICT (phone_number, operation) DO NOTHING",
        )?;
        let at = i64::try_from(line).unwrap_or(i64::MAX);
        let operation = self.operation.as_str();
        let added = insert.execute((
            self.plan, at, operation, &phone, written, &request, &max_price,
        ))?;
        if let Some(written) = written {
            self.staged.rewritten += 1;
            if self.staged.examples.len() < EXAMPLES {
                self.staged
                    .examples
                    .push((written.to_owned(), phone.clone()));
            }
        }
        if added == 1 {
            self.staged.added += 1;
            return Ok(());
        }
        let earlier = earlier(self.connection, &phone)?;
        let is_same = earlier.request == request && earlier.max_price == max_price;
        let (repeats, first) = (earlier.plan == self.plan, earlier.line);
        let message = match (is_same, earlier.outcome) {
            (true, _) if repeats => {
                self.staged.repeated += 1;
                return Ok(());
            }
            (true, _) => {
                self.staged.known += 1;
                return Ok(());
            }
            (false, _) if repeats => {
                format!("{phone} is in line {first} already, which asks for something else")
            }
            (false, EntryOutcome::Done(operation)) => format!(
                "{phone} has been {} already, and this row asks for something else (line {first} of '{}')",
                operation.participle(),
                earlier.plan_name
            ),
            (false, EntryOutcome::Unknown) => format!(
                "{phone} may have been {} already, and this row asks for something else (line {first} of '{}')",
                self.operation.participle(),
                earlier.plan_name
            ),
            (false, _) => {
                self.staged.changed += 1;
                let mut update = self.connection.prepare_cached(
                    "UPDATE entry SET plan_id = ?2, line = ?3, written = ?4, request = ?5,
                            max_price = ?6, outcome = 'planned'
                     WHERE id = ?1",
                )?;
                update.execute((earlier.id, self.plan, at, written, &request, &max_price))?;
                return Ok(());
            }
        };
        self.violations
            .push(PlanViolation::of_column(line, column, message));
        Ok(())
    }
}

fn earlier(connection: &Connection, phone: &str) -> rusqlite::Result<Earlier> {
    let mut query = connection.prepare_cached(
        "SELECT entry.id, entry.plan_id, plan.name, entry.line, entry.request, entry.max_price,
                entry.outcome
         FROM entry JOIN plan ON plan.id = entry.plan_id
         WHERE entry.phone_number = ?1",
    )?;
    let found = query.query_row((phone,), |row| {
        Ok(Earlier {
            id: row.get(0)?,
            plan: row.get(1)?,
            plan_name: row.get(2)?,
            line: row.get::<_, i64>(3)?.unsigned_abs(),
            request: row.get(4)?,
            max_price: row.get(5)?,
            outcome: queries::outcome(row, 6)?,
        })
    });
    found
        .optional()?
        .ok_or(rusqlite::Error::QueryReturnedNoRows)
}
