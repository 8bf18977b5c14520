//! The reports of a number that the project holds.

use std::fmt::{Display, Write as _};

use numbers_ext::{ActiveNumber, Difference, PhoneNumber, Provisioning, Rental, printable};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::known::Known;
use crate::report::words::{about, day};
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
            json: held(number),
        }
    }

    /// Reports a number that was changed, or whose changes are scheduled.
    pub(crate) fn updated(number: &ActiveNumber, differences: &[Difference], known: Known) -> Self {
        let mut note = String::new();
        if !differences.is_empty() {
            note.push_str("the response shows the number otherwise than was asked for\n");
            note.push_str(&describe_differences(differences));
        }
        let json = known.add(Object::outcome("updated"));
        Self {
            exit: Exit::Done,
            text: describe("Updated", number),
            note,
            json: json
                .member("differences", differences)
                .members_of("number", number)
                .end(),
        }
    }

    /// Reports a number that was released, as the project still holds it. Without one, the
    /// project does not hold it any more.
    pub(crate) fn released(
        phone: PhoneNumber,
        number: Option<&ActiveNumber>,
        known: Known,
    ) -> Self {
        let json = known.add(Object::outcome("released"));
        let json = match number {
            Some(number) => json
                .optional("expireAt", number.expires())
                .members_of("number", number),
            None => json.member("phoneNumber", &phone),
        };
        Self {
            exit: Exit::Done,
            text: match number {
                Some(number) => describe("Released", number),
                None => format!(
                    "{GOOD}Released{GOOD:#} {phone}; the project does not hold it any more\n"
                ),
            },
            note: String::new(),
            json: json.end(),
        }
    }

    /// Reports a number that the project does not hold.
    pub(crate) fn not_held(phone: PhoneNumber) -> Self {
        let json = Object::outcome("not_held").member("phoneNumber", &phone);
        Self::absent(json, &format!("the project does not hold {phone}"))
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

/// Returns the object of a number that the project holds.
pub(crate) fn held(number: &ActiveNumber) -> String {
    Object::outcome("held").members_of("number", number).end()
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
pub(super) fn describe(word: &str, number: &ActiveNumber) -> String {
    let mut text = format!(
        "{GOOD}{word}{GOOD:#} {}{}",
        number.phone(),
        about(number.region(), number.number_type())
    );
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
    // A number that ends is not charged then.
    let next = number.next_charge();
    let end = number.expires();
    if let Some(next) = next.filter(|next| end.is_none_or(|end| day(end) > day(next))) {
        let _ = write!(text, ", next charge on {}", printable(day(next)));
    }
    if let Some(end) = end {
        let _ = write!(text, ", ends on {}", printable(day(end)));
    }
    text.push('\n');
    if let Some(name) = number.display_name() {
        let _ = writeln!(text, "  {:7} {}", "Name", printable(name));
    }
    lines(&mut text, "SMS", &number.sms());
    lines(&mut text, "Voice", &number.voice());
    if let Some(url) = number.callback_url() {
        let _ = writeln!(text, "  {:7} {}", "Events", printable(url));
    }
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
