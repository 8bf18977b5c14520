//! `numbers emergency remove`.

use clap::Args;

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::confirm::{self, ConfirmArguments};
use crate::exit::Exit;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers emergency remove +12025550134";

#[derive(Debug, Args)]
pub(crate) struct RemoveArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    confirm: ConfirmArguments,
    #[command(flatten)]
    call: CallArguments,
}

pub(super) async fn run(arguments: RemoveArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &RemoveArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(phone), Some(mut caller)) = (phone, caller) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
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
