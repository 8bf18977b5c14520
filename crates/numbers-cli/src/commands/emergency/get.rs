//! `numbers emergency get`.

use crate::exit::Exit;
use crate::reading::NumberArguments;
use crate::report::Report;

pub(super) const EXAMPLE: &str = "\
Example:
  numbers emergency get +12025550134";

pub(super) async fn run(arguments: NumberArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &NumberArguments) -> Result<Report, Report> {
    let (phone, mut reader) = arguments.reader()?;
    let what = format!("the emergency address of {phone}");
    let address = reader.numbers.emergency_address(phone);
    Ok(match reader.read(&what, address.get()).await? {
        Some(address) => Report::address(phone, &address),
        None => Report::no_address(phone),
    })
}
