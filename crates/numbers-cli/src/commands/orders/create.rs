//! `numbers orders create`.

use clap::{ArgGroup, Args};
use numbers_ext::enums::NumberType;
use numbers_ext::{PhoneNumber, Quantity, Wanted};

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::configuration::ConfigurationArguments;
use crate::exit::Exit;
use crate::filter::{self, FilterArguments};
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Examples:
  numbers orders create --region AU --type mobile --phone +61491570156 --sms-plan PLAN
  numbers orders create --region US --type local --quantity 5 --starting +1208
The numbers are reserved for 30 minutes to 48 hours. Nothing is spent before the order is
submitted, and without that it ends by itself.";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("wanted").required(true))]
pub(crate) struct CreateArguments {
    /// The country, an ISO 3166-1 alpha-2 code such as AU
    #[arg(long, value_name = "REGION", value_parser = filter::region)]
    region: String,
    /// The type of number: local, mobile or toll-free
    #[arg(long = "type", value_name = "TYPE", value_parser = filter::number_type)]
    number_type: NumberType,
    /// Order this number, in E.164 form
    #[arg(long, value_name = "PHONE", group = "wanted", conflicts_with_all = ["digits", "capability", "sequential"])]
    phone: Option<String>,
    /// Order so many numbers of the service's choice, 1 to 100
    #[arg(long, value_name = "N", group = "wanted")]
    quantity: Option<u32>,
    /// Numbers that follow one another
    #[arg(long)]
    sequential: bool,
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    call: CallArguments,
}

impl CreateArguments {
    /// Returns what is ordered, and how messages name it.
    fn wanted(&self, found: &mut Found) -> Option<(Wanted, Option<PhoneNumber>, String)> {
        if let Some(phone) = &self.phone {
            let phone = violations::phone(phone, found)?;
            return Some((phone.into(), Some(phone), format!("an order of {phone}")));
        }
        let count = self.quantity?;
        let mut quantity = self.filter.digits(
            Quantity::of(count),
            Quantity::starting,
            Quantity::containing,
            Quantity::ending,
        );
        if let Some(capabilities) = self.filter.capabilities() {
            quantity = quantity.capabilities(capabilities);
        }
        if self.sequential {
            quantity = quantity.sequential();
        }
        let name = format!("an order of {count} numbers");
        Some((quantity.into(), None, name))
    }
}

pub(super) async fn run(arguments: CreateArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &CreateArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let wanted = arguments.wanted(&mut found);
    let configuration = arguments.configuration.configuration();
    if let Err(violations) = configuration.check() {
        violations::add(&mut found, violations);
    }
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some((wanted, phone, name)), Some(mut caller), true) = (wanted, caller, found.is_empty())
    else {
        return Err(Report::invalid(arguments.phone.as_deref(), found));
    };
    let orders = caller.numbers.orders();
    let create = orders
        .create(&arguments.region, arguments.number_type.clone(), wanted)
        .configuration(configuration);
    let act = Act {
        operation: "createOrder",
        words: format!("create {name}"),
        phone,
    };
    let order = caller.call(&act, create.send()).await?;
    let known = Known::from(&order);
    Ok(Report::created(
        &order,
        known,
        &arguments.call.account.hints(),
    ))
}
