//! `numbers bulk export`.

use std::io::BufWriter;

use clap::{Args, ValueEnum};
use numbers_bulk::{ExportError, JournalReader};

use crate::commands::bulk::arguments::JournalArguments;
use crate::commands::bulk::plan;
use crate::exit::Exit;

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    #[command(flatten)]
    journal: JournalArguments,
    /// How to write it
    #[arg(long, value_enum)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A header, and a row for each number
    Csv,
    /// JSON Lines: an object for each number, with the response about it
    Json,
}

pub(crate) fn run(arguments: &ExportArguments) -> Exit {
    match export(arguments) {
        Ok(()) => Exit::Done,
        Err(error) => plan::not_shown(&error.to_string()).print(false),
    }
}

fn export(arguments: &ExportArguments) -> Result<(), ExportError> {
    let journal = JournalReader::open(&arguments.journal.journal)?;
    let stdout = BufWriter::new(std::io::stdout().lock());
    match arguments.format {
        Format::Csv => journal.export_csv(stdout),
        Format::Json => journal.export_json(stdout),
    }
}
