//! What is asked of a journal.

use std::collections::BTreeMap;

use numbers_ext::{Decimal, InDoubt, Price};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::journal::entry::{EntryId, EntryOutcome, OpenEntry, Tally};
use crate::operation::Operation;
use crate::plan::request::Request;

/// Returns whose journal it is.
pub(crate) fn project(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let query = "SELECT project_id FROM journal";
    connection.query_row(query, (), |row| row.get(0)).optional()
}

/// Returns what its entries ask for; `None` where it has none.
pub(crate) fn operation(connection: &Connection) -> rusqlite::Result<Option<Operation>> {
    let query = "SELECT operation FROM entry LIMIT 1";
    let found = connection.query_row(query, (), |row| operation_of(row, 0));
    found.optional()
}

/// Counts the entries by their outcome.
pub(crate) fn tally(connection: &Connection) -> rusqlite::Result<Tally> {
    let mut query = connection.prepare("SELECT outcome, count(*) FROM entry GROUP BY outcome")?;
    let mut rows = query.query(())?;
    let mut tally = Tally::default();
    while let Some(row) = rows.next()? {
        *tally.of_mut(outcome(row, 0)?) = row.get::<_, i64>(1)?.unsigned_abs();
    }
    Ok(tally)
}

/// What the numbers that are rented cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// The sum of the prices, by currency.
    pub(crate) sums: BTreeMap<String, Decimal>,
    /// The highest price, by currency.
    pub(crate) highest: BTreeMap<String, Decimal>,
    /// How many are rented at a price that no response named.
    pub(crate) unpriced: u64,
}

impl Spent {
    pub(crate) fn prices(self) -> Vec<Price> {
        let price = |(currency, sum): (String, Decimal)| Price::new(sum, currency);
        self.sums.into_iter().map(price).collect()
    }
}

/// Adds up what the numbers that are rented cost.
pub(crate) fn spent(connection: &Connection) -> rusqlite::Result<Spent> {
    let mut query = connection.prepare(
        "SELECT coalesce(call.cost, call.price || ' ' || call.currency) AS cost, count(*)
         FROM entry JOIN call ON call.entry_id = entry.id
         WHERE entry.outcome = 'rented'
         GROUP BY cost",
    )?;
    let mut rows = query.query(())?;
    let mut spent = Spent::default();
    while let Some(row) = rows.next()? {
        let cost: Option<String> = row.get(0)?;
        let count = row.get::<_, i64>(1)?.unsigned_abs();
        let Some(cost) = cost else {
            spent.unpriced += count;
            continue;
        };
        let cost = price_of(&cost)?;
        let sum = spent.sums.entry(cost.currency().to_owned()).or_default();
        *sum = cost
            .amount()
            .checked_mul(Decimal::from(count))
            .and_then(|cost| sum.checked_add(cost))
            .ok_or_else(|| unreadable(0, "a sum of money beyond all bounds"))?;
        let highest = spent.highest.entry(cost.currency().to_owned()).or_default();
        *highest = cost.amount().max(*highest);
    }
    Ok(spent)
}

/// Which entries are to be worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    /// Those of which nothing is known.
    InDoubt,
    /// Those that are to be sent.
    ToSend {
        /// Those, too, that the service refused earlier.
        rejected: bool,
    },
}

impl Open {
    fn condition(self) -> &'static str {
        match self {
            Self::InDoubt => "entry.outcome = 'unknown'",
            // Whom the service asked to wait is sent again without being asked for.
            Self::ToSend { rejected: false } => {
                "entry.outcome IN ('planned', 'not_sent', 'not_done')
                 OR entry.outcome = 'rejected' AND call.status = 429"
            }
            Self::ToSend { rejected: true } => {
                "entry.outcome IN ('planned', 'not_sent', 'not_done', 'rejected')"
            }
        }
    }
}

/// Adds up what the numbers cost of which it is unknown whether they are rented, as far as
/// that was found out, and counts the others.
pub(crate) fn unknown_costs(connection: &Connection) -> rusqlite::Result<(Vec<Price>, u64)> {
    let mut query = connection.prepare(
        "SELECT call.cost FROM entry LEFT JOIN call ON call.entry_id = entry.id
         WHERE entry.outcome = 'unknown' AND entry.operation = 'rent'",
    )?;
    let mut rows = query.query(())?;
    let (mut costs, mut others) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        match row.get::<_, Option<String>>(0)? {
            Some(cost) => costs.push(price_of(&cost)?),
            None => others += 1,
        }
    }
    Ok((costs, others))
}

/// Returns whether an entry that may be sent has a limit to its price.
pub(crate) fn is_limited(connection: &Connection) -> rusqlite::Result<bool> {
    let query = "SELECT EXISTS (
        SELECT 1 FROM entry WHERE max_price IS NOT NULL AND outcome <> 'rented'
    )";
    connection.query_row(query, (), |row| row.get(0))
}

/// Returns the number of an entry.
pub(crate) fn phone_of(connection: &Connection, entry: EntryId) -> rusqlite::Result<String> {
    let query = "SELECT phone_number FROM entry WHERE id = ?1";
    connection.query_row(query, (entry.0,), |row| row.get(0))
}

/// Returns up to `limit` entries that are to be worked on, in the order of the plans, after
/// this one.
pub(crate) fn open_entries(
    connection: &Connection,
    open: Open,
    after: EntryId,
    limit: usize,
) -> rusqlite::Result<Vec<OpenEntry>> {
    let is_open = open.condition();
    let mut query = connection.prepare_cached(&format!(
        "{ENTRIES} WHERE entry.id > ?1 AND ({is_open})
         ORDER BY entry.id LIMIT ?2"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    query.query_map((after.0, limit), open_entry)?.collect()
}

/// Returns the entry of a number.
pub(crate) fn entry_of(
    connection: &Connection,
    phone: &str,
) -> rusqlite::Result<Option<OpenEntry>> {
    let mut query =
        connection.prepare_cached(&format!("{ENTRIES} WHERE entry.phone_number = ?1"))?;
    query.query_row((phone,), open_entry).optional()
}

/// What [`open_entry`] reads.
const ENTRIES: &str = "SELECT entry.id, entry.phone_number, entry.operation, entry.request,
                              entry.max_price, entry.outcome, call.in_doubt, call.cost
                       FROM entry LEFT JOIN call ON call.entry_id = entry.id";

fn open_entry(row: &Row<'_>) -> rusqlite::Result<OpenEntry> {
    let phone: String = row.get(1)?;
    let request: String = row.get(3)?;
    let price = |index| -> rusqlite::Result<Option<Price>> {
        let text: Option<String> = row.get(index)?;
        text.map(|text| price_of(&text)).transpose()
    };
    let outcome = outcome(row, 5)?;
    let in_doubt: Option<String> = row.get(6)?;
    let in_doubt = in_doubt.filter(|_| outcome == EntryOutcome::Unknown);
    let in_doubt = in_doubt.map(|token| serde_json::from_str::<InDoubt>(&token));
    let request = Request::from_json(operation_of(row, 2)?, &request);
    Ok(OpenEntry {
        id: EntryId(row.get(0)?),
        phone: phone.parse().map_err(|error| unreadable(1, error))?,
        request: request.map_err(|error| unreadable(3, error))?,
        max_price: price(4)?,
        cost: price(7)?,
        outcome,
        in_doubt: in_doubt.transpose().map_err(|error| unreadable(6, error))?,
    })
}

pub(crate) fn operation_of(row: &Row<'_>, index: usize) -> rusqlite::Result<Operation> {
    let text: String = row.get(index)?;
    Operation::read(&text).ok_or_else(|| unreadable(index, format!("the operation '{text}'")))
}

fn price_of(text: &str) -> rusqlite::Result<Price> {
    let (amount, currency) = text.split_once(' ').unwrap_or((text, ""));
    price(amount, currency)
}

pub(crate) fn price(amount: &str, currency: impl Into<String>) -> rusqlite::Result<Price> {
    let amount = Decimal::from_str_exact(amount).map_err(|error| unreadable(0, error))?;
    Ok(Price::new(amount, currency))
}

pub(crate) fn outcome(row: &Row<'_>, index: usize) -> rusqlite::Result<EntryOutcome> {
    let text: String = row.get(index)?;
    EntryOutcome::read(&text).ok_or_else(|| unreadable(index, format!("the outcome '{text}'")))
}

pub(crate) fn unreadable(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
