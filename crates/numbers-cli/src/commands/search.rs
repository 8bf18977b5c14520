//! `numbers search`.

use clap::Args;
use numbers_ext::Search;
use numbers_ext::enums::NumberType;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::filter::{self, FilterArguments};
use crate::reading::Reader;
use crate::report::Report;
use crate::violations::Found;

pub(crate) const HELP: &str = "\
Example:
  numbers search --region US --type local --starting +1208 --limit 3
  numbers rent PHONE --sms-plan PLAN          rents one of them
  numbers search --region US --type local --plan > numbers.csv
  numbers bulk run numbers.csv --journal numbers.db --sms-plan PLAN
Where DOCUMENTS are required, it may take a number order in place of rent: numbers orders --help.
With --output json there is an object a line.

Exit codes:
  0  searched; what matches nothing is no output
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  5  not known: there was no response, or one that lists nothing";

#[derive(Debug, Args)]
pub(crate) struct SearchArguments {
    /// The country, an ISO 3166-1 alpha-2 code such as US. `numbers regions` lists them
    #[arg(long, value_name = "REGION", value_parser = filter::region)]
    region: String,
    /// The type of number: local, mobile or toll-free
    #[arg(long = "type", value_name = "TYPE", value_parser = filter::number_type)]
    number_type: NumberType,
    #[command(flatten)]
    filter: FilterArguments,
    /// How many numbers to show at most
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Print a plan for `numbers bulk run`, with the price of each number as the most to pay: CSV,
    /// or JSON Lines with --output json
    #[arg(long)]
    plan: bool,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: SearchArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &SearchArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let Some(mut reader) = Reader::new(&arguments.account, &mut found) else {
        return Err(Report::invalid(None, found));
    };
    let numbers = reader.numbers.clone();
    let filter = &arguments.filter;
    let mut search = filter.digits(
        numbers.search(&arguments.region, arguments.number_type.clone()),
        Search::starting,
        Search::containing,
        Search::ending,
    );
    if let Some(capabilities) = filter.capabilities() {
        search = search.capabilities(capabilities);
    }
    if let Some(limit) = arguments.limit {
        search = search.limit(limit);
    }
    let found = reader.read("what is available", search.send()).await?;
    let report = match arguments.plan {
        true => Report::plan(&found),
        false => Report::found(&found),
    };
    let digits = filter.starting.as_deref().unwrap_or("+");
    Ok(if found.is_empty() && !digits.starts_with('+') {
        report.noting("numbers start with a plus sign and the country code: --starting +1208")
    } else {
        report
    })
}
