//! `numbers bulk status`.

use clap::Args;
use numbers_bulk::{JournalError, JournalReader};

use crate::account::Output;
use crate::commands::bulk::arguments::JournalArguments;
use crate::commands::bulk::{plan, summary};
use crate::exit::Exit;
use crate::json::Object;
use crate::report::Report;

#[derive(Debug, Args)]
pub(crate) struct StatusArguments {
    #[command(flatten)]
    journal: JournalArguments,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

pub(crate) fn run(arguments: &StatusArguments) -> Exit {
    let report = match report(arguments) {
        Ok(report) => report,
        Err(error) => plan::not_shown(&error.to_string()),
    };
    report.print(arguments.output == Output::Json)
}

fn report(arguments: &StatusArguments) -> Result<Report, JournalError> {
    let journal = JournalReader::open(&arguments.journal.journal)?;
    let operation = journal.operation()?.unwrap_or_default();
    let (tally, spent) = (journal.tally()?, journal.spent()?);
    let json = Object::outcome("status").member("projectId", &journal.project()?);
    Ok(Report {
        exit: Exit::Done,
        text: summary::table(journal.path(), operation, &tally, &spent),
        note: String::new(),
        json: summary::members(json, journal.path(), operation, &tally, &spent).end(),
    })
}
