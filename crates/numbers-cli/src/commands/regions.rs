//! `numbers regions`.

use clap::Args;
use numbers_ext::enums::NumberType;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::filter;
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::Found;

pub(crate) const HELP: &str = "\
Example:
  numbers regions --type mobile
With --output json there is an object a line.

Exit codes:
  0  listed
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  5  not known";

#[derive(Debug, Args)]
pub(crate) struct RegionsArguments {
    /// Only regions with numbers of this type: local, mobile or toll-free. Can be repeated
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = filter::number_type)]
    types: Vec<NumberType>,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: RegionsArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &RegionsArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let Some(mut reader) = Reader::new(&arguments.account, &mut found) else {
        return Err(Report::invalid(None, found));
    };
    let mut regions = reader.numbers.regions();
    if !arguments.types.is_empty() {
        regions = regions.types(arguments.types.clone());
    }
    let what = "which regions have numbers";
    let regions = reader.read(what, regions.send()).await?;
    Ok(Report::regions(&regions))
}
