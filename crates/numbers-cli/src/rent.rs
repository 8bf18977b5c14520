//! `numbers rent`.

use std::sync::{Arc, Mutex, PoisonError};

use numbers_ext::{ConfiguredRent, Intent, Observer, RentError, Rental};
use serde_json::json;

use crate::account::{self, Faults};
use crate::arguments::{Output, RentArguments};
use crate::exit::Exit;
use crate::interrupt::Interrupts;
use crate::report::{Report, settle_command};

/// Keeps the error of a rent whose future is dropped, to print it like any other.
#[derive(Clone, Debug, Default)]
struct Dropped(Arc<Mutex<Option<RentError>>>);

impl Observer for Dropped {
    fn ended(&self, _: &Intent, result: Result<&Rental, &RentError>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = result.err().cloned();
    }
}

pub(crate) async fn run(arguments: RentArguments) -> Exit {
    let json = arguments.account.output == Output::Json;
    report(&arguments).await.print(json)
}

async fn report(arguments: &RentArguments) -> Report {
    let mut interrupts = Interrupts::listen();
    let mut faults = Faults::new();
    let phone = account::phone(&arguments.phone, &mut faults);
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        account::add(&mut faults, violations);
    }
    if configuration.is_unconfigured() && !arguments.unconfigured {
        let what = "names nothing to set up; give --sms-plan or --voice-..., or say --unconfigured";
        faults.push(("configuration".to_owned(), what.to_owned()));
    }
    let simulator = match arguments.account.simulator().await {
        Ok(simulator) => simulator,
        Err(message) => return Report::internal(&message),
    };
    let dropped = Dropped::default();
    let builder = arguments.account.builder(simulator.as_ref());
    let builder = arguments.settling.apply(builder).observer(dropped.clone());
    let numbers = account::build(builder, &mut faults);
    let (Some(phone), Some(numbers), true) = (phone, numbers, faults.is_empty()) else {
        return Report::invalid(Some(&arguments.phone), faults);
    };
    let rent = numbers
        .rent(phone)
        .configuration(configuration)
        .on_unknown(arguments.on_unknown.into());
    if arguments.dry_run {
        return preview(&rent);
    }
    let result = tokio::select! {
        biased;
        result = rent.send() => Some(result),
        () = interrupts.arrived() => None,
    };
    match result {
        Some(Ok(rental)) => Report::held("Rented", "rented", &rental, simulator.is_some()),
        Some(Err(error)) => failed(&error),
        None => {
            let kept = dropped
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            kept.map_or_else(|| Report::internal("interrupted"), |error| failed(&error))
        }
    }
}

fn failed(error: &RentError) -> Report {
    Report::failed(error, &settle_command(error.phone(), Some(error)))
}

fn preview(rent: &ConfiguredRent<'_>) -> Report {
    let preview = rent.preview();
    let body = serde_json::to_string_pretty(&preview.body).unwrap_or_default();
    Report {
        exit: Exit::Done,
        text: format!(
            "{} {}\nauthorization: [not shown]\naccept: application/json\ncontent-type: application/json\n\n{body}\n",
            preview.method, preview.url
        ),
        note: "dry run: nothing was sent\n".to_owned(),
        json: json!({ "outcome": "dry_run", "request": preview }),
    }
}
