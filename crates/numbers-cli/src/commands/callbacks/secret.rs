//! `numbers callbacks secret`.

use std::io::IsTerminal as _;

use clap::Args;

use crate::account::AccountArguments;
use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::exit::Exit;
use crate::input;
use crate::reading::Reader;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::Found;

pub(super) const GET_EXAMPLE: &str = "\
Example:
  numbers callbacks secret get --show > secret
Without --show the secret is printed nowhere, --output json included.";

pub(super) const SET_EXAMPLE: &str = "\
Examples:
  numbers callbacks secret set --secret-file secret
  openssl rand -hex 32 | numbers callbacks secret set
A secret is no argument, so that no list of processes and no history of a shell has it. Events
are signed with it from then on: whoever receives them has to know both while it changes.";

#[derive(Debug, Args)]
pub(crate) struct GetArguments {
    /// Print the secret
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    account: AccountArguments,
}

#[derive(Debug, Args)]
pub(crate) struct SetArguments {
    /// Read the secret from this file, in place of stdin. A line break at its end is left out
    #[arg(long, value_name = "FILE")]
    secret_file: Option<String>,
    #[command(flatten)]
    call: CallArguments,
}

impl SetArguments {
    fn read(&self, found: &mut Found) -> Option<String> {
        let read = match self.secret_file.as_deref() {
            None if std::io::stdin().is_terminal() => {
                Err("is missing; pass --secret-file, or pipe it to stdin".to_owned())
            }
            name => input::secret(name.unwrap_or("-")),
        };
        read.map_err(|message| found.push(("hmacSecret".to_owned(), message)))
            .ok()
    }
}

pub(super) async fn get(arguments: GetArguments) -> Exit {
    let report = shown(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn shown(arguments: &GetArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let Some(mut reader) = Reader::new(&arguments.account, &mut found) else {
        return Err(Report::invalid(None, found));
    };
    let callbacks = reader.numbers.callback_secret();
    let secret = reader.read("the callback secret", callbacks.get()).await?;
    Ok(Report::secret(secret.as_ref(), arguments.show))
}

pub(super) async fn set(arguments: SetArguments) -> Exit {
    let report = changed(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn changed(arguments: &SetArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let secret = arguments.read(&mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(secret), Some(mut caller)) = (secret, caller) else {
        return Err(Report::invalid(None, found));
    };
    let act = Act::new("setCallbackSecret", "set the callback secret");
    let set = caller.numbers.callback_secret().set(secret);
    let set = caller.call(&act, set.send()).await?;
    Ok(Report::secret_set(Known::from(&set)))
}
