//! From a plan to a run.

use std::io::Write as _;
use std::path::PathBuf;

use numbers_bulk::{Defaults, Journal, Operation, Run, Staged};
use numbers_ext::Price;

use crate::account;
use crate::commands::bulk::arguments::{PlanArguments, WorkArguments};
use crate::commands::bulk::drive::drive;
use crate::commands::bulk::plan;
use crate::exit::Exit;
use crate::json::Object;
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::Found;

/// What is to be done, as far as it was passed.
pub(crate) struct Asked {
    pub(crate) operation: Operation,
    pub(crate) plan: PlanArguments,
    pub(crate) work: WorkArguments,
    pub(crate) defaults: Defaults,
    pub(crate) caps: Vec<Price>,
    /// What is invalid about it already.
    pub(crate) found: Found,
}

/// Checks a plan, keeps it, and runs it.
pub(crate) async fn run(asked: Asked) -> Exit {
    let is_json = asked.work.account.is_json();
    let mut signals = Signals::listen();
    let report = match begin(asked, &mut signals).await {
        Ok(Begun::Run(run, journal)) => drive(*run, &journal, true, &mut signals).await,
        Ok(Begun::DryRun(checked)) => dry_run(&checked),
        Err(report) => *report,
    };
    report.print(is_json)
}

/// What follows from a plan that is valid.
enum Begun {
    Run(Box<Run>, PathBuf),
    DryRun(Staged),
}

async fn begin(asked: Asked, signals: &mut Signals) -> Result<Begun, Box<Report>> {
    let Asked {
        operation,
        plan,
        work,
        defaults,
        caps,
        mut found,
    } = asked;
    if plan.dry_run {
        return plan::check(&plan.plan, operation, &defaults, &found).map(Begun::DryRun);
    }
    let numbers = account::build(work.client(), &mut found);
    let Some(numbers) = numbers.filter(|_| found.is_empty()) else {
        return Err(
            match plan::check(&plan.plan, operation, &defaults, &found) {
                Err(report) => report,
                Ok(_) => Box::new(Report::invalid(None, found)),
            },
        );
    };
    // It may be a long plan, or a standard input that does not end.
    let staging = tokio::task::spawn_blocking(move || {
        let path = plan.journal.unwrap_or_default();
        let journal = Journal::open_or_create(path, numbers.project());
        let journal = journal.map_err(|error| Box::new(plan::journal_failed(&error)))?;
        plan::stage(&plan.plan, operation, journal, &defaults)
    });
    let staged = tokio::select! {
        biased;
        staged = staging => staged,
        () = signals.arrived() => return Err(Box::new(Report::internal("interrupted"))),
    };
    let (journal, staged) = match staged {
        Ok(staged) => staged?,
        Err(error) => return Err(Box::new(Report::internal(&error.to_string()))),
    };
    let described = plan::describe(&staged);
    let _ = anstream::stderr().write_all(described.as_bytes());
    let path = journal.path().to_owned();
    Ok(Begun::Run(Box::new(work.run(journal, &caps)), path))
}

fn dry_run(checked: &Staged) -> Report {
    Report {
        exit: Exit::Done,
        text: plan::describe(checked),
        note: "dry run: nothing was kept or sent\n".to_owned(),
        json: Object::outcome("checked")
            .member("rows", &checked.rows)
            .member("numbers", &checked.added)
            .end(),
    }
}
