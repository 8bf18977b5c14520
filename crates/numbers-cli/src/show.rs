//! `numbers show`.

use numbers_ext::Lookup;
use serde_json::json;

use crate::account::{self, Faults};
use crate::arguments::{Output, ShowArguments};
use crate::exit::Exit;
use crate::interrupt::Interrupts;
use crate::report::{self, Report};

pub(crate) async fn run(arguments: ShowArguments) -> Exit {
    let json = arguments.account.output == Output::Json;
    report(&arguments).await.print(json)
}

async fn report(arguments: &ShowArguments) -> Report {
    let mut interrupts = Interrupts::listen();
    let mut faults = Faults::new();
    let phone = account::phone(&arguments.phone, &mut faults);
    let simulator = match arguments.account.simulator().await {
        Ok(simulator) => simulator,
        Err(message) => return Report::internal(&message),
    };
    let numbers = account::build(arguments.account.builder(simulator.as_ref()), &mut faults);
    let (Some(phone), Some(numbers)) = (phone, numbers) else {
        return Report::invalid(Some(&arguments.phone), faults);
    };
    let result = tokio::select! {
        biased;
        result = numbers.lookup(phone) => Some(result),
        () = interrupts.arrived() => None,
    };
    match result {
        Some(Ok(Lookup::Held(rental))) => {
            Report::held("Held", "held", &rental, simulator.is_some())
        }
        Some(Ok(Lookup::Absent)) => Report {
            exit: Exit::Refused,
            text: String::new(),
            note: format!("the project does not hold {phone}\n"),
            json: json!({ "outcome": "not_held", "phoneNumber": phone }),
        },
        Some(Err(error)) => Report {
            exit: Exit::Unknown,
            text: String::new(),
            note: report::error(&error.to_string()),
            json: json!({ "outcome": "unknown", "phoneNumber": phone, "message": error.to_string(), "lookup": error }),
        },
        None => Report {
            exit: Exit::Unknown,
            text: String::new(),
            note: report::error(&format!(
                "inconclusive whether the project holds {phone}: interrupted"
            )),
            json: json!({ "outcome": "unknown", "phoneNumber": phone, "message": "interrupted" }),
        },
    }
}
