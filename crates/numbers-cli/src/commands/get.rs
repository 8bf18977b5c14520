//! `numbers get`.

use clap::Args;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::{self, Found};

pub(crate) const HELP: &str = "\
Example:
  numbers get +12025550134

Exit codes:
  0  the project holds the number
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the project does not hold the number
  5  unknown";

#[derive(Debug, Args)]
pub(crate) struct GetArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: GetArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &GetArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let reader = Reader::new(&arguments.account, &mut found);
    let (Some(phone), Some(mut reader)) = (phone, reader) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
    let numbers = reader.numbers.clone();
    let what = format!("whether the project holds {phone}");
    let number = reader.read(&what, numbers.get(phone)).await?;
    Ok(match number {
        Some(number) => Report::held(&number),
        None => Report::not_held(phone),
    })
}
