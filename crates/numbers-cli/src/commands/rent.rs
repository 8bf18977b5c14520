//! `numbers rent`.

use clap::Args;
use numbers_ext::{ConfiguredRent, Numbers, PhoneNumber, Price};

use crate::account::{self, AccountArguments};
use crate::act::Act;
use crate::call::{self, Watch};
#[cfg(feature = "bulk")]
use crate::commands::bulk::single;
use crate::configuration::{ConfigurationArguments, ReconcilingArguments, UnknownPolicy};
use crate::confirm::{self, ConfirmArguments};
use crate::exit::Exit;
use crate::json::Object;
use crate::reading::read_until;
use crate::report::{Report, words};
use crate::shell::Hints;
use crate::signals::Signals;
use crate::violations::{self, Found};

pub(crate) const HELP: &str = "\
Examples:
  numbers rent +12025550134 --sms-plan PLAN --simulate
  numbers rent +12025550134 --voice-rtc APP --max-price '2.50 USD'
On a terminal it shows the price and asks first; elsewhere pass --yes or --max-price.

Exit codes:
  0  rented
  1  internal error
  2  invalid input, environment or configuration, or --yes is missing; nothing was sent
  3  rejected by the service; this call rented nothing
  4  not sent, or proven not done; nothing was rented
  5  unknown: the number may have been rented; run `numbers reconcile` before trying again
Interrupted: 4 before the request was sent, 5 after it.";

#[derive(Debug, Args)]
pub(crate) struct RentArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// Rent the number without a configuration
    #[arg(long, conflicts_with_all = ["sms_plan", "voice"])]
    unconfigured: bool,
    /// Rent the number only if no more than this is due at once, such as "2.50 USD": the setup
    /// price and the first recurring price. The price is looked up first
    #[arg(long, value_name = "PRICE")]
    max_price: Option<Price>,
    #[command(flatten)]
    confirm: ConfirmArguments,
    /// What to do when the response is lost
    #[arg(long, value_enum, default_value_t = UnknownPolicy::Report, value_name = "POLICY")]
    on_unknown: UnknownPolicy,
    /// Check and print the request, but send nothing
    #[arg(long)]
    dry_run: bool,
    /// Keep the call in this journal, an SQLite file, so that it survives a crash
    #[cfg(feature = "bulk")]
    #[arg(long, value_name = "FILE", conflicts_with = "simulate")]
    journal: Option<std::path::PathBuf>,
    /// Use a simulator inside this program: needs no account, spends no money
    #[arg(long)]
    simulate: bool,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: RentArguments) -> Exit {
    let report = report(&arguments).await;
    report.print(arguments.account.is_json())
}

async fn report(arguments: &RentArguments) -> Report {
    let mut signals = Signals::listen();
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        violations::add(&mut found, violations);
    }
    if configuration.is_unconfigured() && !arguments.unconfigured {
        let what = "is missing; pass --sms-plan or --voice-..., or --unconfigured for none";
        found.push(("configuration".to_owned(), what.to_owned()));
    }
    let simulator = match arguments.simulate {
        false => None,
        true => match arguments.account.simulator().await {
            Ok(simulator) => Some(simulator),
            Err(message) => return Report::internal(&message),
        },
    };
    let watch = Watch::default();
    let builder = arguments.account.builder(simulator.as_ref());
    let builder = builder.deadline(arguments.account.timeout);
    let builder = arguments.reconciling.apply(builder);
    let numbers = account::build(builder.clone().interceptor(watch.clone()), &mut found);
    let (Some(phone), Some(numbers), true) = (phone, numbers, found.is_empty()) else {
        return Report::invalid(Some(&arguments.phone), found);
    };
    let rent = |numbers: &Numbers| {
        let rent = numbers.rent(phone).configuration(configuration.clone());
        let rent = rent.on_unknown(arguments.on_unknown.into());
        match &arguments.max_price {
            Some(price) => rent.at_most(price.clone()),
            None => rent,
        }
    };
    if arguments.dry_run {
        return preview(&rent(&numbers));
    }
    let act = Act::on("rent", "rent", phone);
    if !arguments.is_confirmed()
        && let Err(report) = ask(&numbers, phone, &act, arguments, &mut signals).await
    {
        return report;
    }
    let hints = Hints {
        is_simulated: simulator.is_some(),
        ..arguments.account.hints()
    };
    #[cfg(feature = "bulk")]
    if let Some(path) = &arguments.journal {
        let kept = single::keep(
            path,
            &numbers,
            builder,
            watch.clone(),
            phone,
            &configuration,
        );
        return match kept {
            Ok(kept) => {
                let rent = rent(&kept.numbers).reference(&kept.reference);
                let report = send(rent, &act, &mut signals, &watch, &hints).await;
                kept.finish(report).await
            }
            Err(report) => *report,
        };
    }
    send(rent(&numbers), &act, &mut signals, &watch, &hints).await
}

/// Sends, unless a signal comes first.
async fn send(
    rent: ConfiguredRent,
    act: &Act,
    signals: &mut Signals,
    watch: &Watch,
    hints: &Hints,
) -> Report {
    match call::finish(act, rent.send(), signals, watch, hints).await {
        Ok(rental) => Report::rented(&rental, hints.is_simulated),
        Err(report) => report,
    }
}

impl RentArguments {
    /// Returns whether nobody has to be asked. Whoever passes a price has answered already.
    fn is_confirmed(&self) -> bool {
        self.confirm.yes || self.max_price.is_some() || self.simulate
    }
}

/// Says what the number costs, and asks.
async fn ask(
    numbers: &Numbers,
    phone: PhoneNumber,
    act: &Act,
    arguments: &RentArguments,
    signals: &mut Signals,
) -> Result<(), Report> {
    if !confirm::is_possible() {
        return Err(confirm::required(act));
    }
    let what = format!("whether {phone} is available");
    let check = numbers.check(phone);
    let question = match read_until(&what, check, arguments.account.timeout, signals).await {
        Ok(Some(number)) => match number.price_at_once() {
            Ok(price) => format!(
                "Rent {phone}{} for {price} at once, {} of it each {}?",
                words::about(number.region(), number.number_type()),
                words::price(number.monthly_price()),
                words::interval(number.payment_interval_months()),
            ),
            Err(error) => format!("Rent {phone}? Its price is not known: {error}."),
        },
        Ok(None) => return Err(Report::not_available(phone)),
        Err(unread) => format!("Rent {phone}? Its price is not known: {}.", unread.cause),
    };
    confirm::ask(&question, act, signals).await
}

fn preview(rent: &ConfiguredRent) -> Report {
    let preview = rent.preview();
    let body = match serde_json::to_string_pretty(&preview.body) {
        Ok(body) => body,
        Err(error) => return Report::internal(&format!("the request can't be written: {error}")),
    };
    Report {
        exit: Exit::Done,
        text: format!(
            "{} {}\nauthorization: [not shown]\naccept: application/json\ncontent-type: application/json\n\n{body}\n",
            preview.method, preview.url
        ),
        note: "dry run: nothing was sent\n".to_owned(),
        json: Object::outcome("dry_run").member("request", &preview).end(),
    }
}
