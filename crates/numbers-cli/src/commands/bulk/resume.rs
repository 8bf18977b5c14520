//! `numbers bulk resume` and `reconcile`: each goes on with a journal.

use clap::Args;
use numbers_bulk::Journal;

use crate::account;
use crate::commands::bulk::arguments::{JournalArguments, SpendingArguments, WorkArguments};
use crate::commands::bulk::drive::drive;
use crate::commands::bulk::plan;
use crate::exit::Exit;
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::Found;

#[derive(Debug, Args)]
pub(crate) struct ResumeArguments {
    #[command(flatten)]
    journal: JournalArguments,
    /// Try numbers again that the service rejected
    #[arg(long)]
    retry_rejected: bool,
    #[command(flatten)]
    spending: SpendingArguments,
    #[command(flatten)]
    work: WorkArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ReconcileArguments {
    #[command(flatten)]
    journal: JournalArguments,
    #[command(flatten)]
    work: WorkArguments,
}

pub(crate) async fn resume(arguments: ResumeArguments) -> Exit {
    let mut signals = Signals::listen();
    let report = match open(&arguments.journal, &arguments.work) {
        Ok(journal) => {
            let path = journal.path().to_owned();
            let run = arguments.work.run(journal, &arguments.spending.max_spend);
            let run = run.retry_rejected(arguments.retry_rejected);
            drive(run, &path, true, &mut signals).await
        }
        Err(report) => *report,
    };
    report.print(arguments.work.account.is_json())
}

pub(crate) async fn reconcile(arguments: ReconcileArguments) -> Exit {
    let mut signals = Signals::listen();
    let report = match open(&arguments.journal, &arguments.work) {
        Ok(journal) => {
            let path = journal.path().to_owned();
            let run = arguments.work.run(journal, &[]);
            drive(run, &path, false, &mut signals).await
        }
        Err(report) => *report,
    };
    report.print(arguments.work.account.is_json())
}

/// Opens a journal, once the account is known to be complete.
fn open(journal: &JournalArguments, work: &WorkArguments) -> Result<Journal, Box<Report>> {
    let mut found = Found::new();
    if account::build(work.client(), &mut found).is_none() {
        return Err(Box::new(Report::invalid(None, found)));
    }
    let journal = Journal::open(&journal.journal);
    journal.map_err(|error| Box::new(plan::journal_failed(&error)))
}
