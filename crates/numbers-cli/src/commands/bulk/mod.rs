//! `numbers bulk`.

mod arguments;
mod begin;
mod drive;
mod export;
mod meter;
mod plan;
mod resume;
mod run;
mod schema;
pub(crate) mod single;
mod status;
mod summary;

use clap::{Arg, Subcommand};

use crate::exit::Exit;

const EXIT_CODES: &str = "\
Exit codes, the gravest first:
  5  of some numbers it is unknown what became of them
  1  internal error, such as a journal that can't be used
  2  invalid input, environment or configuration; nothing was sent
  3  the service rejected some
  4  some were not sent, are proven not done, or still planned
  0  all are done";

const READING: &str = "Exit codes:
  0  done
  1  internal error, such as a journal that can't be read
  2  invalid input";

#[derive(Debug, Subcommand)]
pub(crate) enum BulkCommand {
    /// Check a plan, keep it in a journal, and rent its numbers: this spends money
    #[command(after_help = EXIT_CODES, mut_args = for_many)]
    Run(Box<run::RunArguments>),
    /// Check a plan, keep it in a journal, and release its numbers: this can't be undone
    #[command(after_help = EXIT_CODES, mut_args = for_many)]
    Release(Box<run::ReleaseArguments>),
    /// Check a plan, keep it in a journal, and change the configuration of its numbers
    #[command(after_help = EXIT_CODES, mut_args = for_many)]
    Update(Box<run::UpdateArguments>),
    /// Go on with a journal: reconcile what is unknown, do what is left
    #[command(after_help = EXIT_CODES, mut_args = for_many)]
    Resume(Box<resume::ResumeArguments>),
    /// Find out what became of the numbers that are unknown; change nothing
    #[command(after_help = EXIT_CODES, mut_args = for_many, mut_arg("on_unknown", |argument| argument.hide(true)))]
    Reconcile(Box<resume::ReconcileArguments>),
    /// Count the numbers of a journal by their outcome, also while a run goes on
    #[command(after_help = READING)]
    Status(status::StatusArguments),
    /// Write what became of each number to stdout
    #[command(after_help = READING)]
    Export(export::ExportArguments),
    /// Print the JSON Schema of a row of a plan
    Schema(schema::SchemaArguments),
}

/// Says what arguments that are known from single calls mean for many.
fn for_many(argument: Arg) -> Arg {
    match argument.get_id().as_str() {
        "timeout" => argument.help("How long each number may take, such as 30s or 1m"),
        "reconcile_budget" => {
            argument.help("Leave a number unknown after inconclusive lookups for this long")
        }
        _ => argument,
    }
}

pub(crate) async fn run(command: BulkCommand) -> Exit {
    match command {
        BulkCommand::Run(arguments) => run::run(*arguments).await,
        BulkCommand::Release(arguments) => run::release(*arguments).await,
        BulkCommand::Update(arguments) => run::update(*arguments).await,
        BulkCommand::Resume(arguments) => resume::resume(*arguments).await,
        BulkCommand::Reconcile(arguments) => resume::reconcile(*arguments).await,
        BulkCommand::Status(arguments) => status::run(&arguments),
        BulkCommand::Export(arguments) => export::run(&arguments),
        BulkCommand::Schema(arguments) => schema::run(&arguments),
    }
}
