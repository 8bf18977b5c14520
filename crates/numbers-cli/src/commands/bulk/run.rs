//! `numbers bulk run`, `resume` and `reconcile`.

use std::path::{Path, PathBuf};

use clap::Args;
use numbers_bulk::{Defaults, Journal, Run, RunError, Staged, Summary};
use numbers_ext::Numbers;

use crate::account::{self, AccountArguments};
use crate::commands::bulk::arguments::{JournalArguments, LimitArguments};
use crate::commands::bulk::meter::{Meter, TICK};
use crate::commands::bulk::{plan, summary};
use crate::configuration::{ConfigurationArguments, ReconcilingArguments};
use crate::exit::Exit;
use crate::json::Object;
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::{self, Found};

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The plan: a CSV file with a header, or JSON Lines; - for stdin
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// The journal: an SQLite file, created where there is none
    #[arg(long, value_name = "FILE", required_unless_present = "dry_run")]
    journal: Option<PathBuf>,
    /// Check the plan, keep and send nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    work: WorkArguments,
    // The heading holds for all that follows.
    #[command(flatten, next_help_heading = "For rows that name none")]
    configuration: ConfigurationArguments,
    /// Rent numbers without a configuration
    #[arg(long)]
    unconfigured: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResumeArguments {
    #[command(flatten)]
    journal: JournalArguments,
    /// Try numbers again that the service rejected
    #[arg(long)]
    retry_rejected: bool,
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

/// How to work, and for whom.
#[derive(Debug, Args)]
struct WorkArguments {
    #[command(flatten)]
    limits: LimitArguments,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: RunArguments) -> Exit {
    let is_json = arguments.work.account.is_json();
    let mut signals = Signals::listen();
    let report = match begin(arguments, &mut signals).await {
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

/// Checks and keeps the plan.
async fn begin(arguments: RunArguments, signals: &mut Signals) -> Result<Begun, Box<Report>> {
    let mut found = Found::new();
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        violations::add(&mut found, violations);
    }
    let defaults = Defaults::default()
        .configuration(configuration)
        .allow_unconfigured(arguments.unconfigured);
    if arguments.dry_run {
        return plan::check(&arguments.plan, &defaults, &found).map(Begun::DryRun);
    }
    let client = arguments.work.client();
    let Some(numbers) = account::build(client, &mut found).filter(|_| found.is_empty()) else {
        return Err(match plan::check(&arguments.plan, &defaults, &found) {
            Err(report) => report,
            Ok(_) => Box::new(Report::invalid(None, found)),
        });
    };
    let work = arguments.work;
    let path = arguments.journal.unwrap_or_default();
    // It may be a long plan, or a standard input that does not end.
    let staging = tokio::task::spawn_blocking(move || {
        let journal = Journal::open_or_create(path, numbers.project());
        let journal = journal.map_err(|error| Box::new(plan::journal_failed(&error)))?;
        plan::stage(&arguments.plan, journal, &defaults)
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
    eprint(&plan::describe(&staged));
    let path = journal.path().to_owned();
    Ok(Begun::Run(Box::new(work.run(journal)), path))
}

pub(crate) async fn resume(arguments: ResumeArguments) -> Exit {
    let run = arguments.work.open(&arguments.journal);
    let run = run.map(|(run, path)| (run.retry_rejected(arguments.retry_rejected), path));
    go_on(run, true, arguments.work.account.is_json()).await
}

pub(crate) async fn reconcile(arguments: ReconcileArguments) -> Exit {
    let run = arguments.work.open(&arguments.journal);
    go_on(run, false, arguments.work.account.is_json()).await
}

async fn go_on(run: Result<(Run, PathBuf), Box<Report>>, sends: bool, is_json: bool) -> Exit {
    let mut signals = Signals::listen();
    let report = match run {
        Ok((run, journal)) => drive(run, &journal, sends, &mut signals).await,
        Err(report) => *report,
    };
    report.print(is_json)
}

impl WorkArguments {
    fn client(&self) -> numbers_ext::NumbersBuilder {
        let builder = self.account.builder(None).deadline(self.account.timeout);
        self.reconciling.apply(builder)
    }

    fn run(&self, journal: Journal) -> Run {
        let run = Run::new(journal, self.client()).patience(self.reconciling.reconcile_budget);
        self.limits.apply(run)
    }

    /// Opens a journal that is there already.
    fn open(&self, journal: &JournalArguments) -> Result<(Run, PathBuf), Box<Report>> {
        let mut found = Found::new();
        let numbers: Option<Numbers> = account::build(self.client(), &mut found);
        if numbers.is_none() {
            return Err(Box::new(Report::invalid(None, found)));
        }
        let journal = Journal::open(&journal.journal);
        let journal = journal.map_err(|error| Box::new(plan::journal_failed(&error)))?;
        let path = journal.path().to_owned();
        Ok((self.run(journal), path))
    }
}

/// Runs, shows how far it is, and listens: the first signal ends it when what is under way
/// is done, the second at once.
async fn drive(run: Run, journal: &Path, sends: bool, signals: &mut Signals) -> Report {
    let control = run.control();
    let mut running = std::pin::pin!(async move {
        if sends {
            run.run().await
        } else {
            run.reconcile().await
        }
    });
    let mut meter = Meter::begin();
    let mut ticks = tokio::time::interval(TICK);
    let mut is_asked = false;
    let result: Result<Summary, RunError> = loop {
        tokio::select! {
            biased;
            result = &mut running => break result,
            () = signals.arrived() => {
                if is_asked {
                    control.abort();
                } else {
                    is_asked = true;
                    control.finish();
                    meter.say("finishing what is under way; once more to stop at once");
                }
            }
            _ = ticks.tick() => meter.show(&control.progress()),
        }
    };
    meter.end();
    match result {
        Ok(summary) => summary::report(journal, &summary, sends),
        Err(RunError::Client(violations)) => {
            let mut found = Found::new();
            violations::add(&mut found, violations);
            Report::invalid(None, found)
        }
        Err(error @ RunError::NoPriceCheck(_)) => {
            Report::invalid(None, vec![("maxPrice".to_owned(), error.to_string())])
        }
        Err(RunError::Journal(error)) => plan::journal_failed(&error),
        Err(error) => Report::internal(&error.to_string()),
    }
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

fn eprint(text: &str) {
    use std::io::Write as _;
    let _ = anstream::stderr().write_all(text.as_bytes());
}
