//! One call that changes something: its arguments, and its way to a report.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::Args;
use numbers_ext::{Ended, InDoubt, Intent, Interceptor, MutationError, Numbers, Progress};

use crate::account::{self, AccountArguments};
use crate::act::Act;
use crate::configuration::{ReconcilingArguments, UnknownPolicy};
use crate::progress::ProgressLine;
use crate::report::Report;
use crate::shell::Hints;
use crate::signals::Signals;
use crate::violations::{self, Found};

/// Arguments that all such calls have.
#[derive(Debug, Args)]
pub(crate) struct CallArguments {
    /// What to do when the response is lost
    #[arg(long, value_enum, default_value_t = UnknownPolicy::Report, value_name = "POLICY")]
    on_unknown: UnknownPolicy,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    pub(crate) account: AccountArguments,
}

/// A client for one call, and what watches over the call.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) numbers: Numbers,
    pub(crate) signals: Signals,
    watch: Watch,
    hints: Hints,
}

impl Caller {
    /// Builds the client, or adds the violations that keep it from being built. Signals are
    /// listened for from here on.
    pub(crate) fn new(arguments: &CallArguments, found: &mut Found) -> Option<Self> {
        let signals = Signals::listen();
        let watch = Watch::default();
        let account = &arguments.account;
        let builder = account.builder(None).deadline(account.timeout);
        let builder = arguments.reconciling.apply(builder);
        let builder = builder.on_unknown(arguments.on_unknown.into());
        Some(Self {
            numbers: account::build(builder.interceptor(watch.clone()), found)?,
            signals,
            watch,
            hints: account.hints(),
        })
    }

    /// Waits until a call ends or a signal comes, and reports a failure.
    pub(crate) async fn call<T>(
        &mut self,
        act: &Act,
        call: impl Future<Output = Result<T, MutationError>>,
    ) -> Result<T, Report> {
        finish(act, call, &mut self.signals, &self.watch, &self.hints).await
    }
}

/// Waits until a call ends or a signal comes, and reports a failure.
pub(crate) async fn finish<T>(
    act: &Act,
    call: impl Future<Output = Result<T, MutationError>>,
    signals: &mut Signals,
    watch: &Watch,
    hints: &Hints,
) -> Result<T, Report> {
    let result = tokio::select! {
        biased;
        result = call => Some(result),
        () = signals.arrived() => None,
    };
    match result {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(failed(&error, hints)),
        None => Err(match watch.error().take() {
            Some(error) => failed(&error, hints),
            // The call had not begun: its price was being looked up.
            None => Report::not_sent(act, "interrupted"),
        }),
    }
}

/// Reports a failure: what is invalid as all commands do, whoever has found it.
fn failed(error: &MutationError, hints: &Hints) -> Report {
    let Some(violations) = error.violations() else {
        return Report::failed(error, hints);
    };
    let mut found = Found::new();
    violations::add(&mut found, violations.clone());
    let phone = error.phone().map(|phone| phone.to_string());
    Report::invalid(phone.as_deref(), found)
}

/// Keeps the error of a call whose future is dropped, so that it is printed like any other, and
/// shows the progress of reconciling.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch(Arc<Watched>);

#[derive(Debug, Default)]
struct Watched {
    error: Mutex<Option<MutationError>>,
    line: ProgressLine,
}

impl Watch {
    fn error(&self) -> MutexGuard<'_, Option<MutationError>> {
        self.0.error.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes the line about the progress.
    pub(crate) fn close(&self) {
        self.0.line.close();
    }
}

impl Interceptor for Watch {
    fn after_call(&self, _: &Intent, ended: Ended<'_>) {
        self.close();
        if let Ended::Abandoned(error) = ended {
            *self.error() = Some(error.clone());
        }
    }

    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        self.0.line.show(in_doubt, progress);
    }
}
