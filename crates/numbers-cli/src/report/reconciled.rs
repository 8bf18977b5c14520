//! The report of reconciling, for every operation.

use numbers_ext::{Effect, InDoubt, ReadError, Reconciled};

use crate::exit::Exit;
use crate::json::Object;
use crate::report::failure::look;
use crate::report::known::Known;
use crate::report::{Report, error};
use crate::shell::Hints;

impl Report {
    /// Reports what reconciling has proven about a call.
    pub(crate) fn reconciled(in_doubt: &InDoubt, reconciled: Reconciled, hints: &Hints) -> Self {
        match reconciled {
            Reconciled::Done(effect) => done(in_doubt, &effect),
            Reconciled::Differs {
                number,
                differences,
            } => Self::differs(&number, &differences),
            Reconciled::NotDone => {
                let message = format!(
                    "{} was not {}; it may be tried again",
                    in_doubt.subject(),
                    in_doubt.participle()
                );
                Self {
                    exit: Exit::NotDone,
                    text: format!("{message}\n"),
                    note: String::new(),
                    json: about("not_done", in_doubt).end(),
                }
            }
            Reconciled::Unknown(last) => unknown(in_doubt, last.as_ref(), hints),
        }
    }
}

/// Reports the effect as the call itself would have.
fn done(in_doubt: &InDoubt, effect: &Effect) -> Report {
    let known = Known::RECONCILED;
    match (in_doubt.operation(), effect, in_doubt.phone()) {
        ("update", Effect::Number(number), _) => Report::updated(number, &[], known),
        ("release", Effect::Number(number), _) => {
            Report::released(number.phone(), Some(number), known)
        }
        ("release", Effect::Gone, Some(phone)) => Report::released(phone, None, known),
        // It may have been held before the call.
        (_, Effect::Number(number), _) => Report::held(number),
        (_, Effect::Order(order), _) => Report::submitted(order, known),
        ("uploadAttachment", Effect::Registration(_), _) => {
            Report::uploaded(in_doubt.subject(), in_doubt.order(), None, known)
        }
        (_, Effect::Registration(registration), _) => {
            Report::registered(in_doubt.order(), registration, known)
        }
        (_, Effect::EmergencyAddress(address), Some(phone)) => {
            Report::address_set(phone, address, known)
        }
        (_, Effect::NoEmergencyAddress, Some(phone)) => Report::address_removed(phone, known),
        (_, Effect::CallbackSecret, _) => Report::secret_set(known),
        (_, _, _) => Report {
            exit: Exit::Done,
            text: format!("{} was {}\n", in_doubt.subject(), in_doubt.participle()),
            note: String::new(),
            json: known.add(about("done", in_doubt)).end(),
        },
    }
}

fn unknown(in_doubt: &InDoubt, last: Option<&ReadError>, hints: &Hints) -> Report {
    let message = format!(
        "it is still unknown whether {} was {}",
        in_doubt.subject(),
        in_doubt.participle()
    );
    let mut note = error(&message);
    if let Some(error) = last {
        note.push_str(&format!("  {error}\n"));
    }
    note.push_str(&look(in_doubt, hints, "look again later:"));
    Report {
        exit: Exit::Unknown,
        text: String::new(),
        note,
        json: about("unknown", in_doubt)
            .member("message", &message)
            .optional("lookup", last)
            .member("inDoubt", in_doubt)
            .end(),
    }
}

/// Starts an object that names the operation and what it was about.
fn about(outcome: &str, in_doubt: &InDoubt) -> Object {
    Object::outcome(outcome)
        .member("operation", in_doubt.operation())
        .optional("phoneNumber", in_doubt.phone().as_ref())
        .optional("numberOrderId", in_doubt.order())
}
