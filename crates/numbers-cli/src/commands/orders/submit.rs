//! `numbers orders submit`.

use clap::Args;
use numbers_ext::{NumberOrderId, PhoneNumber};

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::confirm::{self, ConfirmArguments};
use crate::exit::Exit;
use crate::reading::read_until;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers orders submit ORDER
There is no way to take an order back. When its numbers are charged is not documented: at the
latest when the review has completed it. A blocked order is submitted anew once its data or
documents have been replaced.";

#[derive(Debug, Args)]
pub(crate) struct SubmitArguments {
    /// The id of the order
    #[arg(value_name = "ORDER")]
    order: String,
    #[command(flatten)]
    confirm: ConfirmArguments,
    #[command(flatten)]
    call: CallArguments,
}

pub(super) async fn run(arguments: SubmitArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &SubmitArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let order: Option<NumberOrderId> =
        violations::id("numberOrderId", &arguments.order, &mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(id), Some(mut caller)) = (order, caller) else {
        return Err(Report::invalid(None, found));
    };
    let act = Act::new("submitOrder", format!("submit order {id}"));
    if !arguments.confirm.yes {
        ask(arguments, &id, &act, &mut caller).await?;
    }
    let submit = caller.numbers.orders().submit(&id);
    let order = caller.call(&act, submit.send()).await?;
    let known = Known::from(&order);
    Ok(Report::submitted(&order, known))
}

/// Says what the order costs, and asks.
async fn ask(
    arguments: &SubmitArguments,
    id: &NumberOrderId,
    act: &Act,
    caller: &mut Caller,
) -> Result<(), Report> {
    if !confirm::is_possible() {
        return Err(confirm::required(act));
    }
    let what = format!("what order {id} costs");
    let orders = caller.numbers.orders();
    let timeout = arguments.call.account.timeout;
    let order = read_until(&what, orders.get(id), timeout, &mut caller.signals);
    let order = match order.await {
        Ok(order) => order,
        Err(unread) => return Err(Report::not_sent(act, &unread.to_string())),
    };
    let price = match order.price_at_once() {
        Ok(price) => format!("{price} at once when it completes"),
        Err(error) => format!("{error}"),
    };
    let numbers: Vec<_> = order
        .numbers()
        .map(|one: PhoneNumber| one.to_string())
        .collect();
    let numbers = match numbers.as_slice() {
        [] => String::new(),
        [first, rest @ ..] if rest.len() > 2 => format!(" of {first} and {} more", rest.len()),
        few => format!(" of {}", few.join(", ")),
    };
    let question =
        format!("Submit order {id}{numbers}? It costs {price}, and can't be taken back.");
    confirm::ask(&question, act, &mut caller.signals).await
}
