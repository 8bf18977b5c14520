//! What the person reads: text for a terminal, or one JSON object.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use numbers_ext::{Certainty, PhoneNumber, Proof, RentError, Rental, Setup};
use serde_json::{Value, json};

use crate::account::Faults;
use crate::exit::Exit;

/// A result or an error, ready to be printed.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) exit: Exit,
    /// For stdout.
    pub(crate) text: String,
    /// For stderr.
    pub(crate) note: String,
    pub(crate) json: Value,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

impl Report {
    /// Prints it and tells how to exit.
    pub(crate) fn print(&self, json: bool) -> Exit {
        // Somebody who closes the pipe early has read enough; the exit code still tells.
        if json {
            let _ = writeln!(std::io::stdout(), "{}", self.json);
        } else {
            let _ = write!(anstream::stdout(), "{}", self.text);
            let _ = write!(anstream::stderr(), "{}", self.note);
        }
        self.exit
    }

    /// Faults found before anything was sent.
    pub(crate) fn invalid(phone: Option<&str>, faults: Faults) -> Self {
        let count = match faults.len() {
            1 => "1 fault".to_owned(),
            many => format!("{many} faults"),
        };
        let mut note = error(&format!("nothing was sent: {count} in what was given"));
        let width = faults
            .iter()
            .map(|(field, _)| field.len())
            .max()
            .unwrap_or_default();
        for (field, message) in &faults {
            let _ = writeln!(note, "  {field:width$}  {message}");
        }
        let messages: Vec<_> = faults
            .iter()
            .map(|(field, message)| format!("{field}: {message}"))
            .collect();
        let faults: Vec<_> = faults
            .iter()
            .map(|(field, message)| json!({ "field": field, "message": message }))
            .collect();
        let json = json!({
            "outcome": "invalid",
            "phoneNumber": phone,
            "message": messages.join("; "),
            "violations": faults,
        });
        Self {
            exit: Exit::Invalid,
            text: String::new(),
            note,
            json,
        }
    }

    /// A fault of this program or machine; nothing was sent.
    pub(crate) fn internal(message: &str) -> Self {
        Self {
            exit: Exit::Internal,
            text: String::new(),
            note: error(&format!("nothing was sent: {message}")),
            json: json!({ "outcome": "internal", "message": message }),
        }
    }

    /// A number that is held, with the word that says how.
    pub(crate) fn held(word: &str, outcome: &str, rental: &Rental, simulated: bool) -> Self {
        let mut json = serde_json::to_value(rental).unwrap_or_default();
        if let Some(object) = json.as_object_mut() {
            object.shift_insert(0, "outcome".to_owned(), json!(outcome));
            if simulated {
                object.insert("simulated".to_owned(), json!(true));
            }
        }
        let note = if simulated {
            "simulated: no account was used and no money was spent\n".to_owned()
        } else {
            String::new()
        };
        Self {
            exit: Exit::Done,
            text: describe(word, rental),
            note,
            json,
        }
    }

    /// A rent that gave no rental.
    pub(crate) fn failed(failure: &RentError, settle: &str) -> Self {
        let phone = failure.phone();
        let first = match failure.certainty() {
            Certainty::NotSent => format!("nothing was sent to rent {phone}"),
            Certainty::Rejected => format!("{phone} was not rented by this call"),
            Certainty::NotRented => format!("{phone} was not rented"),
            Certainty::Unknown => format!("unknown whether {phone} was rented"),
        };
        let mut note = error(&first);
        let _ = writeln!(note, "  {} ({})", reason(failure), effort(failure));
        for violation in failure.api().into_iter().flat_map(|api| &api.violations) {
            let field = violation.field.as_deref().unwrap_or("a member");
            let _ = writeln!(
                note,
                "  {field}  {}",
                violation.description.as_deref().unwrap_or_default()
            );
        }
        if let Some(wait) = failure.retry_after() {
            let _ = writeln!(
                note,
                "  the service asks to wait {}",
                humantime::format_duration(wait)
            );
        }
        if let Some(held) = failure.held() {
            let _ = writeln!(note, "  the project holds it, but not as asked for");
            note.push_str(&differences(held));
        }
        match failure.certainty() {
            Certainty::Unknown => {
                let _ = writeln!(note, "  don't rent it again before looking: {settle}");
            }
            Certainty::Rejected if matches!(failure.status(), Some(404 | 409)) => {
                let _ = writeln!(
                    note,
                    "  an earlier call may have rented it: numbers show {phone}"
                );
            }
            Certainty::NotRented => {
                note.push_str("  lookups did not find it; it may be tried again\n")
            }
            _ => {}
        }
        Self {
            exit: failure.certainty().into(),
            text: String::new(),
            note,
            json: serde_json::to_value(failure).unwrap_or_default(),
        }
    }
}

/// The first line of an error.
pub(crate) fn error(message: &str) -> String {
    format!("{ERROR}error:{ERROR:#} {message}\n")
}

/// The command that settles a number.
pub(crate) fn settle_command(phone: PhoneNumber, failure: Option<&RentError>) -> String {
    let at = failure
        .and_then(RentError::pending)
        .and_then(numbers_ext::Pending::dispatched)
        .map(|at| format!(" --dispatched-at {}", humantime::format_rfc3339_seconds(at)));
    format!("numbers settle {phone}{}", at.unwrap_or_default())
}

fn reason(failure: &RentError) -> String {
    let mut reason = failure.reason();
    if let Some(status) = failure.api().and_then(|api| api.status.as_deref()) {
        let _ = write!(reason, " {status}");
    }
    if let Some(message) = failure.api().and_then(|api| api.message.as_deref()) {
        let shown: String = message
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect();
        let _ = write!(reason, ", {shown}");
    }
    reason
}

fn effort(failure: &RentError) -> String {
    let sends = match failure.sends() {
        1 => "1 send".to_owned(),
        many => format!("{many} sends"),
    };
    format!("{sends}, {}", seconds(failure.elapsed()))
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// The lines about a number that is held.
fn describe(word: &str, rental: &Rental) -> String {
    let phone = rental.phone();
    let kind = rental
        .number_type()
        .map(|kind| kind.as_str().to_lowercase().replace('_', "-"));
    let about: Vec<_> = rental
        .region()
        .map(str::to_owned)
        .into_iter()
        .chain(kind)
        .collect();
    let mut text = format!("{GOOD}{word}{GOOD:#} {phone}");
    if !about.is_empty() {
        let _ = write!(text, " ({})", about.join(", "));
    }
    match rental.price() {
        Ok(price) => {
            let _ = write!(text, ": {price} charged");
        }
        Err(error) => {
            let _ = write!(text, ": {error}");
        }
    }
    match rental.payment_interval_months() {
        Some(1) => text.push_str(", every month"),
        Some(months) if months > 1 => {
            let _ = write!(text, ", every {months} months");
        }
        _ => {}
    }
    if let Some(next) = rental.next_charge() {
        let _ = write!(text, ", next on {}", date(next.as_str()));
    }
    if let Some(end) = rental.expires() {
        let _ = write!(text, ", until {}", date(end.as_str()));
    }
    text.push('\n');
    line(&mut text, "SMS", &rental.sms(), |sms| {
        let plan = Some(&sms.service_plan_id).filter(|plan| !plan.is_empty());
        let plan = plan.map(|plan| format!("service plan {plan}"));
        let campaign = sms
            .campaign_id
            .as_ref()
            .map(|campaign| format!("campaign {campaign}"));
        plan.into_iter()
            .chain(campaign)
            .collect::<Vec<_>>()
            .join(", ")
    });
    line(&mut text, "Voice", &rental.voice(), ToString::to_string);
    for untyped in rental.untyped() {
        let _ = writeln!(
            text,
            "  odd     {} was answered in another form; it is in --output json",
            untyped.path
        );
    }
    if matches!(rental.proof(), Proof::Lookup(found) if !found.is_empty()) {
        text.push_str(&differences(rental));
    }
    text
}

fn differences(rental: &Rental) -> String {
    let mut text = String::new();
    if let Proof::Lookup(differences) = rental.proof() {
        for difference in differences {
            let _ = writeln!(text, "  differs {difference}");
        }
    }
    text
}

fn line<T>(text: &mut String, product: &str, setup: &Setup<T>, show: impl Fn(&T) -> String) {
    if setup.is_none() {
        let _ = writeln!(text, "  {product:7} not set up");
    }
    if let Some(target) = &setup.provisioned {
        let _ = writeln!(text, "  {product:7} {:11} {}", "set up", show(target));
    }
    if let Some(job) = &setup.pending {
        let status = job
            .status
            .as_ref()
            .map_or("scheduled".to_owned(), |status| {
                status.as_str().to_lowercase().replace('_', " ")
            });
        let _ = writeln!(text, "  {product:7} {status:11} {}", show(&job.target));
    }
    if let Some(job) = &setup.failed {
        let reasons: Vec<_> = job.reasons.iter().map(ToString::to_string).collect();
        let why = if reasons.is_empty() {
            String::new()
        } else {
            format!(": {}", reasons.join(", "))
        };
        let _ = writeln!(
            text,
            "  {product:7} {:11} {}{why}",
            "failed",
            show(&job.target)
        );
    }
}

/// The day of a time; the whole text where it is of another form.
fn date(time: &str) -> &str {
    match time.split_once('T') {
        Some((day, _)) => day,
        None => time,
    }
}
