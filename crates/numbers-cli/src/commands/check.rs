//! `numbers check`.

use crate::exit::Exit;
use crate::reading::NumberArguments;
use crate::report::Report;

pub(crate) const HELP: &str = "\
Example:
  numbers check +12025550134
What is due at once is the setup price and the first recurring price.

Exit codes:
  0  the number can be rented
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the number can't be rented
  5  not known: no response, a refusal, or a response that proves nothing";

pub(crate) async fn run(arguments: NumberArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &NumberArguments) -> Result<Report, Report> {
    let (phone, mut reader) = arguments.reader()?;
    let numbers = reader.numbers.clone();
    let what = format!("whether {phone} is available");
    let number = reader.read(&what, numbers.check(phone)).await?;
    Ok(match number {
        Some(number) => Report::available(&number),
        None => Report::not_available(phone),
    })
}
