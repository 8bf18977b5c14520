//! `numbers orders requirements`.

use clap::Args;
use numbers_ext::ReadError;
use numbers_ext::enums::NumberType;

use crate::account::AccountArguments;
use crate::exit::Exit;
use crate::filter;
use crate::reading::Reader;
use crate::report::Report;
use crate::report::words::small;
use crate::violations::Found;

pub(super) const EXAMPLE: &str = "\
Example:
  numbers orders requirements --region AU --type mobile
The data is what `numbers orders register` takes, as JSON; --output json has its JSON Schema.
DOCUMENT is the id by which `numbers orders attach` uploads it.";

#[derive(Debug, Args)]
pub(crate) struct RequirementsArguments {
    /// The country, an ISO 3166-1 alpha-2 code such as AU
    #[arg(long, value_name = "REGION", value_parser = filter::region)]
    region: String,
    /// The type of number: local, mobile or toll-free
    #[arg(long = "type", value_name = "TYPE", value_parser = filter::number_type)]
    number_type: NumberType,
    #[command(flatten)]
    account: AccountArguments,
}

pub(super) async fn run(arguments: RequirementsArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &RequirementsArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let Some(mut reader) = Reader::new(&arguments.account, &mut found) else {
        return Err(Report::invalid(None, found));
    };
    let (region, number_type) = (&arguments.region, &arguments.number_type);
    let orders = reader.numbers.orders();
    let what = format!(
        "what an order of {} {} numbers takes",
        numbers_ext::printable(region),
        numbers_ext::printable(&small(number_type.as_str()))
    );
    let required = orders.requirements(region, number_type.clone());
    match reader.read(&what, required).await {
        Ok(required) => Ok(Report::requirements(region, number_type, &required)),
        Err(unread) => {
            let is_missing = unread.error.as_ref().and_then(ReadError::status) == Some(404);
            let report = Report::from(unread);
            Err(match is_missing {
                // What the service does for numbers that can be rented without an order.
                true => report.noting("  it may have none: try numbers rent"),
                false => report,
            })
        }
    }
}
