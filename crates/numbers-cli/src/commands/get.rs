//! `numbers get`.

use clap::Args;

use crate::account::{self, AccountArguments};
use crate::exit::Exit;
use crate::json::Object;
use crate::report::{self, Report};
use crate::signals::Signals;
use crate::violations::{self, Found};

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  the project holds the number
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  the project does not hold the number
  5  unknown";

#[derive(Debug, Args)]
pub(crate) struct GetArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: GetArguments) -> Exit {
    report(&arguments).await.print(arguments.account.is_json())
}

async fn report(arguments: &GetArguments) -> Report {
    let mut signals = Signals::listen();
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let numbers = account::build(arguments.account.builder(None), &mut found);
    let (Some(phone), Some(numbers)) = (phone, numbers) else {
        return Report::invalid(Some(&arguments.phone), found);
    };
    let result = tokio::select! {
        biased;
        result = numbers.get_within(phone, arguments.account.timeout) => Some(result),
        () = signals.arrived() => None,
    };
    let unknown = |message: String, json: Object| Report {
        exit: Exit::Unknown,
        text: String::new(),
        note: report::error(&message),
        json: json.member("message", &message).end(),
    };
    let failed = Object::outcome("unknown").member("phoneNumber", &phone);
    match result {
        Some(Ok(Some(number))) => Report::held(&number),
        Some(Ok(None)) => Report {
            exit: Exit::Rejected,
            text: String::new(),
            note: format!("the project does not hold {phone}\n"),
            json: Object::outcome("not_held")
                .member("phoneNumber", &phone)
                .end(),
        },
        Some(Err(error)) => unknown(error.to_string(), failed.member("lookup", &error)),
        None => unknown(
            format!("whether the project holds {phone} is not known: interrupted"),
            failed,
        ),
    }
}
