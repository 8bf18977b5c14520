//! `numbers emergency remove`.

use crate::act::Act;
use crate::confirm::{self, GivingUpArguments};
use crate::exit::Exit;
use crate::report::Report;
use crate::report::known::Known;

pub(super) const EXAMPLE: &str = "\
Example:
  numbers emergency remove +12025550134";

pub(super) async fn run(arguments: GivingUpArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &GivingUpArguments) -> Result<Report, Report> {
    let (phone, mut caller) = arguments.caller()?;
    let words = "remove the emergency address of";
    let act = Act::on("removeEmergencyAddress", words, phone);
    if !arguments.confirm.yes {
        if !confirm::is_possible() {
            return Err(confirm::required(&act));
        }
        let question =
            format!("Remove the emergency address of {phone}? Help will not know where to go.");
        confirm::ask(&question, &act, &mut caller.signals).await?;
    }
    let remove = caller.numbers.emergency_address(phone).remove();
    let removed = caller.call(&act, remove.send()).await?;
    Ok(Report::address_removed(phone, Known::from(&removed)))
}
