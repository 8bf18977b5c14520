//! `numbers emergency validate`.

use clap::Args;

use crate::account::AccountArguments;
use crate::commands::emergency::address::AddressArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers emergency validate +12025550134 --name Desk --street-number 1600 \\
    --street 'Pennsylvania Avenue NW' --city Washington --state DC --postal-code 20500
A near match is corrected: set the corrected address.";

#[derive(Debug, Args)]
pub(crate) struct ValidateArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    address: AddressArguments,
    #[command(flatten)]
    account: AccountArguments,
}

pub(super) async fn run(arguments: ValidateArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &ValidateArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let reader = Reader::new(&arguments.account, &mut found);
    let (Some(phone), Some(mut reader)) = (phone, reader) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
    let what = format!("whether the address can be the emergency address of {phone}");
    let (name, address) = (&arguments.address.name, arguments.address.request());
    let emergency = reader.numbers.emergency_address(phone);
    let validation = emergency.validate(name, address);
    let response = reader.read(&what, validation).await?;
    Ok(Report::address_validated(phone, &response))
}
