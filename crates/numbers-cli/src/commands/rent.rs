//! `numbers rent`.

use std::time::Duration;

use clap::Args;
use numbers_ext::{Configuration, ConfiguredRent, Numbers, PhoneNumber, Price};

use crate::account::{self, AccountArguments};
use crate::act::Act;
use crate::call::{self, Watch};
#[cfg(feature = "bulk")]
use crate::commands::bulk::single;
use crate::commands::wait::Awaited;
use crate::configuration::{ConfigurationArguments, ReconcilingArguments, UnknownPolicy};
use crate::confirm::{self, ConfirmArguments};
use crate::exit::Exit;
use crate::json::Object;
use crate::reading::read_until;
use crate::report::{Report, words};
use crate::shell::Hints;
use crate::signals::Signals;
use crate::simulation::Simulator;
use crate::violations::{self, Found};

pub(crate) const HELP: &str = "\
Examples:
  numbers rent +12025550134 --sms-plan PLAN --simulate
  numbers rent +12025550134 --voice-rtc APP --max-price '2.50 USD'
  numbers rent +12025550134 --sms-plan PLAN --wait --wait-timeout 1h
On a terminal it shows the price and asks first; elsewhere pass --yes or --max-price.

Exit codes:
  0  rented; with --wait, and provisioned
  1  internal error
  2  invalid input, environment or configuration, or --yes is missing; nothing was sent
  3  rejected by the service; this call rented nothing
  4  not sent, or proven not done; nothing was rented
  5  unknown: the number may have been rented; run `numbers reconcile` before trying again
  6  rented, but with --wait a part of it was not provisioned
  7  rented, but with --wait provisioning is not known to have ended: it timed out, was
     interrupted, or could not be looked up
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
    /// Wait until SMS and voice are provisioned, as numbers wait does
    #[arg(long)]
    wait: bool,
    /// How long to wait at the most, once the number is rented
    #[arg(long, value_name = "TIME", requires = "wait", default_value = "15m", value_parser = humantime::parse_duration)]
    wait_timeout: Duration,
    #[command(flatten)]
    reconciling: ReconcilingArguments,
    #[command(flatten)]
    account: AccountArguments,
}

pub(crate) async fn run(arguments: RentArguments) -> Exit {
    let is_json = arguments.account.is_json();
    let mut signals = Signals::listen();
    let rented = match rent(&arguments, &mut signals).await {
        Ok(rented) => rented,
        Err(report) => return report.print(is_json),
    };
    // It is said before anything is waited for.
    let exit = rented.report.print(is_json);
    if exit != Exit::Done || !arguments.wait {
        return exit;
    }
    let awaited = Awaited {
        numbers: &rented.numbers,
        phone: rented.phone,
        requested: rented.requested,
        timeout: arguments.wait_timeout,
        hints: &rented.hints,
        is_json,
    };
    match awaited.wait(&mut signals).await.print(is_json) {
        // Those say that nothing was rented, or that it is not known.
        Exit::Rejected => Exit::Failed,
        Exit::Unknown => Exit::TimedOut,
        exit => exit,
    }
}

/// A number that was rented.
struct Rented {
    report: Report,
    phone: PhoneNumber,
    /// What was asked for, unless the number is known to differ from it.
    requested: Option<Configuration>,
    numbers: Numbers,
    hints: Hints,
    /// Has to last as long as the number is waited for.
    _simulator: Option<Simulator>,
}

async fn rent(arguments: &RentArguments, signals: &mut Signals) -> Result<Rented, Report> {
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
            Err(message) => return Err(Report::internal(&message)),
        },
    };
    let watch = Watch::default();
    let builder = arguments.account.builder(simulator.as_ref());
    let builder = builder.deadline(arguments.account.timeout);
    let builder = arguments.reconciling.apply(builder);
    let numbers = account::build(builder.clone().interceptor(watch.clone()), &mut found);
    let (Some(phone), Some(numbers), true) = (phone, numbers, found.is_empty()) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
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
        return Err(preview(&rent(&numbers)));
    }
    let act = Act::on("rent", "rent", phone);
    if !arguments.is_confirmed() {
        ask(&numbers, phone, &act, arguments, signals).await?;
    }
    let hints = Hints {
        is_simulated: simulator.is_some(),
        ..arguments.account.hints()
    };
    #[cfg(feature = "bulk")]
    let kept = match &arguments.journal {
        Some(path) => {
            let kept = single::keep(
                path,
                &numbers,
                builder,
                watch.clone(),
                phone,
                &configuration,
            );
            Some(kept.map_err(|report| *report)?)
        }
        None => None,
    };
    #[cfg(feature = "bulk")]
    let request = match &kept {
        Some(kept) => rent(&kept.numbers).reference(&kept.reference),
        None => rent(&numbers),
    };
    #[cfg(not(feature = "bulk"))]
    let request = rent(&numbers);
    let result = call::finish(&act, request.send(), signals, &watch, &hints).await;
    let (report, requested) = match result {
        Ok(rental) => {
            let is_as_requested = rental.differences().is_empty();
            let report = Report::rented(&rental, hints.is_simulated);
            (report, Some(is_as_requested))
        }
        Err(report) => (report, None),
    };
    #[cfg(feature = "bulk")]
    let report = match kept {
        Some(kept) => kept.finish(report).await,
        None => report,
    };
    let Some(is_as_requested) = requested else {
        return Err(report);
    };
    Ok(Rented {
        report,
        phone,
        requested: is_as_requested.then_some(configuration),
        numbers,
        hints,
        _simulator: simulator,
    })
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
