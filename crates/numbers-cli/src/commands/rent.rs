//! `numbers rent`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::Args;
use numbers_ext::{
    ConfiguredRent, Ended, InDoubt, Intent, Interceptor, MutationError, Numbers, Progress,
};

use crate::account::{self, AccountArguments};
#[cfg(feature = "bulk")]
use crate::commands::bulk::single;
use crate::configuration::{ConfigurationArguments, ReconcilingArguments, UnknownPolicy};
use crate::exit::Exit;
use crate::json::Object;
use crate::progress::ProgressLine;
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::{self, Found};

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  rented
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  rejected by the service; this call rented nothing
  4  not sent, or proven not done; nothing was rented
  5  unknown: the number may have been rented; run `numbers reconcile` before trying again
Interrupted: 4 before the request was sent, 5 after it.";

#[derive(Debug, Args)]
pub(crate) struct RentArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// Rent the number without a configuration
    #[arg(long, conflicts_with_all = ["sms_plan", "voice"])]
    unconfigured: bool,
    /// What to do when the response is lost
    #[arg(long, value_enum, default_value_t = UnknownPolicy::Report, value_name = "POLICY")]
    on_unknown: UnknownPolicy,
    /// Check and print the request, but send nothing
    #[arg(long)]
    dry_run: bool,
    /// Keep the call in this journal, an SQLite file, so that it survives a crash
    #[cfg(feature = "bulk")]
    #[arg(long, value_name = "FILE", conflicts_with = "simulate")]
    journal: Option<std::path::PathBuf>,
    /// Use a simulator inside this program: needs no account, spends no money
    #[arg(long)]
    simulate: bool,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    account: AccountArguments,
}

/// Keeps the error of a call whose future is dropped, so that it is printed like any other, and
/// shows the progress of reconciling.
#[derive(Clone, Debug, Default)]
struct Watch(Arc<Watched>);

#[derive(Debug, Default)]
struct Watched {
    error: Mutex<Option<MutationError>>,
    line: ProgressLine,
}

impl Watch {
    fn error(&self) -> MutexGuard<'_, Option<MutationError>> {
        self.0.error.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Interceptor for Watch {
    fn after_call(&self, _: &Intent, ended: Ended<'_>) {
        self.0.line.close();
        if let Ended::Abandoned(error) = ended {
            *self.error() = Some(error.clone());
        }
    }

    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        self.0.line.show(in_doubt, progress);
    }
}

pub(crate) async fn run(arguments: RentArguments) -> Exit {
    let report = report(&arguments).await;
    report.print(arguments.account.is_json())
}

async fn report(arguments: &RentArguments) -> Report {
    let mut signals = Signals::listen();
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        violations::add(&mut found, violations);
    }
    if configuration.is_unconfigured() && !arguments.unconfigured {
        let what = "is missing; pass --sms-plan or --voice-..., or --unconfigured for none";
        found.push(("configuration".to_owned(), what.to_owned()));
    }
    let simulator = match arguments.simulate {
        false => None,
        true => match arguments.account.simulator().await {
            Ok(simulator) => Some(simulator),
            Err(message) => return Report::internal(&message),
        },
    };
    let watch = Watch::default();
    let builder = arguments.account.builder(simulator.as_ref());
    let builder = builder.deadline(arguments.account.timeout);
    let builder = arguments.reconciling.apply(builder);
    let numbers = account::build(builder.clone().interceptor(watch.clone()), &mut found);
    let (Some(phone), Some(numbers), true) = (phone, numbers, found.is_empty()) else {
        return Report::invalid(Some(&arguments.phone), found);
    };
    let rent = |numbers: &Numbers| {
        let rent = numbers.rent(phone).configuration(configuration.clone());
        rent.on_unknown(arguments.on_unknown.into())
    };
    if arguments.dry_run {
        return preview(&rent(&numbers));
    }
    let is_simulated = simulator.is_some();
    #[cfg(feature = "bulk")]
    if let Some(path) = &arguments.journal {
        let kept = single::keep(
            path,
            &numbers,
            builder,
            watch.clone(),
            phone,
            &configuration,
        );
        return match kept {
            Ok(kept) => {
                let rent = rent(&kept.numbers).reference(&kept.reference);
                let report = send(rent, &mut signals, &watch, is_simulated).await;
                kept.finish(report).await
            }
            Err(report) => *report,
        };
    }
    send(rent(&numbers), &mut signals, &watch, is_simulated).await
}

/// Sends, unless a signal comes first.
async fn send(
    rent: ConfiguredRent,
    signals: &mut Signals,
    watch: &Watch,
    is_simulated: bool,
) -> Report {
    let result = tokio::select! {
        biased;
        result = rent.send() => Some(result),
        () = signals.arrived() => None,
    };
    match result {
        Some(Ok(rental)) => Report::rented(&rental, is_simulated),
        Some(Err(error)) => Report::failed(&error, is_simulated),
        None => match watch.error().take() {
            Some(error) => Report::failed(&error, is_simulated),
            None => Report::internal("interrupted"),
        },
    }
}

fn preview(rent: &ConfiguredRent) -> Report {
    let preview = rent.preview();
    let body = match serde_json::to_string_pretty(&preview.body) {
        Ok(body) => body,
        Err(error) => return Report::internal(&format!("the request can't be written: {error}")),
    };
    Report {
        exit: Exit::Done,
        text: format!(
            "{} {}\nauthorization: [not shown]\naccept: application/json\ncontent-type: application/json\n\n{body}\n",
            preview.method, preview.url
        ),
        note: "dry run: nothing was sent\n".to_owned(),
        json: Object::outcome("dry_run").member("request", &preview).end(),
    }
}
