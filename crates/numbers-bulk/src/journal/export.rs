//! What became of each number, in CSV or in JSON Lines.

use std::io::{self, Write};

use numbers_ext::{PhoneNumber, Price};
use rusqlite::Row;
use serde::Serialize;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::journal::entry::EntryOutcome;
use crate::journal::error::JournalError;
use crate::journal::queries;
use crate::journal::reader::JournalReader;

/// The columns of the CSV.
const HEADER: [&str; 13] = [
    "phoneNumber",
    "operation",
    "outcome",
    "plan",
    "line",
    "maxPrice",
    "price",
    "currency",
    "status",
    "message",
    "requests",
    "changedAt",
    "inDoubt",
];

/// Why a journal was not exported.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The journal can't be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The export can't be written.
    #[error("the export can't be written: {0}")]
    Write(#[from] io::Error),
}

/// An entry as it is exported.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    phone_number: PhoneNumber,
    operation: String,
    outcome: &'static str,
    plan: String,
    line: i64,
    configuration: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Price>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    requests: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_doubt: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<Response>,
}

/// A response as it was received; as text where it is not JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Response {
    Json(Box<RawValue>),
    Text(String),
}

impl JournalReader {
    /// Writes an object a line: number, outcome, price, response and more.
    ///
    /// # Errors
    ///
    /// When the journal can't be read, or the export not written.
    pub fn export_json(&self, mut to: impl Write) -> Result<(), ExportError> {
        self.each(|line| {
            serde_json::to_writer(&mut to, &line).map_err(io::Error::from)?;
            to.write_all(b"\n")
        })?;
        Ok(to.flush()?)
    }

    /// Writes a header and a row for each number.
    ///
    /// # Errors
    ///
    /// When the journal can't be read, or the export not written.
    pub fn export_csv(&self, to: impl Write) -> Result<(), ExportError> {
        let mut to = csv::Writer::from_writer(to);
        let other = |error: csv::Error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            kind => io::Error::other(format!("{kind:?}")),
        };
        to.write_record(HEADER).map_err(other)?;
        self.each(|line| {
            let number = |number: Option<i64>| number.map(|number| number.to_string());
            let amount = line.price.as_ref().map(|price| price.amount().to_string());
            let currency = line.price.as_ref().map(|price| price.currency().to_owned());
            let in_doubt = line.in_doubt.as_ref().map(|token| token.get().to_owned());
            to.write_record([
                line.phone_number.to_string(),
                line.operation,
                line.outcome.to_owned(),
                line.plan,
                line.line.to_string(),
                line.max_price.unwrap_or_default(),
                amount.unwrap_or_default(),
                currency.unwrap_or_default(),
                number(line.status.map(i64::from)).unwrap_or_default(),
                line.message.unwrap_or_default(),
                line.requests.to_string(),
                line.changed_at.unwrap_or_default(),
                in_doubt.unwrap_or_default(),
            ])
            .map_err(other)
        })?;
        Ok(to.flush()?)
    }

    /// Calls `write` for each entry, in the order of the plans.
    fn each(&self, mut write: impl FnMut(Line) -> io::Result<()>) -> Result<(), ExportError> {
        let written = self.ask(|connection| {
            let mut query = connection.prepare(
                "SELECT entry.phone_number, entry.operation, entry.outcome, plan.name, entry.line,
                        entry.request, entry.max_price, call.price, call.currency, call.status,
                        call.message, call.requests, call.changed_at, call.in_doubt, response.body
                 FROM entry
                 JOIN plan ON plan.id = entry.plan_id
                 LEFT JOIN call ON call.entry_id = entry.id
                 LEFT JOIN response ON response.entry_id = entry.id
                 ORDER BY entry.id",
            )?;
            let mut rows = query.query(())?;
            while let Some(row) = rows.next()? {
                if let Err(error) = write(line(row)?) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        })?;
        Ok(written?)
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let phone: String = row.get(0)?;
    let outcome = queries::outcome(row, 2)?;
    let (amount, currency): (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
    let price = amount
        .zip(currency)
        .map(|(amount, currency)| queries::price(&amount, currency));
    let in_doubt: Option<String> = row.get(13)?;
    let in_doubt = in_doubt.filter(|_| outcome == EntryOutcome::Unknown);
    let response: Option<String> = row.get(14)?;
    Ok(Line {
        phone_number: phone
            .parse()
            .map_err(|error| queries::unreadable(0, error))?,
        operation: row.get(1)?,
        outcome: outcome.as_str(),
        plan: row.get(3)?,
        line: row.get(4)?,
        configuration: json(5, row.get(5)?)?,
        max_price: row.get(6)?,
        price: price.transpose()?,
        status: row.get(9)?,
        message: row.get(10)?,
        requests: row.get::<_, Option<u32>>(11)?.unwrap_or_default(),
        changed_at: row.get(12)?,
        in_doubt: in_doubt.map(|token| json(13, token)).transpose()?,
        response: response.map(|body| match RawValue::from_string(on_one_line(&body)) {
            Ok(json) => Response::Json(json),
            Err(_) => Response::Text(body),
        }),
    })
}

fn json(column: usize, text: String) -> rusqlite::Result<Box<RawValue>> {
    RawValue::from_string(text).map_err(|error| queries::unreadable(column, error))
}

/// Returns JSON without its line breaks, which occur between its values alone.
fn on_one_line(json: &str) -> String {
    json.trim().replace(['\n', '\r'], " ")
}
