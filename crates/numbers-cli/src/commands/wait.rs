//! `numbers wait`.

use std::time::Duration;

use clap::{Arg, Args};
use numbers_ext::{Configuration, Numbers, PhoneNumber};

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::{Report, waited};
use crate::shell::Hints;
use crate::signals::Signals;
use crate::violations::{self, Found};
use crate::waiting::follow;

pub(crate) const HELP: &str = "\
Example:
  numbers wait +12025550134 --timeout 1h
It looks the number up at once, then after 1, 2, 4, 8 and 16 seconds, and every 30 seconds from
then on. SMS and voice take seconds to minutes, a campaign that is under review up to days. On a
terminal there is a line for each product; elsewhere a line for each change.

Exit codes:
  0  all that is configured is in force
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the project does not hold the number
  5  not known: lookups were refused, or show what this version does not know
  6  failed: a part was not provisioned, or the number was released
  7  timed out or interrupted; it is pending still";

/// Says what the time means for one who waits.
pub(crate) fn for_waiting(argument: Arg) -> Arg {
    match argument.get_id().as_str() {
        "timeout" => argument
            .help("How long to wait at the most, such as 90s or 1h")
            .default_value("15m"),
        _ => argument,
    }
}

#[derive(Debug, Args)]
pub(crate) struct WaitArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: WaitArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &WaitArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let reader = Reader::new(&arguments.account, &mut found);
    let (Some(phone), Some(mut reader)) = (phone, reader) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
    let awaited = Awaited {
        numbers: &reader.numbers,
        phone,
        requested: None,
        timeout: arguments.account.timeout,
        hints: &arguments.account.hints(),
        is_json: arguments.account.is_json(),
    };
    Ok(awaited.wait(&mut reader.signals).await)
}

/// A number that is waited for.
#[derive(Debug)]
pub(super) struct Awaited<'a> {
    pub(super) numbers: &'a Numbers,
    pub(super) phone: PhoneNumber,
    /// What was asked for, where it may not show yet.
    pub(super) requested: Option<Configuration>,
    pub(super) timeout: Duration,
    pub(super) hints: &'a Hints,
    pub(super) is_json: bool,
}

impl Awaited<'_> {
    /// Waits until the end, shows what changes, and reports the end.
    pub(super) async fn wait(self, signals: &mut Signals) -> Report {
        let wait = self.numbers.wait(self.phone).deadline(self.timeout);
        let wait = match self.requested {
            Some(requested) => wait.requested(requested),
            None => wait,
        };
        let describe = |change: &_| waited::product(self.phone, change);
        let ended = follow(wait.stream(), describe, self.is_json, signals).await;
        Report::waited(self.phone, ended.as_ref(), self.hints)
    }
}
