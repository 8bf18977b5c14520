//! The reports of numbers that can be rented, and of regions that have some.

use std::fmt::Write as _;

use numbers_ext::{AvailableNumber, Decoded, PhoneNumber, printable, types};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::table::{Column, Table};
use crate::report::words::{capabilities, recurring, small};
use crate::report::{GOOD, Report, words};

const NUMBERS: &[Column] = &[
    Column::Word("PHONE"),
    Column::Word("TYPE"),
    Column::Word("CAPABILITIES"),
    Column::Amount("SETUP"),
    Column::Amount("MONTHLY"),
    Column::Word("DOCUMENTS"),
];

const REGIONS: &[Column] = &[
    Column::Word("REGION"),
    Column::Text("NAME", 10),
    Column::Text("TYPES", 16),
];

impl Report {
    /// Reports what a search has found.
    pub(crate) fn found(numbers: &[AvailableNumber]) -> Self {
        let mut table = Table::new(NUMBERS);
        for number in numbers {
            table.row([
                number.phone().to_string(),
                number_type(number),
                capabilities(number.capabilities()),
                words::price(number.setup_price()),
                recurring(number.monthly_price(), number.payment_interval_months()),
                documents(number).to_owned(),
            ]);
        }
        let note = match numbers {
            [] => "nothing was found\n",
            _ => "",
        };
        Self {
            exit: Exit::Done,
            text: table.text(),
            note: note.to_owned(),
            json: lines(numbers.iter().map(available)),
        }
    }

    /// Reports the numbers of a search as a plan, none of which may get dearer.
    pub(crate) fn plan(numbers: &[AvailableNumber]) -> Self {
        let mut text = "phone_number,max_price\n".to_owned();
        let mut json = Vec::new();
        for number in numbers {
            let price = number.price_at_once().ok();
            let shown = price.as_ref().map(ToString::to_string);
            let _ = writeln!(
                text,
                "{},{}",
                number.phone(),
                shown.as_deref().unwrap_or("")
            );
            let row = Object::begin()
                .member("phoneNumber", &number.phone())
                .optional("maxPrice", shown.as_ref());
            json.push(row.end());
        }
        Self {
            text,
            json: lines(json.into_iter()),
            ..Self::found(numbers)
        }
    }

    /// Reports a number that can be rented.
    pub(crate) fn available(number: &AvailableNumber) -> Self {
        let about = words::about(number.region(), number.number_type());
        let mut text = format!("{GOOD}Available{GOOD:#} {}{about}", number.phone());
        text.push_str(&match number.price_at_once() {
            Ok(price) => format!(" for {price} at once\n"),
            Err(error) => format!("; {error}\n"),
        });
        let monthly = recurring(number.monthly_price(), number.payment_interval_months());
        for (name, value) in [
            ("Setup", words::price(number.setup_price())),
            ("Monthly", monthly),
            ("Capabilities", capabilities(number.capabilities())),
            ("Documents", documents(number).to_owned()),
        ] {
            let value = if value.is_empty() { "-" } else { &value };
            let _ = writeln!(text, "  {name:12}  {}", printable(value));
        }
        let note = match number.requires_documents() {
            Some(true) => {
                "this number requires documents: if renting it is rejected, order it (numbers orders --help)\n"
            }
            _ => "",
        };
        Self {
            exit: Exit::Done,
            text,
            note: note.to_owned(),
            json: available(number),
        }
    }

    /// Reports a number that can't be rented.
    pub(crate) fn not_available(phone: PhoneNumber) -> Self {
        let json = Object::outcome("not_available").member("phoneNumber", &phone);
        Self::absent(json, &format!("{phone} is not available"))
    }

    /// Reports the regions that have numbers.
    pub(crate) fn regions(regions: &[Decoded<types::AvailableRegion>]) -> Self {
        let mut table = Table::new(REGIONS);
        for region in regions {
            let types = region.types.as_deref().unwrap_or_default();
            let types: Vec<_> = types.iter().map(|one| small(one.as_str())).collect();
            table.row([
                region.region_code.clone().unwrap_or_default(),
                region.region_name.clone().unwrap_or_default(),
                types.join(", "),
            ]);
        }
        let json = regions
            .iter()
            .map(|region| Object::outcome("region").member("response", region).end());
        Self {
            exit: Exit::Done,
            text: table.text(),
            note: String::new(),
            json: lines(json),
        }
    }
}

fn available(number: &AvailableNumber) -> String {
    Object::outcome("available")
        .members_of("number", number)
        .end()
}

fn number_type(number: &AvailableNumber) -> String {
    number
        .number_type()
        .map(|number_type| small(number_type.as_str()))
        .unwrap_or_default()
}

fn documents(number: &AvailableNumber) -> &'static str {
    match number.requires_documents() {
        Some(true) => "required",
        Some(false) => "none",
        None => "",
    }
}

fn lines(objects: impl Iterator<Item = String>) -> String {
    objects.collect::<Vec<_>>().join("\n")
}
