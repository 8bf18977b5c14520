//! What is asked of a journal.

use std::collections::BTreeMap;

use numbers_ext::{Decimal, InDoubt, Price};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::journal::entry::{EntryId, EntryOutcome, OpenEntry, Tally};

/// Returns whose journal it is.
pub(crate) fn project(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let query = "SELECT project_id FROM journal";
    connection.query_row(query, (), |row| row.get(0)).optional()
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
         WHERE entry.outcome = 'rented' AND entry.operation = 'rent'
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

/// Counts the entries that may be sent and have a limit to their price.
pub(crate) fn limited(connection: &Connection) -> rusqlite::Result<u64> {
    let query = "SELECT count(*) FROM entry
                 WHERE max_price IS NOT NULL AND outcome <> 'rented' AND operation = 'rent'";
    connection
        .query_row(query, (), |row| row.get::<_, i64>(0))
        .map(i64::unsigned_abs)
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
        "SELECT entry.id, entry.phone_number, entry.request, entry.max_price, entry.outcome,
                call.in_doubt
         FROM entry LEFT JOIN call ON call.entry_id = entry.id
         WHERE entry.id > ?1 AND entry.operation = 'rent' AND ({is_open})
         ORDER BY entry.id LIMIT ?2"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    query.query_map((after.0, limit), open_entry)?.collect()
}

/// Returns the entry of a number that is to be rented.
pub(crate) fn entry_of(
    connection: &Connection,
    phone: &str,
) -> rusqlite::Result<Option<OpenEntry>> {
    let mut query = connection.prepare_cached(
        "SELECT entry.id, entry.phone_number, entry.request, entry.max_price, entry.outcome,
                call.in_doubt
         FROM entry LEFT JOIN call ON call.entry_id = entry.id
         WHERE entry.phone_number = ?1 AND entry.operation = 'rent'",
    )?;
    query.query_row((phone,), open_entry).optional()
}

fn open_entry(row: &Row<'_>) -> rusqlite::Result<OpenEntry> {
    let phone: String = row.get(1)?;
    let request: String = row.get(2)?;
    let max_price: Option<String> = row.get(3)?;
    let outcome = outcome(row, 4)?;
    let in_doubt: Option<String> = row.get(5)?;
    let in_doubt = in_doubt.filter(|_| outcome == EntryOutcome::Unknown);
    let in_doubt = in_doubt.map(|token| serde_json::from_str::<InDoubt>(&token));
    Ok(OpenEntry {
        id: EntryId(row.get(0)?),
        phone: phone.parse().map_err(|error| unreadable(1, error))?,
        configuration: serde_json::from_str(&request).map_err(|error| unreadable(2, error))?,
        max_price: max_price.map(|text| price_of(&text)).transpose()?,
        outcome,
        in_doubt: in_doubt.transpose().map_err(|error| unreadable(5, error))?,
    })
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
