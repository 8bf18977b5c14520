//! The reports of number orders.

use std::fmt::{Display, Write as _};

use numbers_ext::{Decoded, NumberOrderId, Order, printable, types};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::known::Known;
use crate::report::table::{Column, Table};
use crate::report::words::{self, small};
use crate::report::{GOOD, Report, error};
use crate::shell::Hints;
use crate::unread::Unread;

const NUMBERS: &[Column] = &[
    Column::Word("PHONE"),
    Column::Amount("SETUP"),
    Column::Amount("MONTHLY"),
    Column::Text("CAPABILITIES", 10),
];

const DOCUMENTS: &[Column] = &[
    Column::Word("DOCUMENT"),
    Column::Word("STATUS"),
    Column::Text("FILE", 10),
];

impl Report {
    /// Reports an order that could not be read; one that the service does not know is not there.
    pub(crate) fn order_unread(id: &NumberOrderId, unread: Unread) -> Self {
        let error = unread.error.as_ref();
        // A 404 without an error of the API comes from something between.
        if error.is_some_and(|error| error.status() == Some(404) && error.api().is_some()) {
            let json = Object::outcome("no_order").member("numberOrderId", id);
            return Self::absent(json, &format!("the project has no order {id}"));
        }
        unread.into()
    }

    /// Reports an order that was created. Nothing is spent yet.
    pub(crate) fn created(order: &Order, known: Known, hints: &Hints) -> Self {
        let mut note = "nothing is spent before it is submitted\n".to_owned();
        let id = order.id().as_str();
        if let Some(command) = hints.command(&["orders", "register", id, "details.json"]) {
            let _ = writeln!(note, "  next: {command}");
        }
        Self {
            exit: Exit::Done,
            text: described(&format!("{GOOD}Created{GOOD:#} order"), order),
            note,
            json: object("created", Some(known), order).end(),
        }
    }

    /// Reports an order that was submitted for review.
    pub(crate) fn submitted(order: &Order, known: Known) -> Self {
        Self {
            exit: Exit::Done,
            text: described(&format!("{GOOD}Submitted{GOOD:#} order"), order),
            note: "the review takes its time: numbers orders get shows its state\n".to_owned(),
            json: object("submitted", Some(known), order).end(),
        }
    }

    /// Reports an order and, where it is known, what is registered for it.
    pub(crate) fn order(
        order: &Order,
        registration: Result<&Decoded<types::Registration>, &Unread>,
    ) -> Self {
        let mut text = described("Order", order);
        let mut note = String::new();
        let mut json = object("order", None, order);
        match registration {
            Ok(registration) => {
                text.push_str(&registered(registration));
                json = json.member("registration", registration);
            }
            Err(unread) => note.push_str(&error(&unread.to_string())),
        }
        Self {
            exit: Exit::Done,
            text,
            note,
            json: json.end(),
        }
    }

    /// Reports data that was registered. It is personal: it is not shown to people.
    pub(crate) fn registered(
        order: Option<&NumberOrderId>,
        registration: &Decoded<types::Registration>,
        known: Known,
    ) -> Self {
        let id = order.map(NumberOrderId::as_str).unwrap_or_default();
        let json = Object::outcome("registered").optional("numberOrderId", order);
        Self {
            exit: Exit::Done,
            text: format!("{GOOD}Registered{GOOD:#} the data of order {id}\n")
                + &registered(registration),
            note: String::new(),
            json: known.add(json).member("response", registration).end(),
        }
    }

    /// Reports a document that was uploaded.
    pub(crate) fn uploaded(
        subject: impl Display,
        order: Option<&NumberOrderId>,
        attachment: Option<&str>,
        known: Known,
    ) -> Self {
        let json = Object::outcome("uploaded")
            .optional("numberOrderId", order)
            .optional("attachmentId", attachment);
        Self {
            exit: Exit::Done,
            text: format!("{GOOD}Uploaded{GOOD:#} {subject}\n"),
            note: String::new(),
            json: known.add(json).end(),
        }
    }
}

fn object(outcome: &str, known: Option<Known>, order: &Order) -> Object {
    let json = Object::outcome(outcome).member("numberOrderId", order.id());
    let json = match known {
        Some(known) => known.add(json),
        None => json,
    };
    json.optional("state", order.state())
        .optional("priceAtOnce", order.price_at_once().ok().as_ref())
        .member("response", order)
}

/// Describes an order and its numbers, on several lines, after `words`.
pub(super) fn described(words: &str, order: &Order) -> String {
    let wire = order.response();
    let mut text = format!("{words} {}", order.id());
    text.push_str(&words::about(
        wire.region_code.as_deref(),
        wire.number_type.as_ref(),
    ));
    if let Some(state) = order.state() {
        let state = small(state.as_str()).replace('-', " ");
        let _ = write!(text, ", {}", printable(&state));
    }
    if let (Some(false), Some(end)) = (order.is_submitted(), order.expires()) {
        let _ = write!(text, ", reserved until {}", printable(end.as_str()));
    }
    text.push('\n');
    let mut numbers = Table::new(NUMBERS);
    for number in wire.order_numbers.iter().flatten() {
        let price = number.number_price.as_ref();
        let setup = price.and_then(|price| price.setup_price.as_ref());
        let monthly = price.and_then(|price| price.monthly_price.as_ref());
        let capabilities = number.capabilities.as_deref().unwrap_or_default();
        numbers.row([
            number.phone_number.clone().unwrap_or_default(),
            money(setup),
            money(monthly),
            words::capabilities(capabilities),
        ]);
    }
    text.push_str(&numbers.text());
    if let Ok(price) = order.price_at_once() {
        let when = if order.is_final() {
            ""
        } else {
            " when it completes"
        };
        let _ = writeln!(text, "{price} at once{when}");
    }
    text
}

/// Describes what is registered, without the data itself.
fn registered(registration: &types::Registration) -> String {
    let mut documents = Table::new(DOCUMENTS);
    for document in registration.attachments.iter().flatten() {
        let status = document.upload_status.as_ref();
        documents.row([
            document.attachment_id.clone().unwrap_or_default(),
            status.map(|one| small(one.as_str())).unwrap_or_default(),
            document.file_name.clone().unwrap_or_default(),
        ]);
    }
    let mut text = documents.text();
    for log in registration.logs.iter().flatten() {
        let time = log.create_time.as_ref().map(words::day);
        let message = log.message.as_deref().unwrap_or_default();
        let _ = writeln!(
            text,
            "{} the reviewers: {}",
            printable(time.unwrap_or("-")),
            printable(message)
        );
    }
    text
}

fn money(money: Option<&types::Money>) -> String {
    let amount = money.and_then(|money| money.amount.as_deref());
    let currency = money.and_then(|money| money.currency_code.as_deref());
    match (amount, currency) {
        (Some(amount), Some(currency)) => format!("{amount} {currency}"),
        _ => String::new(),
    }
}
