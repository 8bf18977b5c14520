//! `numbers check`.

use clap::Args;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::{self, Found};

pub(crate) const HELP: &str = "\
Example:
  numbers check +12025550134
What is due at once is the setup price and the first recurring price.

Exit codes:
  0  the number can be rented
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the number can't be rented
  5  not known";

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: CheckArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &CheckArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let reader = Reader::new(&arguments.account, &mut found);
    let (Some(phone), Some(mut reader)) = (phone, reader) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
    let numbers = reader.numbers.clone();
    let what = format!("whether {phone} is available");
    let number = reader.read(&what, numbers.check(phone)).await?;
    Ok(match number {
        Some(number) => Report::available(&number),
        None => Report::not_available(phone),
    })
}
