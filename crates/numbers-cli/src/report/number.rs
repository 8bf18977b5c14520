//! The reports of a number that the project holds.

use std::fmt::{Display, Write as _};

use numbers_ext::{ActiveNumber, Difference, Provisioning, Rental, Timestamp, printable};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::{GOOD, Report, SIMULATED, error};

impl Report {
    /// Reports a number that was rented.
    pub(crate) fn rented(rental: &Rental, is_simulated: bool) -> Self {
        let mut json = Object::outcome("rented").members_of("rental", rental);
        let mut note = String::new();
        if !rental.differences().is_empty() {
            note.push_str("the number is not as it was asked for: it may be an earlier rental\n");
            note.push_str(&describe_differences(rental.differences()));
        }
        if is_simulated {
            json = json.member("simulated", &true);
            note.push_str(SIMULATED);
        }
        Self {
            exit: Exit::Done,
            text: describe("Rented", rental.number()),
            note,
            json: json.end(),
        }
    }

    /// Reports a number that the project holds.
    pub(crate) fn held(number: &ActiveNumber) -> Self {
        Self {
            exit: Exit::Done,
            text: describe("Held", number),
            note: String::new(),
            json: Object::outcome("held").members_of("number", number).end(),
        }
    }

    /// Reports a number that the project holds, but not as it was requested.
    pub(crate) fn differs(number: &ActiveNumber, differences: &[Difference]) -> Self {
        let phone = number.phone();
        let message = format!(
            "the project holds {phone}, but not as it was asked for: it may be somebody else's"
        );
        let json = Object::outcome("differs")
            .member("message", &message)
            .member("differences", differences)
            .members_of("number", number);
        Self {
            exit: Exit::Unknown,
            text: describe("Held", number),
            note: error(&message) + &describe_differences(differences),
            json: json.end(),
        }
    }
}

/// Returns a line for each difference.
pub(crate) fn describe_differences(differences: &[Difference]) -> String {
    let mut text = String::new();
    for difference in differences {
        let _ = writeln!(text, "  differs {difference}");
    }
    text
}

/// Describes a number, on several lines.
fn describe(word: &str, number: &ActiveNumber) -> String {
    let number_type = number
        .number_type()
        .map(|kind| kind.as_str().to_lowercase().replace('_', "-"));
    let region = number.region().map(str::to_owned);
    let about: Vec<_> = region.into_iter().chain(number_type).collect();
    let mut text = format!("{GOOD}{word}{GOOD:#} {}", number.phone());
    if !about.is_empty() {
        let _ = write!(text, " ({})", printable(&about.join(", ")));
    }
    match number.price() {
        Ok(price) => {
            let _ = write!(text, " for {price}");
            match number.payment_interval_months() {
                Some(1) => text.push_str(" a month"),
                Some(months) if months > 1 => {
                    let _ = write!(text, " every {months} months");
                }
                _ => {}
            }
        }
        Err(error) => {
            let _ = write!(text, "; {error}");
        }
    }
    if let Some(next) = number.next_charge() {
        let _ = write!(text, ", next charge on {}", printable(day(next)));
    }
    if let Some(end) = number.expires() {
        let _ = write!(text, ", ends on {}", printable(day(end)));
    }
    text.push('\n');
    lines(&mut text, "SMS", &number.sms());
    lines(&mut text, "Voice", &number.voice());
    for untyped in number.untyped() {
        let path = printable(&untyped.path).to_string();
        let _ = writeln!(
            text,
            "  {path} is of an unexpected form; --output json shows it"
        );
    }
    text
}

fn lines<T: Display>(text: &mut String, product: &str, provisioning: &Provisioning<T>) {
    if provisioning.is_none() {
        let _ = writeln!(text, "  {product:7} not configured");
    }
    if let Some(target) = &provisioning.current {
        let _ = writeln!(text, "  {product:7} {:11} {target}", "configured");
    }
    if let Some(job) = &provisioning.job {
        let status = job.status.as_ref().map_or_else(
            || "scheduled".to_owned(),
            |status| status.as_str().to_lowercase(),
        );
        let status = printable(&status.replace('_', " ")).to_string();
        let codes: Vec<_> = job.error_codes.iter().map(ToString::to_string).collect();
        let why = if codes.is_empty() {
            String::new()
        } else {
            format!(": {}", printable(&codes.join(", ")))
        };
        let _ = writeln!(text, "  {product:7} {status:11} {}{why}", job.target);
    }
}

/// Returns the date of a timestamp, or its whole text if it has no `T`.
fn day(time: &Timestamp) -> &str {
    match time.as_str().split_once('T') {
        Some((day, _)) => day,
        None => time.as_str(),
    }
}
