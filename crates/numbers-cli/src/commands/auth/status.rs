//! `numbers auth status`.

use clap::Args;
use numbers_ext::Profile;

use crate::account::AccountArguments;
use crate::credentials::Source;
use crate::exit::Exit;
use crate::reading::Reader;
use crate::report::Report;
use crate::report::credentials::Shown;
use crate::violations::Found;

pub(super) const HELP: &str = "\
Examples:
  numbers auth status
  numbers auth status --profile staging

Exit codes:
  0  the service accepts the access key
  1  internal error
  2  there are no credentials, or they are invalid; nothing was sent
  3  the service refuses the access key
  5  it is not known whether the service accepts it";

#[derive(Debug, Args)]
pub(crate) struct StatusArguments {
    #[command(flatten)]
    account: AccountArguments,
}

pub(super) async fn run(arguments: StatusArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &StatusArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let account = &arguments.account;
    let source = account.credentials.source();
    let Some(mut reader) = Reader::new(account, &mut found) else {
        return Err(Report::invalid(None, found));
    };
    let numbers = reader.numbers.clone();
    let profile = match &source {
        Source::File(file) => Profile::read(file).ok(),
        Source::Profile(name) => Profile::load(name).ok(),
        Source::Environment => None,
    };
    let key_id = match &profile {
        Some(profile) => profile.key_id().to_owned(),
        None => std::env::var("SINCH_KEY_ID").unwrap_or_default(),
    };
    let shown = Shown {
        project: numbers.project().to_string(),
        key_id,
    };
    let what = "whether the service accepts the access key";
    let asked = reader.read(what, numbers.regions().send()).await;
    Ok(Report::credentials(&source, &shown, asked.map(drop)))
}
