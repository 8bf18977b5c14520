//! `numbers orders register`.

use clap::Args;

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::exit::Exit;
use crate::input;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Examples:
  numbers orders register ORDER details.json
  echo '{\"endBusinessName\":\"Example\"}' | numbers orders register ORDER -
The service checks the data at once and names what is wrong with it. It may be registered
again until the order is submitted.";

#[derive(Debug, Args)]
pub(crate) struct RegisterArguments {
    /// The id of the order
    #[arg(value_name = "ORDER")]
    order: String,
    /// The data, a JSON object: the name of a file, or - for stdin
    #[arg(value_name = "FILE")]
    details: String,
    #[command(flatten)]
    call: CallArguments,
}

pub(super) async fn run(arguments: RegisterArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &RegisterArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let order = violations::id("numberOrderId", &arguments.order, &mut found);
    let details = input::json_object("requestDetails", &arguments.details, &mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(order), Some(details), Some(mut caller)) = (order, details, caller) else {
        return Err(Report::invalid(None, found));
    };
    let register = caller.numbers.orders().register(&order, details);
    let act = Act::new("registerOrder", format!("register order {order}"));
    let registration = caller.call(&act, register.send()).await?;
    let known = Known::from(&registration);
    Ok(Report::registered(Some(&order), &registration, known))
}
