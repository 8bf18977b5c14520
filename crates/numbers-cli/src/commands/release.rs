//! `numbers release`.

use numbers_ext::{ActiveNumber, PhoneNumber, printable};

use crate::act::Act;
use crate::call::Caller;
use crate::confirm::{self, GivingUpArguments};
use crate::exit::Exit;
use crate::reading::read_until;
use crate::report::known::Known;
use crate::report::words::day;
use crate::report::{Report, words};

pub(crate) const HELP: &str = "\
Example:
  numbers release +12025550134
There is no undo and no refund. The project holds the number until what was paid for ends;
until then numbers get still shows it, with the date on which it ends.

Exit codes:
  0  released
  1  internal error
  2  invalid input, environment or configuration, or --yes is missing; nothing was sent
  3  rejected by the service, or the project does not hold the number
  4  not sent, or proven not done; the number is still held
  5  unknown: it may have been released; run `numbers reconcile` before trying again";

pub(crate) async fn run(arguments: GivingUpArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &GivingUpArguments) -> Result<Report, Report> {
    let (phone, mut caller) = arguments.caller()?;
    let act = Act::on("release", "release", phone);
    if !arguments.confirm.yes {
        ask(arguments, phone, &act, &mut caller).await?;
    }
    let release = caller.numbers.release(phone);
    let released = caller.call(&act, release.send()).await?;
    let known = Known::from(&released);
    Ok(Report::released(phone, released.number(), known))
}

/// Says what is given up, and asks.
async fn ask(
    arguments: &GivingUpArguments,
    phone: PhoneNumber,
    act: &Act,
    caller: &mut Caller,
) -> Result<(), Report> {
    if !confirm::is_possible() {
        return Err(confirm::required(act));
    }
    let what = format!("whether the project holds {phone}");
    let get = caller.numbers.get(phone);
    let timeout = arguments.call.account.timeout;
    let held = match read_until(&what, get, timeout, &mut caller.signals).await {
        Ok(Some(held)) => held,
        Ok(None) => return Err(Report::not_held(phone)),
        Err(unread) => return Err(Report::not_sent(act, &unread.to_string())),
    };
    let question = format!(
        "Release {phone}{}? {} There is no undo and no refund.",
        about(&held),
        until(&held)
    );
    confirm::ask(&question, act, &mut caller.signals).await
}

fn about(held: &ActiveNumber) -> String {
    let about = words::about(held.region(), held.number_type());
    match held.display_name() {
        Some(name) => format!("{about} '{}'", printable(name)),
        None => about,
    }
}

/// Says until when the number stays.
fn until(held: &ActiveNumber) -> String {
    if let Some(end) = held.expires() {
        return format!("It ends on {} already.", printable(day(end)));
    }
    match held.next_charge() {
        Some(next) => format!("It stays until {}.", printable(day(next))),
        None => "When it ends is not known.".to_owned(),
    }
}
