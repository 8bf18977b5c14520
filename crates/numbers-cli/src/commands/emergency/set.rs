//! `numbers emergency set`.

use clap::Args;

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::commands::emergency::address::AddressArguments;
use crate::confirm::{self, ConfirmArguments};
use crate::exit::Exit;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers emergency set +12025550134 --name Desk --street-number 1600 \\
    --street 'Pennsylvania Avenue NW' --city Washington --state DC --postal-code 20500
It replaces an earlier address. What it costs is not documented.";

#[derive(Debug, Args)]
pub(crate) struct SetArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    address: AddressArguments,
    #[command(flatten)]
    confirm: ConfirmArguments,
    #[command(flatten)]
    call: CallArguments,
}

pub(super) async fn run(arguments: SetArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &SetArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(phone), Some(mut caller)) = (phone, caller) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
    let words = "set the emergency address of";
    let act = Act::on("setEmergencyAddress", words, phone);
    if !arguments.confirm.yes {
        if !confirm::is_possible() {
            return Err(confirm::required(&act));
        }
        let address = arguments.address.line();
        let question = format!(
            "Set the emergency address of {phone} to {address}? It may be charged for; what it \
             costs is not documented."
        );
        confirm::ask(&question, &act, &mut caller.signals).await?;
    }
    let emergency = caller.numbers.emergency_address(phone);
    let set = emergency.set(&arguments.address.name, arguments.address.request());
    let address = caller.call(&act, set.send()).await?;
    let known = Known::from(&address);
    Ok(Report::address_set(phone, &address, known))
}
