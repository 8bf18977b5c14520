//! `numbers bulk schema`.

use clap::{Args, ValueEnum};
use numbers_bulk::Operation;

use crate::commands::bulk::plan::not_shown;
use crate::exit::Exit;
use crate::report::Report;

#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// What the plan is for
    #[arg(long, value_enum, default_value_t = PlanFor::Rent)]
    operation: PlanFor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PlanFor {
    Rent,
    Release,
    Update,
}

pub(crate) fn run(arguments: &SchemaArguments) -> Exit {
    let operation = match arguments.operation {
        PlanFor::Rent => Operation::Rent,
        PlanFor::Release => Operation::Release,
        PlanFor::Update => Operation::Update,
    };
    let report = match serde_json::to_string_pretty(&operation.row_schema()) {
        Ok(schema) => Report {
            exit: Exit::Done,
            text: schema + "\n",
            note: String::new(),
            json: String::new(),
        },
        Err(error) => not_shown(&error.to_string()),
    };
    report.print(false)
}
