//! The reports of waiting for a number or an order.

use std::fmt::Write as _;

use numbers_ext::enums::NumberOrderState;
use numbers_ext::{
    NumberOrderId, OrderChange, OrderWaited, PhoneNumber, Product, ProductChange, ProductState,
    WaitEnd, Waited, printable,
};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::explanation::{self, explain};
use crate::report::number::describe;
use crate::report::order::described;
use crate::report::words::small;
use crate::report::{Report, error};
use crate::shell::Hints;
use crate::unread::Unread;
use crate::waiting::Change;

/// Describes a product in another state than before.
pub(crate) fn product(phone: PhoneNumber, change: &ProductChange) -> Change {
    let codes: Vec<_> = change.error_codes.iter().map(ToString::to_string).collect();
    let codes = codes.join(", ");
    Change {
        subject: match change.product {
            Product::Voice => "Voice".to_owned(),
            product => product.to_string(),
        },
        state: match codes.as_str() {
            "" => change.state.to_string(),
            codes => format!("{}: {}", change.state, printable(codes)),
        },
        json: Object::outcome("changed")
            .member("phoneNumber", &phone)
            .members_of("change", change)
            .end(),
    }
}

/// Describes an order in another state than before.
pub(crate) fn order(id: &NumberOrderId, change: &OrderChange) -> Change {
    Change {
        subject: "order".to_owned(),
        state: state_words(&change.state),
        json: Object::outcome("order_changed")
            .member("numberOrderId", id)
            .member("state", &change.state)
            .end(),
    }
}

impl Report {
    /// Reports how the waiting for a number has ended; without an end, it was interrupted.
    pub(crate) fn waited(phone: PhoneNumber, waited: Option<&Waited>, hints: &Hints) -> Self {
        let Some(waited) = waited else {
            return pending(phone, None, "the waiting was interrupted", hints);
        };
        let (outcome, exit, note) = match waited.ended() {
            WaitEnd::Provisioned => ("provisioned", Exit::Done, String::new()),
            WaitEnd::Failed => ("provisioning_failed", Exit::Failed, failures(phone, waited)),
            WaitEnd::Released => {
                let note = error(&format!(
                    "{phone} was released: nothing more is provisioned"
                ));
                ("provisioning_ended", Exit::Failed, note)
            }
            WaitEnd::NotHeld => return Self::not_held(phone),
            WaitEnd::TimedOut(last) => {
                let cause = match last {
                    Some(last) => format!("the time to wait is over; {last}"),
                    None => "the time to wait is over".to_owned(),
                };
                return pending(phone, Some(waited), &cause, hints);
            }
            WaitEnd::Refused(error) => {
                let what = format!("whether {phone} is provisioned");
                return Unread::failed(&what, error.clone()).into();
            }
            _ => {
                let message = format!(
                    "whether {phone} is provisioned is not known: a job has a status that this \
                     version does not know"
                );
                ("provisioning_unclear", Exit::Unknown, error(&message))
            }
        };
        let word = match exit {
            Exit::Done => "Provisioned",
            _ => "Held",
        };
        let number = waited.number();
        Self {
            exit,
            text: number.map_or_else(String::new, |number| describe(word, number)),
            note,
            json: object(outcome, phone, Some(waited)).end(),
        }
    }

    /// Reports how the waiting for an order has ended; without an end, it was interrupted.
    pub(crate) fn order_waited(
        id: &NumberOrderId,
        waited: Option<&OrderWaited>,
        hints: &Hints,
    ) -> Self {
        let state = waited.and_then(|waited| waited.state.as_ref());
        let order = waited.and_then(|waited| waited.order.as_ref());
        let is_timed_out = waited.is_none_or(|waited| waited.is_timed_out);
        if let Some(error) = waited.and_then(|waited| waited.error.clone())
            && !is_timed_out
        {
            let what = format!("what became of order {id}");
            return Self::order_unread(id, Unread::failed(&what, error));
        }
        let (outcome, exit) = match state {
            _ if is_timed_out => ("order_timed_out", Exit::TimedOut),
            Some(NumberOrderState::Completed) => ("order_completed", Exit::Done),
            _ => ("order_failed", Exit::Failed),
        };
        let mut note = String::new();
        if is_timed_out {
            let cause = match waited {
                Some(_) => "the time to wait is over",
                None => "the waiting was interrupted",
            };
            note = error(&format!("the review of order {id} has not ended: {cause}"));
            note.push_str(&again(hints, &["orders", "wait", id.as_str()]));
        } else if exit == Exit::Failed {
            let state = state.map(state_words).unwrap_or_default();
            note = error(&format!("order {id} is {state}"));
            if let Some(command) = hints.command(&["orders", "get", id.as_str()]) {
                let _ = writeln!(note, "  what the reviewers say: {command}");
            }
        }
        let json = Object::outcome(outcome).member("numberOrderId", id);
        Self {
            exit,
            text: order.map_or_else(String::new, |order| described("Order", order)),
            note,
            json: json
                .optional("state", state)
                .optional("response", order)
                .end(),
        }
    }
}

/// Reports that something is pending still.
fn pending(phone: PhoneNumber, waited: Option<&Waited>, cause: &str, hints: &Hints) -> Report {
    let mut note = error(&format!("{phone} is not provisioned yet: {cause}"));
    note.push_str(&again(hints, &["wait", &phone.to_string()]));
    let number = waited.and_then(Waited::number);
    Report {
        exit: Exit::TimedOut,
        text: number.map_or_else(String::new, |number| describe("Held", number)),
        note,
        json: object("timed_out", phone, waited).end(),
    }
}

/// Returns how to go on waiting.
fn again(hints: &Hints, words: &[&str]) -> String {
    match hints.command(words) {
        Some(command) => format!("  wait on: {command}\n"),
        None => String::new(),
    }
}

/// Says of each product why it was not provisioned, and what helps.
fn failures(phone: PhoneNumber, waited: &Waited) -> String {
    let mut note = String::new();
    for change in [waited.sms(), waited.voice()] {
        if change.state != ProductState::Failed {
            continue;
        }
        let what = format!("{} of {phone} was not provisioned", change.product);
        if change.error_codes.is_empty() {
            note.push_str(&error(&format!("{what}; the service gives no reason")));
        }
        for code in &change.error_codes {
            let code = code.as_str();
            note.push_str(&error(&format!("{what}: {}", printable(code))));
            note.push_str(&explain(code));
        }
    }
    note
}

fn object(outcome: &str, phone: PhoneNumber, waited: Option<&Waited>) -> Object {
    let json = Object::outcome(outcome);
    let Some(waited) = waited else {
        return json.member("phoneNumber", &phone);
    };
    let changes = [waited.sms(), waited.voice()];
    let products: Vec<_> = changes.into_iter().collect();
    let codes = changes.into_iter().flat_map(|change| &change.error_codes);
    let explanations: Vec<_> = codes
        .map(|code| explanation::members(code.as_str()))
        .collect();
    let json = json
        .member("products", &products)
        .member("explanations", &explanations);
    match waited.number() {
        Some(number) => json.members_of("number", number),
        None => json.member("phoneNumber", &phone),
    }
}

fn state_words(state: &NumberOrderState) -> String {
    let words = small(state.as_str()).replace('-', " ");
    printable(&words).to_string()
}
