//! Runs, and those who interrupt them.

use std::path::Path;

use numbers_bulk::{Run, RunError, Summary};

use crate::commands::bulk::meter::{Meter, TICK};
use crate::commands::bulk::{plan, summary};
use crate::report::Report;
use crate::signals::Signals;
use crate::violations::{self, Found};

/// Runs, shows how far it is, and listens: the first signal ends it when what is under way
/// is done, the second at once.
pub(crate) async fn drive(run: Run, journal: &Path, sends: bool, signals: &mut Signals) -> Report {
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
        Err(RunError::Journal(error)) => plan::journal_failed(&error),
        Err(error) => Report::internal(&error.to_string()),
    }
}
