//! `numbers explain`.

use clap::Args;

use crate::account::Output;
use crate::exit::Exit;
use crate::report::Report;

pub(crate) const HELP: &str = "\
Example:
  numbers explain CAMPAIGN_NOT_AVAILABLE
Without a code it lists all. It needs no account and sends nothing.

Exit codes:
  0  explained
  3  this version does not know the code";

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The code, as numbers get, numbers wait or an event shows it
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

pub(crate) fn run(arguments: &ExplainArguments) -> Exit {
    let report = match &arguments.code {
        Some(code) => Report::explained(&code.to_uppercase().replace('-', "_")),
        None => Report::codes(),
    };
    report.print(arguments.output == Output::Json)
}
