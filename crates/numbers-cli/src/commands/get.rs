//! `numbers get`.

use crate::exit::Exit;
use crate::reading::NumberArguments;
use crate::report::Report;

pub(crate) const HELP: &str = "\
Example:
  numbers get +12025550134

Exit codes:
  0  the project holds the number
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the project does not hold the number
  5  not known: no response, a refusal, or a response that proves nothing";

pub(crate) async fn run(arguments: NumberArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.account.is_json())
}

async fn report(arguments: &NumberArguments) -> Result<Report, Report> {
    let (phone, mut reader) = arguments.reader()?;
    let numbers = reader.numbers.clone();
    let what = format!("whether the project holds {phone}");
    let number = reader.read(&what, numbers.get(phone)).await?;
    Ok(match number {
        Some(number) => Report::held(&number),
        None => Report::not_held(phone),
    })
}
