//! `numbers settle`.

use numbers_ext::{Pending, Proof, Settled, Timestamp};
use serde_json::json;

use crate::account::{self, Faults};
use crate::arguments::{Output, SettleArguments};
use crate::exit::Exit;
use crate::interrupt::Interrupts;
use crate::report::{self, Report, settle_command};

pub(crate) async fn run(arguments: SettleArguments) -> Exit {
    let json = arguments.account.output == Output::Json;
    report(&arguments).await.print(json)
}

async fn report(arguments: &SettleArguments) -> Report {
    let mut interrupts = Interrupts::listen();
    let mut faults = Faults::new();
    let phone = account::phone(&arguments.phone, &mut faults);
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        account::add(&mut faults, violations);
    }
    let dispatched = arguments
        .dispatched_at
        .as_deref()
        .map(|text| Timestamp::from(text).instant());
    if let Some(Err(error)) = &dispatched {
        faults.push(("dispatched at".to_owned(), error.to_string()));
    }
    let simulator = match arguments.account.simulator().await {
        Ok(simulator) => simulator,
        Err(message) => return Report::internal(&message),
    };
    let builder = arguments
        .settling
        .apply(arguments.account.builder(simulator.as_ref()));
    let numbers = account::build(builder, &mut faults);
    let (Some(phone), Some(numbers), true) = (phone, numbers, faults.is_empty()) else {
        return Report::invalid(Some(&arguments.phone), faults);
    };
    let mut pending = Pending::new(phone);
    if let Some(Ok(at)) = dispatched {
        pending = pending.dispatched_at(at);
    }
    // Without a configuration there is nothing to compare with.
    if !configuration.is_unconfigured() || arguments.configuration.callback_url.is_some() {
        pending = pending.configuration(configuration);
    }
    if arguments.account.output == Output::Table {
        let budget = humantime::format_duration(arguments.settling.settle_budget);
        anstream::eprintln!("looking for {phone}, for up to {budget}");
    }
    let settled = tokio::select! {
        biased;
        settled = numbers.settle(&pending) => settled,
        () = interrupts.arrived() => Settled::Unknown(None),
    };
    match settled {
        Settled::Held(rental) => {
            let same = !matches!(rental.proof(), Proof::Lookup(found) if !found.is_empty());
            let mut report = Report::held("Held", "held", &rental, simulator.is_some());
            if !same {
                report.exit = Exit::Unknown;
                report.note = report::error(&format!(
                    "the project holds {phone}, but not as given here: it may not be that rent"
                ));
            }
            report
        }
        Settled::NotRented => Report {
            exit: Exit::Refused,
            text: format!("{phone} was not rented; it may be tried again\n"),
            note: String::new(),
            json: json!({ "outcome": "not_rented", "phoneNumber": phone }),
        },
        Settled::Unknown(last) => {
            let mut note = report::error(&format!("still unknown whether {phone} was rented"));
            if let Some(error) = &last {
                note.push_str(&format!("  {error}\n"));
            }
            note.push_str(&format!(
                "  look again later: {}\n",
                settle_command(phone, None)
            ));
            Report {
                exit: Exit::Unknown,
                text: String::new(),
                note,
                json: json!({
                    "outcome": "unknown",
                    "phoneNumber": phone,
                    "message": format!("still unknown whether {phone} was rented"),
                    "lookup": last,
                    "pending": pending,
                }),
            }
        }
    }
}
