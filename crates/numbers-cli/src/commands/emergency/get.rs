//! `numbers emergency get`.

use clap::Args;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers emergency get +12025550134";

#[derive(Debug, Args)]
pub(crate) struct GetArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(super) async fn run(arguments: GetArguments) -> Exit {
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
    let what = format!("the emergency address of {phone}");
    let address = reader.numbers.emergency_address(phone);
    Ok(match reader.read(&what, address.get()).await? {
        Some(address) => Report::address(phone, &address),
        None => Report::no_address(phone),
    })
}
