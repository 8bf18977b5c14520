//! `numbers orders wait`.

use clap::Args;
use numbers_ext::NumberOrderId;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::{Report, waited};
use crate::violations::{self, Found};
use crate::waiting::follow;

pub(super) const HELP: &str = "\
Example:
  numbers orders wait ORDER --timeout 12h
A review takes up to days. It is looked up as numbers wait looks up a number.

Exit codes:
  0  completed
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the project has no such order
  5  not known: lookups were refused
  6  rejected, expired, or blocked until data or documents are replaced
  7  timed out or interrupted; the review has not ended";

#[derive(Debug, Args)]
pub(crate) struct WaitArguments {
    /// The id of the order
    #[arg(value_name = "ORDER")]
    order: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(super) async fn run(arguments: WaitArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &WaitArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let id: Option<NumberOrderId> = violations::id("numberOrderId", &arguments.order, &mut found);
    let reader = Reader::new(&arguments.account, &mut found);
    let (Some(id), Some(mut reader)) = (id, reader) else {
        return Err(Report::invalid(None, found));
    };
    let account = &arguments.account;
    let wait = reader.numbers.orders().wait(&id).deadline(account.timeout);
    let describe = |change: &_| waited::order(&id, change);
    let ended = follow(
        wait.stream(),
        describe,
        account.is_json(),
        &mut reader.signals,
    )
    .await;
    Ok(Report::order_waited(&id, ended.as_ref(), &account.hints()))
}
