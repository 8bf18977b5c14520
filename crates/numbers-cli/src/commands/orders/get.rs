//! `numbers orders get`.

use clap::Args;
use numbers_ext::NumberOrderId;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers orders get ORDER
--output json has the data that is registered as well: it is personal.";

#[derive(Debug, Args)]
pub(crate) struct GetArguments {
    /// The id of the order
    #[arg(value_name = "ORDER")]
    order: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(super) async fn run(arguments: GetArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &GetArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let id: Option<NumberOrderId> = violations::id("numberOrderId", &arguments.order, &mut found);
    let reader = Reader::new(&arguments.account, &mut found);
    let (Some(id), Some(mut reader)) = (id, reader) else {
        return Err(Report::invalid(None, found));
    };
    let orders = reader.numbers.orders();
    let what = format!("what became of order {id}");
    let order = reader.read(&what, orders.get(&id)).await;
    let order = order.map_err(|unread| Report::order_unread(&id, unread))?;
    let what = format!("what is registered for order {id}");
    let registration = reader.read(&what, orders.registration(&id)).await;
    Ok(Report::order(&order, registration.as_ref()))
}
